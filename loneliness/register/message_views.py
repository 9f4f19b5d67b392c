"""The pages of messages: what waits, what failed, what was sent, and what is done about it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from actions.links import without_links
from actions.services import reminding
from actions.working_days import is_working_day
from loneliness.records import outbox
from loneliness.records.models import Mail, MailState
from loneliness.records.services import require
from loneliness.register.forms import WithdrawForm
from loneliness.ui.forms import saved

A_PAGE = 50


def message_list(request: HttpRequest) -> HttpResponse:
    """/messages/?state=held: what waits, failed and was sent, newest first."""
    require(outbox.may_handle(request.user), outbox.ONLY)
    state = request.GET.get("state", "")
    if state and state not in MailState.values:
        messages.warning(request, f"No messages are “{state}”: these are all of them.")
        state = ""
    rows = Mail.objects.in_state(state) if state else Mail.objects.all()
    context = {
        "page": Paginator(rows.defer("text", "html"), A_PAGE).get_page(request.GET.get("page")),
        "states": Mail.objects.by_state(),
        "state": state,
        "is_sending": outbox.is_sending(),
    }
    return render(request, "pages/messages.html", context)


def due(request: HttpRequest) -> HttpResponse:
    """/messages/due/: who would be reminded today, and of what; nothing is written."""
    require(outbox.may_handle(request.user), outbox.ONLY)
    today = timezone.localdate()
    context = {
        "today": today,
        "is_working_day": is_working_day(today),
        "digests": reminding.run(today, dry_run=True),
        "written": Mail.objects.filter(key__startswith=f"digest/{today}/").count(),
    }
    return render(request, "pages/messages_due.html", context)


def message(request: HttpRequest, pk: int) -> HttpResponse:
    """/messages/N/: what it says, where it is, and what can be done about it."""
    require(outbox.may_handle(request.user), outbox.ONLY)
    mail = get_object_or_404(Mail.objects.select_related("handled_by"), pk=pk)
    context = {"mail": mail, "state": mail.state.value, "words": without_links(mail.text)}
    return render(request, "pages/message.html", context)


@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """/messages/N/release/: let it be sent."""
    return _done(request, pk, outbox.release, "Released: it will be sent.")


@require_POST
def try_again(request: HttpRequest, pk: int) -> HttpResponse:
    """/messages/N/try-again/: send what failed once more."""
    return _done(request, pk, outbox.try_again, "It will be tried again.")


def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """/messages/N/withdraw/: take it back, with a reason."""
    require(outbox.may_handle(request.user), outbox.ONLY)
    mail = get_object_or_404(Mail, pk=pk)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if saved(form, outbox.withdraw, mail, by=request.user, reason=reason):
            messages.success(request, "Withdrawn: it will not be sent.")
            return redirect("message", pk)
    context = {
        "title": "Withdraw this message",
        "introduction": f"{mail}. It will not be sent; it stays in the list with your reason.",
        "form": form,
        "submit": "Withdraw it",
        "cancel_url": mail.get_absolute_url(),
    }
    return render(request, "components/form.html", context)


def _done(
    request: HttpRequest, pk: int, service: Callable[..., Mail], sentence: str
) -> HttpResponse:
    """Do it and say so, or say why not."""
    try:
        service(get_object_or_404(Mail, pk=pk), by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, sentence)
    return redirect("message", pk)
