"""New tables of our own: tried out, then saved with their lines and a version to be approved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from estimates import guard, policies
from estimates.guard import Fault, Looked
from estimates.models import EstimateLine, EstimateTable
from estimates.services.versions import WorkedOut, draft_revision, work_out
from estimates.vocabulary import RevisionKind
from evidence.models import Chapter
from evidence.vocabulary import Unit
from loneliness.accounts.models import User
from loneliness.records import services as records

ONLY_OFFICER = "Only an evidence officer may build a table."
NO_LINES = "Give the table at least one line: a count and a percentage."
SAME_TITLE = "Table {number} already has this title: give the new one another."


@dataclass(frozen=True)
class Tried:
    """A table that is not saved: its answer, and what the rules find in it."""

    table: EstimateTable
    made: WorkedOut
    faults: tuple[Fault, ...]

    @property
    def refusals(self) -> list[Fault]:
        """What makes nonsense: the table cannot be saved like this."""
        return [fault for fault in self.faults if fault.rule.refuses]

    @property
    def cautions(self) -> list[Fault]:
        """What a reviewer will have to answer."""
        return [fault for fault in self.faults if not fault.rule.refuses]


@transaction.atomic
def build(
    table: EstimateTable, lines: Sequence[EstimateLine], *, by: User, reason: str
) -> EstimateTable:
    """Save a new table with its lines and a drafted version, which a reviewer approves.

    The table gets the next free number of the current edition. PermissionDenied for anybody but an
    evidence officer, ValidationError when something is missing or makes nonsense.
    """
    _save(table, lines, by=by, reason=reason)
    draft_revision(table, by=by, kind=RevisionKind.NEW_DATA, reason=reason)
    return table


def try_out(table: EstimateTable, lines: Sequence[EstimateLine], *, by: User) -> Tried:
    """What a new table would say and what the rules find in it; everything is taken back."""
    with transaction.atomic():
        _save(table, lines, by=by, reason="Tried out")
        made = work_out(table)
        found = guard.faults([Looked(table, made.lines, made.revision.total_rule)])
        transaction.set_rollback(True)
    return Tried(table, made, tuple(found))


def fill_headings(table: EstimateTable, lines: Sequence[EstimateLine]) -> None:
    """Give a new table the headings that it was left without, from what its lines use."""
    if not lines:
        return
    finding, areas = lines[0].finding, {line.population.area.name for line in lines}
    place = areas.pop() if len(areas) == 1 else "each area"
    asked = str(table.measure).lower()
    unit = Unit(table.unit).label
    table.population_heading = table.population_heading or f"{unit} in {place}"
    where = f" in {finding.area}" if finding.area else ""
    table.percentage_heading = table.percentage_heading or f"% {asked}{where}"
    table.estimate_heading = table.estimate_heading or f"No. {asked} in {place}"
    table.source_line = table.source_line or str(lines[0].population.publication)[:300]


def _save(table: EstimateTable, lines: Sequence[EstimateLine], *, by: User, reason: str) -> None:
    records.require(policies.may_enter_estimates(by), ONLY_OFFICER)
    if not lines:
        raise ValidationError(NO_LINES)
    table.chapter = Chapter.objects.select_for_update(of=("self",)).get(replaced_by=None)
    _refuse_same_title(table)
    highest = table.chapter.tables.aggregate(highest=Max("number"))["highest"] or 0
    table.number = highest + 1
    records.save(table, by=by, reason=reason)
    for position, line in enumerate(lines, start=1):
        line.table, line.position = table, position
        line.clean_fields(exclude={"table", "population", "finding"})
        line.clean()
    records.save_new(list(lines), by=by, reason=reason)


def _refuse_same_title(table: EstimateTable) -> None:
    """One click too many makes no second table."""
    other = table.chapter.tables.filter(title=table.title).first()
    if other:
        raise ValidationError(SAME_TITLE.format(number=other.number))
