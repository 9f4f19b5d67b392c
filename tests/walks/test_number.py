"""Walk 2: where does 31,878 come from? From the search box to the words, in two clicks."""

import re

import pytest

pytestmark = pytest.mark.django_db


def text_of(response):
    """What a reader sees, white space folded."""
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", plain)


@pytest.mark.parametrize("query", ["31,878", "31878"])
def test_search_leads_to_table_1_and_where_it_comes_from(client_of, reviewer, query):
    found = client_of(reviewer).get("/search/", {"q": query})
    page = found.content.decode()
    assert 'href="/estimates/table-1/"' in page
    assert 'href="/estimates/table-1/where-from/"' in page
    assert "table-2/" not in page


def test_a_figure_of_an_introduction_finds_its_table(client_of, reviewer):
    page = client_of(reviewer).get("/search/", {"q": "12,225"}).content.decode()
    assert 'href="/estimates/table-3/"' in page


def test_a_percentage_finds_the_finding_that_states_it(client_of, reviewer):
    page = text_of(client_of(reviewer).get("/search/", {"q": "5.5%"}))
    assert "5.5% of adults say that they often or always feel lonely" in page


def test_where_from_shows_sums_words_places_grades_and_people(client_of, reviewer):
    page = text_of(client_of(reviewer).get("/estimates/table-1/where-from/"))
    assert "About 32,000, printed as 31,878. An estimate, not a count" in page
    assert "281,025 × 4.9% = 13,770.2" in page
    assert "292,065 × 6.2% = 18,108" in page
    assert "with 6.2% of females and 4.9% of males" in page
    assert "section 1.1 Gender" in page
    assert "The chapter only; original not checked".lower() in page.lower()
    assert "Strong, not confirmed" in page
    assert "Newer edition exists" in page
    assert "Replaced" in page
    assert "entered by chapter 2019, not confirmed" in page


def test_the_same_people_by_age_give_another_figure(client_of, reviewer):
    page = text_of(client_of(reviewer).get("/estimates/table-1/"))
    assert "30,975" in page
    assert "31,520" in page
    assert "None has been chosen to be quoted" in page


def test_a_word_finds_every_kind(client_of, reviewer):
    page = text_of(client_of(reviewer).get("/search/", {"q": "carers"}))
    for kind in ("Findings", "Publications", "Groups", "Recommendations", "Services"):
        assert re.search(rf"{kind} \(\d", page), kind


def test_the_table_downloads_with_its_sources(client_of, reviewer):
    response = client_of(reviewer).get("/estimates/table-1/table.csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert text.startswith("Line,Count,Percentage")
    assert "Males,281025,4.9,13770.225,13770,13770," in text
