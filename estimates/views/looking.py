"""Pages that look at a table's answer: its checklist, and what it would be otherwise."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from estimates import checking, selectors
from estimates.checklist import checklist
from estimates.forms import WhatIfForm
from estimates.views.finding import crumbs, find
from estimates.what_if import suppose


def table_checklist(request: HttpRequest, number: int) -> HttpResponse:
    """/estimates/table-N/checklist/: is the table to be trusted, good and of use?"""
    answer = selectors.answer(find(number))
    items = checklist(answer, checking.of_table(answer.table, selectors.answers_for(request)))
    context = {
        "answer": answer,
        "items": items,
        "met": sum(item.is_met for item in items),
        "breadcrumbs": crumbs(answer.table),
    }
    return render(request, "estimates/checklist.html", context)


def what_if(request: HttpRequest, number: int) -> HttpResponse:
    """/estimates/table-N/what-if/?p1=5.5&without_weak=on: what the totals would be."""
    answer = selectors.answer(find(number))
    form = WhatIfForm(request.GET or None, answer=answer)
    supposed = None
    if form.is_valid():
        weak = form.cleaned_data["without_weak"]
        supposed = suppose(answer, form.percentages(), without_weak=weak)
    context = {
        "answer": answer, "form": form, "supposed": supposed, "breadcrumbs": crumbs(answer.table),
    }  # fmt: skip
    return render(request, "estimates/what_if.html", context)
