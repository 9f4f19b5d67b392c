"""Who is reminded today, and people who choose whether they are."""

import datetime
import io

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client

from actions import links
from actions.models import Board, Reminder
from loneliness.accounts.models import User
from loneliness.records import services as records
from loneliness.records.models import Mail
from tests import makers
from tests.walks.test_number import text_of

pytestmark = pytest.mark.django_db
DUE = datetime.date(2026, 11, 27)


@pytest.fixture
def action(owner):
    board = Board.objects.get(slug=makers.BOARD)
    return makers.make_action(owner=owner, board=board, first_due_on=DUE)


def insist(board):
    records.move(board, by=User.objects.system(), reason="Set", may_choose=False)


def send_due(*arguments):
    out = io.StringIO()
    call_command("send_due", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("who", ["secretary", "administrator"])
def test_who_is_reminded_today_is_seen_before_it_happens(request, client_of, action, who):
    client = client_of(request.getfixturevalue(who))
    assert 'href="/messages/due/"' in client.get("/messages/").content.decode()
    page = text_of(client.get("/messages/due/"))
    assert "Olive Owner" in page
    assert "It is due on 27 November 2026, in 3 days." in page
    assert not Mail.objects.exists()
    assert "1 sent" in send_due()
    page = text_of(client.get("/messages/due/"))
    assert "1 message with reminders was written today already" in page
    assert "Nobody is to be reminded of anything more today." in page


def test_a_day_off_is_said(client_of, secretary, action, clock):
    clock.move_to("2026-11-28T10:00:00+00:00")
    page = text_of(client_of(secretary).get("/messages/due/"))
    assert "Today is a weekend or a bank holiday" in page
    assert "Nobody is to be" not in page


def test_the_command_shows_and_writes(action, mailoutbox):
    shown = send_due("--dry-run")
    assert "24 November 2026: 1 message with reminders would be written." in shown
    assert "Olive Owner, owner@example.org" in shown
    assert "- Hold a coffee morning: It is due on 27 November 2026, in 3 days." in shown
    assert "0 messages" in send_due("--dry-run", "--on", "2026-11-28")
    assert not Reminder.objects.exists()
    assert "1 message with reminders written.\n1 sent" in send_due()
    assert "0 messages with reminders written.\n0 sent" in send_due()
    assert len(mailoutbox) == 1


def test_the_command_writes_nothing_of_a_day_to_come(action):
    with pytest.raises(CommandError, match="still to come"):
        send_due("--on", "2026-11-25")


def test_before_eight_the_command_writes_only_what_is_asked_for(action):
    with time_machine.travel("2026-11-24T06:00:00+00:00", tick=False):
        assert "0 messages with reminders written." in send_due()
        assert "1 message with reminders written." in send_due("--on", "2026-11-24")


def test_an_owner_turns_reminders_off_and_on(client_of, owner, action):
    client = client_of(owner)
    assert 'href="/my-reminders/"' in client.get("/my-actions/").content.decode()
    page = client.get("/my-reminders/").content.decode()
    assert page.count("<h1") == 1
    assert "whatever you choose" not in page
    assert "Choose one of the two." in text_of(client.post("/my-reminders/", {"choice": ""}))
    for choice in ("none", "digest"):
        page = text_of(client.post("/my-reminders/", {"choice": choice}, follow=True))
        assert "Your choice is kept." in page
        owner.person.refresh_from_db()
        assert owner.person.reminders == choice
    assert owner.person.history.first().history_user == owner


def test_a_board_that_insists_says_so(client_of, owner, action):
    insist(action.board)
    page = text_of(client_of(owner).get("/my-reminders/"))
    assert "The Unified Prevention Board reminds everybody about its actions" in page


def test_nobody_in_the_register_is_told_so(client_of, board_member):
    page = text_of(client_of(board_member).get("/my-reminders/", follow=True))
    assert "You get no reminders" in page


def test_a_link_lets_choose_too(owner, action, clock):
    person = owner.person
    records.move(person, by=User.objects.system(), reason="Left", account=None)
    client, home = Client(), f"/report/{links.token(person)}/"
    assert f'href="{home}reminders/"' in client.get(home).content.decode()
    page = text_of(client.post(f"{home}reminders/", {"choice": "none"}, follow=True))
    assert "Your choice is kept." in page
    person.refresh_from_db()
    assert person.reminders == "none"
    assert person.history.first().history_change_reason == "Chosen by their link"
    assert client.get("/report/nonsense/reminders/").status_code == 404
    clock.shift(links.GOOD_FOR + datetime.timedelta(days=1))
    assert client.get(f"{home}reminders/").status_code == 410
