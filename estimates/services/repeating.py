"""A table repeated for other areas: the same percentages, applied to the counts of each of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from estimates import policies
from estimates.comparable import SOURCES
from estimates.matching import AreaSet, Matching, Reconciled, area_sets, listed, match, reconcile
from estimates.models import EstimateLine, EstimateTable, Revision
from estimates.services.building import build
from estimates.vocabulary import TotalRule
from evidence.vocabulary import AreaKind
from loneliness.accounts.models import User
from loneliness.records import services as records

ONLY_OFFICER = "Only an evidence officer may repeat a table."
NO_AREAS = "No area has a count for every line of the table: import the counts first."
NO_SET = "The register has no counts of these people for such areas."
MOVED_ON = "The counts have changed since this page was made: look at it again. Nothing was saved."
IS_REPEAT = "This table repeats another one already: repeat that one."
PLURAL = {
    AreaKind.COUNTRY: "countries",
    AreaKind.REGION: "regions",
    AreaKind.COUNTY: "counties",
    AreaKind.DISTRICT: "districts",
    AreaKind.COUNCIL: "councils",
    AreaKind.WARD: "wards",
    AreaKind.SMALL_AREA: "small areas",
}
Report = Callable[[int, int], object]


@dataclass(frozen=True)
class Repetition:
    """What a repetition would be: its set of areas, the counts found, and whether they add up."""

    table: EstimateTable
    chosen: AreaSet
    matching: Matching
    reconciled: Reconciled

    @property
    def seen(self) -> str:
        """A mark of the counts used, to notice that they have changed."""
        used = ",".join(map(str, sorted(self.matching.used)))
        return hashlib.sha256(used.encode()).hexdigest()[:16]

    @property
    def size(self) -> int:
        """How many lines the new table would have."""
        return len(self.matching.used)

    @property
    def title(self) -> str:
        """The new table's title."""
        end = f", {self._areas}, {self._when}"
        return f"{self.table.title[: 300 - len(end)]}{end}"

    @property
    def reason(self) -> str:
        """Why the version is made."""
        return f"Table {self.table.number} repeated for {self.size_in_words}."

    @property
    def size_in_words(self) -> str:
        """How many areas, of which sort, and when they were counted."""
        return f"{len(self.matching.complete):,} {self._areas}, counted {self._when}"

    @property
    def _areas(self) -> str:
        where = f" in {self.chosen.parent_name}" if self.chosen.parent_name else ""
        return f"{PLURAL[AreaKind(self.chosen.kind)]}{where}"

    @property
    def _when(self) -> str:
        source = self.matching.source
        return (source.period or str(source.date or "")) if source else ""


def sets_for(table: EstimateTable) -> list[AreaSet]:
    """The sets of areas that a table could be repeated for. Two queries."""
    return area_sets(_lines(table))


def plan_repetition(table: EstimateTable, areas: str, source: str = "") -> Repetition:
    """What repeating a table for a set of areas would make; nothing is saved. Five queries.

    ValidationError when the register has no counts for such areas.
    """
    lines = _lines(table)
    chosen = next((one for one in area_sets(lines) if one.key == areas), None)
    if chosen is None:
        raise ValidationError(NO_SET)
    matching = match(lines, chosen, source)
    in_force = Revision.objects.in_force().filter(table=table).first()
    total = in_force.total if in_force else None
    return Repetition(table, chosen, matching, reconcile(matching, total, table.total_rule))


def repeat(
    table: EstimateTable,
    *,
    by: User,
    areas: str,
    source: str,
    seen: str = "",
    report: Report = lambda *_: None,
    at_end: Callable[[EstimateTable], object] = lambda made: None,
) -> EstimateTable:
    """Make one new table of a table's lines in each area that has all of them, with a draft.

    ``seen`` is the mark of the counts that the person saw. ``report`` is told before anything is
    written, ``at_end`` the new table in the same transaction. PermissionDenied for anybody but an
    evidence officer; ValidationError when no area has all the lines, the counts have changed, or
    the table repeats another one.
    """
    records.require(policies.may_enter_estimates(by), ONLY_OFFICER)
    if table.repeats_id:
        raise ValidationError(IS_REPEAT)
    found = plan_repetition(table, areas, source)
    report(0, found.size)
    with transaction.atomic():
        if seen and plan_repetition(table, areas, source).seen != seen:
            raise ValidationError(MOVED_ON)
        if not found.matching.complete:
            raise ValidationError(NO_AREAS)
        made = build(_table(found), _new_lines(found.matching), by=by, reason=found.reason)
        at_end(made)
    return made


def _lines(table: EstimateTable) -> list[EstimateLine]:
    return list(table.lines.select_related(*SOURCES))


def _table(found: Repetition) -> EstimateTable:
    table = found.table
    here = {line.population.area.name for line in found.matching.lines}
    left_out = [area.name for area, _ in found.matching.lacking]
    without = f" Without {listed(left_out)}, for want of counts." if left_out else ""
    has_total = table.total_rule != TotalRule.NONE
    return EstimateTable(
        title=found.title,
        introduction=f"The same percentages, applied to the counts of {found.size_in_words}."
        f"{without}",
        measure=table.measure,
        unit=table.unit,
        population_heading=_elsewhere(table.population_heading, here),
        percentage_heading=table.percentage_heading,
        estimate_heading=_elsewhere(table.estimate_heading, here),
        source_line=found.matching.source.title[:300] if found.matching.source else "",
        total_rule=TotalRule.EXACT_SUM if has_total else TotalRule.NONE,
        repeats=table,
    )


def _elsewhere(heading: str, here: set[str]) -> str:
    """A heading that names each area instead of the one of the table that is repeated."""
    for name in here:
        heading = heading.replace(f" in {name}", " in each area")
    return heading


def _new_lines(matching: Matching) -> list[EstimateLine]:
    return [
        EstimateLine(
            label=f"{one.area.name}: {line.label}"[:200],
            population_id=count.pk,
            finding=line.finding,
        )
        for one in matching.complete
        for line, count in zip(matching.lines, one.counts, strict=True)
        if count
    ]
