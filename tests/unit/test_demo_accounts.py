"""Demonstration people: enough to try the tracker at once, and nothing of anybody overwritten."""

import datetime
import io

import pytest
from django.core.management import CommandError, call_command

from actions import services
from actions.models import Action, Board, Call, Meeting, Person
from actions.selectors import actions_of_person, owned_actions
from loneliness.accounts.models import User
from loneliness.records import services as records
from tests import makers

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 24)


def make(*options):
    output = io.StringIO()
    call_command("make_demo_accounts", *options, stdout=output)
    return output.getvalue()


def the_board():
    return Board.objects.get(slug=makers.BOARD)


def test_the_tracker_can_be_tried_at_once():
    assert "owner@example.org" in make()
    assert len(owned_actions(User.objects.get(email="owner@example.org"), TODAY)) == 1
    vera = Person.objects.get(email="vera@example.org")
    assert vera.account is None
    assert [state.action.board for state in actions_of_person(vera, TODAY)] == [the_board()]
    assert Meeting.objects.get().held_on == datetime.date(2027, 1, 3)
    assert the_board().mailbox == "prevention-board@example.org"
    call = Call(meeting=Meeting.objects.get(), return_by=TODAY, once="call")
    call = services.call_for_updates(call, by=User.objects.get(email="secretary@example.org"))
    names = call.asked.order_by("person__name").values_list("person__name", flat=True)
    assert list(names) == ["Olive Owner", "Vera Voluntary"]


def test_a_second_time_makes_nothing(clock):
    make()
    counts = [Person.objects.count(), Action.history.count(), Board.history.count()]
    clock.shift(datetime.timedelta(days=60))
    assert make() == ""
    assert [Person.objects.count(), Action.history.count(), Board.history.count()] == counts
    assert Meeting.objects.count() == 1


def test_what_people_set_is_left_alone():
    post = makers.make_post()
    action = Action.objects.get(key__startswith="e-")
    action.owner = post
    records.save(action, by=User.objects.system())
    board = the_board()
    board.mailbox = "ours@example.org"
    records.save(board, by=User.objects.system())
    makers.make_meeting()
    make()
    action.refresh_from_db()
    assert action.owner == post
    assert the_board().mailbox == "ours@example.org"
    assert Meeting.objects.count() == 1


def test_never_in_production(settings):
    settings.EMBEDDED = False
    with pytest.raises(CommandError, match="never made in production"):
        make()
