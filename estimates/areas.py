"""A table's answer area by area: how many, of how many, and which areas stand highest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from estimates import calculation
from estimates.models import EstimateTable, Revision
from estimates.vocabulary import TotalRule

HOTSPOTS = 10
NUMBER, SHARE = "number", "share"
ORDERS = (NUMBER, SHARE)
SAME_RATES = (
    "This ranks the mix of people in each area, not loneliness. The same percentages are applied "
    "everywhere, so an area stands high only because more people live there, or more of them "
    "belong to groups with a higher percentage. Nobody asked people in these areas."
)
OWN_RATES = (
    "The areas have percentages of different surveys or groups, so their ranks are not measured in "
    "one way. Look where each number comes from before you compare them."
)


@dataclass(frozen=True)
class Part:
    """What one line says of its area."""

    area: str
    name: str
    finding: int
    count: int
    exact: Decimal


@dataclass(frozen=True)
class AreaFigure:
    """The estimate of one area, with its ranks among all of them; 1 is the highest."""

    code: str
    name: str
    exact: Decimal
    population: int
    by_number: int = 0
    by_share: int = 0

    @property
    def estimate(self) -> int:
        """How many, rounded half up."""
        return int(calculation.half_up(self.exact))

    @property
    def share(self) -> Decimal:
        """The share of the people counted, 0-100, unrounded; nought where nobody is counted."""
        return 100 * self.exact / self.population if self.population else Decimal(0)

    @property
    def per_cent(self) -> Decimal:
        """The share to one decimal."""
        return calculation.half_up(self.share, 1)

    @property
    def per_thousand(self) -> Decimal:
        """How many of a thousand, to one decimal."""
        return calculation.half_up(10 * self.share, 1)

    def rank(self, order: str) -> int:
        """Its rank by number or by share."""
        return self.by_share if order == SHARE else self.by_number


@dataclass(frozen=True)
class ByArea:
    """A version of a table area by area; no figures where the lines of an area cannot be added."""

    table: EstimateTable
    revision: Revision | None
    figures: tuple[AreaFigure, ...]
    same_rates: bool

    @property
    def caution(self) -> str:
        """What a ranking by area says, in plain words."""
        return SAME_RATES if self.same_rates else OWN_RATES

    def ranked(self, order: str) -> list[AreaFigure]:
        """The areas, the highest first."""
        return sorted(self.figures, key=lambda one: (one.rank(order), one.name))

    def hotspots(self, order: str) -> list[AreaFigure]:
        """The top ten, and those level with the tenth; none among ten areas or fewer."""
        if len(self.figures) <= HOTSPOTS:
            return []
        return [one for one in self.ranked(order) if one.rank(order) <= HOTSPOTS]


def lies_in_several(table: EstimateTable) -> bool:
    """Whether a table's lines count people in more than one area. One query."""
    areas = table.lines.order_by().values_list("population__area", flat=True).distinct()
    return len(areas[:2]) > 1


def by_area(table: EstimateTable) -> ByArea:
    """The answer in force by area, or the newest draft where nothing is approved. Two queries."""
    versions = list(table.revisions.order_by("-number").select_related("author"))
    approved = [one for one in versions if one.is_frozen]
    revision = next(iter([*approved, *versions]), None)
    parts = _parts(revision) if revision else []
    rule = revision.total_rule if revision else TotalRule.NONE
    return ByArea(table, revision, figures(parts, rule), _same_rates(parts))


def figures(parts: Sequence[Part], rule: str) -> tuple[AreaFigure, ...]:
    """The estimate of each area, ranked; none where an area has several lines and no total."""
    found: dict[tuple[str, str], list[Part]] = defaultdict(list)
    for part in parts:
        found[(part.area, part.name)].append(part)
    if rule == TotalRule.NONE and len(parts) > len(found):
        return ()
    summed = [_summed(code, name, of) for (code, name), of in found.items()]
    by_number = _ranks(summed, lambda one: one.exact)
    by_share = _ranks(summed, lambda one: one.share)
    return tuple(
        AreaFigure(one.code, one.name, one.exact, one.population, by_number[at], by_share[at])
        for at, one in enumerate(summed)
    )


def _summed(code: str, name: str, parts: Iterable[Part]) -> AreaFigure:
    parts = list(parts)
    exact = sum((part.exact for part in parts), Decimal(0))
    return AreaFigure(code, name, exact, sum(part.count for part in parts))


def _ranks(summed: list[AreaFigure], value: Callable[[AreaFigure], Decimal]) -> list[int]:
    """The rank of each, 1 for the highest; equal ones share the better rank."""
    order = sorted((value(one) for one in summed), reverse=True)
    first: dict[Decimal, int] = {}
    for rank, one in enumerate(order, start=1):
        first.setdefault(one, rank)
    return [first[value(one)] for one in summed]


def _parts(revision: Revision) -> list[Part]:
    names = ("population__area__code", "population__area__name", "finding", "count", "exact")
    return [Part(*row) for row in revision.lines.values_list(*names)]


def _same_rates(parts: Iterable[Part]) -> bool:
    """Whether every area has the same percentages."""
    rates: dict[str, set[int]] = defaultdict(set)
    for part in parts:
        rates[part.area].add(part.finding)
    return len({frozenset(found) for found in rates.values()}) <= 1
