"""Counts of other areas for a table's lines: which areas have them, and whether they add up."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q, QuerySet

from estimates import calculation
from estimates.models import EstimateLine
from estimates.vocabulary import TotalRule
from evidence.models import Area, PopulationCount
from evidence.vocabulary import AreaKind

NAMED = 20  # areas that a sentence names before it says how many more there are


class People(NamedTuple):
    """Whom a line counts, wherever they live."""

    group: int
    unit: str
    age_from: int | None
    age_to: int | None


class Source(NamedTuple):
    """Who counted and when: the counts of one table should be of one source."""

    publication: str
    title: str
    period: str
    date: datetime.date | None

    @property
    def key(self) -> str:
        """How an address names it."""
        return "|".join((self.publication, self.period, str(self.date or "")))

    @property
    def words(self) -> str:
        """Its name for a reader."""
        when = self.period or f"{self.date:%-d %B %Y}" if self.period or self.date else "no date"
        return f"{when}, {self.title}"


class AreaSet(NamedTuple):
    """Areas of one kind that lie in one wider area, and how many of them have counts."""

    kind: str
    parent: str
    parent_name: str
    areas: int

    @property
    def key(self) -> str:
        """How an address names it."""
        return f"{self.kind}:{self.parent}"

    @property
    def words(self) -> str:
        """Its name for a reader: 7 districts in Leicestershire."""
        where = f" in {self.parent_name}" if self.parent_name else ""
        return f"{AreaKind(self.kind).label}{where} ({self.areas:,} with counts)"


@dataclass(frozen=True)
class Found:
    """A count of one area that a line may use."""

    pk: int
    area: int
    people: People
    split_by: str
    count: int
    source: Source


@dataclass(frozen=True)
class AreaCounts:
    """An area with a count for each line of the table, in their order; None where it has none."""

    area: Area
    counts: tuple[Found | None, ...]

    @property
    def is_complete(self) -> bool:
        """Whether there is a count for every line."""
        return None not in self.counts


@dataclass(frozen=True)
class Matching:
    """The lines of a table and the areas that have, or lack, counts for them."""

    lines: tuple[EstimateLine, ...]
    areas: tuple[AreaCounts, ...]
    source: Source | None = None
    sources: tuple[Source, ...] = ()
    used: frozenset[int] = field(default=frozenset())

    @property
    def complete(self) -> list[AreaCounts]:
        """The areas that have all the lines."""
        return [one for one in self.areas if one.is_complete]

    @property
    def lacking(self) -> list[tuple[Area, list[str]]]:
        """The areas that lack a line, each with the labels of the lines it lacks."""
        return [
            (one.area, [line.label for line, count in self._pairs(one) if count is None])
            for one in self.areas
            if not one.is_complete
        ]

    @property
    def sums(self) -> list[int]:
        """The counts of the complete areas added up, for each line."""
        return [sum(count.count for count in column if count) for column in self._columns]

    @property
    def exact(self) -> Decimal:
        """The exact sum of all lines in all complete areas."""
        pairs = zip(self.lines, self.sums, strict=True)
        rates = [(total, line.finding.printed_percentage or Decimal(0)) for line, total in pairs]
        return calculation.exact_total(rates)

    @property
    def _columns(self) -> list[tuple[Found | None, ...]]:
        rows = [one.counts for one in self.complete]
        return list(zip(*rows, strict=True)) if rows else [()] * len(self.lines)

    def _pairs(self, one: AreaCounts) -> Iterable[tuple[EstimateLine, Found | None]]:
        return zip(self.lines, one.counts, strict=True)


@dataclass(frozen=True)
class Reconciled:
    """The sum over the areas beside the total of the repeated table, and why they differ."""

    total: int | None
    repeated: int | None
    why: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """Whether the areas add up to the table's total."""
        return self.total is not None and self.total == self.repeated


def people_of(line: EstimateLine) -> People:
    """Whom a line counts."""
    count = line.population
    return People(count.group_id, count.unit, count.age_from, count.age_to)


def area_sets(lines: Sequence[EstimateLine]) -> list[AreaSet]:
    """The sets of areas, other than the lines' own, that have counts of their people. One query."""
    names = ("area__kind", "area__parent__code", "area__parent__name", "area")
    own = {line.population.area_id for line in lines}
    rows = _counts(lines).exclude(area__in=own).order_by().values_list(*names).distinct()
    found = Counter((kind, code or "", name or "") for kind, code, name, _ in rows)
    parents = Counter(kind for kind, _, _ in found)
    whole = Counter((kind, "", "") for kind, _, _, _ in rows if parents[kind] > 1)
    return [
        AreaSet(kind, code, name, number)
        for (kind, code, name), number in sorted((found | whole).items())
    ]


