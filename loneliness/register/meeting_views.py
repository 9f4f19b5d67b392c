"""Meetings: what blocks the papers, calls for updates, decisions, and the issued papers."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms.models import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from actions import policies, selectors, services
from actions.forms import CallForm, ConfirmRecordForm, DecisionForm, IssueForm, MeetingForm
from actions.models import Board, Meeting, Pack
from actions.papers import layout, pdf, word
from actions.papers.content import Paper
from estimates.selectors import answers_for
from loneliness.register import papers
from loneliness.register.agenda import agenda, decided_to_stop
from loneliness.register.checks import checks_for
from loneliness.ui.forms import is_stale, saved, say_both, seen_version, version_shown

ONLY_SECRETARY = "Only the board secretary runs the cycle of meetings."
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """/meetings/N/: one meeting: returns, what blocks the papers, papers, decisions."""
    record = _meeting(pk)
    today = timezone.localdate()
    found = selectors.progress(today, board=record.board, tables=answers_for(request))
    context = {
        "meeting": record,
        "days_left": (record.held_on - today).days,
        "sections": agenda(found, checks_for(request), decided_to_stop(found.actions)),
        "returns": selectors.returns(record),
        "packs": record.packs.defer("pdf", "word").select_related("issued_by"),
        "decisions": record.decisions.filter(replaced_by=None).select_related(
            "action", "recommendation", "recorded_by"
        ),
        "may_run": policies.may_set_up(request.user),
    }
    return render(request, "pages/meeting.html", context)


def add_meeting(request: HttpRequest, slug: str) -> HttpResponse:
    """/boards/SLUG/meetings/add/: the secretary enters a board's next meeting."""
    _require_secretary(request)
    board = get_object_or_404(Board, slug=slug)
    last = board.meetings.first()
    kept = ("report_of", "contact", "agenda_item")
    initial = {name: getattr(last, name) for name in kept} if last else {}
    form = MeetingForm(request.POST or None, initial=initial)
    form.instance.board = board
    if (
        request.method == "POST"
        and form.is_valid()
        and saved(form, services.enter, form.instance, by=request.user)
    ):
        messages.success(request, "The meeting is in the register.")
        return redirect(form.instance)
    return _form(request, form, f"Add a meeting of the {board}", "Add", board.get_absolute_url())


def edit_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """/meetings/N/edit/: the day, and the secretary's own paragraphs of the paper."""
    _require_secretary(request)
    record = _meeting(pk)
    form = MeetingForm(request.POST or None, instance=record)
    seen = seen_version(request, record.version)
    if (
        request.method == "POST"
        and form.is_valid()
        and saved(form, services.enter, form.instance, by=request.user, expected_version=seen)
    ):
        messages.success(request, "Saved. An issued paper is not changed by it.")
        return redirect(record)
    stored = Meeting.objects.get(pk=pk)
    if is_stale(form):
        say_both(form, model_to_dict(stored))
    return _form(
        request, form, f"{stored}", "Save", stored.get_absolute_url(),
        version=version_shown(form, seen, stored.version), words=WRITING,
    )  # fmt: skip


def call(request: HttpRequest, pk: int) -> HttpResponse:
    """/meetings/N/call/: the secretary asks every owner for an update, once each."""
    _require_secretary(request)
    record = _meeting(pk)
    form = CallForm(request.POST or None)
    form.instance.meeting, form.instance.sent_by = record, request.user
    if request.method == "POST" and form.is_valid():
        made = saved(form, services.call_for_updates, form.instance, by=request.user)
        if made:
            people = len(set(made.asked.values_list("person", flat=True)))
            words = f"{people} {'person is' if people == 1 else 'people are'} asked."
            messages.success(request, words)
            return redirect(record)
    states = selectors.progress(timezone.localdate(), board=record.board).actions
    running = [state for state in states if state.is_running]
    context = {
        "form": form,
        "asked": [state for state in running if state.has_owner],
        "nobody": [state for state in running if not state.has_owner],
        "title": "Call for updates",
        "introduction": f"For the {record}. Every owner gets one message with all their actions.",
        "submit": "Send the call",
        "cancel_url": record.get_absolute_url(),
    }
    return render(request, "pages/call.html", context)


def chase(request: HttpRequest, pk: int) -> HttpResponse:
    """/meetings/N/chase/ (post): one more message to everybody who has not answered."""
    _require_secretary(request)
    record = _meeting(pk)
    newest = record.calls.first()
    if request.method == "POST" and newest:
        rows = services.chase(newest, by=request.user)
        people = len({row.person_id for row in rows})
        words = f"{people} reminded, at most once a day." if people else "Everybody has answered."
        messages.success(request, words)
    return redirect(record)


def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """/meetings/N/decisions/add/: the secretary records what the meeting decided."""
    _require_secretary(request)
    record = _meeting(pk)
    form = DecisionForm(request.POST or None, meeting=record)
    form.instance.recorded_by = request.user
    if (
        request.method == "POST"
        and form.is_valid()
        and saved(form, services.record_decision, form.instance, by=request.user)
    ):
        messages.success(request, "Recorded.")
        return redirect(record)
    return _form(request, form, "Record a decision", "Record it", record.get_absolute_url())


