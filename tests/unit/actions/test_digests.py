"""Digests: one a person and day, with everything in it; what is held, and who gets none."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from actions import services
from actions.models import Board, DueDateChange, Person, Reminder
from actions.notices import WHY_WAITING
from actions.services import reminding
from loneliness.accounts.models import User
from loneliness.records import services as records
from loneliness.records.models import Mail
from tests import makers

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 24)
A_DAY = datetime.timedelta(days=1)


def after(number):
    return TODAY + number * A_DAY


@pytest.fixture
def board():
    return settle(Board.objects.get(slug=makers.BOARD), mailbox="board@example.org")


def settle(record, **fields):
    return records.move(record, by=User.objects.system(), reason="Set", **fields)


@pytest.fixture
def action(owner, board):
    return makers.make_action(owner=owner, board=board, first_due_on=after(3))


def a_chair(board, user):
    """The account's person as the chair of a board."""
    post = makers.make_post(held_by=user, title="Chair of it")
    settle(board, chair=post)
    return post


def only_mail():
    return Mail.objects.get(kind="digest")


def test_one_message_holds_everything_of_a_person(action, owner, board):
    late = makers.make_action(
        owner=owner, board=board, title="Ring <the> widowed", first_due_on=after(-20)
    )
    DueDateChange(
        action=late, was_on=after(-20), due_on=after(10), reason="More time.", once="m",
        approver=owner.person, recorded_by=owner,
    ).save()  # fmt: skip
    (digest,) = reminding.run(TODAY)
    mail = only_mail()
    assert mail.key == digest.key == f"digest/2026-11-24/person-{owner.person.pk}"
    assert (mail.to_address, mail.subject) == (owner.email, "2 reminders, 24 November 2026")
    assert mail.reply_to == "board@example.org"
    assert "It is due on 27 November 2026, in 3 days." in mail.text
    words = "Due 4 December 2026, first 4 November 2026, moved once, 30 days."
    assert words in mail.text
    assert "Ring <the> widowed" in mail.text
    assert "Ring &lt;the&gt; widowed" in mail.html
    assert words in mail.html
    assert "/my-actions/" in mail.text
    assert "/my-reminders/" in mail.text
    assert not mail.held_because


def test_actions_of_two_boards_are_answered_to_the_register(action, owner):
    other = settle(Board.objects.exclude(slug=makers.BOARD)[0], mailbox="other@example.org")
    makers.make_action(owner=owner, board=other, first_due_on=after(2))
    reminding.run(TODAY)
    assert only_mail().reply_to == ""


def test_without_an_account_the_message_brings_a_personal_link(action, owner):
    settle(owner.person, account=None)
    reminding.run(TODAY)
    mail = only_mail()
    assert mail.subject == "Reminder: Hold a coffee morning"
    assert "/report/" in mail.text
    assert "/reminders/" in mail.text
    assert action.get_absolute_url() not in mail.html


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (after(3), "It is due today."),
        (after(6), "It is 3 days past its date."),
    ],
)
def test_the_day_is_said_as_it_is_read(action, day, words):
    reminding.run(day)
    assert words in only_mail().text


@pytest.mark.parametrize("day", [datetime.date(2026, 11, 28), datetime.date(2026, 12, 25)])
def test_nobody_is_reminded_on_a_day_off(action, day):
    assert reminding.run(day) == []
    assert not Reminder.objects.exists()


def test_a_dry_run_writes_nothing(action, owner):
    (digest,) = reminding.run(TODAY, dry_run=True)
    assert digest.person == owner.person
    assert not Mail.objects.exists()
    assert not Reminder.objects.exists()


def test_a_second_run_writes_nothing_and_what_is_new_waits_for_the_next_day(action, owner, board):
    assert len(reminding.run(TODAY)) == 1
    makers.make_action(owner=owner, board=board, first_due_on=after(1))
    assert reminding.run(TODAY) == []
    assert reminding.run(TODAY, dry_run=True) == []
    (digest,) = reminding.run(after(1))
    assert len(digest.items) == 1


