"""Services and policy in the officers' workshop."""

from __future__ import annotations

from django.contrib import admin

from actions import services
from actions.models import PolicyItem, Service, ServiceGroup, ServiceProvider
from loneliness.records.admin import LinkInline, ServiceAdmin


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
