"""Importing a partner's plan: choose a file, look through its rows, answer, take it in."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from actions import policies, selectors, services
from actions.forms import PlanForm
from actions.models import Plan, PlanRow
from actions.plans import workbook
from actions.plans.columns import LABELS
from actions.plans.matching import NO_POST
from actions.plans.reading import Chosen, SheetRead
from actions.vocabulary import PlanOutcome
from evidence.vocabulary import ImportState
from loneliness.ui.export import csv_response
from loneliness.ui.forms import saved

PER_PAGE = 25
RECENT = 10
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CRUMBS = [{"label": "Actions", "url": "/actions/"}]
ROW_ANSWER = re.compile(r"row-(\d{1,6})-([a-z0-9-]{1,40})", re.ASCII)
NO_OWNER = NO_POST.partition("“")[0]


def new_plan(request: HttpRequest) -> HttpResponse:
    """/actions/import/: choose a partner's plan; nothing of the register is changed yet."""
    _require_secretary(request)
    form = PlanForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        name, content = form.brought
        given = {"by": request.user, **form.unsaid}
        plan = saved(form, services.bring_plan, name, content, **given)
        if plan and plan.state != ImportState.FAILED:
            return redirect(plan)
        if plan:
            form.add_error("file" if form.cleaned_data["file"] else "pasted", plan.notes)
    recent = Plan.objects.exclude(state=ImportState.FAILED)
    context = {
        "form": form,
        "title": "Import a partner’s plan",
        "breadcrumbs": CRUMBS,
        "recent": recent.select_related("brought_by", "organisation")[:RECENT],
        "submit": "Look at its rows",
        "cancel_url": reverse("actions:actions"),
    }
    return render(request, "actions/plan_new.html", context)


def one_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """/actions/import/N/: what each row would do, its questions and columns; then take it in."""
    _require_secretary(request)
    rows = Plan.objects.select_related("brought_by", "organisation", "board")
    plan = get_object_or_404(rows, pk=pk)
    if request.method == "POST":
        _posted(request, plan)
        return redirect(_where_next(request, plan))
    if plan.is_open and ("columns" in request.GET or not plan.seen):
        return render(request, "actions/plan_columns.html", _columns(plan))
    return render(request, "actions/plan.html", _shown(request, plan))


def template(request: HttpRequest) -> HttpResponse:
    """/actions/import/template.xlsx: a blank plan to fill in."""
    _require_secretary(request)
    return _excel(workbook.template(), "action-plan")


def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """/actions/export.KIND: all actions, in the columns that can be imported again."""
    rows = selectors.rows_of_actions(timezone.localdate())
    if kind == "csv":
        return csv_response("actions", rows)
    return _excel(workbook.export(rows), "actions")


