"""What each row of a population file would do: pure, with what the register holds passed in."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable

from evidence.importing.counted import AreaSeen, Counted, PlannedCount, Stored, Unsaid
from evidence.importing.counts import CountCells
from evidence.importing.records import shortened
from evidence.vocabulary import AreaKind, CountOutcome

SLUG = re.compile(r"[a-z0-9_-]{1,80}")
FIGURES = ("count", "count_low", "count_high")
UNKNOWN_GROUP = "“{text}” is not a group of the register. Add it in the workshop first."
SEVERAL = "Several {what} of the register are called “{text}”: give the code instead."
UNKNOWN_AREA = (
    "“{text}” is not an area of the register. To add it, say in area_kind what sort of area it is."
)
NO_CODE = "“{text}” is not an area of the register. To add it, give its code and its area_name."
UNKNOWN_PARENT = (
    "The wider area “{text}” is not an area of the register, nor added by a row above this one."
)
OTHER_KIND = "“{text}” is in the register as {known}, not {told}: give the new area its own code."
TOLD_OTHERWISE = "The area “{text}” is described otherwise in line {line}."
NO_TIME = "When they were counted is not stated: give a period or a date."
TWICE = "Line {line} counts the same people."
CARRIES = (
    "The register says {old:,}, and approved figures stand on it. It is not overwritten: enter a "
    "new count with a period of its own."
)
UNSURE = "The register has several counts of these people: say in split_by which one is meant."


class CountPlanner:
    """Compares rows, in their order, with the register and with those above them."""

    def __init__(
        self,
        unsaid: Unsaid,
        areas: Iterable[AreaSeen],
        groups: Iterable[tuple[str, str]],
        stored: Iterable[Stored],
    ) -> None:
        self._unsaid = unsaid
        self._areas = {area.code.casefold(): area for area in areas}
        self._area_names = _by_name((area.code, area.name) for area in self._areas.values())
        groups = list(groups)
        self._groups = {code.casefold(): code for code, _ in groups}
        self._group_names = _by_name(groups)
        self._stored: dict[tuple[object, ...], list[Stored]] = defaultdict(list)
        for one in stored:
            self._stored[one.people].append(one)
        self._lines: dict[tuple[object, ...], int] = {}
        self.added: list[AreaSeen] = []

    def plan(self, row: CountCells) -> PlannedCount:
        """What the row would do."""
        if row.problems:
            return _refused(row, *row.problems)
        problems: list[str] = []
        group = self._group(row.cells["group"], problems)
        area = self._area(row, problems)
        counted = self._counted(row.cells, area.code if area else "", group)
        if not (counted.period or counted.date):
            problems.append(NO_TIME)
        mine = (*counted.people, counted.date, counted.period, counted.split_by)
        if not problems and mine in self._lines:
            problems.append(TWICE.format(line=self._lines[mine]))
        if problems:
            return _refused(row, *problems)
        return self._kept(self._compared(row, counted), mine, area)

    def _kept(
        self, planned: PlannedCount, mine: tuple[object, ...], area: AreaSeen | None
    ) -> PlannedCount:
        """Remember whom the row counts, and the area it adds; refuse a second for one count."""
        about = (planned.stored.pk,) if planned.stored else mine
        if planned.outcome == CountOutcome.REFUSED:
            return planned
        if about in self._lines:
            return _refused(planned.row, TWICE.format(line=self._lines[about]))
        self._lines[mine] = self._lines[about] = planned.row.line
        if area:
            self._add(area)
        return planned

    def _group(self, text: str, problems: list[str]) -> str:
        code = text.casefold()
        found = [code] if code in self._groups else self._group_names.get(code, [])
        if len(found) != 1:
            words = SEVERAL if found else UNKNOWN_GROUP
            problems.append(words.format(what="groups", text=shortened(text)))
            return ""
        return self._groups[found[0]]

    def _area(self, row: CountCells, problems: list[str]) -> AreaSeen | None:
        """The area that a row names; None with a problem when there is none and can be none."""
        text = row.cells["area"]
        code = text.casefold()
        found = [code] if code in self._areas else self._area_names.get(code, [])
        if len(found) > 1:
            problems.append(SEVERAL.format(what="areas", text=shortened(text)))
            return None
        if not found:
            return self._new_area(row, problems)
        known = self._areas[found[0]]
        problem = self._contradiction(row.cells, known)
        problems += [problem] if problem else []
        return known

    def _contradiction(self, cells: dict[str, str], known: AreaSeen) -> str:
        """What a row says of its area that the register, or a row above, says otherwise."""
        kind = cells.get("area_kind", known.kind)
        text = shortened(cells["area"])
        if kind != known.kind and not known.line:
            told = (AreaKind(one).label.lower() for one in (known.kind, kind))
            return OTHER_KIND.format(text=text, known=next(told), told=next(told))
        name = cells.get("area_name", known.name)
        if known.line and (kind, name) != (known.kind, known.name):
            return TOLD_OTHERWISE.format(text=text, line=known.line)
        return ""

    def _new_area(self, row: CountCells, problems: list[str]) -> AreaSeen | None:
        text, code = row.cells["area"], row.cells["area"].casefold()
        kind = row.cells.get("area_kind") or self._unsaid.area_kind
        if not kind:
            problems.append(UNKNOWN_AREA.format(text=shortened(text)))
        elif not SLUG.fullmatch(code):
            problems.append(NO_CODE.format(text=shortened(text)))
        told = row.cells.get("parent_area", "") or self._unsaid.parent_area
        parent = self._parent(told, problems) if told else ""
        if problems:
            return None
        return AreaSeen(code, row.cells.get("area_name") or text, kind, parent, row.line)

    def _parent(self, text: str, problems: list[str]) -> str:
        code = text.casefold()
        found = [code] if code in self._areas else self._area_names.get(code, [])
        if len(found) != 1:
            words = SEVERAL if found else UNKNOWN_PARENT
            problems.append(words.format(what="areas", text=shortened(text)))
            return ""
        return self._areas[found[0]].code

    def _add(self, area: AreaSeen) -> None:
        if area.code.casefold() not in self._areas:
            self._areas[area.code] = area
            self._area_names.setdefault(area.name.casefold(), []).append(area.code)
            self.added.append(area)

    def _counted(self, cells: dict[str, str], area: str, group: str) -> Counted:
        told = bool(cells.get("period") or cells.get("date"))
        day = cells.get("date", "") if told else self._unsaid.date
        return Counted(
            area=area,
            group=group,
            unit=cells.get("unit") or self._unsaid.unit,
            date=datetime.date.fromisoformat(day) if day else None,
            period=cells.get("period", "") if told else self._unsaid.period,
            age_from=_figure(cells, "age_from"),
            age_to=_figure(cells, "age_to"),
            split_by=cells.get("split_by", ""),
            figures=tuple(_figure(cells, name) for name in FIGURES),
            interval_source=cells.get("interval_source", ""),
        )

    def _compared(self, row: CountCells, counted: Counted) -> PlannedCount:
        same = [one for one in self._stored.get(counted.people, []) if _same_time(one, counted)]
        exact = [one for one in same if (one.date, one.period) == (counted.date, counted.period)]
        alike = exact or same
        found = [one for one in alike if one.split_by == counted.split_by]
        if not found and not counted.split_by:
            found = alike
        if not found:
            return PlannedCount(row, CountOutcome.NEW, counted)
        if len(found) > 1:
            return _refused(row, UNSURE)
        return _beside(row, counted, found[0])


def _same_time(stored: Stored, counted: Counted) -> bool:
    """Whether both are of one time, as far as both say: mid-2018 is also mid-2018, 30 June 2018."""
    told = ((stored.date, counted.date), (stored.period, counted.period))
    both = [(one, other) for one, other in told if one and other]
    return bool(both) and all(one == other for one, other in both)


def _beside(row: CountCells, counted: Counted, stored: Stored) -> PlannedCount:
    """A row beside the count that the register has of the same people."""
    pairs = zip(FIGURES, stored.figures, counted.figures, strict=True)
    changes = [
        [name, "" if old is None else f"{old:,}", f"{new:,}"]
        for name, old, new in pairs
        if new not in (None, old)
    ]
    source = counted.interval_source
    if counted.figures[1] is not None and source != stored.interval_source:
        changes.append(["interval_source", stored.interval_source, source])
    if not changes:
        return PlannedCount(row, CountOutcome.SAME, counted, stored=stored)
    if stored.carries:
        return _refused(row, CARRIES.format(old=stored.figures[0]), stored=stored)
    outside = _outside(counted, stored)
    if outside:
        return _refused(row, outside, stored=stored)
    return PlannedCount(row, CountOutcome.CHANGED, counted, changes=changes, stored=stored)


def _outside(counted: Counted, stored: Stored) -> str:
    """Why a changed count cannot keep the interval that the register has."""
    count, low, high = counted.figures[0] or 0, stored.figures[1], stored.figures[2]
    if counted.figures[1] is not None or low is None or high is None or low <= count <= high:
        return ""
    return f"The register has an interval of {low:,} to {high:,} with it: give the new one too."


def _refused(row: CountCells, *problems: str, stored: Stored | None = None) -> PlannedCount:
    return PlannedCount(row, CountOutcome.REFUSED, problems=problems, stored=stored)


def _figure(cells: dict[str, str], name: str) -> int | None:
    return int(cells[name]) if cells.get(name) else None


def _by_name(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for code, name in pairs:
        found[name.casefold()].append(code.casefold())
    return dict(found)
