"""A new table of our own: chosen, looked at, then saved with a draft for a reviewer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from estimates import calculation, policies, services
from estimates.forms_building import MOST_LINES, BuildForm
from estimates.services.building import ONLY_OFFICER
from estimates.views.finding import CRUMBS
from evidence.models import Finding, PopulationCount

FIRST_ROWS = 2
STEP = "step"
REASON = "A new table of our own: {title}."


def new(request: HttpRequest) -> HttpResponse:
    """/estimates/new/: choose counts and percentages, see the sums, then save.

    ``?population=KEY&finding=KEY`` chooses the first line. What was typed travels in the page.
    """
    if not policies.may_enter_estimates(request.user):
        raise PermissionDenied(ONLY_OFFICER)
    step = request.POST.get(STEP, "")
    rows = _rows(request.POST.get("rows", ""), more=step == "add")
    if step not in ("check", "save"):
        told = request.POST.dict() if step else _prefilled(request)
        form = BuildForm(initial=told, rows=rows, told=told)
        return _choose(request, form)
    form = BuildForm(request.POST, rows=rows, told=request.POST)
    if not form.is_valid():
        return _choose(request, form)
    try:
        return _save(request, form) if step == "save" else _check(request, form)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return _choose(request, form)


def _choose(request: HttpRequest, form: BuildForm) -> HttpResponse:
    context = {"form": form, "breadcrumbs": CRUMBS, "may_add": len(form.rows) < MOST_LINES}
    return render(request, "estimates/new.html", context)


def _check(request: HttpRequest, form: BuildForm) -> HttpResponse:
    """The sums, the total and what the rules find, before anything is saved."""
    tried = services.try_out(form.table(), form.lines(), by=request.user)
    factors = [(one.count, one.printed_percentage) for one in tried.made.lines]
    context = {
        "tried": tried,
        "exact_total": calculation.in_words(calculation.exact_total(factors)),
        "told": [(name, value) for name, value in request.POST.items() if name not in HIDDEN],
        "breadcrumbs": CRUMBS,
    }
    return render(request, "estimates/new_check.html", context)


def _save(request: HttpRequest, form: BuildForm) -> HttpResponse:
    reason = REASON.format(title=form.cleaned_data["title"])
    made = services.build(form.table(), form.lines(), by=request.user, reason=reason)
    messages.success(
        request, f"Table {made.number} is drafted. A reviewer approves it before it is an answer."
    )
    return redirect(made)


HIDDEN = (STEP, "csrfmiddlewaretoken")


def _rows(text: str, *, more: bool) -> int:
    known = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else FIRST_ROWS
    return max(FIRST_ROWS, min(known + more, MOST_LINES))


def _prefilled(request: HttpRequest) -> Mapping[str, Any]:
    """The first line that an address names, and what follows from it."""
    population = PopulationCount.objects.filter(key=request.GET.get("population", "")).first()
    asked = Finding.objects.percentages().filter(key=request.GET.get("finding", ""))
    finding = asked.select_related("measure").first()
    told = {"total_rule": "exact-sum", "unit": "people"}
    if population:
        told |= {"population-1": population.key, "unit": population.unit}
    if finding:
        told |= {"finding-1": finding.key, "measure": finding.measure.code}
    return told
