"""Finding the table that an address names."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from estimates.models import EstimateTable

CRUMBS = [{"label": "Estimates", "url": "/estimates/"}]


def find(number: int) -> EstimateTable:
    """The table of this number in the current edition; 404 when there is none."""
    table: EstimateTable = get_object_or_404(
        EstimateTable.objects.current().select_related("measure"), number=number
    )
    return table


def crumbs(table: EstimateTable) -> list[dict[str, str]]:
    """The way back to a table's page."""
    return [*CRUMBS, {"label": f"Table {table.number}", "url": table.get_absolute_url()}]
