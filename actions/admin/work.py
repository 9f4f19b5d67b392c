"""Recommendations, actions and their updates in the officers' workshop."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from actions import services
from actions.models import (
    Action,
    ActionGroup,
    ActionRecommendation,
    ActionTable,
    Milestone,
    ProgressUpdate,
    Recommendation,
    RecommendationBoard,
    RecommendationGroup,
)
from loneliness.records.admin import LinkInline, ReadOnlyAdmin, ServiceAdmin, ServiceInline


class GroupsOfRecommendation(LinkInline):
    """The groups a recommendation names."""

    service = services
    model = RecommendationGroup
    verbose_name_plural = "groups it names"
    autocomplete_fields = ("group",)
    list_select_related = ("group", "recommendation")
    fields = ("group",)


class BoardsOfRecommendation(LinkInline):
    """The boards a recommendation goes to."""

    service = services
    model = RecommendationBoard
    verbose_name_plural = "boards it goes to"
    autocomplete_fields = ("board",)
    list_select_related = ("board", "recommendation")
    fields = ("board",)


@admin.register(Recommendation)
class RecommendationAdmin(ServiceAdmin):
    """The chapter's words stay as printed; the response, groups and boards are set here."""

    service = services
    list_display = ("letter", "kind", "text", "response")
    list_filter = ("kind", "response")
    list_select_related = ("chapter",)
    search_fields = ("search_text",)
    readonly_fields = ("chapter", "letter", "kind", "text", "text_in_section_8")
    inlines = (GroupsOfRecommendation, BoardsOfRecommendation)
    fieldsets = (
        ("As printed", {"fields": readonly_fields}),
        ("The formal response", {"fields": ("response", "response_reason", "response_quotation")}),
    )

    def has_add_permission(self, request: object) -> bool:
        """Refuse: recommendations come with an edition of the chapter."""
        return False


class RecommendationsOfAction(LinkInline):
    """The recommendations an action answers."""

    service = services
    model = ActionRecommendation
    verbose_name_plural = "recommendations it answers"
    autocomplete_fields = ("recommendation",)
    list_select_related = ("recommendation", "action")
    fields = ("recommendation",)


class TablesOfAction(LinkInline):
    """The tables an action rests on."""

    service = services
    model = ActionTable
    verbose_name_plural = "tables it rests on"
    autocomplete_fields = ("table",)
    list_select_related = ("table", "action")
    fields = ("table",)


class GroupsOfAction(LinkInline):
    """The groups an action helps."""

    service = services
    model = ActionGroup
    verbose_name_plural = "groups it helps"
    autocomplete_fields = ("group",)
    list_select_related = ("group", "action")
    fields = ("group",)


class MilestonesOfAction(ServiceInline, admin.TabularInline):
    """The steps on the way; updates say when each was met."""

    service = services
    model = Milestone
    list_select_related = ("action",)
    fields = ("title", "due_on")


@admin.register(Action)
class ActionAdmin(ServiceAdmin):
    """Actions: what, who, when; how they go is posted on their own pages."""

    service = services
    made_up = "key"
    list_display = ("title", "owner", "board", "first_due_on", "review_on")
    list_filter = (("owner", admin.EmptyFieldListFilter), "board", "reach", "capacity")
    list_select_related = ("owner__organisation", "board")
    search_fields = ("search_text",)
    autocomplete_fields = ("owner", "lead", "board", "merged_into")
    inlines = (RecommendationsOfAction, GroupsOfAction, TablesOfAction, MilestonesOfAction)
    fieldsets = (
        (None, {"fields": ("title", "owner", "lead", "board", "first_due_on", "review_on")}),
        ("Recommendations i, j and k", {"fields": ("reach", "capacity", "cost_and_benefit")}),
        (
            "Measure of success",
            {"fields": ("measure", "baseline", "baseline_on", "target", "target_on")},
        ),
        ("In the register", {"fields": ("decision", "merged_into", "for_public", "key")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A due date that is set changes on the action's own page, where it asks for the reason."""
        fields = super().get_readonly_fields(request, obj)
        return (*fields, "first_due_on") if obj and obj.first_due_on else fields


@admin.register(ProgressUpdate)
class ProgressUpdateAdmin(ReadOnlyAdmin):
    """Updates are posted on an action's page, once, and read here."""

    service = services
    list_display = ("action", "status", "rag", "posted_by", "posted_at")
    list_filter = ("status", "rag", "posted_at")
    list_select_related = ("action", "posted_by")
    search_fields = ("search_text",)
    fieldsets = (
        (None, {"fields": ("action", "status", "rag", "happened", "next_step", "per_cent")}),
        ("More time", {"fields": ("asks_for", "asks_because")}),
        ("Evidence", {"fields": ("evidence_url", "evidence_on", "reading", "reading_on")}),
        (
            "Who",
            {
                "fields": (
                    "told_by",
                    "told_how",
                    "told_on",
                    "posted_by",
                    "reported_by",
                    "typed_name",
                    "posted_at",
                )
            },
        ),
    )

    def view_on_site(self, obj: ProgressUpdate) -> str:
        """The action's page."""
        return obj.action.get_absolute_url()
