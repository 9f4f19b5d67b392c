"""Filters over lists: words and figures first, then what the list offers."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet

from loneliness.ui.forms import FilterForm


class RegisterFilter(django_filters.FilterSet):
    """A filter set with a search box, in the GOV.UK look; nonsense gets a message, no rows."""

    q = django_filters.CharFilter(method="search", label="Words or figures")

    class Meta:
        form = FilterForm

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Rows whose folded text holds the query."""
        found: QuerySet[Any] = rows.search(value)  # type: ignore[attr-defined]
        return found
