"""What the secretary looks after: recommendations, actions, boards, meetings and links."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from actions import policies
from actions.dates import in_words
from actions.models import (
    Action,
    ActionGroup,
    ActionRecommendation,
    ActionTable,
    Board,
    Holding,
    Meeting,
    Organisation,
    PolicyItem,
    Post,
    Recommendation,
    RecommendationBoard,
    RecommendationGroup,
    Service,
    ServiceGroup,
    ServiceProvider,
)
from loneliness.accounts.models import User
from loneliness.records import services as records
from loneliness.records.models import Historic

R = TypeVar("R", bound=Historic)
LINKS = {
    ActionGroup: "action",
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
PAGES = ("change", "import", "owners", "policy", "services", "set-up")
ONLY_SECRETARY = "Only the board secretary may set this."
DATE_STAYS = (
    "This date is set. Change it on the action’s own page, with “Change the date”: that asks for "
    "the reason."
)
PAPER_STAYS = "A paper for this meeting is issued: its board and its day stay as they are."


@dataclass(frozen=True)
class SetUp:
    """What the secretary's grid says of one recommendation and its action, if it has one."""

    response: str
    response_reason: str
    recommendation_version: int
    response_quotation: str = ""
    owner: Post | None = None
    board: Board | None = None
    first_due_on: datetime.date | None = None
    review_on: datetime.date | None = None
    action_version: int | None = None


def check_enter(record: Historic, *, by: User) -> None:
    """Give a new record its short name or its place; all other rules stand on the record."""
    for model, key, source in NAMED:
        if isinstance(record, model) and not getattr(record, key):
            words = _free(model, getattr(record, source))
            setattr(record, key, records.new_key(model, key, *words))
        if isinstance(record, model):
            records.keep_key(record, key)
    if isinstance(record, (ActionRecommendation, ServiceGroup, ServiceProvider)):
        records.place_last(record, LINKS[type(record)])
    for ruled, rule in RULES:
        if isinstance(record, ruled):
            rule(record)


def _free(model: type[Historic], text: str) -> tuple[str, ...]:
    """The words of a short name; of an action also one that no page has as its address."""
    taken = model is Action and slugify(text) in PAGES
    return (text, "action") if taken else (text,)


def _keep_date(action: Action) -> None:
    """Refuse another due date than the stored one, once there is one."""
    stored = Action.objects.filter(pk=action.pk).values_list("first_due_on", flat=True).first()
    if stored not in (None, action.first_due_on):
        raise ValidationError({"first_due_on": DATE_STAYS})


def _keep_out_of_circles(action: Action) -> None:
    """Refuse to merge into what was itself merged: nobody could report anywhere in the end."""
    into = action.merged_into
    if into and into.merged_into_id and not into.merged.filter(pk=action.pk).exists():
        raise ValidationError(
            {"merged_into": f"“{into}” was itself merged into another action: choose that one."}
        )


def keep_apart(holding: Holding) -> None:
    """Refuse days on which somebody else holds the post."""
    if not (holding.post_id and holding.started_on):
        return
    others = Holding.objects.going_on(holding.started_on).filter(post=holding.post_id)
    if holding.ended_on:
        others = others.filter(started_on__lte=holding.ended_on)
    taken = others.exclude(pk=holding.pk).select_related("person").order_by("-started_on").first()
    if taken:
        until = f" until {in_words(taken.ended_on)}" if taken.ended_on else ""
        raise ValidationError(
            f"{taken.person} holds this post from {in_words(taken.started_on)}{until}: choose "
            "another day."
        )


def _keep_day(meeting: Meeting) -> None:
    """Refuse another board or day for a meeting whose paper is issued."""
    stored = Meeting.objects.filter(pk=meeting.pk, packs__isnull=False).first()
    where = (meeting.board_id, meeting.held_on)
    if stored and (stored.board_id, stored.held_on) != where:
        raise ValidationError({"held_on": PAPER_STAYS})


RULES: tuple[tuple[type[Historic], Callable[[Any], None]], ...] = (
    (Action, _keep_date),
    (Action, _keep_out_of_circles),
    (Holding, keep_apart),
    (Meeting, _keep_day),
)


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
    if _assign(
        recommendation,
        response=row.response,
        response_reason=row.response_reason,
        response_quotation=row.response_quotation,
    ):
        records.save(recommendation, by=by, expected_version=row.recommendation_version)
        changed.append(recommendation)
    if action is not None and _assign(
        action,
        owner=row.owner,
        board=row.board,
        first_due_on=row.first_due_on,
        review_on=row.review_on,
    ):
        _keep_date(action)
        records.save(action, by=by, expected_version=row.action_version)
        changed.append(action)
    return changed


def _assign(record: Historic, **values: object) -> bool:
    """Set the values and say whether any of them is new."""
    changed = any(getattr(record, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(record, name, value)
    return changed
