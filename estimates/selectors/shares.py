"""What of a table's figure is about some groups only."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from estimates import calculation
from estimates.selectors.table_answer import LineAnswer, TableAnswer


@dataclass(frozen=True)
class Share:
    """What of a table's figure is about some groups: all of it, or the sum of their lines.

    None where the table has no total: its lines are not to be summed.
    """

    answer: TableAnswer
    lines: tuple[LineAnswer, ...]
    estimate: int | None

    @property
    def is_whole(self) -> bool:
        """Whether the table is about nobody else."""
        return self.estimate == self.answer.total

    @property
    def about(self) -> int | None:
        """The share to two significant figures, ready to be read aloud."""
        return None if self.estimate is None else calculation.about(self.estimate)


def share_of(answer: TableAnswer, groups: set[int]) -> Share:
    """What of a table's figure is about these groups."""
    lines = tuple(item for item in answer.lines if item.line.population.group_id in groups)
    if len(lines) == len(answer.lines) or answer.total is None:
        return Share(answer, lines, answer.total)
    exact = sum((item.line.exact for item in lines), Decimal(0))
    return Share(answer, lines, int(calculation.half_up(exact)))
