"""Bringing population counts in: read, compared, shown, then saved all together or not at all."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from evidence import policies
from evidence.importing.counted import AreaSeen, PlannedCount, Stored, Unsaid
from evidence.importing.counting import CountPlanner
from evidence.importing.counts import CountCells, read_counts
from evidence.importing.reading import Unreadable
from evidence.importing.records import shortened
from evidence.models import Area, CountFile, CountRow, PopulationCount, PopulationGroup, Publication
from evidence.services.entering import ONLY_OFFICER
from evidence.services.saving_counts import BATCH, Report, add_areas, add_counts, change_count
from evidence.vocabulary import CountOutcome, ImportState
from loneliness.accounts.models import User
from loneliness.records import services as records

MOVED_ON = (
    "Nothing was taken in: the register has changed since this page was made. The rows below are "
    "compared anew; look at them and take the file in again."
)
MISCOUNTED = "Nothing was taken in: {seen} rows were seen and {told} accounted for."
NOT_READY = "This file cannot be taken in: it was not read to its end."


class MovedOn(ValidationError):
    """The register changed after the preview; nothing was written."""

    def __init__(self) -> None:
        super().__init__(MOVED_ON)


@dataclass(frozen=True)
class Plan:
    """What all rows of a file would do, and the areas they would add."""

    rows: list[PlannedCount]
    areas: list[AreaSeen]


@transaction.atomic
def bring_counts(
    name: str,
    content: bytes,
    *,
    by: User,
    publication: Publication,
    unit: str,
    period: str = "",
    date: datetime.date | None = None,
    area_kind: str = "",
    parent_area: Area | None = None,
) -> CountFile:
    """Keep a file to be read; PermissionDenied for anybody but an evidence officer."""
    records.require(policies.may_enter_evidence(by), ONLY_OFFICER)
    file = CountFile(
        name=shortened(name)[:200] or "file",
        content=content,
        brought_by=by,
        publication=publication,
        unit=unit,
        period=period,
        date=date,
        area_kind=area_kind,
        parent_area=parent_area,
    )
    file.full_clean()
    file.save()
    return file


def read_count_file(file: CountFile) -> CountFile:
    """Read and compare a file and keep what each row would do; a file is read once.

    A file that is refused as a whole keeps the sentence that says why.
    """
    if file.state != ImportState.WAITING:
        return file
    try:
        sheet = read_counts(bytes(file.content or b""))
    except Unreadable as error:
        return _settle(file, ImportState.FAILED, str(error))
    plan = _plan(file, sheet.rows)
    file.format, file.encoding, file.seen = sheet.format, sheet.encoding, len(sheet.rows)
    return _keep(file, plan, "\n".join(sheet.notes))


def take_in_counts(file: CountFile, *, by: User, report: Report = lambda *_: None) -> CountFile:
    """Save what the preview showed, all of it or nothing; a second time changes nothing.

    MovedOn when the register changed meanwhile: the rows are compared anew for the next look.
    """
    records.require(policies.may_enter_evidence(by), ONLY_OFFICER)
    try:
        return _take_in(file.pk, by, report)
    except (MovedOn, IntegrityError):
        file.refresh_from_db()
        _keep(file, _plan(file, _cells(file)), file.notes)
        raise MovedOn from None


@transaction.atomic
def _take_in(pk: int, by: User, report: Report) -> CountFile:
    file = CountFile.objects.select_for_update(of=("self",)).get(pk=pk)
    if file.state == ImportState.APPLIED:
        return file
    if not file.is_open:
        raise ValidationError(NOT_READY)
    plan = _plan(file, _cells(file))
    if not _is_as_shown(file, plan):
        raise MovedOn
    reason = f"Imported from {file.name}"
    areas = add_areas(plan.areas, by=by, reason=reason)
    new = [one for one in plan.rows if one.outcome == CountOutcome.NEW]
    add_counts(file, new, areas, by=by, report=report)
    changed = [one for one in plan.rows if one.outcome == CountOutcome.CHANGED]
    for one in changed:
        change_count(file, one, by=by, reason=reason)
    return _account(file, plan)


def _is_as_shown(file: CountFile, plan: Plan) -> bool:
    """Whether the rows would still do what the preview showed."""
    shown = list(file.rows.values_list("outcome", "changes"))
    now = [(one.outcome, one.changes) for one in plan.rows]
    return shown == now and file.new_areas == [area.name for area in plan.areas]


def _cells(file: CountFile) -> list[CountCells]:
    """The rows as they were read."""
    names = ("number", "line", "given", "cells", "remarks", "is_broken")
    return [
        CountCells(number, line, given, cells, tuple(remarks.split("\n")) if is_broken else ())
        for number, line, given, cells, remarks, is_broken in file.rows.values_list(*names)
    ]


def _plan(file: CountFile, rows: Iterable[CountCells]) -> Plan:
    """What the rows would do as the register stands. Four queries."""
    parent = Area.objects.get(pk=file.parent_area_id).code if file.parent_area_id else ""
    planner = CountPlanner(
        Unsaid(
            unit=file.unit,
            period=file.period,
            date=file.date.isoformat() if file.date else "",
            area_kind=file.area_kind,
            parent_area=parent,
        ),
        [AreaSeen(*row) for row in Area.objects.values_list("code", "name", "kind")],
        PopulationGroup.objects.values_list("code", "name"),
        _stored(file.publication_id),
    )
    return Plan([planner.plan(row) for row in rows], planner.added)


def _stored(publication: int) -> list[Stored]:
    """The counts that the register has from a publication. Two queries."""
    rows = PopulationCount.objects.filter(publication=publication)
    approved = rows.filter(revision_lines__revision__approved_by__isnull=False)
    carrying = set(approved.values_list("pk", flat=True))
    columns = (
        *("pk", "area__code", "group__code", "unit", "age_from", "age_to", "date", "period"),
        *("split_by", "count", "count_low", "count_high", "interval_source"),
    )
    return [
        Stored(
            pk=row[0],
            people=row[1:6],
            date=row[6],
            period=row[7],
            split_by=row[8],
            figures=row[9:12],
            interval_source=row[12],
            carries=row[0] in carrying,
        )
        for row in rows.values_list(*columns)
    ]


@transaction.atomic
def _keep(file: CountFile, plan: Plan, notes: str) -> CountFile:
    file.rows.all().delete()
    file.new_areas = [area.name for area in plan.areas]
    CountRow.objects.bulk_create([_row(file, one) for one in plan.rows], batch_size=BATCH)
    return _settle(file, ImportState.READY, notes)


def _row(file: CountFile, planned: PlannedCount) -> CountRow:
    row = planned.row
    return CountRow(
        file=file,
        number=row.number,
        line=row.line,
        given=row.given,
        cells=row.cells,
        is_broken=bool(row.problems),
        outcome=planned.outcome,
        remarks="\n".join(planned.problems),
        changes=planned.changes,
        population_id=planned.stored.pk if planned.stored else None,
    )


def _settle(file: CountFile, state: ImportState, notes: str) -> CountFile:
    file.state, file.notes, file.content = state, notes, None
    file.full_clean()
    file.save()
    return file


def _account(file: CountFile, plan: Plan) -> CountFile:
    """Close the file once each of its rows is accounted for; else nothing is kept."""
    outcomes = [one.outcome for one in plan.rows]
    file.created = outcomes.count(CountOutcome.NEW)
    file.updated = outcomes.count(CountOutcome.CHANGED)
    file.same = outcomes.count(CountOutcome.SAME)
    file.refused = outcomes.count(CountOutcome.REFUSED)
    told = file.created + file.updated + file.same + file.refused
    if told != file.seen:
        raise ValidationError(MISCOUNTED.format(seen=file.seen, told=told))
    file.state, file.applied_at = ImportState.APPLIED, timezone.now()
    file.full_clean()
    file.save()
    return file
