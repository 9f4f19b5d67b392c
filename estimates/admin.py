"""The estimates in the officers' workshop."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from estimates import services
from estimates.models import Caveat, EstimateLine, EstimateTable, Revision, RevisionLine
from estimates.models.tables import NO_PERCENTAGE
from evidence.models import Chapter
from loneliness.records.admin import (
    ReadOnlyAdmin,
    ReadOnlyInline,
    ServiceAdmin,
    ServiceInline,
)
from loneliness.records.forms import ServiceForm

LINE_JOINS = (
    "table",
    "population__group",
    "finding__group",
)


class LineForm(ServiceForm):
    """A count and a percentage; only findings that state one are offered."""

    class Meta:
        error_messages = {"finding": {"invalid_choice": NO_PERCENTAGE}}


class LineInline(ServiceInline, admin.StackedInline):
    """The lines of a table, in their order."""

    service = services
    model = EstimateLine
    form = LineForm
    made_up = "position"
    list_select_related = LINE_JOINS
    autocomplete_fields = ("population", "finding")
    fields = (("position", "label"), ("population", "finding"), "printed_estimate")


class CaveatInline(ServiceInline, admin.StackedInline):
    """Cautions on a table or one of its lines."""

    service = services
    model = Caveat
    made_up = "key"
    autocomplete_fields = ("line", "finding")
    list_select_related = ("table", "line__table", "finding__group")
    fields = ("sentence", ("kind", "line", "finding"))


@admin.register(EstimateTable)
class EstimateTableAdmin(ServiceAdmin):
    """A table with its lines and cautions."""

    service = services
    list_display = ("number", "title", "measure", "unit", "total_rule")
    list_display_links = ("number", "title")
    list_filter = ("unit", "total_rule", "measure")
    list_select_related = ("chapter", "measure")
    search_fields = ("search_text",)
    autocomplete_fields = ("measure", "citation")
    inlines = (LineInline, CaveatInline)
    fieldsets = (
        (None, {"fields": ("chapter", "number", "title", "section", "introduction")}),
        ("What it applies to whom", {"fields": ("measure", "unit", "total_rule")}),
        ("Headings", {
            "fields": ("population_heading", "percentage_heading", "estimate_heading")
        }),
        ("As printed", {
            "fields": ("source_line", "citation", "printed_population", "printed_total")
        }),
    )  # fmt: skip

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new table belongs to the newest edition and has its next free number."""
        newest = Chapter.objects.first()
        highest = EstimateTable.objects.filter(chapter=newest).aggregate(models.Max("number"))
        return {
            "chapter": newest,
            "number": (highest["number__max"] or 0) + 1,
            **super().get_changeform_initial_data(request),
        }

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Say that new lines need a new version before they count."""
        super().save_formset(request, form, formset, change)
        if formset.model is EstimateLine and formset.has_changed():
            address = reverse("estimates:draft", args=[form.instance.number])
            words = 'The lines are saved. <a href="{}">Work it out again to make a new version</a>.'
            self.message_user(request, format_html(words, address))


@admin.register(EstimateLine)
class EstimateLineAdmin(ServiceAdmin):
    """One line of a table; found here by its label."""

    service = services
    form = LineForm
    list_display = ("label", "table", "position", "population", "finding", "printed_estimate")
    list_filter = ("table",)
    list_select_related = LINE_JOINS
    search_fields = ("label", "table__title")
    autocomplete_fields = ("table", "population", "finding")
    fieldsets = (
        (None, {"fields": ("table", "position", "label")}),
        ("The sum", {"fields": ("population", "finding", "printed_estimate")}),
    )


@admin.register(Caveat)
class CaveatAdmin(ServiceAdmin):
    """Cautions."""

    service = services
    made_up = "key"
    list_display = ("sentence", "kind", "table", "line", "finding")
    list_filter = ("kind", "table")
    list_select_related = ("table", "line__table", "finding__group")
    search_fields = ("search_text",)
    autocomplete_fields = ("table", "line", "finding")
    fieldsets = (
        (None, {"fields": ("kind", "sentence")}),
        ("What it is about", {"fields": ("table", "line", "finding", "key")}),
    )


class RevisionLineInline(ReadOnlyInline):
    """The lines of a version, as they were."""

    service = services
    model = RevisionLine
    fields = ("position", "label", "count", "printed_percentage", "exact", "estimate")
    readonly_fields = ("printed_percentage",)


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin):
    """Versions are made and approved on the table's page, and read here."""

    service = services
    list_display = ("table", "number", "kind", "total", "author", "created_at", "approved_by")
    list_display_links = ("table", "number")
    list_filter = ("kind", ("approved_by", admin.EmptyFieldListFilter), "table")
    list_select_related = ("table", "author", "approved_by")
    search_fields = ("table__title", "reason")
    inlines = (RevisionLineInline,)
    fieldsets = (
        (None, {"fields": ("table", "number", "kind", "reason")}),
        ("The answer", {"fields": ("total_rule", "population_total", "total", "fingerprint")}),
        ("Who", {"fields": ("author", "created_at", "approved_by", "approved_at")}),
    )

    def view_on_site(self, obj: Revision) -> str:
        """The table's page."""
        return obj.table.get_absolute_url()
