"""The evidence map: how many findings there are about whom and what, and where there are none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from evidence.models import Finding, PopulationGroup
from evidence.vocabulary import Grade, Measures

GRADES = (*Grade.values,)


@dataclass(frozen=True)
class Cell:
    """The findings about one group and one kind of measure, by the grade of their publications."""

    measures: str
    grades: dict[str, int]

    @property
    def count(self) -> int:
        """How many findings."""
        return sum(self.grades.values())

    @property
    def words(self) -> str:
        """Counts by grade: 2 strong, 1 weak; none when there are none."""
        known = [f"{self.grades[g]} {Grade(g).label.lower()}" for g in GRADES if self.grades.get(g)]
        return ", ".join(known) or "none"


@dataclass(frozen=True)
class Row:
    """One group of the map."""

    group: PopulationGroup
    cells: tuple[Cell, ...]

    @property
    def total(self) -> int:
        """How many findings about the group, of every measure."""
        return sum(cell.count for cell in self.cells)


@dataclass(frozen=True)
class EvidenceMap:
    """Groups by what is measured; findings about a group within a group count for both."""

    columns: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]

    @property
    def empty(self) -> int:
        """How many cells hold nothing: where nobody has looked, as far as the register knows."""
        return sum(not cell.count for row in self.rows for cell in row.cells)

    @property
    def cells(self) -> int:
        """How many cells there are."""
        return len(self.columns) * len(self.rows)


def evidence_map(groups: Iterable[PopulationGroup]) -> EvidenceMap:
    """The map of some groups, without corrected findings. Three queries, however many groups.

    Every kind of measure that any finding has is a column, so that columns compare.
    """
    counted: Counter[tuple[int, str, str]] = Counter()
    findings = Finding.objects.in_force().with_grade().order_by()
    for group, measures, grade in findings.values_list("group", "measure__measures", "grade"):
        counted[group, measures, grade or Grade.NOT_GRADED] += 1
    present = {measures for _, measures, _ in counted}
    columns = tuple((value, label) for value, label in Measures.choices if value in present)
    nesting = PopulationGroup.objects.nesting()
    rows = []
    for group in groups:
        under = nesting.at_or_under(group.pk)
        cells = tuple(_cell(counted, under, measures) for measures, _ in columns)
        rows.append(Row(group, cells))
    return EvidenceMap(columns, tuple(rows))


def _cell(counted: Counter[tuple[int, str, str]], groups: set[int], measures: str) -> Cell:
    grades = {grade: sum(counted[group, measures, grade] for group in groups) for grade in GRADES}
    return Cell(measures, {grade: count for grade, count in grades.items() if count})
