"""Changing many actions at once, with a note: all of them, or none."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction

from actions import policies
from actions.dates import in_words
from actions.models import Action, ActionGroup, ActionTable, Board, Post
from actions.services.entering import ONLY_SECRETARY, enter
from estimates.models import EstimateTable
from evidence.models import PopulationGroup
from loneliness.accounts.models import User
from loneliness.records import services as records

FIELDS = {
    "board": "Board",
    "owner": "Owner",
    "lead": "Lead officer",
    "reach": "For all or some",
    "capacity": "Capacity",
    "review_on": "Review",
}
NO_NOTE = "Say why: the note stands in the history of each action."
NOTHING_CHOSEN = "Choose at least one thing to change."
NO_ACTIONS = "Tick at least one action."
GONE = "Nothing was changed: some of these actions are not in the register. Tick them again."
STALE = (
    "Nothing was changed: somebody else changed “{action}” while you were working. It says now: "
    "{now}. Look at it, then change the ticked ones again."
)
IS_DUE = "“{action}” is due on {day}: it has no review date beside that."
EMPTY = "(empty)"


@dataclass(frozen=True)
class BulkChange:
    """What is to be set on all of them; what is left empty stays as it is."""

    board: Board | None = None
    owner: Post | None = None
    lead: Post | None = None
    reach: str = ""
    capacity: str = ""
    review_on: datetime.date | None = None
    group: PopulationGroup | None = None
    table: EstimateTable | None = None

    @property
    def values(self) -> dict[str, object]:
        """The fields that are to be set."""
        return {name: value for name in FIELDS if (value := getattr(self, name))}

    @property
    def is_empty(self) -> bool:
        """Whether nothing was chosen."""
        return not (self.values or self.group or self.table)


@dataclass(frozen=True)
class OneChange:
    """What would change on one action: what, old and new; or why it cannot."""

    action: Action
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    problem: str = ""


def what_would_change(actions: Iterable[Action], change: BulkChange) -> list[OneChange]:
    """What a change would do to each action, in their order."""
    return [_one(action, change) for action in actions]


def _one(action: Action, change: BulkChange) -> OneChange:
    if change.review_on and action.first_due_on:
        day = in_words(action.first_due_on)
        return OneChange(action, problem=IS_DUE.format(action=action, day=day))
    return OneChange(action, [*_fields(action, change), *_links(action, change)])


def _fields(action: Action, change: BulkChange) -> Iterator[tuple[str, str, str]]:
    before = Action(**{name: getattr(action, name) for name in FIELDS})
    after = Action(**{name: getattr(action, name) for name in FIELDS} | change.values)
    for name in change.values:
        if getattr(before, name) != getattr(after, name):
            yield FIELDS[name], _shown(before, name), _shown(after, name)


def _links(action: Action, change: BulkChange) -> Iterator[tuple[str, str, str]]:
    if change.group and change.group.pk not in {one.group_id for one in action.group_links.all()}:
        yield "Group", "", f"{change.group} added"
    if change.table and change.table.pk not in {one.table_id for one in action.table_links.all()}:
        yield "Table", "", f"{change.table} added"


def _shown(action: Action, name: str) -> str:
    value = getattr(action, name)
    if isinstance(value, datetime.date):
        return in_words(value)
    named = getattr(action, f"get_{name}_display", lambda: value)()
    return str(named) if named else EMPTY


@transaction.atomic
def change_actions(seen: Mapping[int, int], change: BulkChange, *, by: User, note: str) -> int:
    """Change actions, given by number with the version that was seen; how many were changed.

    ValidationError when one was changed meanwhile, with what it says now, or cannot be changed:
    then none is.
    """
    records.require(policies.may_set_up(by), ONLY_SECRETARY)
    _check(seen, change, note)
    actions = list(held(seen))
    if len(actions) != len(seen):
        raise ValidationError(GONE)
    told = [_stale(one) for one in actions if one.version != seen[one.pk]]
    planned = what_would_change(actions, change)
    told += [one.problem for one in planned if one.problem]
    if told:
        raise ValidationError(told)
    changed = [one.action for one in planned if one.changes]
    for action in changed:
        _save(action, change, seen[action.pk], by, note)
    return len(changed)


def held(keys: Iterable[int]) -> Iterable[Action]:
    """The actions of these numbers, held until the end of the transaction."""
    rows = Action.objects.select_for_update(of=("self",)).filter(pk__in=list(keys))
    rows = rows.select_related("board", "owner__organisation", "lead__organisation")
    return rows.prefetch_related("group_links", "table_links").order_by("title", "pk")


def _check(seen: Mapping[int, int], change: BulkChange, note: str) -> None:
    for is_missing, name, sentence in (
        (not note.strip(), "note", NO_NOTE),
        (change.is_empty, "", NOTHING_CHOSEN),
        (not seen, "", NO_ACTIONS),
    ):
        if is_missing:
            raise ValidationError({name: sentence} if name else sentence)


def _stale(action: Action) -> str:
    now = "; ".join(f"{label.lower()} {_shown(action, name)}" for name, label in FIELDS.items())
    return STALE.format(action=action, now=now)


def _save(action: Action, change: BulkChange, version: int, by: User, note: str) -> None:
    new = {name: value for name, value in change.values.items() if getattr(action, name) != value}
    for name, value in new.items():
        setattr(action, name, value)
    if new:
        enter(action, by=by, expected_version=version, reason=note)
    for what, _, _ in list(_links(action, change)):
        enter(_link(action, change, what), by=by, reason=note)


def _link(action: Action, change: BulkChange, what: str) -> ActionGroup | ActionTable:
    if what == "Group":
        return ActionGroup(action=action, group=change.group)
    return ActionTable(action=action, table=change.table)
