"""One round for a meeting, however many calls: nobody is asked again who has answered."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from actions import selectors, services
from actions.models import Board, Call, Decision
from loneliness.accounts.models import User
from loneliness.records import services as records
from loneliness.records.models import Mail
from tests import makers

pytestmark = pytest.mark.django_db
FIRST = datetime.date(2026, 11, 27)
SECOND = datetime.date(2026, 12, 2)
AFTER = datetime.date(2026, 12, 3)


@pytest.fixture
def board():
    return Board.objects.get(slug=makers.BOARD)


@pytest.fixture
def action(owner, board):
    return makers.make_action(owner=owner, board=board)


@pytest.fixture
def other(board):
    """An action of another owner."""
    neil = makers.make_user(name="Neil Next")
    makers.make_post(held_by=neil)
    return makers.make_action(owner=neil, board=board, title="Ring the widowed")


@pytest.fixture
def meeting():
    return makers.make_meeting()


def call(meeting, secretary, return_by=FIRST):
    made = Call(meeting=meeting, return_by=return_by, once=f"call-{return_by}")
    return services.call_for_updates(made, by=secretary)


def test_a_second_call_asks_only_who_has_not_answered(
    action, other, owner, meeting, secretary, clock
):
    call(meeting, secretary)
    clock.shift(datetime.timedelta(days=1))
    makers.make_update(action, owner)
    second = call(meeting, secretary, SECOND)
    assert [row.action for row in second.asked.all()] == [other]
    assert selectors.returns(meeting).words == "1 of 2 updates returned"
    assert [row.action for row in selectors.returns(meeting).missing] == [other]
    assert Mail.objects.filter(to_address=owner.email).count() == 1


def test_two_calls_for_a_meeting_are_one_silence(action, meeting, secretary, clock):
    call(meeting, secretary)
    clock.shift(datetime.timedelta(days=1))
    call(meeting, secretary, SECOND)
    state = selectors.action_states([action], AFTER)[action.pk]
    assert state.missed == (FIRST,)
    assert state.rating.rag == "amber"


def test_when_all_have_answered_there_is_nobody_to_ask(action, owner, meeting, secretary, clock):
    call(meeting, secretary)
    clock.shift(datetime.timedelta(days=1))
    makers.make_update(action, owner)
    with pytest.raises(ValidationError, match="there is nobody to ask"):
        call(meeting, secretary, SECOND)


def test_what_was_merged_meanwhile_is_no_missing_answer(action, other, meeting, secretary):
    call(meeting, secretary)
    other.merged_into = action
    records.save(other, by=User.objects.system())
    assert selectors.returns(meeting).words == "0 of 1 update returned"


def test_a_decision_is_corrected_once_and_its_correction_again(secretary):
    held = makers.make_meeting(held_on=datetime.date(2026, 11, 20))

    def record(once, replaces=None):
        made = Decision(meeting=held, kind="agreed", text=once, once=once, replaces=replaces)
        return services.record_decision(made, by=secretary)

    first = record("First.")
    second = record("Second.", first)
    with pytest.raises(ValidationError, match="Somebody has corrected this entry already"):
        record("Another second.", first)
    assert record("Third.", second).replaces == second
