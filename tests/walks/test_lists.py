"""A reader keeps filters by name and columns of a list, and gives a filter's address to another."""

import csv
import io

import pytest

from loneliness.records.models import ColumnChoice, SavedFilter
from tests.walks.test_number import text_of

pytestmark = pytest.mark.django_db
PATH = "/evidence/publications/"


def keep(client, name="Weak ones", query="grade=weak&sort=year&page=2", path=PATH):
    given = {"path": path, "name": name, "query": query}
    return client.post("/saved/", given, follow=True)


def columns(client, *names, **given):
    posted = {"path": PATH, "query": "grade=weak", "columns": names} | given
    return client.post("/saved/columns/", posted, follow=True)


def header(client, query=""):
    response = client.get(f"{PATH}?format=csv{query}")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return next(csv.reader(io.StringIO(text)))


def test_a_filter_is_kept_by_name_and_shared_by_address(client_of, officer, board_member):
    client = client_of(officer)
    said = text_of(keep(client))
    assert "Saved as “Weak ones”." in said
    kept = SavedFilter.objects.get()
    assert kept.query == "grade=weak&sort=year"
    response = client_of(board_member).get(f"/saved/{kept.pk}/")
    assert response.url == f"{PATH}?grade=weak&sort=year"
    assert "Weak ones" not in text_of(client_of(board_member).get(PATH))
    assert "My filters Weak ones" in text_of(client.get(PATH))
    assert "Weak ones" not in text_of(client.get("/evidence/findings/"))


def test_the_same_name_takes_its_place_and_it_can_be_forgotten(client_of, officer, reviewer):
    client = client_of(officer)
    for query in ("grade=weak", "grade=strong"):
        keep(client, query=query)
    kept = SavedFilter.objects.get()
    assert kept.query == "grade=strong"
    assert client_of(reviewer).post(f"/saved/{kept.pk}/remove/").status_code == 404
    said = text_of(client.post(f"/saved/{kept.pk}/remove/", follow=True))
    assert "“Weak ones” is no longer kept." in said


@pytest.mark.parametrize("name", ["", "   ", "x" * 101])
def test_a_name_that_cannot_be_is_a_sentence(client_of, officer, name):
    response = keep(client_of(officer), name=name)
    assert response.status_code == 200
    assert not SavedFilter.objects.exists()
    assert "moj-alert--warning" in response.content.decode()


@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example", "/admin/", "/", "x"])
def test_only_lists_of_the_register_are_kept(client_of, officer, path):
    client = client_of(officer)
    assert client.post("/saved/", {"path": path, "name": "x"}).status_code == 404
    assert client.post("/saved/columns/", {"path": path}).status_code == 404


def test_chosen_columns_are_kept_for_page_and_download(client_of, officer, reviewer):
    client = client_of(officer)
    page = columns(client, "year", "grade", "nonsense")
    assert "Your columns are kept." in text_of(page)
    assert page.request["QUERY_STRING"] == "grade=weak"
    assert header(client) == ["Title", "Year", "Grade"]
    assert b"Commissioned by</a>" not in client.get(PATH).content
    assert len(header(client_of(reviewer))) > 3
    columns(client, reset="1")
    assert not ColumnChoice.objects.exists()
    assert len(header(client)) > 3


def test_all_columns_ticked_is_no_choice_and_none_leaves_the_first(client_of, officer):
    client = client_of(officer)
    columns(client)
    assert header(client) == ["Title"]
    every = "kind year commissioner_kind grade standing finding_count".split()
    columns(client, *every)
    assert not ColumnChoice.objects.exists()


def test_somebody_from_outside_reads_no_list(client_of, owner, officer):
    keep(client_of(officer))
    client = client_of(owner)
    assert client.get(f"/saved/{SavedFilter.objects.get().pk}/").status_code in (403, 404)
    assert client.post("/saved/", {"path": PATH, "name": "x"}).status_code in (403, 404)


def test_where_each_detail_is_from_reads_as_a_sentence(client_of, board_member):
    said = text_of(client_of(board_member).get("/evidence/publications/dcms-cls-2017-18/"))
    assert "Looked up: title, year. From the chapter: authors, sample size." in said
    assert "looked-up" not in said
