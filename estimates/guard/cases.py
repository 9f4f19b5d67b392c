"""What a rule looks at: a table, its lines with their inputs, and how groups and areas nest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from estimates.models import EstimateTable, RevisionLine
from estimates.vocabulary import CaveatKind
from evidence.models import Appraisal, Area, Finding, PopulationCount
from evidence.querysets import Nesting

OLDEST = 200  # years: “and over”
Found = Iterator[tuple[RevisionLine | None, str]]


class Looked(NamedTuple):
    """A version to look at, saved or not: its table, its lines and how they are added up."""

    table: EstimateTable
    lines: Sequence[RevisionLine]
    total_rule: str
    as_printed: bool = False


@dataclass(frozen=True)
class Other:
    """What another table says: its number, its sum of counts, its measures and its total."""

    number: int
    population: int | None
    measures: frozenset[int]
    total: int | None
    section: str = ""
    is_quoted: bool = False


@dataclass(frozen=True)
class Case:
    """One table with the inputs of its lines, and what a rule may need to know beside them.

    ``overall`` are percentages of all the table's people, each with what it would give.
    """

    table: EstimateTable
    lines: tuple[RevisionLine, ...]
    total_rule: str
    nesting: Nesting
    wider: dict[int, int | None]
    in_force: dict[int, Appraisal]
    others: tuple[Other, ...] = ()
    overall: tuple[tuple[Decimal, int], ...] = ()
    as_printed: bool = False

    @property
    def counts(self) -> int:
        """The sum of the counts."""
        return sum(line.count for line in self.lines)

    @property
    def measures(self) -> frozenset[int]:
        """The questions that its percentages answer."""
        return frozenset(line.finding.measure_id for line in self.lines)

    def holds(self, outer: Area | None, inner: Area | None) -> bool:
        """Whether an area is another one or contains it."""
        place = inner.pk if inner else None
        while outer and place is not None:
            if place == outer.pk:
                return True
            place = self.wider.get(place)
        return False


@dataclass(frozen=True)
class Rule:
    """One thing that can be wrong; ``refuses`` when the figure would make nonsense.

    ``unknown`` when something is only not known, or not yet confirmed; ``of_print`` when it
    compares with the chapter's printed words, which a later version need not follow;
    ``of_rate`` when it is said once of a percentage, however many lines use it.
    """

    name: str
    title: str
    kind: CaveatKind
    find: Callable[[Case], Found]
    refuses: bool = False
    unknown: bool = False
    of_print: bool = False
    of_rate: bool = False

    @property
    def seriousness(self) -> int:
        """0 makes nonsense, 1 does not match, 2 is printed otherwise, 3 is not known."""
        if self.refuses:
            return 0
        return 3 if self.unknown else 2 if self.of_print else 1


@dataclass(frozen=True)
class Fault:
    """What a rule found, of a table or of one of its lines; ``lines`` are those it is about."""

    rule: Rule
    table: EstimateTable
    line: RevisionLine | None
    sentence: str
    lines: tuple[RevisionLine, ...]

    @property
    def position(self) -> int | None:
        """The line's position; None when it is about the whole table."""
        return self.line.position if self.line else None


def run(case: Case, rules: Iterable[Rule]) -> list[Fault]:
    """All that the rules find in a case, in the order of the rules."""
    return [
        Fault(rule, case.table, line, sentence, (line,) if line else case.lines)
        for rule in rules
        if case.as_printed or not rule.of_print
        for line, sentence in rule.find(case)
    ]


def ages(record: Finding | PopulationCount) -> tuple[int, int] | None:
    """The youngest and the oldest age in years; None when neither is stated."""
    if record.age_from is None and record.age_to is None:
        return None
    return record.age_from or 0, OLDEST if record.age_to is None else record.age_to


def distinct(lines: Sequence[RevisionLine]) -> Iterator[RevisionLine]:
    """The first line that uses each percentage: what is wrong with it is said once."""
    first: dict[int, RevisionLine] = {}
    for line in lines:
        first.setdefault(line.finding_id, line)
    yield from first.values()


def distinct_places(lines: Sequence[RevisionLine]) -> Iterator[RevisionLine]:
    """The first line that applies each percentage to each place."""
    first: dict[tuple[int, int], RevisionLine] = {}
    for line in lines:
        first.setdefault((line.finding_id, line.population.area_id), line)
    yield from first.values()
