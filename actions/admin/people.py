"""Bodies, boards, people and posts in the officers' workshop."""

from __future__ import annotations

from django.contrib import admin

from actions import services
from actions.models import Board, Holding, Organisation, Person, Post
from loneliness.records.admin import ServiceAdmin, ServiceInline


@admin.register(Organisation)
class OrganisationAdmin(ServiceAdmin):
    """Bodies that provide services or lead actions."""

    service = services
    made_up = "slug"
    list_display = ("name", "sector", "valid_to")
    list_filter = ("sector", ("valid_to", admin.EmptyFieldListFilter))
    search_fields = ("name", "slug")
    autocomplete_fields = ("succeeded_by",)
    fieldsets = (
        (None, {"fields": ("name", "sector", "slug")}),
        ("From when to when", {"fields": ("valid_from", "valid_to", "succeeded_by", "note")}),
    )


@admin.register(Board)
class BoardAdmin(ServiceAdmin):
    """Boards that actions report to."""

    service = services
    made_up = "slug"
    list_display = ("name", "kind", "parent")
    list_filter = ("kind",)
    list_select_related = ("parent",)
    search_fields = ("name", "slug")
    autocomplete_fields = ("parent", "chair", "succeeded_by")
    fieldsets = (
        (None, {"fields": ("name", "kind", "parent", "remit", "cadence", "chair", "slug")}),
        (
            "Messages",
            {
                "fields": (
                    "mailbox",
                    "remind_before",
                    "silent_after",
                    "escalate_after",
                    "tells_chair",
                    "may_choose",
                )
            },
        ),
        ("The public", {"fields": ("is_public",)}),
        ("When it ends", {"fields": ("valid_to", "succeeded_by")}),
    )


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
    fieldsets = ((None, {"fields": ("name", "email", "organisation", "account", "reminders")}),)


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
