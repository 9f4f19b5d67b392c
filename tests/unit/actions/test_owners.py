"""People leave and bodies end: everything is handed over or vacant, in one step."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from actions import selectors, services
from actions.models import Board, Holding, Organisation
from loneliness.accounts.models import User
from loneliness.records import services as records
from tests import makers

pytestmark = pytest.mark.django_db
LAST = datetime.date(2026, 12, 31)
AFTER = datetime.date(2027, 1, 1)


@pytest.fixture
def council():
    return Organisation.objects.get(slug=makers.COUNCIL)


@pytest.fixture
def successor():
    body = Organisation(slug="new-council", name="New council", sector="council")
    return records.save(body, by=User.objects.system())


def somebody():
    return makers.make_post(held_by=makers.make_user(name="Neil Next")).holdings.get().person


def owner_on(action, day):
    return selectors.action_states([action], day)[action.pk].owner


def test_all_that_a_person_holds_is_handed_over_or_vacant(owned_action, owner, secretary):
    second = makers.make_post(title="Carers lead")
    person, neil = owner.person, somebody()
    first = person.holdings.get()
    other = records.save(
        Holding(post=second, person=person, started_on=datetime.date(2026, 5, 1)), by=secretary
    )
    begun = services.leave(person, LAST, {first.pk: neil, other.pk: None}, by=secretary)
    assert [holding.post for holding in begun] == [first.post]
    assert owner_on(owned_action, LAST).endswith("Olive Owner")
    assert owner_on(owned_action, AFTER).endswith("Neil Next")
    assert not Holding.objects.as_at(AFTER).filter(post=second).exists()


def test_every_post_is_answered_for(owner, secretary):
    with pytest.raises(ValidationError, match="Say who takes over"):
        services.leave(owner.person, LAST, {}, by=secretary)
    holding = owner.person.holdings.get()
    with pytest.raises(ValidationError, match="from themselves"):
        services.leave(owner.person, LAST, {holding.pk: owner.person}, by=secretary)


def test_a_body_that_ends_hands_over_in_one_step(
    owned_action, owner, council, successor, secretary
):
    services.end_organisation(council, LAST, successor, by=secretary, note="Merged, SI 2026/1.")
    owned_action.refresh_from_db()
    assert owned_action.owner.organisation == successor
    assert owner_on(owned_action, AFTER).endswith("Olive Owner")
    owner.person.refresh_from_db()
    assert owner.person.organisation == successor
    assert (council.valid_to, council.succeeded_by) == (LAST, successor)


def test_without_a_successor_its_posts_are_vacant(owned_action, council, secretary):
    services.end_organisation(council, LAST, None, by=secretary, note="Closed.")
    assert owner_on(owned_action, AFTER).endswith("vacant")


def test_a_board_that_ends_hands_its_work_over(owner, secretary):
    board = Board.objects.get(slug=makers.BOARD)
    after = records.save(
        Board(slug="new-board", name="New board", kind="board"), by=User.objects.system()
    )
    action = makers.make_action(owner=owner, board=board)
    recommendations = set(board.recommendations.all())
    services.end_board(board, LAST, after, by=secretary, reason="Merged.")
    action.refresh_from_db()
    assert action.board == after
    assert set(after.recommendations.all()) == recommendations
