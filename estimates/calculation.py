"""The arithmetic of an estimate: a count times a percentage, and nothing else."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

EXACT_SUM = "exact-sum"
SUM_OF_ROUNDED = "sum-of-rounded"
NO_TOTAL = "none"
TOTAL_RULES = (EXACT_SUM, SUM_OF_ROUNDED, NO_TOTAL)

# Enough for any count a register holds: no product here is ever rounded on the way.
DIGITS = 60


def checked_count(count: int) -> int:
    """Return the count, or refuse what cannot be a number of people."""
    if isinstance(count, bool) or not isinstance(count, int):
        raise TypeError(f"A count must be a whole number, not {type(count).__name__}.")
    if count < 0:
        raise ValueError(f"A count cannot be negative: {count}.")
    return count


def checked_percentage(percentage: Decimal) -> Decimal:
    """Return the percentage, or refuse what does not lie between 0 and 100."""
    if not isinstance(percentage, Decimal):
        raise TypeError(f"A percentage must be a Decimal, not {type(percentage).__name__}.")
    if not percentage.is_finite() or not 0 <= percentage <= 100:
        raise ValueError(f"A percentage must lie between 0 and 100: {percentage}.")
    return percentage


def checked_rule(rule: str) -> str:
    """Return the total rule, or refuse a word that names none."""
    if rule not in TOTAL_RULES:
        raise ValueError(f"Unknown total rule “{rule}”: use one of {', '.join(TOTAL_RULES)}.")
    return rule


def exact(count: int, percentage: Decimal) -> Decimal:
    """Return count × percentage ÷ 100 with no rounding."""
    factors = Decimal(checked_count(count)), checked_percentage(percentage)
    with localcontext(prec=DIGITS):
        return factors[0] * factors[1] / 100


def half_up(value: Decimal, places: int = 0) -> Decimal:
    """Round half away from zero to a number of decimal places."""
    if not isinstance(value, Decimal):
        raise TypeError(f"A value to round must be a Decimal, not {type(value).__name__}.")
    with localcontext(prec=DIGITS):
        return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def estimate(count: int, percentage: Decimal) -> int:
    """Return the estimated number, rounded half-up to a whole one."""
    return int(half_up(exact(count, percentage)))


def total(lines: Sequence[tuple[int, Decimal]], rule: str) -> int | None:
    """Return the total of the lines by the table's rule; None where the table has no total."""
    if checked_rule(rule) == NO_TOTAL:
        return None
    if rule == SUM_OF_ROUNDED:
        return sum(estimate(count, percentage) for count, percentage in lines)
    return int(half_up(exact_total(lines)))


def exact_total(lines: Sequence[tuple[int, Decimal]]) -> Decimal:
    """Return the sum of the exact products of the lines."""
    with localcontext(prec=DIGITS):
        return sum((exact(count, percentage) for count, percentage in lines), Decimal(0))


def about(value: int) -> int:
    """Return the number to two significant figures, as it would be said aloud: 31,878 is 32,000."""
    spare_digits = max(len(str(checked_count(value))) - 2, 0)
    return int(half_up(Decimal(value), -spare_digits))


def in_words(value: Decimal) -> str:
    """Return a value with thousands separators, to one decimal place unless it is whole."""
    places = 0 if value == value.to_integral_value() else 1
    return f"{half_up(value, places):,f}"


def sum_in_words(count: int, percentage: Decimal) -> str:
    """Return the sum as it is shown on the page: 281,025 × 4.9% = 13,770.2."""
    return f"{count:,} × {percentage:f}% = {in_words(exact(count, percentage))}"


@dataclass(frozen=True)
class Inputs:
    """What one line of a version was made from, as it was on the day."""

    position: int
    label: str
    count: int
    percentage: Decimal
    rate_quotation: str = ""
    rate_place: str = ""
    rate_source: str = ""
    rate_period: str = ""
    base: int | None = None
    grade: str = ""
    grade_confirmed: bool = False
    interval_low: Decimal | None = None
    interval_high: Decimal | None = None
    interval_method: str = ""
    count_quotation: str = ""
    count_place: str = ""
    count_source: str = ""
    count_period: str = ""
    count_low: int | None = None
    count_high: int | None = None


def fingerprint(inputs: Iterable[Inputs], rule: str) -> str:
    """Return the SHA-256, in hexadecimal, of the inputs and the total rule.

    The order of the inputs as given does not matter. A percentage counts as it is written: 14 and
    14.0 have different fingerprints. The ends of its interval count by their value. What is empty
    is left out, so that an input added to the list later leaves the older fingerprints as they are.
    """
    lines = [_written(line) for line in sorted(inputs, key=lambda line: line.position)]
    body = {"lines": lines, "total_rule": checked_rule(rule)}
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _written(line: Inputs) -> dict[str, object]:
    checked_count(line.count)
    checked_percentage(line.percentage)
    ends = {name: _plain(getattr(line, name)) for name in ("interval_low", "interval_high")}
    written = asdict(line) | {"percentage": str(line.percentage)} | ends
    return {name: value for name, value in written.items() if value or value == 0}


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"