def _excel(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    return HttpResponse(content, content_type=EXCEL, headers=headers)


# --- what was posted


def _posted(request: HttpRequest, plan: Plan) -> None:
    """Do what was asked; say in a message why not."""
    try:
        words = next(do for name, do in DOES.items() if name in request.POST)(request, plan)
    except StopIteration:
        return
    except ValidationError as error:
        for sentence in error.messages:
            messages.error(request, sentence)
    else:
        messages.success(request, words)


def _choose(request: HttpRequest, plan: Plan) -> str:
    chosen = {
        sheet.name: _chosen(request, at, sheet)
        for at, sheet in enumerate(services.sheets_of(plan).sheets if plan.is_open else ())
        if request.POST.get(f"heading-{at}", "").isdecimal()
    }
    done = services.choose_columns(plan, chosen, by=request.user)
    return f"Read again: {done.seen} rows. The columns are remembered for {plan.organisation}."


def _chosen(request: HttpRequest, at: int, sheet: SheetRead) -> Chosen:
    """The headings chosen for a sheet; another row of them is understood anew."""
    heading = int(request.POST[f"heading-{at}"][:6])
    if sheet.headings is None or heading != sheet.headings.row + 1:
        return Chosen(heading)
    given = [request.POST.get(f"column-{at}-{n}", "") for n in range(len(sheet.headings.names))]
    return Chosen(heading, tuple(name if name in LABELS else "" for name in given))


def _answer(request: HttpRequest, plan: Plan) -> str:
    _keep_answers(request, plan)
    return "Your answers are kept. Nothing is taken in yet."


def _take(request: HttpRequest, plan: Plan) -> str:
    if plan.is_open:
        _keep_answers(request, plan)
    return _told(services.take_in_plan(plan, by=request.user))


def _compare(request: HttpRequest, plan: Plan) -> str:
    services.compare_plan(plan, by=request.user)
    return "Compared with the register as it is now."


DOES: dict[str, Callable[[HttpRequest, Plan], str]] = {
    "columns": _choose,
    "compare": _compare,
    "take": _take,
    "answer": _answer,
    "go": _answer,
}


def _keep_answers(request: HttpRequest, plan: Plan) -> None:
    answers = _answers(request, plan)
    if answers:
        services.answer_plan(plan, answers, by=request.user)


def _answers(request: HttpRequest, plan: Plan) -> dict[int, dict[str, str]]:
    """What was answered, by row: its own answer, else one for all that ask the same."""
    answers: dict[int, dict[str, str]] = defaultdict(dict)
    for at in range(len(request.POST.getlist("same"))):
        name, _, sentence = request.POST.getlist("same")[at].partition("|")
        text = request.POST.get(f"all-{at}", "")
        for row in plan.rows.filter(outcome=PlanOutcome.ASKED) if text else ():
            if any((q["name"], q["sentence"]) == (name, sentence) for q in row.questions):
                answers[row.number][name] = text
    for field, text in request.POST.items():
        match = ROW_ANSWER.fullmatch(field)
        if match and not field.endswith("-other"):
            typed = str(request.POST.get(f"{field}-other", "")).strip()
            own, number, name = typed or str(text), int(match[1]), match[2]
            answers[number][name] = own or answers[number].get(name, "")
    return answers


def _where_next(request: HttpRequest, plan: Plan) -> str:
    if "go" in request.POST:
        kind, _, page = request.POST["go"].partition(":")
        if kind in PlanOutcome.values and page.isdecimal():
            return f"{plan.get_absolute_url()}?kind={kind}&page={page}"
    if "columns" in request.POST:
        plan.refresh_from_db()
        return f"{plan.get_absolute_url()}?columns=1"
    return request.get_full_path() if "answer" in request.POST else plan.get_absolute_url()


# --- what is shown


def _told(plan: Plan) -> str:
    return (
        f"{plan.seen} rows: {plan.created} added, {plan.updated} changed, {plan.same} unchanged, "
        f"{plan.skipped} left out, {plan.refused} refused. {plan.reported} updates were entered."
    )


def _shown(request: HttpRequest, plan: Plan) -> dict[str, Any]:
    tally = dict(plan.rows.values_list("outcome").annotate(count=Count("pk")))
    kinds = [(item.value, item.label, tally.get(item.value, 0)) for item in PlanOutcome]
    kind = request.GET.get("kind", "")
    if kind not in tally:
        kind = next((key for key, _, count in kinds if count), "")
    rows = plan.rows.filter(outcome=kind).select_related("action")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    asks = plan.rows.filter(outcome=PlanOutcome.ASKED) if kind == PlanOutcome.ASKED else ()
    return {
        "plan": plan,
        "title": f"Import {plan}",
        "breadcrumbs": CRUMBS,
        "kinds": kinds,
        "kind": kind,
        "page": page,
        "rows": [_row(row) for row in page],
        "told": _told(plan) if plan.state == ImportState.APPLIED else "",
        "notes": plan.notes.split("\n") if plan.notes else [],
        "owners": _owners(plan),
        "cells_refused": sum(len(row) for row in plan.rows.values_list("cells_refused", flat=True)),
        "same": _same(asks),
        **{name: tally.get(name, 0) for name in ("asked", "added", "changed")},
    }


def _owners(plan: Plan) -> list[str]:
    """Those whom the plan names and the register does not know."""
    notes = plan.rows.filter(notes__contains=NO_OWNER).values_list("notes", flat=True)
    lines = (line for text in notes for line in text.split("\n") if line.startswith(NO_OWNER))
    return sorted({line.removeprefix(NO_OWNER).partition("”")[0].strip("“") for line in lines})


def _same(rows: Any) -> list[dict[str, Any]]:
    """Questions that several rows ask in the same words."""
    asked = [q for row in rows for q in row.questions if not q["answer"]]
    tally = Counter((q["name"], q["sentence"]) for q in asked)
    found = {(q["name"], q["sentence"]): q for q in asked if q["name"] != "match"}
    return [
        {"question": question, "count": tally[key], "key": "|".join(key)}
        for key, question in found.items()
        if tally[key] > 1
    ]


def _row(row: PlanRow) -> dict[str, Any]:
    return {
        "row": row,
        "title": row.read["cells"].get("title") or row.action or "(no action named)",
        "section": row.read["section"],
        "changes": [(LABELS[name], old, new) for name, old, new in row.changes],
        "refused": [(LABELS[name], value, why) for name, value, why in _cells(row)],
        "notes": row.notes.split("\n") if row.notes else [],
        "is_left_out": bool(row.answers.get("leave-out")),
    }


def _cells(row: PlanRow) -> list[list[str]]:
    """The cells that are refused while the row is not, or that are why it is."""
    return [[name, value, why] for name, value, why in row.cells_refused if not row.is_stale]


def _columns(plan: Plan) -> dict[str, Any]:
    return {
        "plan": plan,
        "title": f"Columns of {plan}",
        "breadcrumbs": CRUMBS,
        "notes": plan.notes.split("\n") if plan.notes else [],
        "labels": list(LABELS.items()),
        "sheets": [
            {
                "name": sheet.name,
                "heading": sheet.headings.row + 1 if sheet.headings else "",
                "top": sheet.top,
                "columns": list(
                    zip(sheet.headings.names, sheet.headings.fields, sheet.samples, strict=True)
                )
                if sheet.headings
                else [],
            }
            for sheet in services.sheets_of(plan).sheets
        ],
    }


def _require_secretary(request: HttpRequest) -> None:
    if not policies.may_set_up(request.user):
        raise PermissionDenied("Only the board secretary may import plans.")
