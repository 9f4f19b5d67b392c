"""What leaves the register comes back unchanged."""

import io
import string

import pytest
import rispy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence import exchange
from evidence.importing.bibtex import plain
from evidence.importing.files import read
from evidence.importing.plan import differences
from evidence.models import Publication
from evidence.services import comparing
from evidence.vocabulary import PublicationKind
from loneliness.ui.export import escaped, unescaped
from tests import makers

pytestmark = pytest.mark.django_db
ODD = {
    "title": "Loneliness & “being alone”: 5% of {all} -- a $5_000 #study~ \\ of 'it', Köln",
    "authors": "Office for National Statistics and Home Office; Müller, Jürgen; O'Neil, A. & B.",
    "doi": "10.1002/(SICI)1097-0258(19980815)17:15_<1661::AID>3.0.CO;2-2",
    "url": "https://example.org/a_b%20c?d=~e&f=#g",
    "notes": "=1+1\nsecond line",
    "commissioner": "'=odd",
    "publisher": "+44",
    "journal": 'Journal of "Odd" things?! <b>',
    "pages": "1171-1180",
    "year": 2019,
}


def written(kind, rows):
    """The bytes of an export."""
    if kind == "ris":
        return "".join(exchange.ris(rows)).encode()
    if kind == "bib":
        return "".join(exchange.bibtex(rows)).encode()
    own = exchange.own_rows(rows)
    if kind == "xlsx":
        return exchange.workbook(own)
    lines = [",".join('"' + escaped(c).replace('"', '""') + '"' for c in row) for row in own]
    return ("\ufeff" + "\r\n".join(lines)).encode()


def outcomes(content):
    return [
        (item.outcome, item.changes, item.remarks) for item in comparing.plan(read(content).records)
    ]


@pytest.mark.parametrize("kind", ["ris", "bib", "list", "xlsx"])
def test_the_whole_register_comes_back_with_nothing_changed(kind):
    makers.make_publication(**ODD)
    rows = list(Publication.objects.select_related("replaced_by", "merged_into"))
    found = outcomes(written(kind, rows))
    assert len(found) == len(rows)
    assert [item for item in found if item[0] != "same"] == []


@pytest.mark.parametrize("kind", ["ris", "bib", "list", "xlsx"])
def test_the_page_of_a_publication_and_the_list_give_files(client_of, reviewer, kind):
    row = makers.make_publication(**ODD)
    client = client_of(reviewer)
    one = client.get(f"{row.get_absolute_url()}export.{kind}")
    listed = client.get(f"/evidence/publications/?format={kind}&q=crisis")
    assert "attachment" in one["Content-Disposition"]
    assert [item[0] for item in outcomes(one.getvalue())] == ["same"]
    assert [item[0] for item in outcomes(listed.getvalue())] == ["same"]


def test_a_second_reader_of_ris_reads_the_same():
    row = makers.make_publication(**ODD)
    text = "".join(exchange.ris([row]))
    entry = rispy.load(io.StringIO(text.replace("\r\n", "\n")))[0]
    assert entry["title"] == row.title
    assert entry["authors"] == row.authors.split("; ")
    assert entry["doi"] == row.doi


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp")),
    min_size=1,
    max_size=60,
).map(lambda text: " ".join(text.split()))


@settings(max_examples=150, deadline=None)
@given(st.text(string.printable.replace("\x0b", "").replace("\x0c", ""), max_size=40))
def test_tex_comes_back_letter_by_letter(text):
    assert plain(exchange.in_tex(text)) == " ".join(text.split())


@given(st.text(max_size=12) | st.text("'=+-@\t\r1.", max_size=6))
def test_the_formula_mark_is_taken_off_as_it_was_put_on(text):
    assert unescaped(escaped(text)) == text


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(WORDS, WORDS, st.sampled_from(PublicationKind), st.none() | st.integers(1800, 2099))
@pytest.mark.parametrize("kind", ["ris", "bib", "xlsx", "list"])
def test_any_words_come_back(kind, title, journal, sort, year):
    row = Publication(
        key="odd", title=title or "x", journal=journal, kind=sort, year=year, authors="Li, X; ONS"
    )
    cells = read(written(kind, [row])).records[0].cells
    stored = comparing.PUBLICATIONS.cells(row)
    assert differences(cells, stored) == []