def test_what_a_chair_is_told_waits_and_their_own_reminders_do_not(owner, board, board_member):
    post = a_chair(board, board_member)
    makers.make_action(owner=owner, board=board, title="Late", first_due_on=after(-60))
    makers.make_action(owner_id=post.pk, board=board, title="Own", first_due_on=after(1))
    reminding.run(TODAY)
    held = Mail.objects.get(key__endswith="/chair")
    assert (held.to_address, held.held_because) == (board_member.email, WHY_WAITING)
    assert "You are told because you chair the Unified Prevention Board." in held.text
    assert "Owner: Lead" in held.text
    own = Mail.objects.get(key__endswith=f"person-{board_member.person.pk}")
    assert (own.held_because, "Own" in own.text, "Late" in own.text) == ("", True, False)


def test_a_board_that_tells_its_chair_by_itself_holds_nothing(owner, board, board_member):
    a_chair(board, board_member)
    settle(board, tells_chair=True)
    makers.make_action(owner=owner, board=board, first_due_on=after(-60))
    reminding.run(TODAY)
    assert not Mail.objects.exclude(held_because="").exists()
    assert Reminder.objects.get(kind="late-chair").mail.to_address == board_member.email


@pytest.mark.parametrize(("may_choose", "expected"), [(True, set()), (False, {"before"})])
def test_who_wants_no_reminders_gets_none_where_the_board_lets_them(
    action, owner, board, may_choose, expected
):
    services.choose_reminders(owner.person, "none", by=owner)
    settle(board, may_choose=may_choose)
    reminding.run(TODAY)
    assert set(Reminder.objects.values_list("kind", flat=True)) == expected


def test_a_lead_who_wants_no_reminders_is_told_of_what_is_late(owner, board, reviewer):
    lead = makers.make_post(held_by=reviewer)
    services.choose_reminders(reviewer.person, "none", by=reviewer)
    late = makers.make_action(owner=owner, lead=lead, board=board, first_due_on=after(-15))
    reminding.run(TODAY)
    mail = Reminder.objects.get(kind="late-lead").mail
    assert late.get_absolute_url() in mail.text
    assert late.get_absolute_url() in mail.html
    assert late.get_absolute_url() not in Reminder.objects.get(kind="due").mail.html
    assert mail.to_address == reviewer.email
    assert "You are told because you lead it." in mail.text
    assert "Report here" not in mail.text


def test_the_lead_hears_that_nobody_holds_the_post(board, reviewer):
    lead = makers.make_post(held_by=reviewer)
    vacant = makers.make_post()
    makers.make_action(owner_id=vacant.pk, lead=lead, board=board, first_due_on=after(1))
    reminding.run(TODAY)
    assert "because nobody holds the post that owns it" in only_mail().text


@pytest.mark.parametrize("status", ["claimed-complete", "not-proceeding"])
def test_what_is_claimed_or_over_gives_none(action, owner, status):
    makers.make_update(action, owner, status=status)
    assert reminding.run(TODAY) == []


def test_what_was_merged_gives_none(action, owner):
    settle(action, merged_into=makers.make_action())
    assert reminding.run(TODAY) == []


def test_silence_is_said_in_days(owner, board):
    makers.make_update(makers.make_action(owner=owner, board=board), owner)
    assert reminding.run(after(90)) == []
    (digest,) = reminding.run(after(91))
    assert digest.items[0].sentence == "There has been no update for 91 days."


def test_one_bad_address_keeps_nobody_else_from_theirs(action, board, reviewer, caplog):
    post = makers.make_post(held_by=reviewer)
    makers.make_action(owner_id=post.pk, board=board, first_due_on=after(1))
    Person.objects.filter(account=reviewer).update(email="nonsense")
    (digest,) = reminding.run(TODAY)
    assert digest.person != reviewer.person
    assert "No reminder was written" in caplog.text
    assert not Reminder.objects.filter(person=reviewer.person).exists()


@pytest.mark.parametrize(
    ("now", "written"),
    [
        ("2026-11-24T07:59:00+00:00", 0),
        ("2026-11-24T08:00:00+00:00", 1),
        ("2026-11-24T23:30:00+00:00", 1),
    ],
)
def test_nothing_is_written_before_eight_in_london(action, now, written):
    assert len(reminding.run_now(datetime.datetime.fromisoformat(now))) == written


def test_nobody_chooses_for_somebody_else(owner, secretary):
    with pytest.raises(PermissionDenied, match="their own reminders"):
        services.choose_reminders(owner.person, "none", by=secretary)
