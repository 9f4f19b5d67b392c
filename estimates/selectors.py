"""What the pages of the estimates need, each in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Q, QuerySet

from estimates import calculation
from estimates.models import Caveat, EstimateLine, EstimateTable, Revision, RevisionLine
from evidence.models import Appraisal, Finding, PopulationCount
from evidence.selectors import Evidence, appraisals_in_force, evidence_of

SOURCES = (
    "finding__publication",
    "finding__group",
    "finding__measure",
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
        """The figure to two significant figures, ready to be read aloud."""
        return None if self.total is None else calculation.about(self.total)

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
    def printed_population_differs(self) -> bool:
        """Whether the counts add up to something else than the printed total of them."""
        return self.table.printed_population not in (None, self.population)


def answers(tables: QuerySet[EstimateTable] | None = None) -> list[TableAnswer]:
    """Every table with its answer in force. Six queries, seven when originals were checked."""
    listed = list(
        (EstimateTable.objects.current() if tables is None else tables).select_related("measure")
    )
    revisions = {
        revision.table_id: revision
        for revision in Revision.objects.in_force().filter(table__in=listed)
    }
    lines = RevisionLine.objects.filter(revision__in=revisions.values()).select_related(*SOURCES)
    lines = lines.prefetch_related("finding__source_checks__checked_by")
    by_revision: dict[int, list[RevisionLine]] = defaultdict(list)
    for line in lines:
        by_revision[line.revision_id].append(line)
    in_force = appraisals_in_force(line.finding.publication_id for line in lines)
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
    wholes = {item.line.population.part_of for item in found.lines}
    used = {item.line.finding_id for item in found.lines}
    for whole in wholes:
        if whole and whole.count == population:
            for finding in overall(whole, measures).exclude(pk__in=used):
                yield OtherFigure(
                    calculation.estimate(population, finding.printed_percentage or Decimal(0)),
                    f"at {finding.printed_percentage}% overall",
                    finding=finding,
                )


def overall(whole: PopulationCount, measures: set[int]) -> QuerySet[Finding]:
    """Percentages of one measure for all the people a count is of, not for an age among them."""
    rows: QuerySet[Finding] = Finding.objects.percentages().filter(
        Q(age_from=None) | Q(age_from=whole.age_from),
        Q(age_to=None) | Q(age_to=whole.age_to),
        group=whole.group_id,
        measure__in=measures,
    )
    return rows


def share_of(answer: TableAnswer, groups: set[int]) -> Share:
    """What of a table's figure is about these groups."""
    lines = tuple(item for item in answer.lines if item.line.population.group_id in groups)
    if len(lines) == len(answer.lines) or answer.total is None:
        return Share(answer, lines, answer.total)
    exact = sum((item.line.exact for item in lines), Decimal(0))
    return Share(answer, lines, int(calculation.half_up(exact)))


def evidence_under(lines: Iterable[LineAnswer]) -> Evidence:
    """The evidence that the lines' percentages stand on."""
    lines = list(lines)
    in_force = {item.appraisal.publication_id: item.appraisal for item in lines if item.appraisal}
    return evidence_of([item.line.finding for item in lines], in_force)


def _printed(tables: list[EstimateTable]) -> dict[tuple[int, int], int | None]:
    lines = EstimateLine.objects.filter(table__in=tables)
    return {
        (table, position): printed
        for table, position, printed in lines.values_list("table", "position", "printed_estimate")
    }
