"""Owners, claims, what is told by a link, past days: pages around the tracker."""

import datetime

import pytest
from django.test import Client

from actions import links, services
from actions.models import Board, ProgressUpdate
from loneliness.accounts.models import User
from loneliness.records import services as records
from loneliness.records.models import Mail
from tests import makers
from tests.walks.test_number import text_of

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 24)


@pytest.fixture
def outside():
    """The action of somebody without an account."""
    return makers.make_action(makers.make_outsider(), title="Find befrienders")


@pytest.fixture
def vera(outside):
    return outside.owner.holdings.get().person


def told(action, by):
    """What the secretary enters for the owner."""
    update = ProgressUpdate(
        action=action, status="in-progress", rag="green", happened="Nine came.", once="told",
        told_by="Vera", told_how="telephone", told_on=TODAY,
    )  # fmt: skip
    return services.post_update(update, by=by)


def test_whoever_reports_by_a_link_can_object_by_it(secretary, outside, vera):
    update = told(outside, secretary)
    home = links.report_address(vera)
    assert home in Mail.objects.get(kind="copy").text
    visitor, home = Client(), home.partition("8000")[2]
    assert "This is not what I said" in text_of(visitor.get(home))
    address = f"{home}{outside.key}/{update.pk}/object/"
    assert "Nine came." in text_of(visitor.get(address))
    page = visitor.post(address, {"text": "I said seven."}, follow=True)
    assert "The board secretary will see that you disagree." in text_of(page)
    assert update.remarks.get().person == vera


def test_nobody_objects_by_a_link_to_what_is_not_theirs(secretary, owned_action, vera):
    update = told(owned_action, secretary)
    home = f"/report/{links.token(vera)}/"
    address = f"{home}{owned_action.key}/{update.pk}/object/"
    assert Client().get(address).status_code == 404


def test_an_owner_with_an_account_is_led_to_the_action(secretary, owned_action):
    told(owned_action, secretary)
    mail = Mail.objects.get(kind="copy")
    for said in (mail.text, mail.html):
        assert f"/actions/{owned_action.key}/" in said


def test_personal_links_are_not_shown_to_others(client_of, secretary, vera):
    mail = makers.make_mail(text=f"Report here:\n\n{links.report_address(vera)}\n\nThank you.")
    page = text_of(client_of(secretary).get(mail.get_absolute_url()))
    assert "(a personal link, which only its reader may use)" in page
    assert links.token(vera)[:12] not in page
    assert "Thank you." in page


def test_owners_show_what_they_own_until_when_and_what_nobody_holds(
    client_of, secretary, outside, vera
):
    client = client_of(secretary)
    page = text_of(client.get("/actions/owners/"))
    assert "Find befrienders" in page
    assert "Reports by a personal link" in page
    services.leave(vera, TODAY, {vera.holdings.get().pk: None}, by=secretary)
    page = text_of(client.get("/actions/owners/"))
    assert "since 1 April 2026 until 24 November 2026" in page
    vera.holdings.update(ended_on=datetime.date(2026, 11, 23))
    page = text_of(client.get("/actions/owners/"))
    assert "Vacant posts that own actions" in page
    assert "Manager, Rural Community Council" in page


def test_a_claim_waits_on_the_reviewers_first_page(client_of, reviewer, owner, owned_action):
    client = client_of(reviewer)
    assert "Claimed complete, for you" not in text_of(client.get("/"))
    claim = makers.make_update(owned_action, owner, status="claimed-complete")
    assert f"/actions/{owned_action.key}/claim/" in client.get("/").content.decode()
    services.decide_claim(claim, by=reviewer, verified=False, reason="No page says so.")
    assert "Claimed complete, for you" not in text_of(client.get("/"))


def test_the_secretarys_first_page_names_actions_of_no_recommendation(
    client_of, secretary, outside
):
    outside.first_due_on = datetime.date(2026, 11, 1)
    records.save(outside, by=User.objects.system())
    page = text_of(client_of(secretary).get("/"))
    assert "23 days past its first date" in page
    assert f"/actions/{outside.key}/update/" in client_of(secretary).get("/").content.decode()


def test_a_date_that_is_set_leads_to_its_change(client_of, secretary):
    action = Board.objects.get(slug=makers.BOARD).actions.get(key__startswith="d-")
    action.first_due_on = TODAY
    records.save(action, by=User.objects.system())
    page = client_of(secretary).get("/actions/set-up/").content.decode()
    assert f'href="/actions/{action.key}/date/">Change the date' in page


def test_a_past_day_knows_no_meeting_that_was_entered_later(client_of, board_member, clock):
    board = f"/boards/{makers.BOARD}/"
    makers.make_meeting()
    clock.shift(datetime.timedelta(days=2))
    client = client_of(board_member)
    assert "No next meeting is entered." in text_of(client.get(f"{board}?as-at=2026-11-23"))
    assert "in 10 days" in text_of(client.get(f"{board}?as-at=2026-11-24"))
    assert "in 8 days" in text_of(client.get(board))


def test_a_draft_is_found_again_among_my_actions(client_of, owner, owned_action):
    client = client_of(owner)
    draft = {"happened": "Half a", "save-draft": "1"}
    client.post(f"/actions/{owned_action.key}/update/", draft)
    page = text_of(client.get("/my-actions/"))
    assert "You have a draft that has not been sent." in page
    assert "Go on with the draft" in page


def test_a_board_ends_and_another_takes_its_actions(client_of, secretary, board_member):
    boards = {board.slug: board for board in Board.objects.all()}
    old, new = boards["great-communities"], boards[makers.BOARD]
    action = makers.make_action(board=old)
    client, address = client_of(secretary), f"/actions/boards/{old.slug}/end/"
    assert address in client.get("/actions/owners/").content.decode()
    entry = {"on": "2026-11-30", "successor": old.pk, "reason": "Merged, minutes of 4 November."}
    page = client.post(address, entry)
    assert "A board cannot take over from itself." in text_of(page)
    page = client.post(address, entry | {"successor": new.pk}, follow=True)
    assert "Great Communities has ended." in text_of(page)
    action.refresh_from_db()
    assert action.board == new
    assert client.get(address).status_code == 404
    assert client_of(board_member).get(f"/actions/boards/{new.slug}/end/").status_code == 403


def test_what_several_have_in_common_names_their_letters_and_counts_the_rest(
    client_of, board_member
):
    address = f"/boards/{makers.BOARD}/"
    client, board = client_of(board_member), Board.objects.get(slug=makers.BOARD)
    assert "Which 13: a · b · c · d · e · f · g · h · l · m · n · o · p" in text_of(
        client.get(address)
    )
    makers.make_action(board=board)
    assert "o · p · 1 more" in text_of(client.get(address))
