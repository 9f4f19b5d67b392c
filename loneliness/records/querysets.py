"""Questions that every searchable record answers."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models
from django.db.models import Q

from loneliness.records.text import search_terms

M = TypeVar("M", bound=models.Model)


class SearchableQuerySet(models.QuerySet[M]):
    """Rows that can be found by words and figures."""

    def search(self, query: str) -> Any:
        """Rows that hold every word and figure of the query, or lie beside records that do."""
        terms = search_terms(query)
        if not terms:
            return self.none()
        beside: tuple[str, ...] = getattr(self.model, "searched_with", ())
        found = self
        for spellings in terms:
            holds = Q()
            for spelling in spellings:
                holds |= Q(search_text__contains=spelling)
                for name in beside:
                    holds |= Q(**{f"{name}__search_text__contains": spelling})
            found = found.filter(holds)
        return found
