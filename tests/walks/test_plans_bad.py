"""Plans that are broken, posts that make no sense, and people who may not import."""

import pytest

from actions.models import Organisation
from tests import makers, plans
from tests.plans import ADDRESS, do, send, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_of, secretary):
    return client_of(secretary)


@pytest.mark.parametrize("who", ["board_member", "officer", "reviewer", "administrator"])
def test_only_the_secretary_opens_the_import(request, client_of, client, chapter, who):
    plan, _ = send(client, plans.text(("Action", "Due"), ("Visit clubs", "")), "plan.csv")
    other = client_of(request.getfixturevalue(who))
    for address in (ADDRESS, plan.get_absolute_url(), "/actions/import/template.xlsx"):
        response = other.get(address)
        assert response.status_code == 403
        assert "Only the board secretary" in response.content.decode()
    assert other.post(plan.get_absolute_url(), {"take": "yes"}).status_code == 403
    assert other.get("/actions/export.xlsx").status_code == 200


def test_owners_from_outside_neither_import_nor_download(client_of, owner, chapter):
    for address in (ADDRESS, "/actions/export.xlsx", "/actions/export.csv"):
        assert client_of(owner).get(address).status_code in (403, 404)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "Choose a file, or paste cells"),
        ({"pasted": "Action\nVisit", "told_on": "2030-01-01"}, "This day has not come yet"),
        ({"pasted": 'Action\n"Visit'}, "opens in this row and never closes"),
        ({"pasted": " "}, "Choose a file, or paste cells"),
    ],
)
def test_what_cannot_be_brought_gets_a_sentence(client, chapter, given, words):
    council = Organisation.objects.get(slug=makers.COUNCIL).pk
    sent = {"organisation": council, "told_on": plans.SENT} | given
    page = text_of(client.post(ADDRESS, sent, follow=True))
    assert words in page


def test_nonsense_posted_to_a_plan_is_never_an_error(client, chapter):
    plan, _ = send(client, plans.text(("Action", "Due"), ("Visit clubs", "Sept 26")), "plan.csv")
    for posted in (
        {"answer": "yes", "row-1-due": "nonsense"},
        {"answer": "yes", "row-999999-due": "2027-01-01", "row-1-nonsense": "x"},
        {"go": "nonsense:nonsense"},
        {"go": "added:99"},
        {"columns": "yes", "heading-0": "999999", "column-0-0": "nonsense"},
        {"columns": "yes", "heading-0": "x", "heading-7": "1"},
        {"same": "due|nonsense", "all-0": "x", "answer": "yes"},
        {"nothing": "at all"},
    ):
        do(client, plan, **posted)
    assert client.get(f"{plan.get_absolute_url()}?kind=nonsense&page=x").status_code == 200
    assert client.get("/actions/import/999999/").status_code == 404
