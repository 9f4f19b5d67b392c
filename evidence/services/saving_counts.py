"""Saving what the rows of a population file say: areas, new counts, changed figures.

Only within the transaction of ``take_in_counts``, which has asked whether the person may.
"""

from __future__ import annotations

from collections.abc import Callable

from django.utils.text import slugify

from evidence.importing.counted import AreaSeen, Counted, PlannedCount
from evidence.models import Area, CountFile, PopulationCount, PopulationGroup
from evidence.services.entering import enter
from loneliness.accounts.models import User
from loneliness.records import services as records

BATCH = 1000
KEYS = ("publication", "group", "area")
Report = Callable[[int, int], object]


def add_areas(added: list[AreaSeen], *, by: User, reason: str) -> dict[str, int]:
    """Save the new areas, wider ones first; every area of the register by its code."""
    known = dict(Area.objects.values_list("code", "pk"))
    while added:
        ready = [one for one in added if not one.parent or one.parent in known]
        made = [_area(one, known) for one in ready]
        records.save_new(made, by=by, reason=reason)
        known = dict(Area.objects.values_list("code", "pk"))
        added = [one for one in added if one.code not in known]
    return known


def _area(seen: AreaSeen, known: dict[str, int]) -> Area:
    parent = known[seen.parent] if seen.parent else None
    area = Area(code=seen.code, name=seen.name, kind=seen.kind, parent_id=parent)
    area.clean_fields(exclude={"parent"})
    return area


def add_counts(
    file: CountFile,
    new: list[PlannedCount],
    areas: dict[str, int],
    *,
    by: User,
    report: Report,
) -> None:
    """Save new counts with their history, many at a time."""
    groups = dict(PopulationGroup.objects.values_list("code", "pk"))
    reason = f"Imported from {file.name}"
    taken = set(PopulationCount.objects.values_list("key", flat=True))
    for start in range(0, len(new), BATCH):
        report(start, len(new))
        made = []
        for one in new[start : start + BATCH]:
            count = _built(file, one, by)
            told = one.counted
            count.area_id, count.group_id = areas[told.area], groups[told.group]  # type: ignore[union-attr]
            count.key = _key(file.publication.key, told, taken)  # type: ignore[arg-type]
            count.clean_fields(exclude={*KEYS, "part_of", "entered_by"})
            made.append(count)
        records.save_new(made, by=by, reason=reason)


def _built(file: CountFile, planned: PlannedCount, by: User) -> PopulationCount:
    told: Counted = planned.counted  # type: ignore[assignment]
    count, low, high = told.figures
    return PopulationCount(
        publication=file.publication,
        unit=told.unit,
        age_from=told.age_from,
        age_to=told.age_to,
        date=told.date,
        period=told.period,
        count=count or 0,
        count_low=low,
        count_high=high,
        interval_source=told.interval_source,
        split_by=told.split_by,
        quotation=planned.row.given,
        place=f"{file.name}, line {planned.row.line}",
        entered_by=by,
    )


def _key(publication: str, told: Counted, taken: set[str]) -> str:
    """A short name that no count has yet."""
    ages = "-".join(str(age) for age in (told.age_from, told.age_to) if age is not None)
    parts = (publication[:25], told.area[:25], told.group[:20], ages)
    base = slugify(" ".join(parts))[: records.KEY_LENGTH].strip("-") or "count"
    number, key = 1, base
    while key in taken or key == "import":
        number += 1
        key = f"{base}-{number}"
    taken.add(key)
    return key


def change_count(file: CountFile, planned: PlannedCount, *, by: User, reason: str) -> None:
    """Save the figures that a row gives anew, with the row as their words."""
    told: Counted = planned.counted  # type: ignore[assignment]
    count = PopulationCount.objects.select_for_update().get(pk=planned.stored.pk)  # type: ignore[union-attr]
    figure, low, high = told.figures
    count.count = figure or 0
    if low is not None:
        count.count_low, count.count_high = low, high
        count.interval_source = told.interval_source
    count.quotation = planned.row.given
    count.place = f"{file.name}, line {planned.row.line}"
    enter(count, by=by, reason=reason)
