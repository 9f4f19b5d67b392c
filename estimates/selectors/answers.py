"""The answer in force of each table, with the evidence it stands on."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import QuerySet
from django.http import HttpRequest

from estimates import calculation, uncertainty
from estimates.models import Caveat, EstimateLine, EstimateTable, Revision, RevisionLine
from estimates.uncertainty import Interval
from estimates.vocabulary import RevisionKind
from evidence.models import Appraisal, Finding, PopulationCount
from evidence.selectors import Evidence, appraisals_in_force, evidence_of
from loneliness.records.history import end_of

CORRECTION = RevisionKind.CORRECTION
SOURCES = (
    "finding__publication",
    "finding__group",
    "finding__measure",
    "finding__area",
    "finding__entered_by",
    "finding__confirmed_by",
    "population__publication",
    "population__group",
    "population__area",
    "population__part_of__group",
    "population__entered_by",
)


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


def answers(
    tables: QuerySet[EstimateTable] | None = None, day: datetime.date | None = None
) -> list[TableAnswer]:
    """Every table with its answer in force, or with the one at the end of a past day.

    Six queries, seven when originals were checked.
    """
    listed = list(
        (EstimateTable.objects.current() if tables is None else tables).select_related("measure")
    )
    revisions = _in_force(listed, day)
    lines = RevisionLine.objects.filter(revision__in=revisions.values()).select_related(*SOURCES)
    lines = lines.prefetch_related("finding__source_checks__checked_by")
    by_revision: dict[int, list[RevisionLine]] = defaultdict(list)
    for line in lines:
        by_revision[line.revision_id].append(line)
    in_force = appraisals_in_force((line.finding.publication_id for line in lines), day)
    printed = _printed(listed)
    return [
        TableAnswer(
            table=table,
            revision=revisions.get(table.pk),
            lines=tuple(
                LineAnswer(
                    line,
                    printed.get((table.pk, line.position)),
                    in_force.get(line.finding.publication_id),
                    (),
                )
                for line in by_revision.get(getattr(revisions.get(table.pk), "pk", 0), ())
            ),
            caveats=(),
        )
        for table in listed
    ]


def answers_for(request: HttpRequest) -> list[TableAnswer]:
    """Every table with its answer in force, read once for each request, however often it asks."""
    if not hasattr(request, "answers"):
        request.answers = answers()  # type: ignore[attr-defined]
    return request.answers  # type: ignore[attr-defined,no-any-return]


def answer(table: EstimateTable) -> TableAnswer:
    """One table in full: caution by caution, drafts, and other figures for the same people."""
    found = answers(EstimateTable.objects.filter(pk=table.pk))[0]
    by_position: dict[int | None, list[Caveat]] = defaultdict(list)
    for caveat in table.caveats.select_related("line", "finding"):
        by_position[caveat.line.position if caveat.line else None].append(caveat)
    return TableAnswer(
        table=found.table,
        revision=found.revision,
        lines=tuple(
            LineAnswer(
                item.line, item.printed, item.appraisal, tuple(by_position[item.line.position])
            )
            for item in found.lines
        ),
        caveats=tuple(by_position[None]),
        others=tuple(other_figures(found)),
        versions=tuple(table.revisions.select_related("author", "approved_by")),
    )


def other_figures(found: TableAnswer) -> Iterable[OtherFigure]:
    """Other figures for the same people, so that nobody takes one for the only one."""
    population = found.population
    measures = {item.line.finding.measure_id for item in found.lines}
    if population is None or len(measures) != 1:
        return
    others = (
        Revision.objects.in_force()
        .filter(population_total=population, lines__finding__measure__in=measures)
        .filter(table__in=EstimateTable.objects.current())
        .exclude(table=found.table)
        .select_related("table")
        .distinct()
    )
    for revision in others:
        words = f"Table {revision.table.number}, {revision.table.title}"
        yield OtherFigure(revision.total or 0, words, table=revision.table)
    groups = {whole.group_id for whole in found.wholes}
    for finding in found.overall_in(Finding.objects.percentages().filter(group__in=groups)):
        yield OtherFigure(
            calculation.estimate(population, finding.printed_percentage or Decimal(0)),
            f"at {finding.printed_percentage}% overall",
            finding=finding,
        )


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


def _in_force(tables: list[EstimateTable], day: datetime.date | None = None) -> dict[int, Revision]:
    """The version in force of each table, by the table's primary key; it knows its table."""
    by_key = {table.pk: table for table in tables}
    rows = Revision.objects.in_force(end_of(day) if day else None).filter(table__in=tables)
    found = {row.table_id: row for row in rows}
    for key, revision in found.items():
        revision.table = by_key[key]
    return found


def _printed(tables: list[EstimateTable]) -> dict[tuple[int, int], int | None]:
    lines = EstimateLine.objects.filter(table__in=tables)
    return {
        (table, position): printed
        for table, position, printed in lines.values_list("table", "position", "printed_estimate")
    }
