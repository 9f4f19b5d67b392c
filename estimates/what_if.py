"""What a table would say with other percentages, or without weak evidence; nothing is saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from estimates import calculation
from estimates.selectors import LineAnswer, TableAnswer
from evidence.vocabulary import Grade


@dataclass(frozen=True)
class Supposed:
    """One line with the percentage supposed; None when it is left out."""

    item: LineAnswer
    percentage: Decimal | None

    @property
    def estimate(self) -> int:
        """What the line gives; nothing when it is left out."""
        if self.percentage is None:
            return 0
        return calculation.estimate(self.item.line.count, self.percentage)

    @property
    def difference(self) -> int:
        """Supposed less in force."""
        return self.estimate - self.item.line.estimate

    @property
    def sum_in_words(self) -> str:
        """The sum as it is shown; empty when the line is left out."""
        if self.percentage is None:
            return ""
        return calculation.sum_in_words(self.item.line.count, self.percentage)


@dataclass(frozen=True)
class WhatIf:
    """A table as it would be."""

    lines: tuple[Supposed, ...]
    rule: str
    in_force: int | None

    @property
    def kept(self) -> list[Supposed]:
        """The lines that are not left out."""
        return [line for line in self.lines if line.percentage is not None]

    @property
    def total(self) -> int | None:
        """The total by the table's rule; None where it has none."""
        factors = [
            (line.item.line.count, line.percentage)
            for line in self.kept
            if line.percentage is not None
        ]
        return calculation.total(factors, self.rule)

    @property
    def difference(self) -> int | None:
        """Supposed less in force; None where there is no total."""
        if self.total is None or self.in_force is None:
            return None
        return self.total - self.in_force

    @property
    def population(self) -> int:
        """How many the kept lines count."""
        return sum(line.item.line.count for line in self.kept)


def suppose(
    answer: TableAnswer, percentages: Mapping[int, Decimal], *, without_weak: bool = False
) -> WhatIf:
    """The table with other percentages by position, 0-100, and perhaps without weak evidence."""
    rule = answer.revision.total_rule if answer.revision else calculation.NO_TOTAL
    lines = [
        Supposed(item, None if without_weak and is_weak(item) else _rate(item, percentages))
        for item in answer.lines
    ]
    return WhatIf(tuple(lines), rule, answer.revision.total if answer.revision else None)


def is_weak(item: LineAnswer) -> bool:
    """Whether a line's percentage is from a publication graded weak, or not graded."""
    return item.appraisal is None or item.appraisal.grade in (Grade.WEAK, Grade.NOT_GRADED)


def _rate(item: LineAnswer, percentages: Mapping[int, Decimal]) -> Decimal:
    return percentages.get(item.line.position, item.line.printed_percentage)
