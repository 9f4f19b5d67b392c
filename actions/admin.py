"""The action tracker in the officers' workshop."""

from __future__ import annotations

from django.contrib import admin

from actions import services
from actions.models import (
    Action,
    ActionRecommendation,
    ActionTable,
    Board,
    Holding,
    Organisation,
    Person,
    PolicyItem,
    Post,
    ProgressUpdate,
    Recommendation,
    RecommendationBoard,
    RecommendationGroup,
    Service,
    ServiceGroup,
    ServiceProvider,
)
from loneliness.records.admin import LinkInline, ReadOnlyAdmin, ServiceAdmin, ServiceInline


@admin.register(Organisation)
class OrganisationAdmin(ServiceAdmin):
    """Bodies that provide services or lead actions."""

    service = services
    made_up = "slug"
    list_display = ("name", "sector", "valid_to")
    list_filter = ("sector", ("valid_to", admin.EmptyFieldListFilter))
    search_fields = ("name", "slug")
    fieldsets = ((None, {"fields": ("name", "sector", "valid_to", "note", "slug")}),)


@admin.register(Board)
class BoardAdmin(ServiceAdmin):
    """Boards that actions report to."""

    service = services
    made_up = "slug"
    list_display = ("name", "kind", "parent")
    list_filter = ("kind",)
    list_select_related = ("parent",)
    search_fields = ("name", "slug")
    autocomplete_fields = ("parent",)
    fieldsets = ((None, {"fields": ("name", "kind", "parent", "slug")}),)


@admin.register(Person)
class PersonAdmin(ServiceAdmin):
    """People who own or lead actions; accounts are made by inviting."""

    service = services
    list_display = ("name", "email", "organisation", "account")
    list_filter = ("organisation",)
    list_select_related = ("organisation", "account")
    search_fields = ("name", "email")
    autocomplete_fields = ("organisation",)
    readonly_fields = ("account",)
    fieldsets = ((None, {"fields": ("name", "email", "organisation", "account")}),)


class HoldingInline(ServiceInline, admin.TabularInline):
    """Who holds a post, from when to when."""

    service = services
    model = Holding
    autocomplete_fields = ("person",)
    list_select_related = ("person", "post")
    fields = ("person", "started_on", "ended_on")


@admin.register(Post)
class PostAdmin(ServiceAdmin):
    """Posts that own actions."""

    service = services
    list_display = ("title", "organisation")
    list_filter = ("organisation",)
    list_select_related = ("organisation",)
    search_fields = ("title", "organisation__name")
    autocomplete_fields = ("organisation",)
    inlines = (HoldingInline,)
    fieldsets = ((None, {"fields": ("title", "organisation")}),)


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
        ("The formal response", {"fields": ("response", "response_reason")}),
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


@admin.register(Action)
class ActionAdmin(ServiceAdmin):
    """Actions: what, who, when; how they go is posted on their own pages."""

    service = services
    made_up = "key"
    list_display = ("title", "owner", "board", "first_due_on", "review_on")
    list_filter = (("owner", admin.EmptyFieldListFilter), "board", "reach", "capacity")
    list_select_related = ("owner__organisation", "board")
    search_fields = ("search_text",)
    autocomplete_fields = ("owner", "board")
    inlines = (RecommendationsOfAction, TablesOfAction)
    fieldsets = (
        (None, {"fields": ("title", "owner", "board", "first_due_on", "review_on")}),
        ("Recommendations i, j and k", {"fields": ("reach", "capacity", "cost_and_benefit")}),
        ("In the register", {"fields": ("key",)}),
    )


class ProvidersOfService(LinkInline):
    """Who provides a service."""

    service = services
    model = ServiceProvider
    verbose_name_plural = "providers"
    autocomplete_fields = ("organisation",)
    list_select_related = ("organisation", "service")
    fields = ("organisation",)


class GroupsOfService(LinkInline):
    """Whom a service is for."""

    service = services
    model = ServiceGroup
    verbose_name_plural = "groups it is for"
    autocomplete_fields = ("group",)
    list_select_related = ("group", "service")
    fields = ("group",)


@admin.register(Service)
class ServiceRecordAdmin(ServiceAdmin):
    """Services there are today."""

    service = services
    made_up = "key"
    list_display = ("name", "sector", "department", "listed_in")
    list_filter = ("sector", "listed_in", "department")
    search_fields = ("search_text",)
    inlines = (ProvidersOfService, GroupsOfService)
    fieldsets = (
        (None, {"fields": ("name", "description", "sector", "department", "listed_in", "key")}),
    )


@admin.register(PolicyItem)
class PolicyItemAdmin(ServiceAdmin):
    """Laws, strategies and steps."""

    service = services
    made_up = "key"
    list_display = ("title", "level", "date_text", "publication")
    list_filter = ("level",)
    list_select_related = ("publication",)
    search_fields = ("search_text",)
    autocomplete_fields = ("publication",)
    fieldsets = ((None, {"fields": ("title", "level", "date_text", "text", "publication", "key")}),)


@admin.register(ProgressUpdate)
class ProgressUpdateAdmin(ReadOnlyAdmin):
    """Updates are posted on an action's page, once, and read here."""

    service = services
    list_display = ("action", "status", "rag", "posted_by", "posted_at")
    list_filter = ("status", "rag", "posted_at")
    list_select_related = ("action", "posted_by")
    search_fields = ("search_text",)
    fieldsets = (
        (None, {"fields": ("action", "status", "rag", "happened", "next_step")}),
        ("Evidence", {"fields": ("evidence_url", "evidence_on")}),
        ("Who", {"fields": ("told_by", "posted_by", "posted_at")}),
    )

    def view_on_site(self, obj: ProgressUpdate) -> str:
        """The action's page."""
        return obj.action.get_absolute_url()
