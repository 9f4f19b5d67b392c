"""Pages of the action tracker."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from actions import policies, selectors, services
from actions.filters import ActionFilter, PolicyFilter, ServiceFilter
from actions.forms import AppointForm, SetUpForm, UpdateForm
from actions.models import Action, PolicyItem, Recommendation, Service
from actions.tables import ActionTable, PolicyTable, ServiceTable
from loneliness.accounts.middleware import open_to_owners
from loneliness.ui.views import RegisterListView

CRUMBS = [{"label": "Actions", "url": "/actions/"}]


class ActionList(RegisterListView):
    """/actions/: all actions."""

    queryset = (
        Action.objects.with_latest()
        .select_related("owner__organisation", "board")
        .prefetch_related("recommendation_links__recommendation")
    )
    table_class = ActionTable
    filterset_class = ActionFilter
    title = "Actions"
    introduction = "What is being done about the recommendations, by whom, by when."
    noun = "action"
    nouns = "actions"


class ServiceList(RegisterListView):
    """/actions/services/: what there is today."""

    queryset = Service.objects.prefetch_related("providers", "groups")
    table_class = ServiceTable
    filterset_class = ServiceFilter
    title = "Services"
    introduction = "What the chapter lists in section 6 and appendices A, B and C, in its words."
    noun = "service"
    nouns = "services"


class PolicyList(RegisterListView):
    """/actions/policy/: the policy around loneliness."""

    queryset = PolicyItem.objects.select_related("publication")
    table_class = PolicyTable
    filterset_class = PolicyFilter
    title = "Policy"
    introduction = "The law, strategies and steps that the chapter names, with their dates."
    noun = "item"
    nouns = "policy items"


def recommendation(request: HttpRequest, letter: str) -> HttpResponse:
    """/actions/recommendations/LETTER/: one recommendation and what is done about it."""
    rows = Recommendation.objects.current().filter(letter=letter)
    if not rows:
        raise Http404(f"There is no recommendation “{letter}”: they run from a to p.")
    found = selectors.progress(timezone.localdate(), rows)
    context = {
        "row": found.recommendations[0],
        "groups": rows[0].groups.all(),
        "breadcrumbs": CRUMBS,
        "may_set_up": policies.may_set_up(request.user),
    }
    return render(request, "actions/recommendation.html", context)


@open_to_owners
def action(request: HttpRequest, key: str) -> HttpResponse:
    """/actions/KEY/: one action and the history of its updates."""
    record = visible_action(request, key)
    today = timezone.localdate()
    context = {
        "state": selectors.action_states([record], today)[record.pk],
        "updates": record.updates.newest_first(),
        "recommendations": record.recommendations.all(),
        "tables": record.tables.all(),
        "breadcrumbs": CRUMBS if request.user.is_staff_of_register else [],
        "may_post": policies.may_post_update(request.user, record),
        "may_set_up": policies.may_set_up(request.user),
    }
    return render(request, "actions/action.html", context)


@open_to_owners
def update(request: HttpRequest, key: str) -> HttpResponse:
    """/actions/KEY/update/: an owner reports."""
    record = visible_action(request, key)
    if not policies.may_post_update(request.user, record):
        raise PermissionDenied(
            "Only the owner of this action, or the board secretary, may report on it."
        )
    for_somebody = not policies.owns(request.user, record)
    form = UpdateForm(request.POST or None, for_somebody=for_somebody)
    form.instance.action, form.instance.posted_by = record, request.user
    if request.method == "POST" and form.is_valid():
        try:
            services.post_update(form.instance, by=request.user)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, "Thank you: your update is on the board’s page.")
            return redirect(record)
    context = {
        "title": "Report progress",
        "introduction": record.title,
        "last": record.updates.newest_first().first(),
        "form": form,
        "submit": "Send",
        "cancel_url": record.get_absolute_url(),
    }
    return render(request, "actions/update.html", context)


def visible_action(request: HttpRequest, key: str) -> Action:
    """The action, if this person may see it; 404 for others, as if it were not there."""
    rows = Action.objects.select_related("owner__organisation", "board")
    if not request.user.is_staff_of_register:
        rows = rows.owned_by(request.user, timezone.localdate())
    return get_object_or_404(rows, key=key)


def set_up(request: HttpRequest) -> HttpResponse:
    """/actions/set-up/: the secretary's grid of a to p, savable half-filled."""
    if not policies.may_set_up(request.user):
        raise PermissionDenied("Only the board secretary may set up recommendations.")
    found = selectors.progress(timezone.localdate())
    choices = SetUpForm.shared_choices()
    rows = [_grid_row(row, request.POST or None, choices) for row in found.recommendations]
    if request.method == "POST" and all([form.is_valid() for _, _, form in rows]):
        changed = _save_grid(request, rows)
        if changed is not None:
            words = f"Saved: {changed} changed." if changed else "Nothing was changed."
            messages.success(request, words)
            return redirect("actions:set-up")
    has_errors = any(form.errors for _, _, form in rows)
    context = {"rows": rows, "has_errors": has_errors, "breadcrumbs": CRUMBS}
    return render(request, "actions/set_up.html", context, status=409 if _stale(rows) else 200)


def appoint(request: HttpRequest) -> HttpResponse:
    """/actions/owners/appoint/: who holds which post."""
    if not policies.may_set_up(request.user):
        raise PermissionDenied("Only the board secretary may appoint owners.")
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


GridRow = tuple[selectors.RecommendationState, Action | None, SetUpForm]


def _grid_row(
    row: selectors.RecommendationState, data: Any, choices: dict[str, list[Any]]
) -> GridRow:
    record = row.recommendation
    one = row.actions[0].action if len(row.actions) == 1 else None
    initial = {
        "response": record.response,
        "response_reason": record.response_reason,
        "recommendation_version": record.version,
    }
    if one:
        initial |= {
            "owner": one.owner,
            "board": one.board,
            "first_due_on": one.first_due_on,
            "review_on": one.review_on,
            "action_version": one.version,
        }
    form = SetUpForm(
        data,
        prefix=record.letter,
        initial=initial,
        has_action=one is not None,
        choices=choices,
    )
    return row, one, form


def _save_grid(request: HttpRequest, rows: list[GridRow]) -> int | None:
    """Save every row or none; None when a row was refused, with the reason on its form."""
    changed = 0
    try:
        with transaction.atomic():
            for row, action, form in rows:
                current = form
                entry = services.SetUp(**form.cleaned_data)
                changed += len(services.set_up(row.recommendation, action, entry, by=request.user))
    except ValidationError as error:
        current.add_error(None, error)
        return None
    return changed


def _stale(rows: list[GridRow]) -> bool:
    return any(form.has_error("__all__", "stale") for _, _, form in rows)