def confirm_record(request: HttpRequest, pk: int) -> HttpResponse:
    """/meetings/N/confirm/: a later meeting confirmed the record; it is frozen from then."""
    _require_secretary(request)
    record = _meeting(pk)
    form = ConfirmRecordForm(request.POST or None)
    seen = seen_version(request, record.version)
    if request.method == "POST" and form.is_valid():
        given = {"by": request.user, "expected_version": seen}
        if saved(form, services.confirm_record, record, form.cleaned_data["on"], **given):
            messages.success(request, "The record is confirmed: nothing is added to it from now.")
            return redirect(record)
    return _form(
        request, form, "Confirm the record", "Confirm it", record.get_absolute_url(),
        version=version_shown(form, seen, record.version),
    )  # fmt: skip


def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """/meetings/N/issue/: the secretary issues the paper, later its addenda."""
    if not policies.may_issue(request.user):
        raise PermissionDenied("Only the board secretary may issue papers.")
    record = _meeting(pk)
    number = record.packs.count()
    form = IssueForm(request.POST or None, number=number)
    if request.method == "POST" and form.is_valid():
        gathered = papers.gather(record, form.cleaned_data.get("reason", ""))
        given = {"shown": gathered.shown, "carried": gathered.carried}
        once = form.cleaned_data["once"]
        pack = saved(
            form, services.issue, record, gathered.paper, by=request.user, once=once, **given
        )
        if pack:
            messages.success(request, f"{pack} is issued. Every download is these same bytes.")
            return redirect(record)
    title = f"Issue addendum {number}" if number else "Issue the paper"
    return _form(request, form, title, "Issue it", record.get_absolute_url(), words=ISSUING)


WRITING = (
    "What you write here stands in the paper. Exceptions, dates, updates and figures are put "
    "beside it from the register."
)
ISSUING = (
    "Content and files are stored once and never change. Due dates shown for the first time stay "
    "as first dates. Look at the draft before you issue it."
)


def pack_page(request: HttpRequest, pk: int, number: int = 0) -> HttpResponse:
    """/meetings/N/pack/: the paper as a page, as issued or, for the secretary, as a draft."""
    record = _meeting(pk)
    paper, pack = _paper(request, record, number)
    part = f"pack-{pack.number}" if pack and pack.number else "pack"
    base = f"{record.get_absolute_url()}{part}"
    context = {
        "layout": layout.whole(paper),
        "pdf_url": f"{base}.pdf",
        "word_url": f"{base}.docx",
        "meeting": record,
    }
    return render(request, "actions/papers/page.html", context)


def pack_pdf(request: HttpRequest, pk: int, number: int = 0) -> HttpResponse:
    """/meetings/N/pack.pdf: the bytes that were issued, or the secretary's draft."""
    paper, pack = _paper(request, _meeting(pk), number)
    content = bytes(pack.pdf) if pack else pdf.render(paper)
    return _file(content, "application/pdf", f"{_name(paper, pack)}.pdf")


def pack_word(request: HttpRequest, pk: int, number: int = 0) -> HttpResponse:
    """/meetings/N/pack.docx: the same as a Word copy."""
    paper, pack = _paper(request, _meeting(pk), number)
    content = bytes(pack.word) if pack else word.render(paper)
    return _file(content, WORD, f"{_name(paper, pack)}.docx")


def _paper(request: HttpRequest, record: Meeting, number: int) -> tuple[Paper, Pack | None]:
    """The paper as issued; before the first is, the draft, for the secretary only."""
    pack = record.packs.filter(number=number).first()
    if pack:
        return Paper.from_json(json.dumps(pack.content)), pack
    if number or not policies.may_issue(request.user):
        raise Http404("No paper has been issued for this meeting yet.")
    return papers.gather(record).paper, None


def _name(paper: Paper, pack: Pack | None) -> str:
    kind = f"addendum-{paper.number}" if paper.number else "paper"
    return f"loneliness-{kind}-{paper.meeting_on.replace(' ', '-')}{'' if pack else '-draft'}"


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})


def _meeting(pk: int) -> Meeting:
    return get_object_or_404(Meeting.objects.select_related("board__parent"), pk=pk)


def _require_secretary(request: HttpRequest) -> None:
    if not policies.may_set_up(request.user):
        raise PermissionDenied(ONLY_SECRETARY)


def _form(
    request: HttpRequest,
    form: Any,
    title: str,
    submit: str,
    cancel_url: str,
    *,
    version: int | None = None,
    words: str = "",
) -> HttpResponse:
    context = {
        "title": title,
        "introduction": words,
        "form": form,
        "submit": submit,
        "version": version,
        "cancel_url": cancel_url,
    }
    status = 409 if is_stale(form) else 200
    return render(request, "components/form.html", context, status=status)
