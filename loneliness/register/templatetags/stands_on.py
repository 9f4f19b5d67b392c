"""Shows on a page of the evidence or estimates what stands on it."""

from typing import Any

from django import template

from loneliness.register import selectors

register = template.Library()


@register.inclusion_tag("pages/stands_on.html")
def stands_on(**record: Any) -> dict[str, selectors.StandsOn]:
    """Everything that stands on ``publication``, ``finding``, ``population`` or ``table``."""
    return {"standing": selectors.stands_on(**record), "is_table": "table" in record}
