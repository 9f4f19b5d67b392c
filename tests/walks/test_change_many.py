"""The secretary ticks actions and changes them together, with a note; all or none."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actions import services
from actions.models import Action, ActionGroup, Board
from actions.services import BulkChange
from estimates.models import EstimateTable
from evidence.models import PopulationGroup
from tests import makers

pytestmark = pytest.mark.django_db
ADDRESS = "/actions/change/"
NOTE = "Agreed with the chair on 20 November."


@pytest.fixture
def client(client_of, secretary):
    return client_of(secretary)


@pytest.fixture
def two(chapter):
    return [makers.make_action(title=title) for title in ("Hold a café", "Visit clubs")]


def text_of(response):
    return " ".join(response.content.decode().split())


def board():
    return Board.objects.get(slug="health-and-wellbeing-board")


def seen(actions):
    return {action.pk: action.version for action in actions}


def posted(actions, **fields):
    return {"ticked": [one.pk for one in actions], "note": NOTE} | fields


def test_the_whole_way(client, secretary, two):
    page = text_of(client.get("/actions/?q=Hold"))
    assert f'name="ticked" value="{two[0].pk}">' in page
    assert "Change the ticked ones" in page
    page = text_of(client.get(ADDRESS, {"ticked": [one.pk for one in two]}))
    assert "Change 2 actions</h1>" in page
    given = posted(two, board=board().pk, reach="targeted", review_on="2027-05-03")
    page = text_of(client.post(ADDRESS, given))
    assert "This is what would change. Nothing is saved yet." in page
    assert f"Board: (empty) becomes {board()}" in page
    assert "Review: (empty) becomes 3 May 2027" in page
    assert Action.objects.get(pk=two[0].pk).board is None
    versions = [f"{one.pk}:{one.version}" for one in two]
    done = client.post(ADDRESS, given | {"save": "yes", "seen": versions}, follow=True)
    assert "2 actions changed." in text_of(done)
    for one in two:
        one.refresh_from_db()
        assert (one.board, one.reach) == (board(), "targeted")
        newest = one.history.first()
        assert (newest.history_user, newest.history_change_reason) == (secretary, NOTE)


def test_all_that_the_filter_shows(client, two):
    page = text_of(client.get("/actions/?q=caf%C3%A9&tick=page"))
    assert f'value="{two[0].pk}" checked>' in page
    assert 'name="filter" value="q=caf%C3%A9"' in page
    page = text_of(client.get(ADDRESS, {"all": "yes", "filter": "q=café"}))
    assert "Change 1 action</h1>" in page
    every = text_of(client.get(ADDRESS, {"all": "yes", "filter": ""}))
    assert f"Change {Action.objects.count()} actions</h1>" in every


def test_other_lists_and_other_readers_have_no_ticks(client, client_of, reviewer, two):
    for reader, address in (
        (client, "/actions/services/"),
        (client, "/evidence/publications/"),
        (client_of(reviewer), "/actions/"),
    ):
        assert "ticked" not in reader.get(address).content.decode()


def test_groups_and_tables_are_added_once(secretary, two):
    group, table = PopulationGroup.objects.first(), EstimateTable.objects.first()
    services.enter(ActionGroup(action=two[0], group=group), by=secretary)
    change = BulkChange(group=group, table=table)
    assert services.change_actions(seen(two), change, by=secretary, note=NOTE) == 2
    assert services.change_actions(seen(two), change, by=secretary, note=NOTE) == 0
    for one in two:
        assert (one.groups.get(), one.tables.get()) == (group, table)
    assert two[1].group_links.get().history.first().history_change_reason == NOTE


def test_one_that_changed_meanwhile_refuses_all_with_what_it_says_now(client, secretary, two):
    before = seen(two)
    two[1].reach = "universal"
    services.enter(two[1], by=secretary)
    given = posted(two, capacity="usual", save="yes")
    sent = given | {"seen": [f"{pk}:{version}" for pk, version in before.items()]}
    page = text_of(client.post(ADDRESS, sent))
    assert "somebody else changed “Visit clubs” while you were working. It says now:" in page
    assert "for all or some Universal" in page
    assert not Action.objects.filter(pk__in=before, capacity="usual").exists()


def test_a_review_date_beside_a_due_date_refuses_all(client, secretary, two):
    two[0].first_due_on = datetime.date(2027, 3, 31)
    services.enter(two[0], by=secretary)
    page = text_of(client.post(ADDRESS, posted(two, review_on="2027-05-03")))
    assert "“Hold a café” is due on 31 March 2027: it has no review date beside that." in page
    assert "Change them</button>" not in page
    change = BulkChange(review_on=datetime.date(2027, 5, 3))
    with pytest.raises(ValidationError, match="no review date beside"):
        services.change_actions(seen(two), change, by=secretary, note=NOTE)
    assert not Action.objects.filter(pk=two[1].pk, review_on__isnull=False).exists()


@pytest.mark.parametrize(
    ("change", "note", "words"),
    [
        (BulkChange(reach="targeted"), "  ", "Say why"),
        (BulkChange(), NOTE, "Choose at least one thing"),
    ],
)
def test_a_note_and_something_to_change_are_needed(secretary, two, change, note, words):
    with pytest.raises(ValidationError, match=words):
        services.change_actions(seen(two), change, by=secretary, note=note)


def test_bad_posts_get_sentences(client, two):
    assert "An answer is needed." in text_of(client.post(ADDRESS, posted(two, note="")))
    page = text_of(client.post(ADDRESS, posted(two)))
    assert "Choose at least one thing to change." in page
    for nonsense in ({}, {"ticked": ["x", "99999999999"]}, {"all": "yes", "filter": "board=x"}):
        page = text_of(client.get(ADDRESS, nonsense, follow=True))
        assert "Tick at least one action" in page
    odd = posted(two, reach="nonsense", board="x", save="yes", seen=["x:y", "1", ":"])
    assert client.post(ADDRESS, odd).status_code == 200
    gone = posted(two, reach="targeted", save="yes", seen=["99999:1"])
    assert "are not in the register" in text_of(client.post(ADDRESS, gone))
    none = posted(two, reach="targeted", save="yes")
    assert "Tick at least one action." in text_of(client.post(ADDRESS, none))


def test_choosing_again_keeps_what_was_chosen(client, two):
    page = text_of(client.post(ADDRESS, posted(two, reach="targeted", again="yes")))
    assert '<option value="targeted" selected>' in page
    assert NOTE in page


@pytest.mark.parametrize("who", ["board_member", "officer", "reviewer", "administrator"])
def test_only_the_secretary_changes_many(request, client_of, two, who):
    user = request.getfixturevalue(who)
    response = client_of(user).get(ADDRESS, {"ticked": two[0].pk})
    assert response.status_code == 403
    assert "Only the board secretary" in response.content.decode()
    with pytest.raises(PermissionDenied):
        services.change_actions(seen(two), BulkChange(reach="targeted"), by=user, note=NOTE)


def test_a_preview_of_many_takes_as_many_queries_as_one_of_few(client, two):
    asked = []
    for actions in (two[:1], list(Action.objects.all())):
        with CaptureQueriesContext(connection) as queries:
            client.post(ADDRESS, posted(actions, reach="targeted"))
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 16
