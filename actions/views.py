"""Pages of the action tracker."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from actions import grid, policies, selectors, services
from actions.filters import ActionFilter, PolicyFilter, ServiceFilter
from actions.forms import AppointForm, UpdateForm
from actions.models import Action, PolicyItem, Recommendation, Service
from actions.tables import ActionTable, PolicyTable, ServiceTable
from loneliness.accounts.middleware import open_to_owners
from loneliness.ui.views import RegisterListView


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

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The list, and for the secretary the way to the grid."""
        context = super().get_context_data(**kwargs)
        if policies.may_set_up(self.request.user):
            context["actions"] = [
                {"label": "Set up recommendations a to p", "url": "/actions/set-up/"}
            ]
        return context


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
    rows = grid.rows(timezone.localdate(), request.POST or None)
    if request.method == "POST" and all([row.form.is_valid() for row in rows]):
        changed = grid.save(rows, by=request.user)
        if changed is not None:
            words = f"Saved: {changed} changed." if changed else "Nothing was changed."
            messages.success(request, words)
            return redirect("actions:set-up")
    is_stale = any(row.form.has_error("__all__", "stale") for row in rows)
    context = {
        "rows": rows,
        "has_errors": any(row.form.errors for row in rows),
    }
    return render(request, "actions/set_up.html", context, status=409 if is_stale else 200)


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