def match(lines: Sequence[EstimateLine], chosen: AreaSet, source: str = "") -> Matching:
    """The counts of each area of a set for each line, of one source. Two queries.

    ``source`` is the key of one; left out, the one that most lines of most areas have.
    """
    areas = Area.objects.filter(kind=chosen.kind)
    if chosen.parent:
        areas = areas.filter(parent__code=chosen.parent)
    own = {line.population.area_id for line in lines}
    listed = [area for area in areas if area.pk not in own]
    wanted = {area.pk for area in listed}
    found = [one for one in _found(lines, chosen) if one.area in wanted]
    sources = [one for one, _ in Counter(one.source for one in found).most_common()]
    asked = [one for one in sources if one.key == source] or sources[:1]
    return pair(lines, listed, found, asked[0] if asked else None, sources)


def pair(
    lines: Sequence[EstimateLine],
    areas: Iterable[Area],
    found: Iterable[Found],
    source: Source | None,
    sources: Sequence[Source] = (),
) -> Matching:
    """Give each area a count for each line where there is one. No query."""
    known: dict[tuple[int, People], list[Found]] = defaultdict(list)
    for one in found:
        if one.source == source:
            known[(one.area, one.people)].append(one)
    wanted = [(people_of(line), line.population.split_by) for line in lines]
    rows = tuple(
        AreaCounts(area, tuple(_nearest(known[(area.pk, who)], split) for who, split in wanted))
        for area in areas
    )
    used = frozenset(count.pk for one in rows if one.is_complete for count in one.counts if count)
    return Matching(tuple(lines), rows, source, tuple(sources), used)


def reconcile(matching: Matching, repeated: int | None, rule: str) -> Reconciled:
    """Whether the complete areas add up to a table's total, and if not, why. No query."""
    if rule == TotalRule.NONE or not matching.complete:
        return Reconciled(None, repeated, ())
    total = int(calculation.half_up(matching.exact))
    why = [*_lacking(matching), *_other_source(matching), *_other_counts(matching)]
    if rule == TotalRule.SUM_OF_ROUNDED:
        why.append("The repeated table adds up rounded lines; here the exact sum is rounded.")
    if total != repeated and not why:
        why.append("The repeated table’s total is of other percentages or counts than its lines.")
    return Reconciled(total, repeated, tuple(why))


def listed(names: Sequence[str]) -> str:
    """Names in a sentence, and how many more there are."""
    shown, more = ", ".join(names[:NAMED]), len(names) - NAMED
    return f"{shown} and {more:,} more" if more > 0 else shown


def _lacking(matching: Matching) -> Iterable[str]:
    lacking = [area.name for area, _ in matching.lacking]
    if lacking:
        what = "area lacks a count and is" if len(lacking) == 1 else "areas lack a count and are"
        yield f"{len(lacking):,} {what} left out: {listed(lacking)}."


def _other_source(matching: Matching) -> Iterable[str]:
    used = {(line.population.publication.title, line.population.period) for line in matching.lines}
    source = matching.source
    if source and used != {(source.title, source.period)}:
        old = "; ".join(sorted(f"{period or 'no period'}, {title}" for title, period in used))
        yield f"The areas’ counts are of another source: {source.words}, not {old}."


def _other_counts(matching: Matching) -> Iterable[str]:
    for line, total in zip(matching.lines, matching.sums, strict=True):
        if total != line.population.count:
            yield (
                f"{line.label}: the areas’ counts add up to {total:,}, the table uses "
                f"{line.population.count:,}."
            )


def _nearest(counts: list[Found], split_by: str) -> Found | None:
    """The count that is split as the line's is, else the first."""
    order = sorted(counts, key=lambda one: (one.split_by != split_by, one.split_by != "", one.pk))
    return order[0] if order else None


def _counts(lines: Sequence[EstimateLine]) -> QuerySet[PopulationCount]:
    wanted = Q(pk__in=())
    for who in {people_of(line) for line in lines}:
        wanted |= Q(**who._asdict())
    return PopulationCount.objects.filter(wanted)


def _found(lines: Sequence[EstimateLine], chosen: AreaSet) -> list[Found]:
    names = (
        *("pk", "area", "group", "unit", "age_from", "age_to", "split_by", "count"),
        *("publication__key", "publication__title", "period", "date"),
    )
    rows = _counts(lines).filter(area__kind=chosen.kind).order_by("pk").values_list(*names)
    return [
        Found(row[0], row[1], People(*row[2:6]), row[6], row[7], Source(*row[8:])) for row in rows
    ]
