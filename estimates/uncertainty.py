"""How sure an estimate is: intervals carried through products and sums.

Percentages are 0-100 and every interval is of 95%. Only a published interval, or Wilson's for a
plain share of those who answered, is ever used: nothing here looks at a survey's raw number alone.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal, localcontext

from estimates import calculation

Interval = tuple[Decimal, Decimal]
Counts = tuple[int, int]

# The 97.5% point of the normal distribution: 2.5% are left out at each end.
Z = Decimal("1.959963984540054")
PERCENTAGE_PLACES = 4
RESULT_PLACES = 6


def wilson(percentage: Decimal, base: int) -> Interval:
    """Wilson's interval of a plain share of ``base`` answers, in per cent to four decimals.

    E. B. Wilson, Journal of the American Statistical Association 22 (1927), 209-212.
    """
    if calculation.checked_count(base) == 0:
        raise ValueError("An interval needs at least one answer.")
    with localcontext(prec=calculation.DIGITS):
        share, number = calculation.checked_percentage(percentage) / 100, Decimal(base)
        squared = Z * Z
        middle = share + squared / (2 * number)
        spread = Z * (share * (1 - share) / number + squared / (4 * number * number)).sqrt()
        under = 1 + squared / number
        ends = (100 * (middle - spread) / under, 100 * (middle + spread) / under)
    low, high = (calculation.half_up(end, PERCENTAGE_PLACES) for end in ends)
    return max(low, Decimal(0)), min(high, Decimal(100))


@dataclass(frozen=True)
class Part:
    """How far one input alone moves a result: down and up, in the unit of the result."""

    below: Decimal
    above: Decimal


def rate_part(count: int, percentage: Decimal, rate: Interval | None) -> Part | None:
    """How far the percentage's interval moves the product; None when it has none."""
    if rate is None:
        return None
    middle = calculation.exact(count, percentage)
    low, high = (calculation.exact(count, end) for end in rate)
    return Part(middle - low, high - middle)


def count_part(count: int, percentage: Decimal, counts: Counts | None) -> Part | None:
    """How far the count's interval moves the product; None when none is given."""
    if counts is None:
        return None
    middle = calculation.exact(count, percentage)
    low, high = (calculation.exact(end, percentage) for end in counts)
    return Part(middle - low, high - middle)


def product(
    count: int, percentage: Decimal, rate: Interval | None, counts: Counts | None = None
) -> Interval | None:
    """The interval of count × percentage, to six decimals; None when the percentage has none.

    A count's own interval, when given, is added as an independent part: the distances to each end
    are joined as the root of the sum of their squares.
    """
    of_rate = rate_part(count, percentage, rate)
    if of_rate is None:
        return None
    of_count = count_part(count, percentage, counts)
    return _around(
        calculation.exact(count, percentage), [of_rate, *([of_count] if of_count else [])]
    )


def total(lines: Iterable[tuple[Decimal, Interval | None, Hashable]]) -> Interval | None:
    """The interval of a sum of (exact result, its interval, the percentage it uses).

    Lines that use one percentage err together, so their distances add up; different percentages
    err apart and are joined as the root of the sum of squares. None when a line has no interval.
    """
    middle = Decimal(0)
    below: dict[Hashable, Decimal] = defaultdict(Decimal)
    above: dict[Hashable, Decimal] = defaultdict(Decimal)
    for exact, interval, source in lines:
        if interval is None:
            return None
        middle += exact
        below[source] += exact - interval[0]
        above[source] += interval[1] - exact
    if not below:
        return None
    return _around(middle, [Part(below[source], above[source]) for source in below])


def in_words(interval: Interval) -> str:
    """An interval as it is said, each end rounded to the place that it supports."""
    low, high = (supported(end, interval) for end in interval)
    return f"{low:,} to {high:,}"


def supported(value: Decimal, interval: Interval) -> int:
    """Round a value to the place that its interval supports.

    The place is that of the first digit of half the interval's width: a half-width of 1,530 gives
    thousands. Below ten, to a whole number.
    """
    with localcontext(prec=calculation.DIGITS):
        half = (interval[1] - interval[0]) / 2
    place = max(half.adjusted(), 0) if half else 0
    return int(calculation.half_up(value, -place))


def _around(middle: Decimal, parts: list[Part]) -> Interval:
    low = calculation.half_up(middle - _joined(part.below for part in parts), RESULT_PLACES)
    high = calculation.half_up(middle + _joined(part.above for part in parts), RESULT_PLACES)
    return max(low, Decimal(0)), high


def _joined(distances: Iterable[Decimal]) -> Decimal:
    known = list(distances)
    if len(known) == 1:
        return known[0]
    with localcontext(prec=calculation.DIGITS):
        return sum((each * each for each in known), Decimal(0)).sqrt()
