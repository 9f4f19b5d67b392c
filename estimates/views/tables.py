"""Pages of the estimates."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import localdate

from estimates import checking, policies, reading, selectors, services
from estimates.direct import direct_figures
from estimates.forms import QuoteForm
from estimates.models import EstimateTable
from estimates.views.finding import CRUMBS, crumbs, find
from evidence.policies import may_check_original
from evidence.selectors import rates_behind_tables
from loneliness.ui.charts import bar_chart
from loneliness.ui.export import csv_response


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
        "may_quote": policies.may_approve_estimates(request.user),
        "found": checking.gathered(
            checking.check(EstimateTable.objects.filter(pk=answer.table.pk))
        ),
    }
    return render(request, "estimates/table.html", context)


def where_from(request: HttpRequest, number: int) -> HttpResponse:
    """/estimates/table-N/where-from/: from the number to the words it stands on."""
    answer = selectors.answer(find(number))
    context = {
        "answer": answer,
        "aloud": reading.aloud(answer),
        "cite": reading.cite(
            answer, request.build_absolute_uri(answer.table.get_absolute_url()), localdate()
        ),
        "breadcrumbs": crumbs(answer.table),
        "may_check": may_check_original(request.user),
        "direct": direct_figures(answer),
    }
    return render(request, "estimates/where_from.html", context)


def quote(request: HttpRequest, number: int) -> HttpResponse:
    """/estimates/table-N/quote/: choose the table's figure as the one to quote."""
    if not policies.may_approve_estimates(request.user):
        raise PermissionDenied(services.ONLY_REVIEWER_QUOTES)
    answer = selectors.answer(find(number))
    form = QuoteForm(request.POST or None, initial={"reason": answer.table.quoted_because})
    if request.method == "POST" and form.is_valid():
        others = tuple(other.table for other in answer.others if other.table)
        reason = form.cleaned_data["reason"]
        services.quote(answer.table, by=request.user, reason=reason, instead_of=others)
        messages.success(request, f"Table {number} is now the figure to quote.")
        return redirect(answer.table)
    listed = ", ".join(f"{other.estimate:,} ({other.words})" for other in answer.others)
    context = {
        "title": f"Quote Table {number}",
        "introduction": f"{answer.total:,} becomes the figure to quote for these people, "
        f"instead of {listed or 'no other'}.",
        "form": form,
        "submit": "Choose this figure",
        "cancel_url": answer.table.get_absolute_url(),
    }
    return render(request, "components/form.html", context)


def table_csv(request: HttpRequest, number: int) -> HttpResponseBase:
    """/estimates/table-N/table.csv: the lines with their inputs, sources and grades."""
    return csv_response(f"table-{number}", _rows(selectors.answer(find(number))))


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
