"""The secretary's set-up: the grid of recommendations, who holds which post, and who leaves."""

from __future__ import annotations

import datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from actions import grid, policies, services
from actions.dates import in_words
from actions.forms import AppointForm, EndBoardForm, EndForm, LeaveForm
from actions.models import Action, Board, Holding, Organisation, Person, Post
from loneliness.records.services import require
from loneliness.ui.forms import is_stale, saved


def set_up(request: HttpRequest) -> HttpResponse:
    """/actions/set-up/: the secretary's grid of a to p, savable half-filled."""
    require(
        policies.may_set_up(request.user), "Only the board secretary may set up recommendations."
    )
    rows = grid.rows(timezone.localdate(), request.POST or None)
    if request.method == "POST" and all([row.form.is_valid() for row in rows]):
        changed = grid.save(rows, by=request.user)
        if changed is not None:
            words = f"Saved: {changed} changed." if changed else "Nothing was changed."
            messages.success(request, words)
            return redirect("actions:set-up")
    stale = any(is_stale(row.form) for row in rows)
    context = {
        "rows": rows,
        "has_errors": any(row.form.errors for row in rows),
    }
    return render(request, "actions/set_up.html", context, status=409 if stale else 200)


def appoint(request: HttpRequest) -> HttpResponse:
    """/actions/owners/appoint/: who holds which post."""
    require(policies.may_set_up(request.user), "Only the board secretary may appoint owners.")
    form = AppointForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            post = services.appoint(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, f"{post} can now own actions.")
            return redirect("actions:set-up")
    context = {
        "title": "Add an owner",
        "introduction": "Actions are owned by a post; people hold posts for a time.",
        "form": form,
        "submit": "Add",
        "cancel_url": "/actions/set-up/",
    }
    return render(request, "components/form.html", context)


def owners(request: HttpRequest) -> HttpResponse:
    """/actions/owners/: who holds which post, and what they own."""
    require(policies.may_set_up(request.user), "Only the board secretary looks after owners.")
    today = timezone.localdate()
    not_over = Holding.objects.going_on(today)
    held = Holding.objects.as_at(today).values("post")
    shown = not_over.select_related("post").prefetch_related("post__actions")
    people = Person.objects.filter(holdings__in=not_over).distinct()
    context = {
        "people": people.select_related("organisation", "account").prefetch_related(
            Prefetch("holdings", shown, to_attr="holds")
        ),
        "vacant": Post.objects.filter(actions__isnull=False).exclude(pk__in=held).distinct(),
        "today": today,
        "boards": Board.objects.filter(valid_to=None),
        "organisations": Organisation.objects.filter(posts__isnull=False, valid_to=None).distinct(),
    }
    return render(request, "actions/owners.html", context)


def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """/actions/owners/N/leaving/: somebody leaves; all they hold is handed over or left vacant."""
    require(policies.may_set_up(request.user), "Only the board secretary may hand posts over.")
    person = get_object_or_404(Person, pk=pk)
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    held = list(person.holdings.going_on(tomorrow).select_related("post__organisation"))
    form = LeaveForm(request.POST or None, person=person, held=held)
    if request.method == "POST" and form.is_valid():
        last_day, next_ones = form.cleaned_data["last_day"], form.successors()
        begun = saved(form, services.leave, person, last_day, next_ones, by=request.user)
        if begun is not None:
            vacant = len(held) - len(begun)
            words = f"{len(begun)} handed over, {vacant} vacant from the day after."
            messages.success(request, words)
            return redirect("actions:owners")
    context = {
        "title": f"{person} is leaving",
        "introduction": "Every post they hold is handed over, or is vacant from the day after.",
        "held": held,
        "actions": Action.objects.filter(owner__in=[one.post_id for one in held]),
        "form": form,
        "submit": "Save",
        "cancel_url": reverse("actions:owners"),
    }
    return render(request, "actions/leaving.html", context)


def end_organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """/actions/organisations/SLUG/end/: a body ends and hands over in one step."""
    require(policies.may_set_up(request.user), "Only the board secretary may hand posts over.")
    organisation = get_object_or_404(Organisation, slug=slug)
    form = EndForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        handed = saved(form, services.end_organisation, organisation, by=request.user, **given)
        if handed is not None:
            posts = f"{len(handed)} post{'' if len(handed) == 1 else 's'} handed over"
            words = f"{organisation} ends on {in_words(given['on'])}: {posts}."
            messages.success(request, words)
            return redirect("actions:owners")
    posts = organisation.posts.prefetch_related("actions")
    context = {
        "title": f"{organisation} ends",
        "introduction": "Its posts, their holders and their actions go to what takes its place.",
        "posts": posts,
        "form": form,
        "submit": "End it and hand over",
        "cancel_url": reverse("actions:owners"),
    }
    return render(request, "actions/leaving.html", context)


def end_board(request: HttpRequest, slug: str) -> HttpResponse:
    """/actions/boards/SLUG/end/: a board ends; its actions go to its successor in one step."""
    require(
        policies.may_set_up(request.user),
        "Only the board secretary may hand a board’s actions over.",
    )
    board = get_object_or_404(Board, slug=slug, valid_to=None)
    form = EndBoardForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if saved(form, services.end_board, board, by=request.user, **given):
            messages.success(request, f"{board} has ended.")
            return redirect("actions:owners")
    context = {
        "title": f"{board} ends",
        "introduction": "Its actions and recommendations go to the board that takes its place.",
        "actions_heading": "Actions that report to it",
        "actions": board.actions.all(),
        "form": form,
        "submit": "End it and hand over",
        "cancel_url": reverse("actions:owners"),
    }
    return render(request, "actions/leaving.html", context)
