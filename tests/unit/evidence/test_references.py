"""References in Harvard and Vancouver."""

import pytest

from evidence import references
from evidence.models import Publication

pytestmark = pytest.mark.django_db


HOLT_HARVARD = (
    "Holt-Lunstad, J., Smith, T.B. and Layton, J.B. (2010) ‘Social Relationships and Mortality "
    "Risk: A Meta-analytic Review’, PLoS Medicine, 7(7), p. e1000316. Available at: "
    "https://doi.org/10.1371/journal.pmed.1000316."
)
HOLT_VANCOUVER = (
    "Holt-Lunstad J, Smith TB, Layton JB. Social Relationships and Mortality Risk: A "
    "Meta-analytic Review. PLoS Medicine. 2010;7(7):e1000316. doi:10.1371/journal.pmed.1000316"
)
CARERS = "Carers UK (2017) State of Caring 2017. Carers UK."
AGE_UK = "ageuk-loneliness-isolation-evidence-review"


@pytest.mark.parametrize(
    ("key", "style", "text"),
    [
        ("holt-lunstad-2010", "harvard", HOLT_HARVARD),
        ("holt-lunstad-2010", "vancouver", HOLT_VANCOUVER),
        ("carersuk-state-of-caring-2017", "harvard", CARERS),
        (AGE_UK, "harvard", "Age UK (n.d.) Loneliness and Isolation Evidence Review. Age UK."),
        (AGE_UK, "vancouver", "Age UK. Loneliness and Isolation Evidence Review. Age UK; n.d."),
    ],
)
def test_a_reference_reads_as_the_style_says(key, style, text):
    record = Publication.objects.get(key=key)
    assert references.plain(references.reference(record, style)) == text


@pytest.mark.parametrize("style", references.STYLES)
def test_every_publication_of_the_chapter_has_its_reference(style):
    records = list(Publication.objects.all())
    written = references.references(records, style)
    for record, text in zip(records, written, strict=True):
        assert record.title[:20] in references.plain(text)
        assert "None" not in text


def test_harvard_is_sorted_by_author_and_vancouver_keeps_the_order():
    records = list(Publication.objects.order_by("-key"))
    harvard = [references.plain(text) for text in references.bibliography(records, "harvard")]
    assert harvard == sorted(harvard, key=str.casefold)
    vancouver = references.bibliography(records, "vancouver")
    assert vancouver == references.references(records, "vancouver")


def test_what_somebody_typed_is_never_markup():
    record = Publication(title="<script>alert(1)</script> & <b>more", kind="survey", authors="<i>")
    for style in references.STYLES:
        text = references.reference(record, style)
        assert "<script" not in text
        assert "<b>" not in text
        assert "&lt;script&gt;" in text


def test_names_of_people_are_parted_and_those_of_bodies_are_not():
    written = Publication(
        title="T", kind="survey", year=2020, authors="Ada Alone; Lone, Bo; Social Finance"
    )
    text = references.plain(references.reference(written, "harvard"))
    assert text.startswith("Alone, A., Lone, B. and Social Finance (2020)")


@pytest.mark.parametrize("style", ["harvard", "vancouver"])
def test_a_title_with_its_own_full_stop_gets_no_second(style):
    publication = Publication(
        kind="research-report", title="Alone in Wigston.", authors="Oadby, Ann", year=2025
    )
    assert "Wigston.." not in references.plain(references.reference(publication, style))
