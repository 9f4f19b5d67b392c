"""Pages of the estimates."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from estimates import policies, reading, selectors, services
from estimates.forms import DraftForm
from estimates.models import EstimateTable, Revision
from evidence.policies import may_check_original
from evidence.selectors import rates_behind_tables
from loneliness.ui.charts import bar_chart
from loneliness.ui.export import csv_response

CRUMBS = [{"label": "Estimates", "url": "/estimates/"}]


def find(number: int) -> EstimateTable:
    """The table of this number in the current edition; 404 when there is none."""
    return get_object_or_404(EstimateTable.objects.current(), number=number)


def tables(request: HttpRequest) -> HttpResponse:
    """/estimates/: all tables with their answers."""
    answers = selectors.answers()
    carried, confirmed = rates_behind_tables()
    if request.GET.get("format") == "csv":
        return csv_response("estimates", _overview(answers))  # type: ignore[return-value]
    context = {"answers": answers, "carried": carried, "confirmed": confirmed}
    return render(request, "estimates/tables.html", context)


def table(request: HttpRequest, number: int) -> HttpResponse:
    """/estimates/table-N/: one table, each sum shown, and its chart."""
    answer = selectors.answer(find(number))
    points = [(item.line.label, item.line.estimate) for item in answer.lines]
    context = {
        "answer": answer,
        "points": points,
        "svg": _draw(answer, points),
        "breadcrumbs": CRUMBS,
        "may_enter": policies.may_enter_estimates(request.user),
        "approvable": [
            draft.pk for draft in answer.drafts if policies.may_approve(request.user, draft)
        ],
    }
    return render(request, "estimates/table.html", context)


def where_from(request: HttpRequest, number: int) -> HttpResponse:
    """/estimates/table-N/where-from/: from the number to the words it stands on."""
    answer = selectors.answer(find(number))
    crumbs = [*CRUMBS, {"label": f"Table {number}", "url": answer.table.get_absolute_url()}]
    context = {
        "answer": answer,
        "aloud": reading.aloud(answer),
        "breadcrumbs": crumbs,
        "may_check": may_check_original(request.user),
    }
    return render(request, "estimates/where_from.html", context)


def table_csv(request: HttpRequest, number: int) -> HttpResponseBase:
    """/estimates/table-N/table.csv: the lines with their inputs, sources and grades."""
    return csv_response(f"table-{number}", _rows(selectors.answer(find(number))))


def draft(request: HttpRequest, number: int) -> HttpResponse:
    """Work the table out again from its lines as they stand now."""
    if not policies.may_enter_estimates(request.user):
        raise PermissionDenied("Only an evidence officer may make a new version.")
    record = find(number)
    form = DraftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.draft_revision(record, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, "Drafted. A reviewer approves it before it is the answer.")
            return redirect(record)
    context = {
        "title": f"New version of table {number}",
        "introduction": "The lines as they stand now are worked out again. The version in force "
        "stays until a reviewer approves this one.",
        "form": form,
        "submit": "Work it out",
        "cancel_url": record.get_absolute_url(),
    }
    return render(request, "components/form.html", context)


def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve a version that somebody else made; who only comes by reads the table first."""
    revision = get_object_or_404(Revision.objects.select_related("table"), pk=pk)
    if request.method != "POST":
        return redirect(revision.table)
    services.approve_revision(revision, by=request.user)
    messages.success(request, f"Version {revision.number} is now the table’s answer.")
    return redirect(revision.table)


def _draw(answer: selectors.TableAnswer, points: list[tuple[str, int]]) -> str:
    if not points:
        return ""
    label, value = max(points, key=lambda point: point[1])
    words = f"The largest of {len(points)} is {label} with {value:,}."
    return bar_chart(answer.table.title, points, unit="", description=words)


def _overview(answers: list[selectors.TableAnswer]) -> Iterator[list[object]]:
    yield ["Table", "Title", "Of", "Computed", "Printed", "Weakest evidence"]
    for answer in answers:
        weakest = answer.evidence.weakest
        yield [
            answer.table.number,
            answer.table.title,
            answer.population,
            answer.total,
            answer.printed_total,
            weakest.grade_in_words if weakest else "Not graded",
        ]


def _rows(answer: selectors.TableAnswer) -> Iterator[list[object]]:
    yield [
        "Line", "Count", "Percentage", "Exact", "Estimate", "Printed", "Quotation", "Place",
        "Publication", "Grade", "Confirmed", "Counted by",
    ]  # fmt: skip
    for item in answer.lines:
        line, appraisal = item.line, item.appraisal
        yield [
            line.label,
            line.count,
            line.printed_percentage,
            line.exact.normalize(),
            line.estimate,
            item.printed,
            line.finding.quotation,
            line.finding.place,
            line.finding.publication,
            appraisal.get_grade_display() if appraisal else "Not appraised",
            "yes" if appraisal and appraisal.is_confirmed else "no",
            line.population.publication,
        ]
