"""What the services refuse, by whatever page or form it comes, and what counts once."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from actions import services
from actions.dates import Due
from actions.models import Remark
from actions.rating import Facts, rate
from loneliness.accounts.models import User
from loneliness.accounts.roles import Role
from tests import makers

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 24)


def merge(action, into, by):
    action.merged_into = into
    return services.enter(action, by=by)


def test_actions_are_not_merged_in_a_circle(secretary):
    one, two, three = (makers.make_action(title=title) for title in ("One", "Two", "Three"))
    merge(one, two, secretary)
    merge(two, three, secretary)
    with pytest.raises(ValidationError, match="“One” was itself merged into another action"):
        merge(three, one, secretary)
    one.refresh_from_db()
    one.title = "One, as it was"
    assert services.enter(one, by=secretary).merged_into == two


def test_a_remark_sent_twice_counts_once(owned_action, owner):
    told = makers.make_update(owned_action, User.objects.system(), told_by="Olive")
    for _ in range(2):
        services.object_to(told, "I said amber.", account=owner)
        services.not_mine(owned_action, "It went to Housing.", account=owner)
    assert Remark.objects.count() == 2


def test_a_remark_may_be_made_again_once_it_is_settled(owned_action, owner, secretary):
    first = services.not_mine(owned_action, "It went to Housing.", account=owner)
    services.settle(first, "Housing says no.", by=secretary)
    assert services.not_mine(owned_action, "It went to Housing.", account=owner) != first


def test_who_owned_it_when_it_was_claimed_does_not_verify_later(
    owned_action, owner, secretary, clock
):
    claim = makers.make_update(
        owned_action, secretary, status="claimed-complete", told_by="Olive Owner"
    )
    owner.groups.set(makers.make_user(Role.REVIEWER).groups.all())
    holding = owner.person.holdings.get()
    services.leave(owner.person, TODAY, {holding.pk: None}, by=secretary)
    clock.shift(datetime.timedelta(days=1))
    reviewer = User.objects.get(pk=owner.pk)
    with pytest.raises(PermissionDenied):
        services.decide_claim(claim, by=reviewer, verified=True, reason="Mine.")


def test_the_reason_of_a_rating_does_not_say_that_somebody_reported():
    later = TODAY + datetime.timedelta(days=90)
    rating = rate(Facts(today=TODAY, due=Due(later, later)))
    assert rating.why == "nothing is late, though nobody has reported yet"


def test_a_wish_for_more_time_stays_in_the_form_until_it_is_answered(
    owner, owned_action, client_of
):
    client, address = client_of(owner), f"{owned_action.get_absolute_url()}update/"
    wish = {"asks_for": datetime.date(2027, 1, 31), "asks_because": "Two of us left."}
    makers.make_update(owned_action, owner, **wish)
    initial = client.get(address).context["form"].initial
    assert {name: initial.get(name) for name in wish} == wish


def test_what_is_corrected_is_what_the_writer_had_read(owner, owned_action, client_of, secretary):
    client, address = client_of(owner), f"{owned_action.get_absolute_url()}update/"
    read = makers.make_update(owned_action, owner)
    form = client.get(address).context["form"]
    makers.make_update(owned_action, secretary, told_by="Olive", happened="Another thing.")
    entry = {
        "rag": "green", "status": "in-progress", "happened": "It was the second one.",
        "is_correction": "on", "before": form["before"].value(), "once": form["once"].value(),
    }  # fmt: skip
    for _ in range(2):
        assert client.post(address, entry).status_code == 302
    assert owned_action.updates.get(happened="It was the second one.").corrects == read
    page = client.post(address, entry | {"once": "again"}).content.decode()
    assert "Somebody has corrected this update already" in page
