"""Audits in the browser: begun, marked line by line, answered, signed."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from estimates import auditing, policies, services
from estimates.forms import AuditForm, MarkForm, QueryAnswerForm, SignForm
from estimates.models import Audit, AuditLine, AuditMark
from estimates.views.finding import CRUMBS
from loneliness.ui.export import csv_response
from loneliness.ui.forms import saved

AUDITS = [*CRUMBS, {"label": "Audits", "url": "/estimates/audits/"}]


def audits(request: HttpRequest) -> HttpResponse:
    """/estimates/audits/: every audit and how far it is; what I am asked."""
    context = {
        "audits": auditing.progress(),
        "asked": auditing.asked_of(request.user),
        "may_audit": policies.may_audit(request.user),
        "breadcrumbs": CRUMBS,
    }
    return render(request, "estimates/audits.html", context)


def begin(request: HttpRequest) -> HttpResponse:
    """/estimates/audits/new/: begin an audit of every line, or of a sample."""
    if not policies.may_audit(request.user):
        raise PermissionDenied(services.ONLY_REVIEWER_AUDITS)
    form = AuditForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        audit = saved(form, services.start_audit, by=request.user, **form.cleaned_data)
        if audit:
            return redirect(audit)
    context = {
        "title": "Begin an audit",
        "introduction": "You go through lines of the tables and mark each: agree, query or "
        "disagree. Leave both numbers empty to audit every line.",
        "form": form,
        "submit": "Begin",
        "cancel_url": reverse("estimates:audits"),
    }
    return render(request, "components/form.html", context)


def audit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """/estimates/audits/PK/: its lines with their marks; signed, the report."""
    record = get_object_or_404(Audit.objects.select_related("started_by", "signed_by"), pk=pk)
    page = auditing.audit_page(record)
    if request.GET.get("format") == "csv":
        return csv_response(f"audit-{pk}", _rows(page))
    may_audit = policies.may_audit(request.user) and not record.is_signed
    context = {"page": page, "audit": record, "may_audit": may_audit, "breadcrumbs": AUDITS}
    return render(request, "estimates/audit.html", context)


def mark(request: HttpRequest, pk: int) -> HttpResponse:
    """/estimates/audits/lines/PK/: look at one line and mark it, then the next."""
    lines = AuditLine.objects.select_related("audit", *auditing.SOURCES)
    audit_line = get_object_or_404(lines, pk=pk)
    form = MarkForm(request.POST or None)
    if request.method == "POST":
        if not policies.may_audit(request.user):
            raise PermissionDenied(services.ONLY_REVIEWER_AUDITS)
        given = form.is_valid() and saved(
            form, services.mark, audit_line, by=request.user, **form.cleaned_data
        )
        if given:
            return _next(request, audit_line)
    row = auditing.Row(
        audit_line,
        tuple(audit_line.marks.select_related("marked_by", "asked").prefetch_related("answers")),
    )
    context = {
        "row": row,
        "audit": audit_line.audit,
        "form": form,
        "may_audit": policies.may_audit(request.user) and not audit_line.audit.is_signed,
        "breadcrumbs": [*AUDITS, _crumb(audit_line.audit)],
    }
    return render(request, "estimates/audit_line.html", context)


def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """/estimates/audits/queries/PK/: answer a query that one was asked."""
    query = get_object_or_404(AuditMark.objects.select_related("audit_line__audit"), pk=pk)
    if query.asked_id != request.user.pk:
        raise PermissionDenied("Only the officer who is asked may answer.")
    form = QueryAnswerForm(request.POST or None)
    audit_line = query.audit_line
    if request.method == "POST" and form.is_valid():
        given = saved(form, services.answer_query, query, by=request.user, **form.cleaned_data)
        if given:
            messages.success(request, "Your answer is kept beside the query.")
            return redirect("estimates:audit-line", audit_line.pk)
    context = {
        "title": "Answer a query",
        "introduction": f"{query.marked_by} asks of {audit_line.line}: {query.note}",
        "form": form,
        "submit": "Answer",
        "cancel_url": reverse("estimates:audit-line", args=[audit_line.pk]),
    }
    return render(request, "components/form.html", context)


def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """/estimates/audits/PK/sign/: write what was found and sign the report."""
    if not policies.may_audit(request.user):
        raise PermissionDenied(services.ONLY_REVIEWER_AUDITS)
    record = get_object_or_404(Audit, pk=pk)
    form = SignForm(request.POST or None, initial={"version": record.version})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        done = saved(
            form, services.sign_audit, record, by=request.user, conclusion=told["conclusion"],
            expected_version=told["version"],
        )  # fmt: skip
        if done:
            messages.success(request, "The report is signed.")
            return redirect(record)
    context = {
        "title": f"Sign the report of {record}",
        "introduction": "Nothing in it can be changed afterwards.",
        "form": form,
        "submit": "Sign",
        "cancel_url": record.get_absolute_url(),
    }
    return render(request, "components/form.html", context)


def _next(request: HttpRequest, marked: AuditLine) -> HttpResponse:
    """On to the next line that is not marked, or back to the audit when there is none."""
    rest = marked.audit.lines.filter(marks=None)
    following = rest.filter(position__gt=marked.position).first() or rest.first()
    messages.success(request, f"{marked.line}: your mark is kept.")
    if following is None:
        return redirect(marked.audit)
    return redirect("estimates:audit-line", following.pk)


def _crumb(record: Audit) -> dict[str, str]:
    return {"label": str(record), "url": record.get_absolute_url()}


def _rows(page: auditing.AuditPage) -> list[list[object]]:
    rows: list[list[object]] = [
        ["Table", "Line", "Estimate", "Verdict", "Note", "By", "On", "Asked", "Answer"]
    ]
    for row in page.rows:
        line, mark = row.audit_line.line, row.mark
        start = [line.revision.table.number, line.label, line.estimate]
        rows.append([*start, *(_said(mark) if mark else ["not marked"])])
    return rows


def _said(mark: AuditMark) -> list[object]:
    answers = "; ".join(answer.answer for answer in mark.answers.all())
    return [mark.get_verdict_display(), mark.note, mark.marked_by, f"{mark.marked_at:%Y-%m-%d}",
            mark.asked or "", answers]  # fmt: skip
