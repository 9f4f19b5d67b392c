"""Two works that may be one publication: what joins them, what keeps them apart."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.duplicates import Index, Work, fold_address, fold_doi, fold_isbn, likeness, work_of
from evidence.models import Publication

TITLE = "Social Relationships and Mortality Risk: A Meta-analytic Review"
HOLT = Work(TITLE, ("Julianne Holt-Lunstad", "Timothy B. Smith"), 2010)
DOIS = ("", "10.1371/a.1", "https://doi.org/10.1371/A.1", "10.1371/b.2")
ISBNS = ("", "0-306-40615-2", "978-0-306-40615-7", "9780900228308", "nonsense")
URLS = ("", "https://www.example.org/a/", "http://example.org/a#top", "example.org/b", "http://[")
NAMES = ("Jo Cox", "Cox, Jo", "Age UK", "Vanessa Burholt", "Burholt V", "Office for Statistics")
WORDS = ("loneliness", "isolation", "older", "people", "2016", "2017", "the", "a", "survey:", "é")

works = st.builds(
    Work,
    title=st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join),
    authors=st.lists(st.sampled_from(NAMES), max_size=2).map(tuple),
    year=st.sampled_from([None, 2016, 2017, 2018]),
    doi=st.sampled_from(DOIS),
    isbn=st.sampled_from(ISBNS),
    url=st.sampled_from(URLS),
)


@given(works, works)
def test_likeness_is_the_same_from_both_sides(one, other):
    assert likeness(one, other) == likeness(other, one)


@given(works)
def test_every_work_is_like_itself(work):
    assert likeness(work, work)


@given(works, works)
def test_works_whose_dois_differ_are_never_alike(one, other):
    if fold_doi(one.doi) and fold_doi(other.doi) and fold_doi(one.doi) != fold_doi(other.doi):
        assert likeness(one, other) is None


@given(works, works)
def test_capitals_and_signs_do_not_matter(one, other):
    loud = Work(
        f"  {one.title.upper()}!", one.authors, one.year, one.doi.upper(), one.isbn, one.url
    )
    before, after = likeness(one, other), likeness(loud, other)
    assert (before and before.score) == (after and after.score)


@given(st.lists(works, max_size=12), works)
def test_the_index_finds_what_comparing_them_all_finds(stored, asked):
    index = Index(enumerate(stored))
    one_by_one = {
        (place, found) for place, work in enumerate(stored) if (found := likeness(asked, work))
    }
    assert set(index.alike(asked)) == one_by_one
    pairs = combinations(enumerate(stored), 2)
    alike = {(a, b, found) for (a, x), (b, y) in pairs if (found := likeness(x, y))}
    assert set(index.pairs()) == alike


@pytest.mark.parametrize(
    "other",
    [
        Work("Other words", doi="10.1371/A.1"),
        Work("Other words", url="https://doi.org/10.1371/a.1"),
        Work("Other words", isbn="0306406152"),
        Work("Other words", url="http://www.example.org/report.pdf#page=2"),
    ],
)
def test_an_equal_identifier_is_certain(other):
    one = Work(TITLE, doi="10.1371/a.1", isbn="9780306406157", url="https://example.org/report.pdf")
    found = likeness(one, other)
    assert (found.score, found.certain) == (100, True)
    assert "is the same" in found.why


def test_a_doi_that_differs_outweighs_an_isbn_and_an_address_that_agree():
    one = Work(TITLE, doi="10.1371/a.1", isbn="9780306406157", url="https://example.org/report")
    other = Work(TITLE, doi="10.1371/b.2", isbn="9780306406157", url="https://example.org/report")
    assert likeness(one, other) is None


@pytest.mark.parametrize(
    "other",
    [
        Work("Social relationships and mortality risk", ("Holt-Lunstad, J.",), 2010),
        Work("Social relationships & mortality risk: a meta-analytic reveiw", ("Smith TB",), 2011),
    ],
)
def test_title_author_and_year_together_are_alike(other):
    found = likeness(HOLT, other)
    assert found.score >= 90
    assert not found.certain
    assert "Both name" in found.why


@pytest.mark.parametrize(
    "other",
    [
        Work(TITLE, ("Somebody Else",), 2010),
        Work(TITLE, ("Holt-Lunstad, J.",), 2012),
        Work("Social relationships and happiness", ("Holt-Lunstad, J.",), 2010),
    ],
)
def test_a_title_an_author_or_a_year_alone_is_not_enough(other):
    assert likeness(HOLT, other) is None


def test_two_rounds_of_a_survey_are_two_publications():
    one = Work("Community Life Survey: 2016-17", ("DCMS",), 2017)
    assert likeness(one, Work("Community Life Survey: 2017-18", ("DCMS",), 2018)) is None
    assert likeness(one, Work("Community Life Survey", ("DCMS",), 2017))


def test_what_is_not_known_lowers_the_score_and_is_said():
    known = likeness(HOLT, HOLT)
    no_author = likeness(HOLT, Work(TITLE, (), 2010))
    no_year = likeness(HOLT, Work(TITLE, HOLT.authors))
    assert known.score > no_year.score > no_author.score
    assert "An author is not known." in no_author.why
    assert "A year is not known." in no_year.why


def test_identifiers_are_folded():
    assert fold_doi("doi:10.1371/Journal.PMED.1000316.") == "10.1371/journal.pmed.1000316"
    assert fold_doi("https://link.springer.com/10.1007%2Fs10508") == "10.1007/s10508"
    assert fold_isbn("0-306-40615-2") == fold_isbn("978 0 306 40615 7") == "9780306406157"
    assert fold_isbn("12345") == ""
    assert fold_address("http://WWW.Example.org/A/?x=1#y") == "example.org/A?x=1"
    assert fold_address("https://www.example.org/") == ""


def test_the_chapters_own_publications_are_all_different(db):
    stored = Index((record.pk, work_of(record)) for record in Publication.objects.all())
    assert stored.pairs() == []


def test_authors_are_parted_as_they_are_stored():
    record = Publication(title="T", authors="Ben Sanders; Brianna Brown;", year=2015)
    assert work_of(record).authors == ("Ben Sanders", "Brianna Brown")
