"""Shows on a page of the evidence or estimates what stands on it, and what became of that."""

from typing import Any

from django import template

from estimates.selectors import answers_for
from loneliness.register import checks, selectors

register = template.Library()


@register.inclusion_tag("pages/stands_on.html", takes_context=True)
def stands_on(context: Any, **record: Any) -> dict[str, Any]:
    """Everything that stands on ``publication``, ``finding``, ``population`` or ``table``."""
    return {"standing": _standing(context, record), "is_table": "table" in record}


@register.inclusion_tag("admin/stands_on.html", takes_context=True)
def stands_on_in_workshop(context: Any, **record: Any) -> dict[str, Any]:
    """The same on a form of the workshop, counted."""
    return {"standing": _standing(context, record)}


def _standing(context: Any, record: dict[str, Any]) -> selectors.StandsOn:
    return selectors.stands_on(answers_for(context["request"]), **record)


@register.inclusion_tag("pages/needs_checking.html", takes_context=True)
def needs_checking(context: Any, record: Any) -> dict[str, Any]:
    """Why a record needs checking again, when it does."""
    return {"changes": _checks(context).open_for(record)}


@register.simple_tag(takes_context=True)
def open_changes(context: Any, record: Any) -> list[Any]:
    """The changes after which nobody has checked this record again."""
    return _checks(context).open_for(record)


@register.simple_tag(takes_context=True)
def all_checks(context: Any) -> checks.Checks:
    """Every change and what it touches."""
    return _checks(context)


def _checks(context: Any) -> checks.Checks:
    return checks.checks_for(context["request"])
