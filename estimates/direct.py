"""Figures that a survey publishes for the place itself, beside those worked out from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from estimates import calculation
from estimates.selectors import LineAnswer, TableAnswer
from evidence.models import Finding, PopulationCount


@dataclass(frozen=True)
class Derived:
    """What the table works out for the people of one count: how many, of how many."""

    population: PopulationCount
    estimate: int
    count: int
    finding: Finding | None

    @property
    def share(self) -> Decimal:
        """The share that the estimate is of the count, 0-100."""
        return Decimal(100 * self.estimate) / self.count if self.count else Decimal(0)

    @property
    def percentage(self) -> Decimal:
        """The share to one decimal, as it is shown."""
        return calculation.half_up(self.share, 1)


@dataclass(frozen=True)
class Beside:
    """A local figure and the one worked out for the same people."""

    direct: Finding
    derived: Derived

    @property
    def estimate(self) -> int:
        """How many the local percentage gives."""
        percentage = self.direct.printed_percentage or Decimal(0)
        return calculation.estimate(self.derived.count, percentage)

    @property
    def verdict(self) -> str:
        """How the two compare, in words; why they do not where they cannot be compared."""
        unlike = self._unlike()
        if unlike:
            return f"Not comparable: {unlike}."
        low, high = self.direct.interval_low, self.direct.interval_high
        if low is None or high is None:
            return "The local survey publishes no interval, so whether they agree cannot be said."
        inside = low <= self.derived.share <= high
        ends = f"{low.normalize():f}% to {high.normalize():f}%"
        return f"{'Within' if inside else 'Outside'} the local figure’s interval, {ends}."

    def _unlike(self) -> str:
        direct, whom = self.direct, self.derived.population
        used = self.derived.finding
        if used and direct.measure_id != used.measure_id:
            return f"the local survey asked “{direct.measure}”, the national one “{used.measure}”"
        if (direct.age_from, direct.age_to) != (whom.age_from, whom.age_to):
            aged = f"aged {direct.ages}" if direct.ages else "of no stated age"
            return f"the local survey is of people {aged}"
        return ""


def direct_figures(answer: TableAnswer) -> list[Beside]:
    """Local percentages of the table's people that no line of it uses. One query."""
    derived = _derived(answer)
    if not derived:
        return []
    used = {item.line.finding_id for item in answer.lines}
    findings = Finding.objects.percentages().in_force().with_sources()
    local = findings.filter(
        group__in={one.population.group_id for one in derived},
        area__in={one.population.area_id for one in derived},
    ).exclude(pk__in=used)
    return [Beside(finding, one) for finding in local.order_by("key") for one in derived
            if _same_people(finding, one)]  # fmt: skip


def _derived(answer: TableAnswer) -> list[Derived]:
    lines = [
        Derived(item.line.population, item.line.estimate, item.line.count, item.line.finding)
        for item in answer.lines
    ]
    whole = next(iter(answer.wholes), None)
    if whole and answer.total is not None:
        measured = _one_measure(answer.lines)
        lines.insert(0, Derived(whole, answer.total, whole.count, measured))
    return lines


def _one_measure(lines: Iterable[LineAnswer]) -> Finding | None:
    findings = [item.line.finding for item in lines]
    return findings[0] if len({finding.measure_id for finding in findings}) == 1 else None


def _same_people(finding: Finding, one: Derived) -> bool:
    return (finding.group_id, finding.area_id) == (one.population.group_id, one.population.area_id)
