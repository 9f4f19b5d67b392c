"""A new edition of a survey, in three steps: what it is, its figures, what it touches."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render

from evidence import policies, services
from evidence.forms import EditionForm, Grid
from evidence.models import Finding, Measure, Publication
from evidence.services.editions import Edition, next_edition

STEP = "step"


def new_edition(request: HttpRequest, key: str) -> HttpResponse:
    """/evidence/publications/KEY/new-edition/: nothing is saved before the last step.

    What earlier steps were told travels in the page, so that Back and a second look lose nothing.
    """
    if not policies.may_enter_evidence(request.user):
        raise PermissionDenied("Only an evidence officer may enter a new edition.")
    old = get_object_or_404(Publication, key=key)
    findings = _figures_of(old)
    step = request.POST.get(STEP, "")
    about = EditionForm(request.POST or None, old=old, measures=_measures(findings))
    context: dict[str, Any] = {"old": old, "about": about, "findings": findings}
    if not step or step == "about" or not about.is_valid():
        told = _told(request.POST, without=about)
        return render(request, "evidence/edition_about.html", context | {"told": told})
    if step == "grid":
        known = any(name.startswith("row-") for name in request.POST)
        grid = Grid(request.POST if known else None, findings)
    else:
        grid = Grid(request.POST, findings)
    context |= {"grid": grid}
    if step == "grid" or not grid.is_valid():
        told = [(name, value) for name, value in _told(request.POST) if name in about.fields]
        return render(request, "evidence/edition_grid.html", context | {"told": told})
    edition = _edition(old, about, grid)
    if step == "save":
        done = _save(request, edition, grid)
        if done:
            return done
    context |= {"edition": edition, "told": _told(request.POST)}
    return render(request, "evidence/edition_check.html", context)


def _figures_of(old: Publication) -> list[Finding]:
    """The percentages of the old edition, by question, group and age."""
    rows = old.findings.percentages().in_force().with_sources()
    return list(rows.order_by("measure__code", "group__name", "age_from", "key"))


def _measures(findings: list[Finding]) -> list[Measure]:
    return list({item.measure_id: item.measure for item in findings}.values())


def _edition(old: Publication, about: EditionForm, grid: Grid) -> Edition:
    given = about.cleaned_data
    new = given["existing"] or next_edition(
        old, **{name: given[name] for name in ("title", "year", "fieldwork", "url")}
    )
    return Edition(
        old=old,
        publication=new,
        period=given["period"],
        figures=grid.figures,
        wordings=about.wordings,
        interval_source=grid.places.cleaned_data["interval_source"],
        interval_state=grid.places.cleaned_data["interval_state"],
    )


def _save(request: HttpRequest, edition: Edition, grid: Grid) -> HttpResponse | None:
    """Save and lead to the new publication, or say in the last step why not."""
    try:
        publication = services.enter_edition(edition, by=request.user)
    except ValidationError as error:
        grid.places.add_error(None, error.messages)
        return None
    count = len(edition.figures)
    messages.success(
        request,
        f"Entered {count} figure{'s' if count > 1 else ''}. They wait for a second person; "
        "now grade the new edition.",
    )
    return redirect(publication)


def _told(data: QueryDict, without: Any = None) -> list[tuple[str, str]]:
    """What was typed so far, to travel with the page, save for the fields of a form on it."""
    shown = {STEP, "csrfmiddlewaretoken"} | set(without.fields if without else ())
    return [(name, value) for name, values in data.lists() for value in values if name not in shown]
