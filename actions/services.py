"""The ways to write recommendations, actions, owners and updates."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from actions import policies
from actions.models import (
    Action,
    ActionRecommendation,
    ActionTable,
    Board,
    Holding,
    Organisation,
    Person,
    PolicyItem,
    Post,
    ProgressUpdate,
    Recommendation,
    RecommendationBoard,
    RecommendationGroup,
    Service,
    ServiceGroup,
    ServiceProvider,
)
from loneliness.accounts.models import User
from loneliness.accounts.roles import WORKSHOP_ROLES
from loneliness.records import services as records
from loneliness.records.models import Historic

R = TypeVar("R", bound=Historic)
LINKS = {
    ActionRecommendation: "action",
    ActionTable: "action",
    RecommendationBoard: "recommendation",
    RecommendationGroup: "recommendation",
    ServiceGroup: "service",
    ServiceProvider: "service",
}
NAMED = (
    (Action, "key", "title"),
    (Service, "key", "name"),
    (PolicyItem, "key", "title"),
    (Board, "slug", "name"),
    (Organisation, "slug", "name"),
)
ONLY_SECRETARY = "Only the board secretary may set this."


@dataclass(frozen=True)
class SetUp:
    """What the secretary's grid says of one recommendation and its action, if it has one."""

    response: str
    response_reason: str
    recommendation_version: int
    owner: Post | None = None
    board: Board | None = None
    first_due_on: datetime.date | None = None
    review_on: datetime.date | None = None
    action_version: int | None = None


def check_enter(record: Historic, *, by: User) -> None:
    """Give a new record its short name or its place; all other rules stand on the record."""
    for model, key, source in NAMED:
        if isinstance(record, model) and not getattr(record, key):
            setattr(record, key, records.new_key(model, key, getattr(record, source)))
        if isinstance(record, model):
            records.keep_key(record, key)
    if isinstance(record, (ActionRecommendation, ServiceGroup, ServiceProvider)):
        records.place_last(record, LINKS[type(record)])


@transaction.atomic
def enter(record: R, *, by: User, expected_version: int | None = None, reason: str = "") -> R:
    """Save a board, post, service or other record the secretary looks after."""
    records.require(policies.may_set_up(by), ONLY_SECRETARY)
    check_enter(record, by=by)
    return records.save(record, by=by, expected_version=expected_version, reason=reason)


@transaction.atomic
def unlink(link: Historic, *, by: User, reason: str = "") -> None:
    """Take away a link between two records; its history stays."""
    records.require(policies.may_set_up(by), ONLY_SECRETARY)
    if not isinstance(link, tuple(LINKS)):
        raise TypeError(f"A {link._meta.verbose_name} is never removed.")
    records.remove(link, by=by, reason=reason)


@transaction.atomic
def set_up(
    recommendation: Recommendation, action: Action | None, row: SetUp, *, by: User
) -> list[Historic]:
    """Save what changed in one row of the grid; return the records that changed.

    ValidationError for a bad entry, StaleRecord when somebody saved since the row was read.
    """
    records.require(policies.may_set_up(by), ONLY_SECRETARY)
    changed: list[Historic] = []
    if _assign(recommendation, response=row.response, response_reason=row.response_reason):
        records.save(recommendation, by=by, expected_version=row.recommendation_version)
        changed.append(recommendation)
    if action is not None and _assign(
        action,
        owner=row.owner,
        board=row.board,
        first_due_on=row.first_due_on,
        review_on=row.review_on,
    ):
        records.save(action, by=by, expected_version=row.action_version)
        changed.append(action)
    return changed


@transaction.atomic
def post_update(update: ProgressUpdate, *, by: User) -> ProgressUpdate:
    """Post what an owner reports; posting the same form twice keeps one update.

    PermissionDenied unless ``by`` owns the action or enters it for the owner.
    """
    records.require(
        policies.may_post_update(by, update.action),
        "Only the owner of this action, or the board secretary for the owner, may report on it.",
    )
    Action.objects.select_for_update().get(pk=update.action_id)
    posted = ProgressUpdate.objects.filter(once=update.once, action=update.action).first()
    if posted:
        return posted
    update.posted_by = by
    if not policies.owns(by, update.action) and not update.told_by:
        raise ValidationError({"told_by": "Say who told you, how and when."})
    update.refresh_search_text()
    update.full_clean()
    update.save()
    return update


@transaction.atomic
def appoint(
    *, by: User, name: str, email: str, organisation: Organisation, title: str, on: datetime.date
) -> Post:
    """Record that a person holds a post from a day; person and post are made when new.

    Whoever held the post before ends the day before.
    """
    records.require(policies.may_set_up(by), ONLY_SECRETARY)
    person = find_or_make_person(by=by, name=name, email=email, organisation=organisation)
    post = Post.objects.filter(title__iexact=title, organisation=organisation).first()
    post = post or records.save(Post(title=title, organisation=organisation), by=by)
    current = post.holdings.filter(ended_on=None).first()
    if current and current.person_id == person.pk:
        return post
    _refuse_overlap(post, on)
    if current:
        current.ended_on = on - datetime.timedelta(days=1)
        records.save(current, by=by, reason=f"{name} took over")
    records.save(Holding(post=post, person=person, started_on=on), by=by)
    return post


def _refuse_overlap(post: Post, on: datetime.date) -> None:
    """Refuse a first day on which somebody else already held the post, or held it later."""
    taken = post.holdings.filter(Q(started_on__gte=on) | Q(ended_on__gte=on))
    holding = taken.select_related("person").order_by("-started_on").first()
    if holding:
        until = f" until {holding.ended_on:%-d %B %Y}" if holding.ended_on else ""
        raise ValidationError(
            f"{holding.person} holds this post from {holding.started_on:%-d %B %Y}{until}: "
            "choose a later day."
        )


@transaction.atomic
def invite(
    *, by: User, name: str, email: str, organisation: Organisation, roles: Iterable[Group]
) -> User:
    """Make an account without a password, its roles, and the person it belongs to."""
    records.require(policies.may_invite(by), "Only an administrator may invite people.")
    roles = list(roles)
    user = User.objects.create_user(
        email, name=name, is_staff=bool(WORKSHOP_ROLES & {role.name for role in roles})
    )
    user.groups.set(roles)
    person = find_or_make_person(by=by, name=name, email=user.email, organisation=organisation)
    person.account = user
    records.save(person, by=by, reason="Invited")
    return user


def find_or_make_person(*, by: User, name: str, email: str, organisation: Organisation) -> Person:
    """The person of this address, made when there is none."""
    person = Person.objects.filter(email__iexact=email).first()
    return person or records.save(
        Person(name=name, email=email.lower(), organisation=organisation), by=by
    )


def _assign(record: Historic, **values: object) -> bool:
    """Set the values and say whether any of them is new."""
    changed = any(getattr(record, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(record, name, value)
    return changed
