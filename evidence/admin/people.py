"""Measures, groups and areas in the workshop."""

from __future__ import annotations

from django.contrib import admin

from evidence import services
from evidence.models import Area, GroupParent, Measure, PopulationGroup
from loneliness.records.admin import LinkInline, ServiceAdmin


@admin.register(Measure)
class MeasureAdmin(ServiceAdmin):
    """Questions as they were asked."""

    service = services
    made_up = "code"
    list_display = ("code", "measures", "wording")
    list_filter = ("measures",)
    search_fields = ("search_text",)
    fieldsets = ((None, {"fields": ("code", "wording", "measures")}),)


class ParentInline(LinkInline):
    """The wider groups a group lies within."""

    service = services
    model = GroupParent
    fk_name = "child"
    verbose_name = "wider group"
    verbose_name_plural = "lies within"
    autocomplete_fields = ("parent",)
    fields = ("parent",)
    list_select_related = ("parent", "child")


@admin.register(PopulationGroup)
class PopulationGroupAdmin(ServiceAdmin):
    """Groups and how they nest."""

    service = services
    made_up = "code"
    list_display = ("name", "kind", "named_in")
    list_filter = ("kind",)
    search_fields = ("search_text",)
    inlines = (ParentInline,)
    fieldsets = ((None, {"fields": ("name", "kind", "named_in", "code")}),)


@admin.register(Area)
class AreaAdmin(ServiceAdmin):
    """Places."""

    service = services
    made_up = "code"
    list_display = ("name", "kind", "parent")
    list_filter = ("kind",)
    list_select_related = ("parent",)
    search_fields = ("name", "code")
    autocomplete_fields = ("parent",)
    fieldsets = ((None, {"fields": ("name", "kind", "parent", "code")}),)
