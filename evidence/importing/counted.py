"""What a row of a population file says once it is understood, and what the register says."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from evidence.importing.counts import CountCells
from evidence.vocabulary import CountOutcome


@dataclass(frozen=True)
class AreaSeen:
    """An area of the register, or one that a row adds."""

    code: str
    name: str
    kind: str
    parent: str = ""
    line: int = 0  # where a row adds it; nought for one of the register


@dataclass(frozen=True)
class Stored:
    """A count of the register, as far as a row of a file may say otherwise."""

    pk: int
    people: tuple[object, ...]
    date: datetime.date | None
    period: str
    split_by: str
    figures: tuple[int | None, ...]
    interval_source: str
    carries: bool = False


@dataclass(frozen=True)
class Unsaid:
    """What a file's rows leave unsaid."""

    unit: str
    period: str = ""
    date: str = ""
    area_kind: str = ""
    parent_area: str = ""


@dataclass(frozen=True)
class Counted:
    """A row as understood: whom it counts, where, and how many."""

    area: str
    group: str
    unit: str
    date: datetime.date | None
    period: str
    age_from: int | None
    age_to: int | None
    split_by: str
    figures: tuple[int | None, ...]
    interval_source: str

    @property
    def people(self) -> tuple[object, ...]:
        """Whom it counts, and where."""
        return self.area, self.group, self.unit, self.age_from, self.age_to


@dataclass(frozen=True)
class PlannedCount:
    """A row with what it is to the register."""

    row: CountCells
    outcome: CountOutcome
    counted: Counted | None = None
    problems: tuple[str, ...] = ()
    changes: list[list[str]] = field(default_factory=list)
    stored: Stored | None = None
