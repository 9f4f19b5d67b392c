"""The rating to discuss: what dates, silence and milestones say, beside the owner's own word.

The rules, in days; any red one makes it red, then any amber one amber, else it is green:

* red: past its date; a milestone more than 60 days late; two calls for updates in a row, or
  twice the board's days of silence, without an answer;
* amber: past its first date though a later one was agreed; a milestone late; one call, or the
  board's days of silence, without an answer; more time asked for; paused; due within 30 days
  and less than three quarters done.

Work that is finished, merged or will not proceed has none, nor has work without a date of which
nobody has reported.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from actions.dates import Due, days, in_words
from actions.vocabulary import Rag, Status

MILESTONE_RED = 60
SOON = 30
NEARLY_DONE = 75
ORDER = (Rag.GREEN, Rag.AMBER, Rag.RED)


@dataclass(frozen=True)
class Step:
    """A milestone: what, for when, and when it was met if it was."""

    title: str
    due_on: datetime.date
    met_on: datetime.date | None = None

    def days_late(self, today: datetime.date) -> int:
        """Days past its date; nought once met."""
        return 0 if self.met_on else max((today - self.due_on).days, 0)


@dataclass(frozen=True)
class Facts:
    """What the rating is worked out from. ``silent_for`` is None before the first report."""

    today: datetime.date
    due: Due
    status: str = ""
    per_cent: int | None = None
    steps: tuple[Step, ...] = ()
    silent_for: int | None = None
    silent_after: int = 90
    calls_missed: int = 0
    asks_for: datetime.date | None = None


@dataclass(frozen=True)
class Rating:
    """Our rating and the sentences that give its reason, the gravest first."""

    rag: str
    reasons: tuple[str, ...]

    @property
    def word(self) -> str:
        """On track, some risk, off track."""
        return str(Rag(self.rag).label)

    @property
    def why(self) -> str:
        """The reasons in one sentence."""
        return "; ".join(self.reasons)

    def is_worse_than(self, rag: str) -> bool:
        """Whether it is graver than the owner's word."""
        return ORDER.index(Rag(self.rag)) > ORDER.index(Rag(rag))


def rate(facts: Facts) -> Rating | None:
    """The rating that the facts give; None when there is nothing to work it out from."""
    if not facts.status and not facts.due.now and not facts.calls_missed:
        return None
    found = [*_of_dates(facts), *_of_steps(facts), *_of_silence(facts), *_of_words(facts)]
    for rag in (Rag.RED, Rag.AMBER):
        reasons = tuple(sentence for graver, sentence in found if graver == rag)
        if reasons:
            return Rating(rag, reasons)
    reported = "and its owner has reported" if facts.status else "though nobody has reported yet"
    return Rating(Rag.GREEN, (f"nothing is late, {reported}",))


def _of_dates(facts: Facts) -> Iterator[tuple[Rag, str]]:
    late, over = facts.due.days_late(facts.today), facts.due.days_over(facts.today)
    if over:
        yield Rag.RED, f"{days(over)} past its date"
    elif late:
        yield Rag.AMBER, f"{days(late)} past its first date, though a later one was agreed"
    done, due = _done(facts), facts.due.now
    soon = due is not None and not over and (due - facts.today).days <= SOON
    if due and soon and done is not None and done < NEARLY_DONE:
        yield Rag.AMBER, f"due on {in_words(due)}, and less than three quarters done"


def _of_steps(facts: Facts) -> Iterator[tuple[Rag, str]]:
    for step in facts.steps:
        late = step.days_late(facts.today)
        if late:
            rag = Rag.RED if late > MILESTONE_RED else Rag.AMBER
            yield rag, f"milestone “{step.title}” is {days(late)} late"


def _of_silence(facts: Facts) -> Iterator[tuple[Rag, str]]:
    """Calls without an answer; between calls, the days since the last report."""
    if facts.calls_missed > 1:
        yield Rag.RED, f"no answer to the last {facts.calls_missed} calls for updates"
    elif facts.calls_missed:
        yield Rag.AMBER, "no answer to the last call for updates"
    elif (facts.silent_for or 0) > facts.silent_after:
        silent = facts.silent_for or 0
        rag = Rag.RED if silent > 2 * facts.silent_after else Rag.AMBER
        yield rag, f"no update for {days(silent)}"


def _of_words(facts: Facts) -> Iterator[tuple[Rag, str]]:
    if facts.asks_for:
        yield Rag.AMBER, f"more time is asked for, until {in_words(facts.asks_for)}"
    if facts.status == Status.PAUSED:
        yield Rag.AMBER, "it is paused"


def _done(facts: Facts) -> int | None:
    """How much is done, 0-100: as reported, else the share of milestones met; None if unknown."""
    if facts.per_cent is not None or not facts.steps:
        return facts.per_cent
    return 100 * sum(step.met_on is not None for step in facts.steps) // len(facts.steps)
