"""Shows a record's history in a template."""

from typing import Any

from django import template

from loneliness.records import history

register = template.Library()


@register.simple_tag(takes_context=True)
def changes(context: Any, record: Any) -> history.Entries:
    """The newest changes of a record, newest first; all of them when the address asks."""
    everything = context["request"].GET.get("history") == "all"
    return history.changes(record, everything=everything)


@register.filter
def model_label(record: Any) -> str:
    """The kind of a record as addresses name it: evidence.finding."""
    return str(record._meta.label_lower)
