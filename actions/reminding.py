"""Which reminders an action gives: worked out from its dates, never stored as a plan.

Each step falls on a working day and is about a date, so that it has the same key whenever it is
worked out: whoever keeps the keys of what was sent sends each once, however often this is asked.

* before: some days before the due date, and on the due date: to the owner, on the working day
  before where the day is none;
* silent: the day after the board's days without an update, or the day after a call was missed: to
  the owner, on the working day after where the day is none;
* late and silent: so many days after the action became it, to the lead, and as many days later to
  the board's chair, moved alike.

Where nobody holds the owning post, the lead is told in the owner's place.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from actions.working_days import A_DAY, is_working_day, on_or_after, on_or_before

__all__ = ["Facts", "Kind", "Reminder", "Told", "due_by", "is_working_day", "told"]


class Kind(StrEnum):
    """What a reminder says, the least grave first."""

    BEFORE = "before"
    DUE = "due"
    SILENT = "silent"
    CALL = "call-missed"
    LATE_LEAD = "late-lead"
    SILENT_LEAD = "silent-lead"
    LATE_CHAIR = "late-chair"
    SILENT_CHAIR = "silent-chair"

    @property
    def gravity(self) -> int:
        """How grave it is beside the others."""
        return list(Kind).index(self)

    @property
    def is_escalation(self) -> bool:
        """Whether somebody above the owner is told."""
        return self.gravity >= Kind.LATE_LEAD.gravity

    @property
    def is_to_chair(self) -> bool:
        """Whether it goes to a board's chair."""
        return self.gravity >= Kind.LATE_CHAIR.gravity


WORDS = {
    Kind.BEFORE: "Before it is due",
    Kind.DUE: "On the day it is due",
    Kind.SILENT: "No update for a long time",
    Kind.CALL: "A call for updates without an answer",
    Kind.LATE_LEAD: "Late: to the lead",
    Kind.SILENT_LEAD: "Silent: to the lead",
    Kind.LATE_CHAIR: "Late: to the chair",
    Kind.SILENT_CHAIR: "Silent: to the chair",
}


@dataclass(frozen=True)
class Facts:
    """What reminders of one action are worked out from. People and the action are numbers.

    ``due`` is the date that holds now; ``missed`` are the last days of the calls that were not
    answered since the newest update, of ``updated``.
    """

    action: int
    is_running: bool = True
    due: datetime.date | None = None
    updated: datetime.date | None = None
    missed: tuple[datetime.date, ...] = ()
    owner: int | None = None
    lead: int | None = None
    chair: int | None = None
    remind_before: int = 14
    silent_after: int = 90
    escalate_after: int = 14

    @property
    def silences(self) -> tuple[tuple[datetime.date, Kind, datetime.date], ...]:
        """When it became silent and again, why, and the date that this is about; in order.

        Days without an update count only until a call is missed.
        """
        calls = sorted((day + A_DAY, Kind.CALL, day) for day in self.missed)
        if self.updated is None:
            return tuple(calls)
        began = self.updated + datetime.timedelta(days=self.silent_after) + A_DAY
        if calls and calls[0][0] <= began:
            return tuple(calls)
        return ((began, Kind.SILENT, self.updated), *calls)


@dataclass(frozen=True)
class Reminder:
    """One step: what, about which action and date, to whom, and the day it falls due."""

    kind: Kind
    action: int
    about: datetime.date
    person: int
    falls_on: datetime.date

    @property
    def key(self) -> str:
        """What makes it the same reminder on any day that it is worked out."""
        return f"{self.kind}/action-{self.action}/{self.about}/person-{self.person}"


@dataclass(frozen=True)
class Told:
    """What one person is told of one action on a day: the gravest, in place of the others."""

    gravest: Reminder
    others: tuple[Reminder, ...] = ()


def due_by(day: datetime.date, facts: Facts) -> list[Reminder]:
    """Every reminder that has fallen due by a day and that the facts still give, in order."""
    if not facts.is_running:
        return []
    steps = [*_of_date(facts), *_of_silence(facts)]
    found = {step.key: step for step in steps if step.falls_on <= day}
    return sorted(found.values(), key=lambda step: (step.falls_on, step.kind.gravity, step.person))


def told(due: Iterable[Reminder], sent: Collection[str]) -> list[Told]:
    """What is to be told of what is due: each once, and for an action and person the gravest."""
    fresh: dict[tuple[int, int], list[Reminder]] = {}
    for step in due:
        if step.key not in sent:
            fresh.setdefault((step.person, step.action), []).append(step)
    ordered = [sorted(steps, key=_gravity, reverse=True) for steps in fresh.values()]
    return [Told(steps[0], tuple(steps[1:])) for steps in ordered]


def _gravity(step: Reminder) -> tuple[int, datetime.date]:
    return step.kind.gravity, step.about


def _of_date(facts: Facts) -> Iterator[Reminder]:
    if facts.due is None:
        return
    notice = datetime.timedelta(days=facts.remind_before)
    owner = facts.owner or facts.lead
    yield from _step(facts, Kind.BEFORE, facts.due, owner, on_or_before(facts.due - notice))
    yield from _step(facts, Kind.DUE, facts.due, owner, on_or_before(facts.due))
    yield from _above(facts, Kind.LATE_LEAD, Kind.LATE_CHAIR, facts.due, facts.due)


def _of_silence(facts: Facts) -> Iterator[Reminder]:
    silences = facts.silences
    for began, kind, about in silences:
        yield from _step(facts, kind, about, facts.owner or facts.lead, on_or_after(began))
    if silences:
        began, _, about = silences[0]
        identity = facts.updated or about
        yield from _above(facts, Kind.SILENT_LEAD, Kind.SILENT_CHAIR, identity, began)


def _above(
    facts: Facts, to_lead: Kind, to_chair: Kind, about: datetime.date, began: datetime.date
) -> Iterator[Reminder]:
    """The two steps above the owner, each so many days after the one before."""
    wait = datetime.timedelta(days=facts.escalate_after)
    yield from _step(facts, to_lead, about, facts.lead, on_or_after(began + wait))
    yield from _step(facts, to_chair, about, facts.chair, on_or_after(began + 2 * wait))


def _step(
    facts: Facts, kind: Kind, about: datetime.date, person: int | None, falls_on: datetime.date
) -> Iterator[Reminder]:
    if person is not None:
        yield Reminder(kind, facts.action, about, person, falls_on)
