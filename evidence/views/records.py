"""The pages of single records: publication, finding, population count; and the figures."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from evidence import merging, policies, references, selectors, services
from evidence.forms import decision_form
from evidence.models import Finding, PopulationCount, Publication
from evidence.views.past import asked, removed
from loneliness.ui.charts import bar_chart


def publication(request: HttpRequest, key: str) -> HttpResponse:
    """/evidence/publications/KEY/: one publication, its appraisal and findings."""
    record = Publication.objects.select_related("replaced_by").filter(key=key).first()
    if record is None:
        return removed(request, Publication, key)
    past, record = asked(request, record)
    page = selectors.publication_page(record, past.moment)
    may_confirm = page.waiting and policies.may_confirm_appraisal(request.user, page.waiting)
    context = {
        "page": page,
        "past": past,
        "suggestion": page.appraisal and services.suggested_grade(page.appraisal),
        "decision": decision_form(page.waiting) if may_confirm and not past.day else None,
        "may_enter": policies.may_enter_evidence(request.user) and not past.day,
        "references": references.in_all_styles(record),
        "kept_as": merging.kept_as(record),
        "merges": merging.standing_merges(record),
    }
    return render(request, "evidence/publication.html", context)


def finding(request: HttpRequest, key: str) -> HttpResponse:
    """/evidence/findings/KEY/: one finding with its quotation and place."""
    rows: QuerySet[Any] = Finding.objects.with_sources().select_related(
        "comparator_group", "entered_by", "confirmed_by", "returned_by", "supersedes", "earlier"
    )
    rows = rows.prefetch_related("source_checks__checked_by")
    record = rows.filter(key=key).first()
    if record is None:
        return removed(request, Finding, key)
    past, record = asked(request, record)
    in_force = selectors.appraisals_in_force([record.publication_id])
    context = {
        "finding": record,
        "past": past,
        "appraisal": in_force.get(record.publication_id),
        "footnotes": selectors.footnotes(record),
        "compared_with": record.compared_with.with_sources(),
        "corrections": Finding.objects.filter(supersedes=record).select_related("group"),
        "later": record.later.select_related("group"),
        "may_confirm": not past.day and policies.may_confirm_finding(request.user, record),
        "may_check": not past.day and policies.may_check_original(request.user),
        "decision": decision_form(record),
        "may_enter": not past.day and policies.may_enter_evidence(request.user),
    }
    return render(request, "evidence/finding.html", context)


def population(request: HttpRequest, key: str) -> HttpResponse:
    """/evidence/populations/KEY/: one population count."""
    rows = PopulationCount.objects.select_related(
        "group", "area", "publication", "part_of", "entered_by"
    )
    record = rows.filter(key=key).first()
    if record is None:
        return removed(request, PopulationCount, key)
    past, record = asked(request, record)
    context = {
        "population": record,
        "past": past,
        "parts": record.parts.select_related("group"),
        "may_enter": not past.day and policies.may_enter_evidence(request.user),
    }
    return render(request, "evidence/population.html", context)


def figures(request: HttpRequest) -> HttpResponse:
    """/evidence/figures/: the chapter's figures, drawn again from its findings."""
    charts = [{"bars": bars, "svg": _draw(bars)} for bars in selectors.figures()]
    return render(request, "evidence/figures.html", {"charts": charts})


def _draw(bars: selectors.FigureBars) -> str:
    known = [(value, label) for label, value in bars.points if value is not None]
    words = "No values are known."
    if known:
        value, label = max(known)
        words = f"The highest of {len(known)} known values is {value}% ({label})."
    return bar_chart(bars.figure.title, bars.points, description=words)
