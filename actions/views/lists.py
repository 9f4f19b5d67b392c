"""Lists of the action tracker, and the page of one recommendation."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from actions import policies, selectors
from actions.filters import ActionFilter, PolicyFilter, ServiceFilter
from actions.models import Action, PolicyItem, Recommendation, Service
from actions.tables import ActionTable, PolicyTable, ServiceTable
from estimates.selectors import answers_for
from loneliness.ui.views import RegisterListView


class ActionList(RegisterListView):
    """/actions/: all actions."""

    queryset = (
        Action.objects.with_latest()
        .with_dates()
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
        """The list, its download, and for the secretary the ways to the grid and the import."""
        context = super().get_context_data(**kwargs)
        context["actions"] = [{"label": "Download all as Excel", "url": "/actions/export.xlsx"}]
        if policies.may_set_up(self.request.user):
            context["actions"] += [
                {"label": "Set up recommendations a to p", "url": "/actions/set-up/"},
                {"label": "Import a partner’s plan", "url": "/actions/import/"},
            ]
        return context

    def selection(self) -> dict[str, Any] | None:
        """For the secretary, actions can be ticked and changed together."""
        if not policies.may_set_up(self.request.user):
            return None
        url, shown = reverse("actions:change"), "Change all that the filter shows"
        return self.ticked(url, "Change the ticked ones", shown)


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
    found = selectors.progress(timezone.localdate(), rows, tables=answers_for(request))
    context = {
        "row": found.recommendations[0],
        "groups": rows[0].groups.all(),
        "may_set_up": policies.may_set_up(request.user),
    }
    return render(request, "actions/recommendation.html", context)
