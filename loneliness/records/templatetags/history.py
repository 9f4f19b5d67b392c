"""Shows a record's history in a template."""

from typing import Any

from django import template

from loneliness.records import history

register = template.Library()


@register.simple_tag
def changes(record: Any) -> list[history.Entry]:
    """The newest changes of a record, newest first."""
    return history.changes(record)
