"""The pages on publications that were stored twice."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evidence.models import Merge
from tests import makers

pytestmark = pytest.mark.django_db


@pytest.fixture
def twins(officer):
    known = {"title": "Alone at the allotment gate", "authors": "Ada Alone", "year": 2020}
    return [makers.make_publication(officer, key=key, **known) for key in ("gate-a", "gate-b")]


def test_the_pairs_are_listed_in_few_queries(client_of, officer, twins):
    client = client_of(officer)
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/evidence/duplicates/").content.decode()
    assert len(queries) <= 8
    assert 'href="/evidence/merge/gate-a/gate-b/"' in page
    assert "Both name Ada Alone." in page


def test_merging_keeps_both_addresses_and_is_undone(client_of, officer, board_member, twins):
    client = client_of(officer)
    makers.make_finding(officer, publication=twins[1])
    assert "1 finding" in client.get("/evidence/merge/gate-a/gate-b/").content.decode()
    client.post("/evidence/merge/gate-a/gate-b/", {"reason": "The same PDF."})
    again = client.post("/evidence/merge/gate-a/gate-b/", {"reason": "Again."})
    assert "merged into another publication already" in again.content.decode()
    reader = client_of(board_member)
    page = reader.get("/evidence/publications/gate-b/").content.decode()
    assert "This is the same publication as" in page
    listed = reader.get("/evidence/publications/?q=allotment").content.decode()
    assert "gate-b" not in listed
    assert "gate-a" in listed
    (merge,) = Merge.objects.all()
    assert "Undo this merging" not in page
    client.post(f"/evidence/merges/{merge.pk}/undo/", {"reason": "Two after all."})
    assert (
        "This is the same publication"
        not in reader.get("/evidence/publications/gate-b/").content.decode()
    )


def test_two_publications_are_kept_apart_with_a_reason(client_of, officer, twins):
    client = client_of(officer)
    address = "/evidence/duplicates/gate-a/gate-b/"
    assert "Say what shows it" in client.post(address, {"reason": ""}).content.decode()
    client.post(address, {"reason": "Two prints."})
    assert "No two publications" in client.get("/evidence/duplicates/").content.decode()


@pytest.mark.parametrize("who", ["board_member", "secretary", "reviewer", "administrator"])
@pytest.mark.parametrize(
    "address",
    [
        "/evidence/duplicates/",
        "/evidence/duplicates/gate-a/gate-b/",
        "/evidence/merge/gate-a/gate-b/",
        "/evidence/merges/1/undo/",
    ],
)
def test_others_are_refused(request, client_of, twins, who, address):
    response = client_of(request.getfixturevalue(who)).get(address)
    assert response.status_code == 403


def test_owners_from_outside_do_not_see_them(client_of, owner):
    assert client_of(owner).get("/evidence/duplicates/").status_code == 404


def test_a_body_is_named_as_it_is_written(client_of, officer):
    for key in ("age-a", "age-b"):
        makers.make_publication(officer, key=key, title="All alone", authors="Age UK", year=2018)
    page = client_of(officer).get("/evidence/duplicates/").content.decode()
    assert "Both name Age UK." in page


def test_without_pairs_one_sentence_is_enough(client_of, officer):
    page = client_of(officer).get("/evidence/duplicates/").content.decode()
    assert "No two publications look alike." in page
    assert "0 pairs" not in page


def test_a_merged_record_offers_nothing_to_change_but_undoing(client_of, officer, twins):
    client = client_of(officer)
    client.post("/evidence/merge/gate-a/gate-b/", {"reason": "The same PDF."})
    merged = client.get("/evidence/publications/gate-b/").content.decode()
    assert "Undo this merging" in merged
    for words in ("Grade it", "A new edition came out", "Edit in the workshop", "Remove it"):
        assert words not in merged
        assert words in client.get("/evidence/publications/gate-a/").content.decode()
