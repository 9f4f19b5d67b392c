"""Versions of a table: chosen and looked at before they are drafted, compared, approved."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from estimates import checking, policies, reading, selectors, services
from estimates.checking import Gathered
from estimates.comparable import SOURCES, options, renewable
from estimates.comparing import compare
from estimates.forms import AnswerForm, DraftForm, RenewForm
from estimates.models import EstimateTable, Revision
from estimates.tasks import renew_later
from estimates.views.finding import CRUMBS, crumbs, find

A_PAGE = 50  # lines of a version
ONLY_OFFICER = "Only an evidence officer may make a new version."


def draft(request: HttpRequest, number: int) -> HttpResponse:
    """/estimates/table-N/draft/: choose inputs, see old and new beside each other, then save."""
    if not policies.may_enter_estimates(request.user):
        raise PermissionDenied(ONLY_OFFICER)
    table = find(number)
    initial = {"rule": table.total_rule, "kind": "new-data"}
    lines = list(table.lines.select_related(*SOURCES))
    form = DraftForm(request.POST or None, options=options(lines), initial=initial)
    context = {"form": form, "table": table, "breadcrumbs": crumbs(table)}
    if request.method == "POST" and form.is_valid() and request.POST.get("step") != "choose":
        try:
            return _check_or_save(request, table, form, context)
        except ValidationError as error:
            form.add_error(None, error.messages)
    return render(request, "estimates/draft.html", context)


def version(request: HttpRequest, number: int, version: int) -> HttpResponse:
    """/estimates/table-N/versions/M/: one version as it was made; its address stays."""
    found = selectors.version(find(number), version)
    everything = selectors.answers_for(request)
    is_draft = not found.revision.is_frozen
    context = {
        "found": found,
        "comparison": found.comparison,
        "lines": Paginator(found.lines, A_PAGE).get_page(request.GET.get("page")),
        "notice": reading.notice(found, request.build_absolute_uri(found.address)),
        "rules": checking.of_version(found.revision, found.lines, everything),
        "breadcrumbs": crumbs(found.table),
        "may_approve": policies.may_approve(request.user, found.revision),
        "waiting": checking.to_answer(found.revision, everything) if is_draft else [],
        "may_answer": policies.may_answer(request.user),
    }
    return render(request, "estimates/version.html", context)


def answer(request: HttpRequest, number: int, rule: str) -> HttpResponse:
    """/estimates/table-N/answer/RULE/: what one rule finds in a table, and a reviewer's answer.

    With ``version=M`` it is of that version, else of the answer in force.
    """
    table = find(number)
    found = _found(request, table, rule)
    form = AnswerForm(request.POST or None)
    may_answer = policies.may_answer(request.user)
    if request.method == "POST" and not may_answer:
        raise PermissionDenied(services.ONLY_REVIEWER)
    if request.method == "POST" and form.is_valid():
        services.answer_rule(table, found, by=request.user, answer=form.cleaned_data["answer"])
        messages.success(request, "Your answer is kept and stands on the table’s page.")
        asked = _version_asked(request)
        return redirect("gaps") if asked is None else redirect("estimates:version", number, asked)
    context = {
        "found": found, "form": form, "may_answer": may_answer, "breadcrumbs": crumbs(table),
    }  # fmt: skip
    return render(request, "estimates/answer.html", context)


def side_by_side(request: HttpRequest, number: int) -> HttpResponse:
    """/estimates/table-N/compare/?old=1&new=2: two versions line by line."""
    table = find(number)
    versions = list(table.revisions.order_by("number"))
    old = _asked(request, versions, "old", versions[:1])
    new = _asked(request, versions, "new", versions[-1:])
    context: dict[str, Any] = {
        "table": table, "versions": versions, "breadcrumbs": crumbs(table), "old": old, "new": new,
    }  # fmt: skip
    if old and new:
        lines = [selectors.lines_of(each) for each in (old, new)]
        context["comparison"] = compare(old, lines[0], new, lines[1])
    return render(request, "estimates/compare.html", context)


def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve a version that somebody else made; who only comes by reads it first."""
    revision = get_object_or_404(Revision.objects.select_related("table"), pk=pk)
    if request.method != "POST":
        return redirect(revision)
    try:
        services.approve_revision(revision, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(revision)
    messages.success(request, f"Version {revision.number} is now the table’s answer.")
    return redirect(revision.table)


def renew(request: HttpRequest) -> HttpResponse:
    """/estimates/renew/: draft many tables with the newest figures of their surveys."""
    if not policies.may_enter_estimates(request.user):
        raise PermissionDenied(ONLY_OFFICER)
    found = renewable()
    form = RenewForm(request.POST or None)
    form.fields["tables"].choices = [
        (str(table.number), f"{table}: {', '.join(one.change for one in changes)}")
        for table, changes in found
    ]
    if request.method == "POST" and form.is_valid():
        numbers = {int(number) for number in form.cleaned_data["tables"]}
        chosen = [table for table, _ in found if table.number in numbers]
        job = renew_later(chosen, by=request.user, reason=form.cleaned_data["reason"])
        return redirect("job", job.pk)
    context = {"form": form, "found": found, "breadcrumbs": CRUMBS}
    return render(request, "estimates/renew.html", context)


def _version_asked(request: HttpRequest) -> int | None:
    """The number of the version that the address asks for; None when it asks for none."""
    asked = request.GET.get("version", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None


def _found(request: HttpRequest, table: EstimateTable, rule: str) -> Gathered:
    """What the rule finds; 404 where it finds nothing."""
    asked = _version_asked(request)
    if asked is None:
        gathered = checking.of_table(table)
    else:
        page = selectors.version(table, asked)
        gathered = checking.of_version(page.revision, page.lines)
    for one in gathered:
        if one.rule.name == rule:
            return one
    raise Http404("This rule finds nothing in the table.")


def _check_or_save(
    request: HttpRequest, table: EstimateTable, form: DraftForm, context: dict[str, Any]
) -> HttpResponse:
    """Save what was looked at, or show old and new beside each other first."""
    why, choices = form.why(), form.choices()
    if request.POST.get("step") == "save":
        made = services.draft_revision(table, by=request.user, choices=choices, **why)
        messages.success(request, "Drafted. A reviewer approves it before it is the answer.")
        return redirect(made)
    made = services.preview(table, choices, why["rule"])
    in_force = selectors.answer(table)
    before = [item.line for item in in_force.lines]
    compared = compare(in_force.revision, before, made.revision, made.lines)
    told = [(name, request.POST[name]) for name in form.fields if name in request.POST]
    new = checking.news(made.revision, made.lines)
    shown = {"comparison": compared, "told": told, "why": why, "faults": new}
    return render(request, "estimates/draft_check.html", context | shown)


def _asked(
    request: HttpRequest, versions: list[Revision], name: str, otherwise: list[Revision]
) -> Revision | None:
    """The version that the address asks for; a message when there is none of that number."""
    asked = request.GET.get(name, "")
    for one in versions if asked else otherwise:
        if asked in ("", str(one.number)):
            return one
    if asked:
        messages.warning(request, f"There is no version “{asked}” of this table.")
    return next(iter(otherwise), None)
