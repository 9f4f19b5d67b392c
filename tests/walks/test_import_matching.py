"""What a record of a file is taken to be: by its DOI first, and by what people decided before."""

import pytest

from evidence import exchange, services
from evidence.models import Import, ImportRecord, Publication
from tests import makers
from tests.walks.test_import import bring, counts, take

pytestmark = pytest.mark.django_db
BOOK = "9780306406157"
OWN = "key,title,doi,kind"


@pytest.fixture
def client(client_of, officer):
    return client_of(officer)


def csv_of(*rows, columns="title,doi,year"):
    return "\n".join([columns, *rows]).encode()


def first(client, *rows, **more):
    """The first record of a file with these rows, as it is kept."""
    return bring(client, csv_of(*rows, **more), "rows.csv").records.first()


def test_two_records_of_one_publication_change_it_once_and_the_second_is_told_of(client, officer):
    publication = makers.make_publication(officer, title="Two of one", doi="10.1000/two")
    rows = ("Two of one,10.1000/two,2011,", "Two of one,10.1000/two,,Somebody")
    file = bring(client, csv_of(*rows, columns="title,doi,year,publisher"), "two.csv")
    assert list(file.records.values_list("choice", flat=True)) == ["fill", "skip"]
    assert "Record 1 of this file changes the same publication" in file.records.last().remarks
    said = take(client, file, **{"choice-2": "fill"}).content.decode()
    assert "records 1 and 2 would both change" in said
    assert counts(file) == (2, 0, 0, 0, 0)
    take(client, file, **{"choice-2": "skip"})
    assert counts(file) == (2, 0, 1, 1, 0)
    publication.refresh_from_db()
    assert (publication.year, publication.publisher) == (2011, "")


def test_a_record_of_what_was_merged_is_taken_for_what_was_kept(client, officer):
    kept = makers.make_publication(officer, title="In print", doi="10.1000/print")
    merged = makers.make_publication(officer, title="Before print", doi="10.1000/before")
    services.merge(kept, merged, by=officer, reason="The preprint of it.")
    row = first(client, "In print,10.1000/before,2010")
    assert (row.publication, row.choice) == (kept, "fill")
    assert row.changes == [["year", "", "2010"]]
    assert "create" not in services.offered(row)
    take(client, row.file)
    assert counts(row.file) == (1, 0, 1, 0, 0)
    kept.refresh_from_db()
    assert (kept.doi, kept.year) == ("10.1000/print", 2010)


def test_a_doi_that_another_publication_has_refuses_the_record_and_not_the_file(client, officer):
    makers.make_publication(officer, key="has-it", doi="10.1000/has")
    makers.make_publication(officer, key="wants-it", title="Wants it")
    rows = ("wants-it,Wants it,10.1000/has", ",Quite another study,")
    row = first(client, *(f"{row},research-report" for row in rows), columns=OWN)
    assert row.outcome == "refused"
    assert "The DOI 10.1000/has stands at “has-it” already." in row.remarks
    take(client, row.file)
    assert counts(row.file) == (2, 1, 0, 0, 1)


def test_what_fails_while_it_is_saved_names_its_record_and_keeps_nothing(client, officer):
    publication = makers.make_publication(officer, key="takes-it", title="Takes it")
    rows = (",Quite another study,10.1000/one", "takes-it,Takes it,10.1000/one")
    file = first(client, *(f"{row},research-report" for row in rows), columns=OWN).file
    said = take(client, file).content.decode()
    assert "Nothing was taken in. Record 2, line 3: Another publication already has" in said
    assert not Publication.objects.filter(title="Quite another study").exists()
    publication.refresh_from_db()
    assert publication.doi == ""


def test_an_address_that_is_a_doi_changes_nothing_on_its_way_back(client, officer):
    made = makers.make_publication(officer, url="https://doi.org/10.1234/abc", key="by-address")
    for name, write in (("x.ris", exchange.ris), ("x.bib", exchange.bibtex)):
        row = bring(client, "".join(write([made])).encode(), name).records.get()
        assert (row.outcome, row.changes) == ("same", [])


def apart(officer, **more):
    """Two publications that look alike and were decided to be two."""
    same = {"title": "Alone in the fens", "authors": "Ada Alone", "year": 2015}
    one, other = (
        makers.make_publication(officer, **same, **{k: v[place] for k, v in more.items()})
        for place in (0, 1)
    )
    services.decide(one, other, "different", by=officer, reason="Volumes one and two.")
    return one, other


def test_a_record_with_the_doi_of_one_is_not_offered_as_the_other(client, officer):
    isbns = (BOOK, BOOK)
    _, other = apart(officer, isbn=isbns, doi=("", "10.1000/volume-2"))
    columns = "title,doi,isbn,year,publisher"
    row = first(client, f"Alone in the fens,10.1000/volume-2,{BOOK},2015,Fen", columns=columns)
    assert (row.publication, row.choice) == (other, "fill")
    assert "decided to be another" not in row.remarks


def test_a_record_that_says_what_one_says_is_taken_for_that_one(client, officer):
    _, other = apart(officer, isbn=(BOOK, BOOK), publisher=("Marsh", "Fen"))
    columns = "title,authors,isbn,year,publisher"
    row = first(client, f"Alone in the fens,Ada Alone,{BOOK},2015,Fen", columns=columns)
    assert (row.publication, row.outcome) == (other, "same")


@pytest.mark.parametrize("decided", [True, False])
def test_nothing_is_filled_in_when_two_that_were_kept_apart_are_as_near(client, officer, decided):
    one, other = apart(officer, isbn=(BOOK, BOOK))
    if not decided:
        services.decide(one, other, "same", by=officer, reason="No: one and the same.")
    columns = "title,authors,isbn,year,publisher"
    row = first(client, f"Alone in the fens,Ada Alone,{BOOK},2015,Fen", columns=columns)
    assert row.choice == ("skip" if decided else "fill")
    assert ("which was decided to be another publication" in row.remarks) is decided


def test_choices_stay_as_they_were_once_a_file_is_taken_in(client, officer):
    file = bring(client)
    read_before = Import.objects.get(pk=file.pk)
    take(client, file)
    services.choose(read_before, {1: "skip"}, by=officer)
    assert ImportRecord.objects.get(file=file, number=1).choice == "create"


def test_a_file_read_twice_at_once_is_kept_once(client, officer):
    file = services.bring("rows.csv", csv_of("A study of its own,,2010"), by=officer)
    read_before = Import.objects.get(pk=file.pk)
    services.read_in(file)
    services.take_in(file, by=officer)
    services.read_in(read_before)
    assert counts(file) == (1, 1, 0, 0, 0)
    assert Import.objects.get(pk=file.pk).state == "applied"


@pytest.mark.parametrize("name", ["9999999999999999999", "choice-999999999999", "choice-٣"])
def test_a_posted_number_that_no_record_has_is_passed_over(client, name):
    file = bring(client)
    response = client.post(file.get_absolute_url(), {name: "skip", "keep": "yes"})
    assert response.status_code == 302
