"""The page of one action, and what is done about its dates and claims."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from actions import policies, selectors, services
from actions.forms import ClaimForm, CorrectDateForm, MoveDateForm, RemarkForm
from actions.models import Action, ProgressUpdate, Remark, UpdateFile
from estimates.selectors import answers_for
from loneliness.accounts.middleware import open_to_owners
from loneliness.ui.forms import is_stale, saved, say_both, seen_version, version_shown

ONLY_SECRETARY = "Only the board secretary may do this."


def visible_action(request: HttpRequest, key: str) -> Action:
    """The action, if this person may see it; 404 for others, as if it were not there."""
    rows = Action.objects.select_related("owner__organisation", "lead__organisation", "board")
    if not request.user.is_staff_of_register:
        rows = rows.owned_by(request.user, timezone.localdate())
    return get_object_or_404(rows.select_related("merged_into", "decision__meeting"), key=key)


@open_to_owners
def action(request: HttpRequest, key: str) -> HttpResponse:
    """/actions/KEY/: one action, what it rests on, and the history of its updates."""
    record = visible_action(request, key)
    state = selectors.action_states([record], timezone.localdate())[record.pk]
    context = {
        "state": state,
        "updates": record.updates.newest_first(),
        "recommendations": record.recommendations.all(),
        "shares": selectors.action_rests_on(record, answers_for(request)),
        "groups": record.groups.all(),
        "tables": record.tables.all(),
        "moves": record.date_changes.select_related("approver", "decision__meeting__board"),
        "decisions": record.decisions.filter(replaced_by=None).select_related("meeting__board"),
        "readings": record.updates.exclude(reading=None).order_by("-reading_on", "-pk"),
        "is_mine": policies.owns(request.user, record),
        "may_post": policies.may_post_update(request.user, record),
        "may_set_up": policies.may_set_up(request.user),
        "may_verify": state.is_claimed and policies.may_verify(request.user, state.latest),
    }
    return render(request, "actions/action.html", context)


@open_to_owners
def evidence_file(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """/actions/KEY/files/N/: a file of an update, as an attachment."""
    record = visible_action(request, key)
    file = get_object_or_404(UpdateFile, update=pk, update__action=record)
    name = "".join(c if c.isalnum() or c in ".-_ " else "-" for c in file.name)
    return HttpResponse(
        bytes(file.content),
        content_type=file.kind,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def claim(request: HttpRequest, key: str) -> HttpResponse:
    """/actions/KEY/claim/: a reviewer verifies what is claimed complete, or returns it."""
    record = visible_action(request, key)
    latest = record.updates.newest_first().first()
    if latest is None or not policies.may_verify(request.user, latest):
        raise PermissionDenied(
            "A reviewer who neither claimed this nor owns the action verifies or returns it."
        )
    form = ClaimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        verified = form.cleaned_data["verdict"] == "verified"
        given = {"verified": verified, "reason": form.cleaned_data["reason"]}
        if saved(form, services.decide_claim, latest, by=request.user, **given):
            words = "Verified: the action is complete." if verified else "Returned to its owner."
            messages.success(request, words)
            return redirect(record)
    return _form(request, record, form, "Claimed complete", "Answer the claim", latest=latest)


def date(request: HttpRequest, key: str) -> HttpResponse:
    """/actions/KEY/date/: the secretary corrects a due date, or records that it moves."""
    record = visible_action(request, key)
    _require_secretary(request)
    return (_move if record.first_shown_on else _correct)(request, record)


def _correct(request: HttpRequest, record: Action) -> HttpResponse:
    form = CorrectDateForm(request.POST or None, initial={"due_on": record.first_due_on})
    seen = seen_version(request, record.version)
    if request.method == "POST" and form.is_valid():
        given = {"expected_version": seen, **form.cleaned_data}
        if saved(form, services.correct_date, record, by=request.user, **given):
            messages.success(request, "The due date is corrected; the reason is in the history.")
            return redirect(record)
    stored = Action.objects.get(pk=record.pk)
    if is_stale(form):
        say_both(form, {"due_on": stored.first_due_on})
    words = "No issued paper has shown this date yet, so it can be corrected."
    if stored.first_due_on is None:
        words = "No due date is set yet. From the first issued paper that shows it, it stays."
    version = version_shown(form, seen, stored.version)
    return _form(request, record, form, "Change the date", "Correct it", words, version)


def _move(request: HttpRequest, record: Action) -> HttpResponse:
    state = selectors.action_states([record], timezone.localdate())[record.pk]
    initial = {"due_on": state.asks_for, "granted": "yes"}
    form = MoveDateForm(request.POST or None, action=record, initial=initial)
    form.instance.action = record
    form.instance.was_on, form.instance.recorded_by = state.due.now, request.user
    form.instance.asked_in = state.latest if state.asks_for else None
    if (
        request.method == "POST"
        and form.is_valid()
        and saved(form, services.answer_date, form.instance, by=request.user)
    ):
        messages.success(request, "Recorded. The first date stays beside it.")
        return redirect(record)
    words = f"At present: {state.due.words}. The first date stays for good, beside every move."
    return _form(
        request, record, form, "Change the date", "Record it", words, latest=form.instance.asked_in
    )


def confirm_report(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """/actions/KEY/updates/N/confirm/ (post): the secretary confirms a report from outside."""
    record = visible_action(request, key)
    _require_secretary(request)
    update = get_object_or_404(ProgressUpdate, pk=pk, action=record)
    if request.method == "POST":
        try:
            services.confirm_report(update, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, "Confirmed.")
    return redirect(record)


@open_to_owners
def objection(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """/actions/KEY/updates/N/object/: an owner disagrees with what was entered for them."""
    record = visible_action(request, key)
    update = get_object_or_404(ProgressUpdate, pk=pk, action=record)
    _require_owner(request, record)
    form = RemarkForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and saved(form, services.object_to, update, account=request.user, **form.cleaned_data)
    ):
        messages.success(request, "The board secretary will see that you disagree.")
        return redirect(record)
    return _form(
        request, record, form, "This is not what I said", "Tell the secretary", latest=update
    )


@open_to_owners
def not_mine(request: HttpRequest, key: str) -> HttpResponse:
    """/actions/KEY/not-mine/: an owner says that the action is not theirs any more."""
    record = visible_action(request, key)
    _require_owner(request, record)
    form = RemarkForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and saved(form, services.not_mine, record, account=request.user, **form.cleaned_data)
    ):
        messages.success(request, "The board secretary will see it and find who owns it now.")
        return redirect(record)
    words = "Say whose it is now, if you know. It stays yours until the secretary has changed it."
    return _form(request, record, form, "Not mine any more", "Tell the secretary", words)


def settle(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """/actions/KEY/remarks/N/settle/: the secretary says what was done about a remark."""
    record = visible_action(request, key)
    _require_secretary(request)
    remark = get_object_or_404(Remark, pk=pk, action=record)
    form = RemarkForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and saved(form, services.settle, remark, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, "Settled.")
        return redirect(record)
    words = f"{remark.get_kind_display()}: “{remark.text}”"
    return _form(request, record, form, "What did you do about it?", "Settle", words)


def _require_owner(request: HttpRequest, record: Action) -> None:
    if not policies.owns(request.user, record):
        raise PermissionDenied("Only the owner of this action may say so.")


def _require_secretary(request: HttpRequest) -> None:
    if not policies.may_set_up(request.user):
        raise PermissionDenied(ONLY_SECRETARY)


def _form(
    request: HttpRequest,
    record: Action,
    form: Any,
    title: str,
    submit: str,
    words: str = "",
    version: int | None = None,
    latest: ProgressUpdate | None = None,
) -> HttpResponse:
    context = {
        "title": title,
        "introduction": record.title,
        "words": words,
        "last": latest,
        "form": form,
        "submit": submit,
        "version": version,
        "cancel_url": record.get_absolute_url(),
    }
    return render(
        request, "actions/about_action.html", context, status=409 if is_stale(form) else 200
    )
