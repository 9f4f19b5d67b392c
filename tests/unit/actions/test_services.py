"""Who sets up, appoints, invites and reports, and what is refused."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError

from actions import services
from actions.models import (
    Action,
    Board,
    Holding,
    Organisation,
    Person,
    Post,
    ProgressUpdate,
    Recommendation,
)
from loneliness.accounts.models import User
from loneliness.accounts.roles import Role
from loneliness.records.services import StaleRecord
from tests import makers

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 12, 1)
NOT_SECRETARY = [role for role in Role if role != Role.SECRETARY]


@pytest.fixture
def council(db):
    return Organisation.objects.get(slug=makers.COUNCIL)


@pytest.fixture
def recommendation(chapter):
    return Recommendation.objects.get(chapter=chapter, letter="a")


@pytest.fixture
def action(recommendation):
    return recommendation.actions.get()


def a_row(**fields):
    given = {"response": "", "response_reason": "", "recommendation_version": 1}
    return services.SetUp(**(given | {"action_version": 1} | fields))


def report(action, **fields):
    fields = {"status": "in-progress", "rag": "green", "once": "one"} | fields
    return ProgressUpdate(action=action, **({"happened": "A coffee morning."} | fields))


def appoint(by, council, **fields):
    given = {"name": "Ann Able", "email": "ann@example.org", "title": "Prevention lead"}
    return services.appoint(by=by, organisation=council, **(given | {"on": DAY} | fields))


def test_the_secretary_enters_and_history_says_who(secretary):
    board = Board.objects.first()
    board.name = "Another name"
    services.enter(board, by=secretary, reason="Renamed")
    newest = board.history.first()
    assert (newest.history_user, newest.history_change_reason) == (secretary, "Renamed")


@pytest.mark.parametrize("role", NOT_SECRETARY)
def test_nobody_else_sets_anything(role, council, recommendation, action):
    user = makers.make_user(role)
    with pytest.raises(PermissionDenied, match="Only the board secretary may set this"):
        services.enter(Board.objects.first(), by=user)
    with pytest.raises(PermissionDenied, match="Only the board secretary may set this"):
        services.set_up(recommendation, action, a_row(response="accepted"), by=user)
    with pytest.raises(PermissionDenied, match="Only the board secretary may set this"):
        appoint(user, council)


def test_a_short_name_stays(secretary, action):
    action.key = "renamed"
    with pytest.raises(ValidationError, match="addresses and files hold it"):
        services.enter(action, by=secretary)


def test_setting_up_saves_only_what_changed(secretary, recommendation, action):
    row = a_row(board=action.board, first_due_on=DAY)
    assert services.set_up(recommendation, action, row, by=secretary) == [action]
    assert Action.objects.get(pk=action.pk).first_due_on == DAY
    assert (recommendation.version, recommendation.history.count()) == (1, 1)


def test_setting_up_what_stands_saves_nothing(secretary, recommendation, action):
    row = a_row(board=action.board)
    assert services.set_up(recommendation, action, row, by=secretary) == []


def test_a_recommendation_without_an_action_is_set_up(secretary, recommendation):
    row = a_row(response="accepted", response_reason="In the plan.")
    assert services.set_up(recommendation, None, row, by=secretary) == [recommendation]


def test_a_response_needs_its_reason_and_nothing_is_half_saved(secretary, recommendation, action):
    row = a_row(response="accepted", first_due_on=DAY)
    with pytest.raises(ValidationError, match="Give the reason for the response"):
        services.set_up(recommendation, action, row, by=secretary)
    assert Action.objects.get(pk=action.pk).first_due_on is None


def test_due_and_review_exclude_each_other(secretary, recommendation, action):
    row = a_row(board=action.board, first_due_on=DAY, review_on=DAY)
    with pytest.raises(ValidationError, match="not both"):
        services.set_up(recommendation, action, row, by=secretary)


def test_a_row_read_before_somebody_saved_is_refused_whole(secretary, recommendation, action):
    other = Action.objects.get(pk=action.pk)
    other.capacity = "additional"
    services.enter(other, by=secretary)
    fresh = Action.objects.get(pk=action.pk)
    row = a_row(response="accepted", response_reason="Yes.", first_due_on=DAY)
    with pytest.raises(StaleRecord):
        services.set_up(recommendation, fresh, row, by=secretary)
    assert Recommendation.objects.get(pk=recommendation.pk).response == ""


def test_an_owner_reports(owner, owned_action):
    posted = services.post_update(report(owned_action), by=owner)
    assert (posted.posted_by, owned_action.updates.get()) == (owner, posted)


@pytest.mark.parametrize("role", NOT_SECRETARY)
def test_nobody_reports_on_what_they_do_not_own(role, owned_action):
    with pytest.raises(PermissionDenied, match="Only the owner of this action"):
        services.post_update(report(owned_action), by=makers.make_user(role))


def test_another_owner_does_not_report(owned_action):
    other = makers.make_user(Role.OWNER)
    makers.make_post(held_by=other)
    with pytest.raises(PermissionDenied):
        services.post_update(report(owned_action), by=other)


def test_who_held_the_post_before_does_not_report(owner, owned_action):
    yesterday = datetime.date(2026, 11, 23)
    Holding.objects.filter(person__account=owner).update(ended_on=yesterday)
    with pytest.raises(PermissionDenied):
        services.post_update(report(owned_action), by=owner)


def test_the_secretary_reports_for_the_owner_and_says_who_told(secretary, owned_action):
    with pytest.raises(ValidationError, match="Say who told you, how and when"):
        services.post_update(report(owned_action), by=secretary)
    told = report(owned_action, told_by="Olive", told_how="telephone", told_on=DAY)
    assert services.post_update(told, by=secretary).posted_by == secretary


def test_a_form_posted_twice_counts_once(owner, owned_action):
    first = services.post_update(report(owned_action), by=owner)
    again = services.post_update(report(owned_action, happened="Twice"), by=owner)
    assert again == first
    assert owned_action.updates.get().happened == "A coffee morning."


def test_an_update_says_what_happened(owner, owned_action):
    with pytest.raises(ValidationError, match="Say what happened since the last update"):
        services.post_update(report(owned_action, happened=""), by=owner)


def test_an_update_is_written_once(owner, owned_action):
    posted = services.post_update(report(owned_action), by=owner)
    with pytest.raises(TypeError, match="never changed: add a new one"):
        posted.save()
    with pytest.raises(TypeError, match="never deleted: add a new one"):
        posted.delete()


def test_an_update_is_found_by_its_words(owner, owned_action):
    posted = services.post_update(report(owned_action), by=owner)
    assert list(ProgressUpdate.objects.search("coffee")) == [posted]


def test_appointing_makes_person_post_and_holding(secretary, council):
    post = appoint(secretary, council)
    holding = post.holdings.get()
    assert (post.title, holding.started_on, holding.ended_on) == ("Prevention lead", DAY, None)
    assert (holding.person.email, holding.person.account) == ("ann@example.org", None)
    assert holding.history.get().history_user == secretary


def test_the_former_holder_ends_the_day_before(secretary, council):
    post = appoint(secretary, council)
    later = DAY + datetime.timedelta(days=31)
    appoint(secretary, council, name="Ben Best", email="ben@example.org", on=later)
    former = post.holdings.get(person__name="Ann Able")
    assert former.ended_on == datetime.date(2026, 12, 31)
    assert former.history.first().history_change_reason == "Ben Best took over"


def test_appointing_the_holder_again_changes_nothing(secretary, council):
    post = appoint(secretary, council)
    assert appoint(secretary, council, email="ANN@example.org", title="prevention LEAD") == post
    assert (Post.objects.filter(title__iexact=post.title).count(), post.holdings.count()) == (1, 1)


def test_a_successor_starts_after_the_holder(secretary, council):
    appoint(secretary, council)
    with pytest.raises(ValidationError, match="Ann Able holds this post from 1 December 2026"):
        appoint(secretary, council, name="Ben Best", email="ben@example.org")


def test_nobody_is_appointed_into_days_already_held(secretary, council):
    post = appoint(secretary, council)
    holding = post.holdings.get()
    holding.ended_on = DAY + datetime.timedelta(days=9)
    services.enter(holding, by=secretary)
    inside = DAY + datetime.timedelta(days=3)
    with pytest.raises(ValidationError, match="until 10 December 2026: choose another day"):
        appoint(secretary, council, name="Ben Best", email="ben@example.org", on=inside)


def invite(by, council, *roles, email="new@example.org"):
    chosen = Group.objects.filter(name__in=roles)
    return services.invite(by=by, name="Nora New", email=email, organisation=council, roles=chosen)


def test_inviting_makes_account_person_and_roles_without_a_password(administrator, council):
    user = invite(administrator, council, Role.OWNER, Role.OFFICER, email="New@Example.org")
    assert (user.email, user.is_staff) == ("new@example.org", True)
    assert user.role_names == {Role.OWNER, Role.OFFICER}
    assert not user.has_usable_password()
    assert user.person.organisation == council
    assert user.person.history.first().history_change_reason == "Invited"


def test_an_owner_from_outside_has_no_workshop(administrator, council):
    assert not invite(administrator, council, Role.OWNER).is_staff


def test_inviting_a_known_person_gives_them_the_account(secretary, administrator, council):
    appoint(secretary, council, email="new@example.org")
    user = invite(administrator, council, Role.OWNER)
    assert Person.objects.get(email="new@example.org").account == user


def test_an_address_is_invited_once(administrator, council):
    invite(administrator, council, Role.OWNER)
    with pytest.raises(ValidationError, match="already signs in with this e-mail"):
        invite(administrator, council, Role.OWNER, email="NEW@example.org")
    assert User.objects.filter(email="new@example.org").count() == 1


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_only_an_administrator_invites(role, council):
    with pytest.raises(PermissionDenied, match="Only an administrator may invite people"):
        invite(makers.make_user(role), council, Role.OWNER)
