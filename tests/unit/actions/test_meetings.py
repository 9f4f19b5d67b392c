"""Calls for updates, decisions, and the record that is confirmed at the next meeting."""

import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from actions import selectors, services
from actions.models import Board, Call, Decision, Meeting
from loneliness.records.models import Mail
from tests import makers

pytestmark = pytest.mark.django_db
RETURN_BY = datetime.date(2026, 11, 30)


@pytest.fixture
def board():
    return Board.objects.get(slug=makers.BOARD)


@pytest.fixture
def action(owner, board):
    return makers.make_action(owner=owner, board=board)


def a_call(meeting, **fields):
    return Call(meeting=meeting, **({"return_by": RETURN_BY, "once": "one"} | fields))


def a_decision(meeting, **fields):
    return Decision(
        meeting=meeting, **({"kind": "agreed", "text": "Agreed.", "once": "d"} | fields)
    )


def test_every_owner_gets_one_message_with_all_their_actions(action, owner, board, secretary):
    second = makers.make_action(owner=owner, board=board, title="Ring the widowed")
    meeting = makers.make_meeting()
    for _ in range(2):
        call = services.call_for_updates(a_call(meeting), by=secretary)
    assert {row.action for row in call.asked.all()} == {action, second}
    mail = Mail.objects.get()
    assert (mail.to_address, mail.kind) == (owner.email, "call")
    assert "Ring the widowed" in mail.text
    assert action.title in mail.text


def test_a_call_is_counted_and_chased(action, owner, secretary, clock):
    call = services.call_for_updates(a_call(makers.make_meeting()), by=secretary)
    assert [row.action for row in selectors.unanswered(call)] == [action]
    services.chase(call, by=secretary)
    services.chase(call, by=secretary)
    assert Mail.objects.filter(kind="chase").count() == 1
    makers.make_update(action, owner)
    assert selectors.unanswered(call) == []
    assert services.chase(call, by=secretary) == []


def test_silence_is_counted_from_calls(action, owner, secretary):
    services.call_for_updates(a_call(makers.make_meeting()), by=secretary)
    states = selectors.action_states([action], RETURN_BY)
    assert states[action.pk].calls_missed == 0
    after = RETURN_BY + datetime.timedelta(days=1)
    assert selectors.action_states([action], after)[action.pk].calls_missed == 1
    with time_machine.travel("2026-12-02T10:00:00+00:00", tick=False):
        makers.make_update(action, owner)
    later = datetime.date(2026, 12, 3)
    assert selectors.action_states([action], later)[action.pk].calls_missed == 0


@pytest.mark.parametrize("day", [datetime.date(2026, 11, 23), datetime.date(2026, 12, 5)])
def test_updates_are_asked_for_between_today_and_the_meeting(action, secretary, day):
    with pytest.raises(ValidationError, match="from today until the meeting"):
        services.call_for_updates(a_call(makers.make_meeting(), return_by=day), by=secretary)


def test_nobody_to_ask_is_said(secretary):
    with pytest.raises(ValidationError, match="there is nobody to ask"):
        services.call_for_updates(a_call(makers.make_meeting()), by=secretary)


def test_decisions_are_recorded_once_after_the_meeting(secretary, action):
    meeting = makers.make_meeting(held_on=datetime.date(2026, 11, 20))
    for _ in range(2):
        services.record_decision(a_decision(meeting, action=action), by=secretary)
    assert action.decisions.get().text == "Agreed."
    with pytest.raises(ValidationError, match="still to come"):
        services.record_decision(a_decision(makers.make_meeting(), once="e"), by=secretary)


def test_a_confirmed_record_is_frozen(secretary):
    meeting = makers.make_meeting(held_on=datetime.date(2026, 9, 4))
    services.confirm_record(meeting, datetime.date(2026, 11, 20), by=secretary)
    with pytest.raises(ValidationError, match="nothing is added to it"):
        services.record_decision(a_decision(meeting), by=secretary)
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(background="Another.")


def test_a_record_is_confirmed_later_and_not_in_days_to_come(secretary):
    meeting = makers.make_meeting(held_on=datetime.date(2026, 11, 20))
    with pytest.raises(ValidationError, match="That day has not come yet"):
        services.confirm_record(meeting, datetime.date(2027, 3, 1), by=secretary)
    with pytest.raises(ValidationError, match="give a day after this one"):
        services.confirm_record(meeting, datetime.date(2026, 11, 20), by=secretary)


def test_a_meeting_whose_paper_is_issued_keeps_its_day(secretary):
    meeting = makers.make_meeting()
    makers.make_pack(meeting)
    meeting.held_on = datetime.date(2026, 12, 11)
    with pytest.raises(ValidationError, match="A paper for this meeting is issued"):
        services.enter(meeting, by=secretary)


def test_nobody_else_runs_the_cycle(action, reviewer):
    meeting = makers.make_meeting()
    for service, row in (
        (services.call_for_updates, a_call(meeting)),
        (services.record_decision, a_decision(meeting)),
    ):
        with pytest.raises(PermissionDenied):
            service(row, by=reviewer)
