"""Days that have been and days to come: nobody's work falls between two holdings."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from actions import selectors, services
from actions.forms import AppointForm, InviteForm
from actions.models import Board, Holding, Organisation
from loneliness.accounts.models import User
from loneliness.records import services as records
from tests import makers

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 24)
LAST = datetime.date(2026, 12, 31)
AFTER = datetime.date(2027, 1, 1)
A_DAY = datetime.timedelta(days=1)


@pytest.fixture
def council():
    return Organisation.objects.get(slug=makers.COUNCIL)


@pytest.fixture
def successor():
    body = Organisation(slug="new-council", name="New council", sector="council")
    return records.save(body, by=User.objects.system())


@pytest.fixture
def holding(owner):
    return owner.person.holdings.get()


@pytest.fixture
def neil():
    return makers.make_post(held_by=makers.make_user(name="Neil Next")).holdings.get().person


def changed(holding, **fields):
    for name, value in fields.items():
        setattr(holding, name, value)
    return records.save(holding, by=User.objects.system())


def who_owns(action, day):
    action.refresh_from_db()
    holder = selectors.action_states([action], day)[action.pk].holder
    return holder and str(holder.person)


def end(council, on, successor, secretary):
    return services.end_organisation(council, on, successor, by=secretary, note="SI 2026/1.")


def test_until_a_body_ends_its_actions_keep_their_owner(
    owned_action, council, successor, secretary
):
    end(council, LAST, successor, secretary)
    days = (TODAY, LAST, AFTER)
    assert [who_owns(owned_action, day) for day in days] == ["Olive Owner"] * 3


def test_a_body_that_ended_is_followed_from_the_day_after(
    owned_action, council, successor, secretary
):
    last = datetime.date(2026, 10, 31)
    end(council, last, successor, secretary)
    assert who_owns(owned_action, TODAY) == "Olive Owner"
    owned_action.refresh_from_db()
    assert owned_action.owner.holdings.get().started_on == last + A_DAY


def test_who_leaves_later_takes_their_days_along(
    owned_action, holding, council, successor, secretary
):
    leaving = datetime.date(2027, 1, 31)
    changed(holding, ended_on=leaving)
    end(council, LAST, successor, secretary)
    assert who_owns(owned_action, leaving) == "Olive Owner"
    assert who_owns(owned_action, leaving + A_DAY) is None
    holding.refresh_from_db()
    assert holding.ended_on == LAST


def test_who_begins_after_the_body_ends_begins_at_its_successor(
    owned_action, holding, council, successor, secretary
):
    begins = datetime.date(2027, 2, 1)
    changed(holding, started_on=begins)
    end(council, LAST, successor, secretary)
    assert who_owns(owned_action, begins) == "Olive Owner"
    assert Holding.objects.get().post.organisation == successor


def test_the_chair_of_a_board_goes_along(owner, holding, council, successor, secretary):
    board = Board.objects.get(slug=makers.BOARD)
    board.chair = holding.post
    records.save(board, by=User.objects.system())
    end(council, LAST, successor, secretary)
    board.refresh_from_db()
    assert board.chair.organisation == successor


def test_ending_a_body_twice_ends_it_once(owned_action, council, successor, secretary):
    first = end(council, LAST, successor, secretary)
    council.refresh_from_db()
    assert end(council, LAST, successor, secretary) == first
    assert council.note.count("SI 2026/1.") == 1


def test_who_leaves_before_they_begin_never_held_it(owned_action, holding, neil, secretary):
    begins = datetime.date(2027, 2, 1)
    changed(holding, started_on=begins)
    services.leave(holding.person, LAST, {holding.pk: neil}, by=secretary)
    assert who_owns(owned_action, AFTER) is None
    assert who_owns(owned_action, begins) == "Neil Next"
    assert not holding.person.holdings.exists()


def test_who_leaves_earlier_than_was_known_is_replaced_for_the_rest(
    owned_action, holding, neil, secretary
):
    changed(holding, ended_on=LAST)
    services.leave(holding.person, TODAY, {holding.pk: neil}, by=secretary)
    assert who_owns(owned_action, TODAY) == "Olive Owner"
    assert who_owns(owned_action, LAST) == "Neil Next"
    assert who_owns(owned_action, AFTER) is None


def test_the_form_lists_what_is_held_for_a_time(client_of, secretary, holding):
    changed(holding, ended_on=LAST)
    page = client_of(secretary).get(f"/actions/owners/{holding.person.pk}/leaving/")
    assert f"post_{holding.pk}" in page.content.decode()


def test_nobody_takes_over_into_days_that_are_taken(holding, neil, secretary):
    other = makers.make_post(held_by=makers.make_user(name="Fay Future")).holdings.get().person
    changed(holding, ended_on=LAST)
    records.save(Holding(post=holding.post, person=other, started_on=AFTER), by=secretary)
    late = Holding(post=holding.post, person=neil, started_on=TODAY, ended_on=LAST)
    with pytest.raises(ValidationError, match=r"Olive Owner holds this post from 1 April 2026"):
        services.enter(late, by=secretary)
    late.started_on = late.ended_on = AFTER
    with pytest.raises(ValidationError, match=r"Fay Future holds this post from 1 January 2027"):
        services.enter(late, by=secretary)
    last = Holding(post=holding.post, person=neil, started_on=TODAY - 365 * A_DAY,
                   ended_on=datetime.date(2026, 3, 31))  # fmt: skip
    assert services.enter(last, by=secretary).pk


@pytest.mark.parametrize("form", [AppointForm, InviteForm])
def test_a_body_that_is_still_to_end_has_people(council, form):
    council.valid_to = TODAY
    records.save(council, by=User.objects.system())
    assert council in form().fields["organisation"].queryset
    council.valid_to = TODAY - A_DAY
    records.save(council, by=User.objects.system())
    assert council not in form().fields["organisation"].queryset


def test_a_body_is_over_the_day_after_its_last(client_of, secretary, council, owned_action, clock):
    council.valid_to = TODAY
    records.save(council, by=User.objects.system())
    client = client_of(secretary)
    assert "ended on" not in client.get("/gaps/?rule=body-ended").content.decode()
    clock.shift(A_DAY)
    client = client_of(secretary)  # a session ends sooner than a day
    assert "ended on 24 November 2026" in client.get("/gaps/?rule=body-ended").content.decode()
