"""Two answers of one table beside each other, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from estimates import calculation
from estimates.models import Revision, RevisionLine
from evidence.querysets import ALARMING

HALF = Decimal("0.5")
MOST_SHOWN = 60  # lines that a page shows beside each other


@dataclass(frozen=True)
class ComparedLine:
    """One line before and after; either is missing where the other version has no such line."""

    old: RevisionLine | None
    new: RevisionLine | None

    @property
    def label(self) -> str:
        """The line's label, the newer one where there is one."""
        line = self.new or self.old
        return line.label if line else ""

    @property
    def difference(self) -> int | None:
        """New less old; None where the line stands in one version only."""
        return self.new.estimate - self.old.estimate if self.old and self.new else None

    @property
    def rate_changed(self) -> bool:
        """Whether another percentage is used, or another finding that states the same one."""
        return self._differs("finding_id", "printed_percentage")

    @property
    def count_changed(self) -> bool:
        """Whether another count is used."""
        return self._differs("population_id", "count")

    @property
    def notes(self) -> list[str]:
        """What a reader must know of the new inputs, a sentence each."""
        if self.new is None:
            return ["This line is left out."]
        return [*_rounder_rate(self.old, self.new), *_replaced_count(self.new)]

    def _differs(self, *names: str) -> bool:
        return any(getattr(self.old, name, None) != getattr(self.new, name, None) for name in names)


@dataclass(frozen=True)
class Comparison:
    """Two versions, saved or not, of one table."""

    old: Revision | None
    new: Revision
    lines: tuple[ComparedLine, ...]

    @property
    def difference(self) -> int | None:
        """New total less old; None where either has none."""
        if self.old is None or self.old.total is None or self.new.total is None:
            return None
        return self.new.total - self.old.total

    @property
    def share(self) -> Decimal | None:
        """The difference as a percentage of the old total, to one decimal."""
        if self.difference is None or self.old is None or not self.old.total:
            return None
        return calculation.half_up(Decimal(100 * self.difference) / self.old.total, 1)

    @property
    def shown(self) -> tuple[ComparedLine, ...]:
        """The lines to show: all of a short table, of a long one those that differ, the first."""
        if len(self.lines) <= MOST_SHOWN:
            return self.lines
        return tuple(line for line in self.lines if line.difference != 0)[:MOST_SHOWN]

    @property
    def same(self) -> bool:
        """Whether nothing at all changed, to the letter."""
        return self.old is not None and self.old.fingerprint == self.new.fingerprint


def compare(
    old: Revision | None,
    old_lines: Sequence[RevisionLine],
    new: Revision,
    new_lines: Sequence[RevisionLine],
) -> Comparison:
    """Put two versions beside each other by the position of their lines. No query."""
    before = {line.position: line for line in old_lines}
    after = {line.position: line for line in new_lines}
    lines = [ComparedLine(before.get(key), after.get(key)) for key in sorted(before | after)]
    return Comparison(old, new, tuple(lines))


def _rounder_rate(old: RevisionLine | None, new: RevisionLine) -> list[str]:
    if old is None or new.decimals >= old.decimals:
        return []
    half = HALF.scaleb(-new.decimals)
    rate = new.printed_percentage
    low, high = max(rate - half, Decimal(0)), min(rate + half, Decimal(100))
    places = f"to {new.decimals} decimals" if new.decimals else "as a whole percentage"
    ends = [calculation.half_up(calculation.exact(new.count, end)) for end in (low, high)]
    stands_for = f"{new.printed_percentage}% is published {places} and stands for {low}% to {high}%"
    return [f"{stands_for}: {ends[0]:,} to {ends[1]:,}."]


def _replaced_count(new: RevisionLine) -> list[str]:
    publication = new.population.publication
    if publication.standing not in ALARMING:
        return []
    became = publication.get_standing_display().lower()
    return [f"The count’s publication was {became}. {publication.standing_note}".strip()]
