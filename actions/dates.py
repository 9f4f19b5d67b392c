"""Due dates in words and days: the first date stays, and every move of it counts."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

TIMES = ("", "once", "twice")


def in_words(day: datetime.date) -> str:
    """A day as the register writes it: 3 May 2026."""
    return f"{day:%-d %B %Y}"


def days(number: int) -> str:
    """A number of days: 1 day, 182 days."""
    return f"{number} day{'' if number == 1 else 's'}"


@dataclass(frozen=True)
class Due:
    """When an action is due: the first date, today's, and how often it was moved.

    ``review`` is for ongoing work, which is never late.
    """

    first: datetime.date | None = None
    now: datetime.date | None = None
    moves: int = 0
    review: datetime.date | None = None

    @property
    def days_moved(self) -> int:
        """Days between the first date and today's."""
        return (self.now - self.first).days if self.now and self.first else 0

    def days_late(self, today: datetime.date) -> int:
        """Days past the first date; nought when not late, undated or ongoing."""
        return max((today - self.first).days, 0) if self.first else 0

    def days_over(self, today: datetime.date) -> int:
        """Days past the date agreed last; nought before it."""
        return max((today - self.now).days, 0) if self.now else 0

    @property
    def words(self) -> str:
        """Due 31 March 2027, first 30 September 2026, moved twice, 182 days."""
        if self.review:
            return f"ongoing, reviewed {in_words(self.review)}"
        if not self.now or not self.first:
            return "no date yet"
        if not self.moves:
            return f"due {in_words(self.now)}"
        often = TIMES[self.moves] if self.moves < len(TIMES) else f"{self.moves} times"
        return (
            f"due {in_words(self.now)}, first {in_words(self.first)}, moved {often}, "
            f"{days(abs(self.days_moved))}{' earlier' if self.days_moved < 0 else ''}"
        )
