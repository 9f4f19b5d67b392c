"""The evidence map, as a table, a chart and a download."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from evidence.mapping import EvidenceMap, evidence_map
from evidence.models import PopulationGroup
from loneliness.ui.charts import heat_map
from loneliness.ui.export import csv_response

GROUPS = {
    "risk": ("Risk groups of the chapter", PopulationGroup.objects.risk_groups()),
    "transitions": ("Life transitions", PopulationGroup.objects.transitions()),
    "all": ("All groups", PopulationGroup.objects.all()),
}


def evidence_map_page(request: HttpRequest) -> HttpResponseBase:
    """/evidence/map/: groups by what is measured; ``by=grade`` says how strong the evidence is."""
    which = request.GET.get("groups", "risk")
    if which not in GROUPS:
        messages.warning(request, f"There is no choice of groups “{which}”: these are risk groups.")
        which = "risk"
    title, groups = GROUPS[which]
    found = evidence_map(groups.all())
    by_grade = _by_grade(request)
    if request.GET.get("format") == "csv":
        return csv_response("evidence-map", _rows(found, by_grade))
    if request.GET.get("format") == "svg":
        name = f'attachment; filename="evidence-map-{which}.svg"'
        return HttpResponse(
            _draw(title, found),
            content_type="image/svg+xml",
            headers={"Content-Disposition": name},
        )
    context = {
        "map": found,
        "which": which,
        "title": title,
        "choices": [(key, words) for key, (words, _) in GROUPS.items()],
        "by_grade": by_grade,
        "svg": _draw(title, found),
    }
    return render(request, "evidence/map.html", context)


def _by_grade(request: HttpRequest) -> bool:
    by = request.GET.get("by", "")
    if by not in ("", "grade"):
        messages.warning(request, f"The map cannot be shown by “{by}”: these are plain counts.")
    return by == "grade"


def _draw(title: str, found: EvidenceMap) -> str:
    words = (
        f"{found.cells - found.empty} of {found.cells} fields hold findings, {found.empty} hold "
        "none."
    )
    return heat_map(
        f"Evidence map: {title.lower()}",
        [str(row.group) for row in found.rows],
        [label for _, label in found.columns],
        [[cell.count for cell in row.cells] for row in found.rows],
        description=words,
    )


def _rows(found: EvidenceMap, by_grade: bool) -> Iterator[list[object]]:
    yield ["Group", *(label for _, label in found.columns), "All"]
    for row in found.rows:
        cells = [cell.words if by_grade else cell.count for cell in row.cells]
        yield [row.group, *cells, row.total]
