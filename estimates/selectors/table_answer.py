"""What the answer of a table is: its lines, the figures they give, the evidence they stand on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from estimates import calculation, uncertainty
from estimates.models import Caveat, EstimateTable, Revision, RevisionLine
from estimates.uncertainty import Interval
from estimates.vocabulary import RevisionKind
from evidence.models import Appraisal, Finding, PopulationCount
from evidence.selectors import Evidence, evidence_of

CORRECTION = RevisionKind.CORRECTION


@dataclass(frozen=True)
class LineAnswer:
    """One line of the answer in force, with its inputs and what print says."""

    line: RevisionLine
    printed: int | None
    appraisal: Appraisal | None
    caveats: tuple[Caveat, ...]

    @property
    def difference(self) -> int:
        """Computed less printed; nought when they agree or nothing was printed."""
        return 0 if self.printed is None else self.line.estimate - self.printed


@dataclass(frozen=True)
class OtherFigure:
    """Another figure for the same people: from another table, or from one overall percentage."""

    estimate: int
    words: str
    table: EstimateTable | None = None
    finding: Finding | None = None


@dataclass(frozen=True)
class TableAnswer:
    """A table with the answer in force, the evidence it stands on and its cautions."""

    table: EstimateTable
    revision: Revision | None
    lines: tuple[LineAnswer, ...]
    caveats: tuple[Caveat, ...]
    others: tuple[OtherFigure, ...] = ()
    versions: tuple[Revision, ...] = ()

    @property
    def drafts(self) -> tuple[Revision, ...]:
        """Versions that wait for approval."""
        return tuple(version for version in self.versions if not version.is_frozen)

    @cached_property
    def evidence(self) -> Evidence:
        """The evidence its percentages stand on."""
        return evidence_under(self.lines)

    @property
    def total(self) -> int | None:
        """The table's figure: its total, or its only line; None when there is neither."""
        if self.revision is None:
            return None
        if self.revision.total is None and len(self.lines) == 1:
            return self.lines[0].line.estimate
        return self.revision.total

    @property
    def population(self) -> int | None:
        """How many people, households or pupils the figure is of."""
        if self.revision is None:
            return None
        if self.revision.population_total is None and len(self.lines) == 1:
            return self.lines[0].line.count
        return self.revision.population_total

    @property
    def about(self) -> int | None:
        """The figure ready to be read aloud: as exact as its interval, or two figures of it."""
        if self.total is None:
            return None
        if self.interval is None:
            return calculation.about(self.total)
        return uncertainty.supported(Decimal(self.total), self.interval)

    @property
    def interval(self) -> Interval | None:
        """The figure's 95% interval, unrounded; None when none is known."""
        if self.revision is None:
            return None
        if self.revision.total is None and len(self.lines) == 1:
            return self.lines[0].line.interval
        return self.revision.interval

    @property
    def interval_in_words(self) -> str:
        """The interval as it is said: 30,000 to 34,000; empty when none is known."""
        return uncertainty.in_words(self.interval) if self.interval else ""

    @property
    def correction(self) -> Revision | None:
        """The newest approved correction of our own error, when there is one."""
        found = (one for one in self.versions if one.is_frozen and one.kind == CORRECTION)
        return next(found, None)

    @property
    def printed_total(self) -> int | None:
        """The figure as the chapter prints it."""
        if self.table.printed_total is None and len(self.lines) == 1:
            return self.lines[0].printed
        return self.table.printed_total

    @property
    def agrees(self) -> bool:
        """Whether every figure computed is the one printed."""
        lines_agree = not any(item.difference for item in self.lines)
        return lines_agree and self.printed_total in (None, self.total)

    @property
    def cautions(self) -> int:
        """How many cautions there are on the table and its lines."""
        return len(self.caveats) + sum(len(item.caveats) for item in self.lines)

    @property
    def exact_total(self) -> str:
        """The exact sum of the lines, in words."""
        return calculation.in_words(sum((item.line.exact for item in self.lines), Decimal(0)))

    @property
    def quoted(self) -> EstimateTable | None:
        """The table of the same people that is chosen to be quoted instead, when one is."""
        tables = [other.table for other in self.others if other.table]
        return next((table for table in tables if table.quoted_because), None)

    @property
    def wholes(self) -> set[PopulationCount]:
        """The larger counts of just these people, which the counts of the lines are parts of."""
        found = {item.line.population.part_of for item in self.lines}
        return {whole for whole in found if whole and whole.count == self.population}

    def overall_in(self, findings: Iterable[Finding]) -> list[Finding]:
        """Those findings that give one percentage for all these people, and that no line uses."""
        measures = {item.line.finding.measure_id for item in self.lines}
        used = {item.line.finding_id for item in self.lines}
        return [
            finding
            for finding in findings
            if finding.measure_id in measures
            and finding.pk not in used
            and any(_is_of_all(finding, whole) for whole in self.wholes)
        ]

    @property
    def printed_population_differs(self) -> bool:
        """Whether the counts add up to something else than the printed total of them."""
        return self.table.printed_population not in (None, self.population)


def evidence_under(lines: Iterable[LineAnswer]) -> Evidence:
    """The evidence that the lines' percentages stand on."""
    lines = list(lines)
    in_force = {item.appraisal.publication_id: item.appraisal for item in lines if item.appraisal}
    return evidence_of([item.line.finding for item in lines], in_force)


def _is_of_all(finding: Finding, whole: PopulationCount) -> bool:
    """Whether a percentage is of all the people a count is of, not of an age among them."""
    return (
        finding.group_id == whole.group_id
        and finding.age_from in (None, whole.age_from)
        and finding.age_to in (None, whole.age_to)
    )
