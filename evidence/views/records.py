"""The pages of single records: publication, finding, population count; and the figures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from evidence import merging, policies, references, selectors, services
from evidence.forms import decision_form
from evidence.models import Finding, PopulationCount, Publication
from evidence.views.past import asked, removed
from loneliness.ui.chart_files import chart_response, said_of
from loneliness.ui.charts import bar_chart
from loneliness.ui.export import csv_response


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


def figure_file(request: HttpRequest, number: int, kind: str) -> HttpResponseBase:
    """/evidence/figures/N/chart.svg, .png or .csv: one figure to take along."""
    found = next((bars for bars in selectors.figures() if bars.figure.number == number), None)
    if found is None:
        raise Http404("There is no figure of this number.")
    if kind == "csv":
        return csv_response(f"figure-{number}", _figure_rows(found))
    return chart_response(f"figure-{number}", kind, _draw(found))


def _draw(bars: selectors.FigureBars) -> str:
    return bar_chart(
        bars.figure.title,
        bars.points,
        description=said_of(list(bars.points), "%"),
        intervals=bars.intervals,
    )


def _figure_rows(bars: selectors.FigureBars) -> Iterator[list[object]]:
    yield ["Bar", "Per cent", "Interval from", "Interval to", "Quotation", "Place", "Publication"]
    for point in bars.figure.points.all():
        finding = point.finding
        if finding is None:
            yield [point.label, "not known"]
        else:
            ends = finding.interval_low, finding.interval_high
            words = finding.quotation, finding.place, finding.publication
            yield [point.label, finding.printed_percentage, *ends, *words]
    yield []
    yield ["Figure", f"{bars.figure.number}: {bars.figure.title}"]
    yield ["Section", bars.figure.section]
    yield ["Source", bars.figure.source_line]
    yield ["Note", bars.figure.note]
