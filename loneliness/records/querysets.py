"""Questions that every searchable record answers."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models

from loneliness.records.text import search_terms

M = TypeVar("M", bound=models.Model)


class SearchableQuerySet(models.QuerySet[M]):
    """Rows that can be found by words and figures."""

    def search(self, query: str) -> Any:
        """Rows whose folded text holds every word and figure of the query."""
        terms = search_terms(query)
        if not terms:
            return self.none()
        found = self
        for term in terms:
            found = found.filter(search_text__contains=term)
        return found
