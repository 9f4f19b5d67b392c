"""How a board's actions went, month by month: ratings, milestones, and how old they are."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Min
from django.utils import timezone

from actions.models import Action, ProgressUpdate
from actions.selectors.states import ActionState
from actions.vocabulary import Rag
from loneliness.records.history import end_of

MONTHS = 12
NO_REPORT = "No report"
AGES = (
    ("under 3 months", 91),
    ("3 to 6 months", 183),
    ("6 to 12 months", 365),
    ("over a year", None),
)


@dataclass(frozen=True)
class Month:
    """The end of a month, or today: ratings of the actions, and milestones planned and met."""

    day: datetime.date
    ratings: tuple[tuple[str, int], ...]
    planned: int
    met: int

    @property
    def name(self) -> str:
        """November 2026."""
        return f"{self.day:%B %Y}"


@dataclass(frozen=True)
class Trends:
    """Month by month, and the ages of the actions that are still open."""

    months: tuple[Month, ...]
    ages: tuple[tuple[str, int], ...]


def trends(states: Iterable[ActionState], today: datetime.date) -> Trends:
    """The last twelve months of these actions, by what owners said then. Two queries."""
    listed = list(states)
    keys = [state.action.pk for state in listed]
    reports = list(
        ProgressUpdate.objects.filter(action__in=keys)
        .order_by("pk")
        .values_list("action", "rag", "posted_at")
    )
    months = [_month(day, listed, reports) for day in _ends(today)]
    begun = [month for month in months if month.planned or _reported(month)]
    first = months.index(begun[0]) if begun else len(months) - 1
    return Trends(tuple(months[first:]), tuple(_ages(listed, today)))


def _month(
    day: datetime.date,
    states: list[ActionState],
    reports: list[tuple[int, str, datetime.datetime]],
) -> Month:
    until = end_of(day)
    newest = {action: rag for action, rag, posted_at in reports if posted_at <= until}
    counts = Counter(newest.values())
    ratings = [(str(Rag(rag).label), counts[rag]) for rag in Rag]
    ratings.append((NO_REPORT, len(states) - len(newest)))
    milestones = [one for state in states for one in state.milestones]
    return Month(
        day,
        tuple(ratings),
        planned=sum(one.milestone.due_on <= day for one in milestones),
        met=sum(one.met_on is not None and one.met_on <= day for one in milestones),
    )


def _reported(month: Month) -> int:
    return sum(count for word, count in month.ratings if word != NO_REPORT)


def _ends(today: datetime.date) -> list[datetime.date]:
    """The ends of the months before this one, and today."""
    ends, day = [today], today.replace(day=1)
    for _ in range(MONTHS - 1):
        ends.append(day - datetime.timedelta(days=1))
        day = ends[-1].replace(day=1)
    return ends[::-1]


def _ages(states: list[ActionState], today: datetime.date) -> Iterator[tuple[str, int]]:
    """How many open actions have been in the register for how long."""
    opened = [state.action.pk for state in states if not state.is_over]
    history = Action.history.filter(id__in=opened).values("id")
    entered = history.annotate(first=Min("history_date")).values_list("first", flat=True)
    days = [(today - timezone.localdate(first)).days for first in entered]
    low = -1
    for words, high in AGES:
        yield words, sum(low < age and (high is None or age <= high) for age in days)
        low = high if high is not None else low
