"""Everybody chooses what reminders they get, signed in or by their link."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from actions import selectors, services
from actions.forms import RemindersForm
from actions.models import Person
from actions.views.reporting import by_personal_link
from loneliness.accounts.middleware import open_to_owners
from loneliness.accounts.models import User
from loneliness.ui.forms import saved

NOBODY = "You get no reminders: your account belongs to nobody who owns or leads an action."


@open_to_owners
def my_reminders(request: HttpRequest) -> HttpResponse:
    """/my-reminders/: what reminders somebody with an account gets."""
    person = Person.objects.filter(account=request.user).first()
    if person is None:
        messages.info(request, NOBODY)
        return redirect("my-actions")
    return _choose(request, person, reverse("my-actions"), request.user)


@by_personal_link
def by_link(request: HttpRequest, token: str, person: Person) -> HttpResponse:
    """/report/TOKEN/reminders/: the same for somebody without an account."""
    return _choose(request, person, reverse("report", args=[token]), None)


def _choose(request: HttpRequest, person: Person, home: str, by: User | None) -> HttpResponse:
    form = RemindersForm(request.POST or None, initial={"choice": person.reminders})
    if (
        request.method == "POST"
        and form.is_valid()
        and saved(form, services.choose_reminders, person, form.cleaned_data["choice"], by=by)
    ):
        messages.success(request, "Your choice is kept.")
        return redirect(home)
    context = {
        "title": "Your reminders",
        "introduction": "You are reminded before a due date and on it, and when a report is "
        "missing.",
        "insisting": selectors.boards_that_insist(person, timezone.localdate()),
        "form": form,
        "cancel_url": home,
    }
    return render(request, "actions/reminders.html", context)
