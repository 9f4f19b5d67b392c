"""How sure a figure is, in words."""

from __future__ import annotations

from decimal import Decimal

from django import template

from estimates import calculation, uncertainty
from estimates.models import RevisionLine
from estimates.uncertainty import Interval, Part

register = template.Library()


@register.filter
def about(value: int | None) -> int | None:
    """A number to two significant figures, as it is said: 31,878 is 32,000."""
    return None if value is None else calculation.about(value)


@register.filter
def change(difference: int | Decimal | None) -> str:
    """A difference with its sign: +1,234, −1,234, none; a dash where there are not two."""
    if difference is None:
        return "–"
    if not difference:
        return "none"
    return f"{'+' if difference > 0 else '−'}{abs(difference):,}"


@register.filter
def interval(ends: Interval) -> str:
    """An interval as it is said: 30,000 to 34,000."""
    return uncertainty.in_words(ends)


@register.filter
def parts(line: RevisionLine) -> list[str]:
    """How far each input alone moves the result, where both have an interval; else nothing."""
    given = line.count, line.printed_percentage
    of_rate = uncertainty.rate_part(*given, line.rate_interval)
    of_count = uncertainty.count_part(*given, line.count_interval)
    if of_rate is None or of_count is None:
        return []
    return [_moved("the percentage", of_rate), _moved("the count", of_count)]


def _moved(name: str, part: Part) -> str:
    below, above = (calculation.half_up(end) for end in (part.below, part.above))
    return f"Of that, {name} alone: {below:,} less or {above:,} more."
