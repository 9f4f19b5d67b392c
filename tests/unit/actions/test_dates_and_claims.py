"""The first date stays once a paper showed it; two keys close an action."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from actions import selectors, services
from actions.models import Action, Closure, DueDateChange, Person
from loneliness.accounts.roles import Role
from tests import makers

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 24)
FIRST, LATER = datetime.date(2026, 12, 31), datetime.date(2027, 3, 31)


@pytest.fixture
def action(owner):
    return makers.make_action(owner=owner, first_due_on=FIRST)


@pytest.fixture
def shown(action):
    """The action, once a paper has shown its date."""
    makers.make_pack(makers.make_meeting(), action)
    return action


def state_of(action):
    return selectors.action_states([action], TODAY)[action.pk]


def moved(action, **fields):
    approver = makers.make_post(held_by=makers.make_user()).holdings.get().person
    fields = {
        "due_on": LATER,
        "reason": "Staff left.",
        "once": "one",
        "approver": approver,
    } | fields
    return DueDateChange(action=action, **fields)


def test_before_any_paper_it_is_corrected_with_a_reason(action, secretary):
    with pytest.raises(ValidationError, match="Say why the date is corrected"):
        services.correct_date(action, LATER, by=secretary, reason=" ")
    services.correct_date(action, LATER, by=secretary, reason="A slip.")
    assert action.history.first().history_change_reason == "A slip."
    assert state_of(action).due.words == "due 31 March 2027"


def test_before_any_paper_it_is_not_moved(action, secretary):
    with pytest.raises(ValidationError, match="correct it instead"):
        services.answer_date(moved(action), by=secretary)


def test_after_a_paper_it_moves_and_both_dates_stand(shown, secretary):
    services.answer_date(moved(shown), by=secretary)
    again = moved(shown, due_on=datetime.date(2027, 6, 30), once="two")
    services.answer_date(again, by=secretary)
    assert again.was_on == LATER
    words = "due 30 June 2027, first 31 December 2026, moved twice, 181 days"
    assert state_of(shown).due.words == words


def test_after_a_paper_it_is_not_corrected(shown, secretary):
    with pytest.raises(ValidationError, match="A paper showed this date on 24 November 2026"):
        services.correct_date(shown, LATER, by=secretary, reason="A slip.")
    shown.first_due_on = LATER
    with pytest.raises(ValidationError, match="This date is set"):
        services.check_enter(shown, by=secretary)


def test_the_database_keeps_the_first_date_too(shown):
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        Action.objects.filter(pk=shown.pk).update(first_due_on=LATER)
    assert Action.objects.filter(pk=shown.pk).update(title="Hold two", first_due_on=FIRST) == 1


def test_a_move_counts_once_however_often_it_is_sent(shown, secretary):
    for _ in range(2):
        services.answer_date(moved(shown), by=secretary)
    assert DueDateChange.objects.count() == 1


def test_the_owner_does_not_agree_to_their_own_wish(shown, owner, secretary):
    own = moved(shown, approver=Person.objects.get(account=owner))
    with pytest.raises(ValidationError, match="Somebody else than the owner"):
        services.answer_date(own, by=secretary)


def test_a_refused_wish_moves_nothing_and_is_answered(shown, owner, secretary):
    asking = makers.make_update(shown, owner, asks_for=LATER, asks_because="Staff left.")
    assert state_of(shown).asks_for == LATER
    refusal = moved(shown, granted=False, reason="No.", asked_in=asking)
    services.answer_date(refusal, by=secretary)
    state = state_of(shown)
    assert (state.asks_for, state.due.now) == (None, FIRST)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SECRETARY])
def test_only_the_secretary_records_a_move(shown, role):
    with pytest.raises(PermissionDenied):
        services.answer_date(moved(shown), by=makers.make_user(role))


@pytest.fixture
def claim(action, owner):
    return makers.make_update(
        action, owner, status="claimed-complete", evidence_url="https://www.example.org/"
    )


def test_a_claim_is_complete_only_once_somebody_else_verified_it(action, claim, reviewer):
    assert state_of(action).status == "claimed-complete"
    services.decide_claim(claim, by=reviewer, verified=True, reason="The report is there.")
    assert state_of(action).status == "complete"


def test_the_list_says_the_same_status_as_the_page(action, claim, owner, reviewer):
    def listed():
        return Action.objects.with_latest().get(pk=action.pk).status

    assert listed() == state_of(action).status == "claimed-complete"
    services.decide_claim(claim, by=reviewer, verified=True, reason="Seen.")
    assert listed() == state_of(action).status == "complete"
    again = makers.make_update(action, owner, status="claimed-complete")
    services.decide_claim(again, by=reviewer, verified=False, reason="Not yet.")
    assert listed() == state_of(action).status == "in-progress"
    action.merged_into = makers.make_action()
    action.save()
    assert listed() == state_of(action).status == "merged"


def test_a_returned_claim_goes_on_and_says_why(action, claim, reviewer):
    services.decide_claim(claim, by=reviewer, verified=False, reason="The address is empty.")
    state = state_of(action)
    assert (state.status, state.returned.reason) == ("in-progress", "The address is empty.")


def test_whoever_claimed_or_owns_it_does_not_verify(action, claim, owner, reviewer, secretary):
    owner.groups.set(reviewer.groups.all())
    with pytest.raises(PermissionDenied, match="neither claimed this nor owns"):
        services.decide_claim(
            claim, by=type(owner).objects.get(pk=owner.pk), verified=True, reason="Mine."
        )
    with pytest.raises(PermissionDenied):
        services.decide_claim(claim, by=secretary, verified=True, reason="Seen.")


def test_a_claim_is_answered_once(claim, reviewer, second_reviewer):
    for _ in range(2):
        services.decide_claim(claim, by=reviewer, verified=True, reason="Seen.")
    assert Closure.objects.count() == 1
    with pytest.raises(ValidationError, match="Rita Reviewer has already answered"):
        services.decide_claim(claim, by=second_reviewer, verified=False, reason="No.")


def test_a_claim_followed_by_an_update_waits_no_more(action, claim, owner, reviewer):
    makers.make_update(action, owner)
    with pytest.raises(ValidationError, match="There is a newer update"):
        services.decide_claim(claim, by=reviewer, verified=True, reason="Seen.")
