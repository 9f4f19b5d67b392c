"""A reader's own filters and columns, above a list."""

from typing import Any

from django import template
from django.utils.text import capfirst

from loneliness.records import saved

register = template.Library()


@register.inclusion_tag("pages/reader_choices.html", takes_context=True)
def reader_choices(context: Any, table: Any) -> dict[str, Any]:
    """The filters the reader saved for this list, and which of its columns are shown."""
    request = context["request"]
    shown = {column.name for column in table.columns}
    return {
        "request": request,
        "filters": saved.filters_of(request.user, request.path),
        "query": request.GET.urlencode(),
        "columns": [
            (name, capfirst(str(column.verbose_name or name.replace("_", " "))), name in shown)
            for name, column in list(table.base_columns.items())[1:]
        ],
    }
