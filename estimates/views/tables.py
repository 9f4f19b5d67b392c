"""Pages of the estimates."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate

from estimates import checking, policies, reading, selectors, services
from estimates.areas import lies_in_several
from estimates.direct import direct_figures
from estimates.forms import QuoteForm
from estimates.views.files import drawn, points_of
from estimates.views.finding import CRUMBS, crumbs, find
from evidence.policies import may_check_original
from evidence.selectors import rates_behind_tables
from loneliness.ui.export import csv_response

MOST_SHOWN = 60  # lines of a table on its page: more are looked at area by area


def tables(request: HttpRequest) -> HttpResponse:
    """/estimates/: all tables with their answers."""
    answers = selectors.answers_for(request)
    carried, confirmed = rates_behind_tables()
    if request.GET.get("format") == "csv":
        return csv_response("estimates", _overview(answers))  # type: ignore[return-value]
    context = {
        "answers": answers,
        "carried": carried,
        "confirmed": confirmed,
        "may_enter": policies.may_enter_estimates(request.user),
    }
    return render(request, "estimates/tables.html", context)


def table(request: HttpRequest, number: int) -> HttpResponse:
    """/estimates/table-N/: one table, each sum shown, and its chart."""
    answer = selectors.answer(find(number))
    is_long = len(answer.lines) > MOST_SHOWN
    context = {
        "answer": answer,
        "points": points_of(answer),
        "svg": "" if is_long else drawn(answer),
        "is_long": is_long,
        "in_areas": lies_in_several(answer.table),
        "repeated_by": answer.table.repeated_by.all(),
        "breadcrumbs": CRUMBS,
        "may_enter": policies.may_enter_estimates(request.user),
        "may_quote": policies.may_approve_estimates(request.user),
        "found": checking.of_table(answer.table, selectors.answers_for(request)),
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
    figure = "What its lines say" if answer.total is None else f"{answer.total:,}"
    context = {
        "title": f"Quote Table {number}",
        "introduction": f"{figure} becomes the figure to quote for these people, "
        f"instead of {listed or 'no other'}.",
        "form": form,
        "submit": "Choose this figure",
        "cancel_url": answer.table.get_absolute_url(),
    }
    return render(request, "components/form.html", context)


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
