"""What a line could use instead: newer editions and corrections first, then the same question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from estimates.models import EstimateLine, EstimateTable
from evidence.models import Finding, PopulationCount

SOURCES = (
    *("population__publication", "population__group", "population__area", "population__part_of"),
    *("finding__publication", "finding__group", "finding__measure", "finding__area"),
)


@dataclass(frozen=True)
class Options:
    """The percentages and counts that one line may be given, the nearest first.

    ``newer`` take the place of what the line uses: a later edition or a correction of it.
    """

    line: EstimateLine
    newer: tuple[Finding, ...]
    alike: tuple[Finding, ...]
    others: tuple[Finding, ...]
    counts: tuple[PopulationCount, ...]
    other_counts: tuple[PopulationCount, ...]

    @property
    def newest(self) -> Finding | None:
        """The last edition or correction of the percentage in use; None when there is none."""
        over = {finding.earlier_id for finding in self.newer}
        over |= {finding.supersedes_id for finding in self.newer}
        last = [finding for finding in self.newer if finding.pk not in over]
        editions = [finding for finding in last if finding.earlier_id]
        return next(iter(editions or last), None)

    @property
    def change(self) -> str:
        """What would become of the percentage, in words: Males 4.9% to 5%."""
        newest = self.newest or self.line.finding
        return f"{self.line.label} {self.line.finding.stated} to {newest.stated}"

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All of them and the one in use."""
        return (self.line.finding, *self.newer, *self.alike, *self.others)

    @property
    def populations(self) -> tuple[PopulationCount, ...]:
        """All of them and the one in use."""
        return (self.line.population, *self.counts, *self.other_counts)


def options(lines: Sequence[EstimateLine]) -> list[Options]:
    """What each line could use. Three queries, however many lines; the lines' inputs are joined."""
    findings, before = list(_findings(lines)), _before()
    populations = list(_populations(lines))
    return [_options(line, findings, before, populations) for line in lines]


def renewable() -> list[tuple[EstimateTable, list[Options]]]:
    """The tables with lines whose percentage has a later edition or a correction. Six queries."""
    lines = EstimateLine.objects.filter(table__in=EstimateTable.objects.current())
    found: dict[EstimateTable, list[Options]] = {}
    for one in options(list(lines.select_related("table", *SOURCES).order_by("table__number"))):
        if one.newest:
            found.setdefault(one.line.table, []).append(one)
    return list(found.items())


def _findings(lines: Iterable[EstimateLine]) -> Iterable[Finding]:
    used = [line.finding_id for line in lines]
    measures = {line.finding.measure_id for line in lines}
    after = Q(earlier__in=used) | Q(earlier__earlier__in=used) | Q(supersedes__in=used)
    rows = Finding.objects.percentages().in_force().with_sources()
    found: Iterable[Finding] = rows.filter(Q(measure__in=measures) | after).order_by("key")
    return found


def _populations(lines: Iterable[EstimateLine]) -> Iterable[PopulationCount]:
    groups = {line.population.group_id for line in lines}
    areas = {line.population.area_id for line in lines}
    rows = PopulationCount.objects.filter(group__in=groups, area__in=areas)
    return rows.select_related("publication", "group", "area", "part_of").order_by("key")


def _before() -> dict[int, tuple[int | None, ...]]:
    """By finding, what it is a later edition of and what it corrects, corrected ones as well."""
    linked = Finding.objects.filter(Q(earlier__isnull=False) | Q(supersedes__isnull=False))
    rows = linked.values_list("pk", "earlier", "supersedes")
    return {finding: (earlier, corrected) for finding, earlier, corrected in rows}


def _options(
    line: EstimateLine,
    findings: list[Finding],
    before: dict[int, tuple[int | None, ...]],
    populations: list[PopulationCount],
) -> Options:
    used, count = line.finding, line.population
    rest = [finding for finding in findings if finding.pk != used.pk]
    newer = tuple(finding for finding in rest if _takes_the_place(finding, used.pk, before))
    alike = tuple(
        finding for finding in rest if finding not in newer and _of_the_same(finding, used)
    )
    others = tuple(
        finding
        for finding in rest
        if finding.measure_id == used.measure_id and finding not in newer and finding not in alike
    )
    counts = [one for one in populations if one.pk != count.pk and one.group_id == count.group_id]
    same = tuple(one for one in counts if _counts_the_same(one, count))
    return Options(
        line, newer, alike, others, same, tuple(one for one in counts if one not in same)
    )


def _takes_the_place(
    finding: Finding, used: int, before: dict[int, tuple[int | None, ...]]
) -> bool:
    """Whether it corrects the one in use or is a later edition, however many lie between."""
    passed: set[int | None] = {None}
    ahead: list[int | None] = [finding.pk]
    while ahead:
        key = ahead.pop()
        if key is not None and key not in passed:
            ahead += before.get(key, ())
        passed.add(key)
    return used in passed


def _of_the_same(finding: Finding, used: Finding) -> bool:
    names = ("measure_id", "group_id", "age_from", "age_to")
    return all(getattr(finding, name) == getattr(used, name) for name in names)


def _counts_the_same(one: PopulationCount, count: PopulationCount) -> bool:
    names = ("area_id", "unit", "age_from", "age_to")
    return all(getattr(one, name) == getattr(count, name) for name in names)
