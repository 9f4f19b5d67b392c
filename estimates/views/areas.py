"""Tables by area: one repeated for other areas, and the areas ranked with their caution."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from estimates import policies, services
from estimates.areas import HOTSPOTS, NUMBER, ORDERS, ByArea, by_area
from estimates.services.repeating import ONLY_OFFICER, Repetition
from estimates.tasks import repeat_later
from estimates.views.finding import crumbs, find
from loneliness.records.jobs import LONG
from loneliness.ui.export import csv_response

PER_PAGE = 50
LACKING_SHOWN = 50


def areas(request: HttpRequest, number: int) -> HttpResponseBase:
    """/estimates/table-N/areas/: each area with its rank; ``?sort=share`` ranks by share."""
    found = by_area(find(number))
    order = _order(request)
    ranked = found.ranked(order)
    if request.GET.get("format") == "csv":
        return csv_response(f"table-{number}-by-area", _rows(found, order))
    page = Paginator(ranked, PER_PAGE).get_page(request.GET.get("page"))
    asked = request.GET.get("page", "1")
    if asked != str(page.number):
        messages.warning(request, f"There is no page “{asked}”: this is page {page.number}.")
    hotspots = found.hotspots(order)
    context = {
        "found": found,
        "table": found.table,
        "order": order,
        "page": page,
        "rows": [(one, one.rank(order), one in hotspots) for one in page],
        "hotspots": hotspots,
        "top": HOTSPOTS,
        "breadcrumbs": crumbs(found.table),
    }
    return render(request, "estimates/areas.html", context)


def repeat(request: HttpRequest, number: int) -> HttpResponse:
    """/estimates/table-N/repeat/: choose areas, see which have counts, then make one new table."""
    if not policies.may_enter_estimates(request.user):
        raise PermissionDenied(ONLY_OFFICER)
    table = find(number)
    told = request.POST if request.method == "POST" else request.GET
    chosen, source = told.get("areas", ""), told.get("source", "")
    context: dict[str, Any] = {
        "table": table,
        "sets": services.sets_for(table),
        "chosen": chosen,
        "breadcrumbs": crumbs(table),
    }
    try:
        if chosen:
            found = services.plan_repetition(table, chosen, source)
            context |= _shown(found)
            if request.method == "POST":
                return _repeat(request, found, told.get("seen", ""))
    except ValidationError as error:
        context["problems"] = error.messages
    return render(request, "estimates/repeat.html", context)


def _repeat(request: HttpRequest, found: Repetition, seen: str) -> HttpResponse:
    """Make the new table, at once or in the background."""
    source = found.matching.source.key if found.matching.source else ""
    given = {"areas": found.chosen.key, "source": source, "seen": seen}
    if found.size > LONG:
        return redirect("job", repeat_later(found.table, by=request.user, **given).pk)
    made = services.repeat(found.table, by=request.user, **given)
    messages.success(
        request, f"Table {made.number} is drafted. A reviewer approves it before it is an answer."
    )
    return redirect(made)


def _shown(found: Repetition) -> dict[str, Any]:
    matching = found.matching
    lacking = [(area.name, ", ".join(labels)) for area, labels in matching.lacking]
    return {
        "found": found,
        "sources": [(one.key, one.words, one == matching.source) for one in matching.sources],
        "columns": list(zip(matching.lines, matching.sums, strict=True)),
        "complete": len(matching.complete),
        "lacking": lacking[:LACKING_SHOWN],
        "lacking_count": len(lacking),
        "reconciled": found.reconciled,
    }


def _order(request: HttpRequest) -> str:
    order = request.GET.get("sort", NUMBER)
    if order not in ORDERS:
        messages.warning(request, f"Areas cannot be ranked by “{order}”.")
        return NUMBER
    return order


def _rows(found: ByArea, order: str) -> Iterator[list[object]]:
    yield [
        "Code", "Area", "Estimate", "Population", "Per cent", "Per 1,000", "Rank by number",
        "Rank by share", "Version", "Caution",
    ]  # fmt: skip
    version = _version(found)
    for one in found.ranked(order):
        yield [
            one.code,
            one.name,
            one.estimate,
            one.population,
            one.per_cent,
            one.per_thousand,
            one.by_number,
            one.by_share,
            version,
            found.caution,
        ]


def _version(found: ByArea) -> str:
    if found.revision is None:
        return ""
    state = "approved" if found.revision.is_frozen else "draft, not approved"
    return f"{found.revision.number}, {state}"
