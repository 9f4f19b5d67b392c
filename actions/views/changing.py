"""Changing the ticked actions: choose what, see what would change, then change them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from actions import policies, services
from actions.filters import ActionFilter
from actions.forms import ChangeForm
from actions.models import Action
from actions.views.lists import ActionList
from loneliness.ui.forms import saved

MOST = 500
NONE_TICKED = "Tick at least one action, then choose “Change the ticked ones”."
TOO_MANY = "These are more than 500 actions. Narrow the list down first."


def change(request: HttpRequest) -> HttpResponse:
    """/actions/change/: the secretary changes the ticked actions, or all that a filter shows."""
    if not policies.may_set_up(request.user):
        raise PermissionDenied("Only the board secretary may change actions.")
    given = request.POST if request.method == "POST" else request.GET
    actions = list(_chosen(given)[: MOST + 1])
    if not actions or len(actions) > MOST:
        messages.warning(request, TOO_MANY if actions else NONE_TICKED)
        return redirect("actions:actions")
    form = ChangeForm(request.POST or None)
    planned: list[services.OneChange] = []
    if request.method == "POST" and form.is_valid():
        fields = {k: v for k, v in form.cleaned_data.items() if k != "note"}
        wanted, note = services.BulkChange(**fields), form.cleaned_data["note"]
        if "save" in request.POST and _save(request, form, wanted, note):
            return redirect("actions:actions")
        planned = services.what_would_change(actions, wanted)
        if wanted.is_empty:
            form.add_error(None, "Choose at least one thing to change.")
    shown = [] if form.errors or "again" in request.POST else planned
    return _page(request, actions, form, shown)


def _chosen(given: QueryDict) -> Any:
    """The actions that were ticked, or all that the filter of the list shows."""
    rows = Action.objects.select_related(
        "board", "owner__organisation", "lead__organisation"
    ).prefetch_related("group_links", "table_links")
    if "all" in given:
        listed = ActionList.queryset.all()
        shown = ActionFilter(QueryDict(given.get("filter", "")), queryset=listed)
        keys = set(shown.qs.values_list("pk", flat=True)) if shown.form.is_valid() else set()
    else:
        keys = {int(key) for key in given.getlist("ticked") if key.isdecimal() and len(key) < 10}
    return rows.filter(pk__in=keys).order_by("title", "pk")


def _save(request: HttpRequest, form: ChangeForm, wanted: services.BulkChange, note: str) -> bool:
    """Change them as they were seen; whether that was done."""
    seen = dict(_versions(request.POST.getlist("seen")))
    done = saved(form, services.change_actions, seen, wanted, by=request.user, note=note)
    if done is None:
        return False
    words = f"{done} action{'' if done == 1 else 's'} changed." if done else "Nothing was changed."
    messages.success(request, words)
    return True


def _versions(texts: list[str]) -> list[tuple[int, int]]:
    """Number and version of each action that the preview showed."""
    pairs = [text.partition(":") for text in texts]
    return [
        (int(key), int(version))
        for key, _, version in pairs
        if key.isdecimal() and version.isdecimal() and len(key) < 10 and len(version) < 10
    ]


def _page(
    request: HttpRequest,
    actions: list[Action],
    form: ChangeForm,
    planned: list[services.OneChange],
) -> HttpResponse:
    context = {
        "title": f"Change {len(actions)} action{'' if len(actions) == 1 else 's'}",
        "breadcrumbs": [{"label": "Actions", "url": reverse("actions:actions")}],
        "actions": actions,
        "form": form,
        "planned": planned,
        "chosen": [(name, request.POST.get(name, "")) for name in form.fields],
        "can_save": any(one.changes for one in planned) and not any(one.problem for one in planned),
        "cancel_url": reverse("actions:actions"),
    }
    return render(request, "actions/change.html", context)
