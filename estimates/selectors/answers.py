"""The answer in force of each table, with the evidence it stands on."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import QuerySet
from django.http import HttpRequest

from estimates import calculation
from estimates.models import Caveat, EstimateLine, EstimateTable, Revision, RevisionLine
from estimates.selectors.table_answer import LineAnswer, OtherFigure, TableAnswer
from evidence.models import Finding
from evidence.selectors import appraisals_in_force
from loneliness.records.history import end_of

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
