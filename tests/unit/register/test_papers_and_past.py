"""What a paper compares with and shows, and what a page of a past day says."""

import datetime

import pytest
from django.test import Client

from actions import services
from actions.models import Action, Board, Decision, Pack
from actions.selectors import action_states, progress
from loneliness.accounts.models import User
from loneliness.records import services as records
from loneliness.register import calendar, papers
from loneliness.register.agenda import decided_to_stop
from tests import makers

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 24)
DUE = datetime.date(2026, 9, 30)
A_DAY = datetime.timedelta(days=1)


@pytest.fixture
def board():
    return Board.objects.get(slug=makers.BOARD)


@pytest.fixture
def action(owner, board):
    return makers.make_action(owner=owner, board=board, first_due_on=DUE)


@pytest.fixture
def issued(action, clock):
    """A paper issued at ten today for a meeting ten days later."""
    meeting = makers.make_meeting()
    makers.make_pack(meeting, action)
    return meeting


def since(clock, action):
    """What the next meeting's paper says of an action since the last one's."""
    clock.move_to(datetime.datetime(2027, 2, 1, 10, tzinfo=datetime.UTC))
    gathered = papers.gather(makers.make_meeting(held_on=datetime.date(2027, 3, 12)))
    return [line.sentence for line in gathered.paper.since if line.title == action.title]


@pytest.mark.parametrize("later", [{"hours": 1}, {"days": 3}, {"days": 20}])
def test_what_happened_after_a_paper_was_issued_is_in_the_next(issued, action, owner, clock, later):
    clock.shift(datetime.timedelta(**later))
    makers.make_update(action, owner, rag="red")
    assert since(clock, action) == ["status no update yet → in progress; rating none → off track"]


def test_an_addendum_after_the_meeting_hides_nothing_from_the_next(issued, action, owner, clock):
    clock.shift(datetime.timedelta(days=20))
    makers.make_update(action, owner, rag="red")
    clock.shift(A_DAY)
    first = issued.packs.get()
    Pack(
        meeting=issued, number=1, reason="A slip.", content={}, fingerprint="0", pdf=first.pdf,
        word=first.word, issued_by=first.issued_by, once="addendum",
    ).save()  # fmt: skip
    assert since(clock, action) == ["status no update yet → in progress; rating none → off track"]


def test_what_the_paper_showed_is_no_news(action, owner, clock):
    makers.make_update(action, owner)
    makers.make_pack(makers.make_meeting(), action)
    assert since(clock, action) == []


def test_a_date_set_since_then_is_news(owner, board, clock):
    action = makers.make_action(owner=owner, board=board)
    makers.make_pack(makers.make_meeting())
    clock.shift(A_DAY)
    action.first_due_on = datetime.date(2027, 6, 30)
    records.save(action, by=User.objects.system())
    assert since(clock, action) == ["date: due 30 June 2027"]


def test_what_was_merged_since_then_is_news(issued, action, board, clock):
    clock.shift(A_DAY)
    action.refresh_from_db()
    action.merged_into = makers.make_action(board=board, title="Another")
    records.save(action, by=User.objects.system())
    assert since(clock, action) == ["status no update yet → merged"]


def test_a_date_that_a_parents_paper_shows_is_shown(action, board):
    meeting = makers.make_meeting(board=board.parent)
    gathered = papers.gather(meeting)
    assert action.title in str(gathered.paper.sub_groups)
    assert action in [state.action for state in gathered.shown]


def test_a_sub_group_that_is_still_to_end_is_in_its_parents_paper(action, board):
    board.valid_to = TODAY
    records.save(board, by=User.objects.system())
    meeting = makers.make_meeting(board=board.parent)
    assert papers.gather(meeting).paper.sub_groups
    board.valid_to = TODAY - A_DAY
    records.save(board, by=User.objects.system())
    assert not papers.gather(meeting).paper.sub_groups


def test_a_past_day_knows_no_later_decision(action, owner, secretary, clock):
    makers.make_update(action, owner, status="not-proceeding")
    held = makers.make_meeting(held_on=TODAY)
    clock.shift(A_DAY)
    decision = Decision(meeting=held, kind="stopped", action=action, text="Stop.", once="d")
    services.record_decision(decision, by=secretary)
    states = action_states([action], TODAY).values()
    assert decided_to_stop(states) == {action.pk}
    assert decided_to_stop(states, TODAY) == set()


def test_a_past_day_counts_what_was_answered_then(board, clock):
    def share():
        found = progress(TODAY, past=True).recommendations
        return next(row.field_of for row in found if row.recommendation.letter == "i")

    before = share()
    clock.shift(A_DAY)
    for record in Action.objects.filter(reach=""):
        record.reach = "targeted"
        records.save(record, by=User.objects.system())
    assert share() == before


def test_the_public_is_told_that_work_stops_once_a_board_decided_so(
    owner, board, secretary, action
):
    board.is_public = True
    records.save(board, by=User.objects.system())
    record = Action.objects.get(key__startswith="g-")
    record.for_public = "Another service does it now."
    records.save(record, by=User.objects.system())
    makers.make_update(record, owner, status="not-proceeding")
    page = Client().get(f"/public/boards/{board.slug}/").content.decode()
    assert "Another service does it now." not in page
    assert "Whether this goes on is to be decided." in page
    held = makers.make_meeting(held_on=TODAY)
    decision = Decision(meeting=held, kind="stopped", action=record, text="Stop.", once="d")
    services.record_decision(decision, by=secretary)
    page = Client().get(f"/public/boards/{board.slug}/").content.decode()
    assert "Another service does it now." in page


def test_a_calendar_knows_londons_day(action, owner, board, clock):
    clock.move_to(datetime.datetime(2026, 6, 30, 23, 30, tzinfo=datetime.UTC))
    makers.make_update(action, owner, status="not-proceeding")
    now = datetime.datetime(2026, 6, 30, 23, 40, tzinfo=datetime.UTC)
    assert action.title not in calendar.feed(board, now).decode()


def test_a_past_day_knows_no_meeting_entered_since(board, board_member, client_of, clock):
    makers.make_meeting(held_on=TODAY - A_DAY)
    clock.shift(A_DAY)
    makers.make_meeting()
    client, address = client_of(board_member), f"/boards/{board.slug}/"
    then = client.get(f"{address}?as-at={TODAY}").content.decode()
    assert "No next meeting is entered." in then
    assert "23 November 2026" in then
    assert "Evidence behind this page" not in then
    now = client.get(address).content.decode()
    assert "4 December 2026" in now
    assert "Evidence behind this page" in now
