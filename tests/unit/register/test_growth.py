"""Pages of the tracker take the same queries however many rows there are."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actions import links, services
from actions.models import (
    Action,
    ActionRecommendation,
    Board,
    Call,
    Decision,
    DueDateChange,
    Milestone,
    UpdateFile,
)
from loneliness.accounts.models import User
from loneliness.records import services as records
from tests import makers

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 24)
DUE = datetime.date(2026, 9, 30)


def grow(number, owner, board, held):
    """Actions of one owner, each with everything that an action can have."""
    by = User.objects.system()
    recommendation = Action.objects.get(key__startswith="d-").recommendations.get()
    for count in range(number):
        lead = makers.make_post(held_by=makers.make_user(name=f"Lead {count}"))
        fields = {"board": board, "first_due_on": DUE, "lead": lead, "measure": "People"}
        action = makers.make_action(owner=owner, **fields)
        link = ActionRecommendation(action=action, recommendation=recommendation)
        records.save(link, by=by)
        records.save(Milestone(action=action, title="Brief them", due_on=DUE), by=by)
        records.move(action, by=by, reason="Shown", first_shown_on=TODAY)
        _report(action, owner, held, makers.make_user(name=f"Teller {count}"))


def _report(action, owner, held, teller):
    once = f"form-{action.pk}"
    person = makers.make_post(held_by=teller).holdings.get().person
    told = makers.make_update(
        action, teller, told_by="Olive", reported_by=person, asks_for=TODAY, asks_because="Snow.",
        reading=1, reading_on=TODAY,
    )  # fmt: skip
    UpdateFile(update=told, name="a.txt", kind="text/plain", content=b"a", fingerprint="0").save()
    services.object_to(told, "I did not say so.", account=owner)
    Decision(
        meeting=held, kind="agreed", action=action, text="Go on.", recorded_by=teller, once=once
    ).save()
    DueDateChange(
        action=action, was_on=DUE, due_on=TODAY, reason="Snow.", approver=person,
        recorded_by=teller, once=once,
    ).save()  # fmt: skip


def queries(pages):
    """How many queries each page takes."""
    found = {}
    for client, page in pages:
        with CaptureQueriesContext(connection) as context:
            assert client.get(page).status_code == 200, page
        found[page] = len(context)
    return found


@pytest.mark.skipif(connection.vendor == "postgresql", reason="The queries are the same ones.")
def test_more_rows_take_no_more_queries(owner, client_of, secretary):
    board = Board.objects.get(slug=makers.BOARD)
    board.is_public, board.chair = True, owner.person.holdings.get().post
    records.save(board, by=User.objects.system())
    held, meeting = makers.make_meeting(held_on=datetime.date(2026, 11, 20)), makers.make_meeting()
    makers.make_pack(held)
    client, outside, mine = client_of(secretary), Client(), client_of(owner)
    of_board, of_meeting = f"/boards/{board.slug}/", f"/meetings/{meeting.pk}/"
    pages = [
        *(
            (client, address)
            for address in (
                "/", "/actions/", "/actions/owners/", "/actions/set-up/", "/gaps/",
                "/messages/due/", "/actions/recommendations/d/", of_board,
                f"{of_board}?as-at=2026-11-24", f"{of_board}trends/", of_meeting,
                f"{of_meeting}call/", f"{of_meeting}pack/", f"/meetings/{held.pk}/",
                f"/actions/owners/{owner.person.pk}/leaving/",
                f"/actions/organisations/{makers.COUNCIL}/end/",
            )
        ),
        (mine, "/my-actions/"),
        (outside, f"/report/{links.token(owner.person)}/"),
        (outside, f"/public{of_board}"),
        (outside, f"{of_board}calendar/{links.calendar_token(board)}.ics"),
    ]  # fmt: skip
    grow(2, owner, board, held)
    services.call_for_updates(Call(meeting=meeting, return_by=TODAY, once="one"), by=secretary)
    queries(pages)
    before = queries(pages)
    grow(5, owner, board, held)
    services.call_for_updates(Call(meeting=meeting, return_by=TODAY, once="two"), by=secretary)
    assert queries(pages) == before


def test_an_actions_page_leaves_the_content_of_its_files_where_it_is(
    owner, owned_action, client_of
):
    update = makers.make_update(owned_action, owner)
    UpdateFile(update=update, name="a.txt", kind="text/plain", content=b"a", fingerprint="0").save()
    with CaptureQueriesContext(connection) as context:
        page = client_of(owner).get(owned_action.get_absolute_url()).content.decode()
    assert "a.txt" in page
    assert not [query for query in context if '"actions_updatefile"."content"' in query["sql"]]


def test_who_reports_by_a_link_is_given_no_address_that_asks_them_to_sign_in(owner, owned_action):
    update = makers.make_update(owned_action, owner)
    UpdateFile(update=update, name="a.txt", kind="text/plain", content=b"a", fingerprint="0").save()
    page = Client().get(f"/report/{links.token(owner.person)}/").content.decode()
    assert "a.txt" in page
    assert f"files/{update.pk}" not in page
