"""Findings and population counts in the workshop."""

from __future__ import annotations

from typing import Any

from django.contrib import admin

from evidence import services
from evidence.forms import QUOTED, PrintedField
from evidence.models import (
    Finding,
    FindingCitation,
    FindingComparison,
    PopulationCount,
)
from loneliness.records.admin import LinkInline, ServiceAdmin
from loneliness.records.forms import ServiceForm
from loneliness.records.text import decimals_typed

STATED = ("percentage", "qualifier", "value_from", "value_to", "value_unit")
COMPARED = ("comparator_group", "direction", "significance")
WHEN_WHERE = ("age_from", "age_to", "area", "period", "base", "base_note")
INTERVAL = ("weighting", "interval_low", "interval_high", "interval_source", "interval_state")
SOURCE = ("quotation", "place", "quoted_from", "note")
ENTERED = ("entered_by", "confirmed_by", "confirmed_at")
FINDING_JOINS = ("publication", "measure", "group", "area")


class FindingForm(ServiceForm):
    """A finding whose decimals are those typed."""

    class Meta:
        error_messages = QUOTED
        field_classes = {"percentage": PrintedField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.percentage is not None:
            self.initial["percentage"] = str(self.instance.printed_percentage)

    def clean(self) -> dict[str, Any] | None:
        """Keep how many decimals were typed."""
        cleaned = super().clean()
        typed = self.cleaned_data.get("percentage")
        if "percentage" in self.fields:
            self.instance.decimals = 0 if typed is None else decimals_typed(typed)
        return cleaned


class PopulationForm(ServiceForm):
    """A count with its quotation."""

    class Meta:
        error_messages = QUOTED


class ComparisonInline(LinkInline):
    """Findings the source sets beside this one."""

    service = services
    model = FindingComparison
    fk_name = "finding"
    verbose_name_plural = "compared with"
    autocomplete_fields = ("other",)
    fields = ("other",)
    list_select_related = ("other__group",)


class FindingCitationInline(LinkInline):
    """The footnotes the chapter gives."""

    service = services
    model = FindingCitation
    verbose_name_plural = "footnotes"
    autocomplete_fields = ("citation",)
    fields = ("citation",)


@admin.register(Finding)
class FindingAdmin(ServiceAdmin):
    """A finding with its words and its comparisons."""

    service = services
    form = FindingForm
    made_up = "key"
    keeps = ("publication", "measure", "period", "area")
    frozen_sentence = services.CONFIRMED.format(name="finding")
    list_display = ("__str__", "publication", "measure", "ages", "area", "period", "confirmed_by")
    list_filter = (
        "measure",
        "quoted_from",
        "interval_state",
        ("confirmed_by", admin.EmptyFieldListFilter),
        "area",
    )
    list_select_related = (*FINDING_JOINS, "confirmed_by")
    search_fields = ("search_text",)
    autocomplete_fields = ("publication", "measure", "group", "area", "comparator_group")
    readonly_fields = ENTERED
    inlines = (ComparisonInline, FindingCitationInline)
    fieldsets = (
        ("Whose finding, about whom", {"fields": ("publication", "measure", "group")}),
        ("What it states", {"fields": STATED}),
        ("Compared with", {"fields": COMPARED}),
        ("Ages, place and time", {"fields": WHEN_WHERE}),
        ("In the source's words", {"fields": SOURCE}),
        ("Confidence interval", {"fields": INTERVAL, "classes": ("collapse",)}),
        ("In the register", {"fields": ("key", *ENTERED)}),
    )

    def option_label(self, obj: Finding) -> str:
        """Figure, group, ages, question and source: enough to tell like findings apart."""
        parts = (str(obj), obj.ages, str(obj.measure), obj.period, str(obj.publication))
        return "; ".join(part for part in parts if part)


@admin.register(PopulationCount)
class PopulationCountAdmin(ServiceAdmin):
    """How many there are."""

    service = services
    form = PopulationForm
    made_up = "key"
    keeps = ("publication", "area", "unit", "date", "period")
    list_display = ("__str__", "ages", "area", "date", "period", "publication")
    list_filter = ("unit", "area", "publication")
    list_select_related = ("publication", "group", "area", "entered_by")
    search_fields = ("search_text",)
    autocomplete_fields = ("publication", "group", "area", "part_of")
    readonly_fields = ("entered_by",)
    fieldsets = (
        ("Who counted, and whom", {"fields": ("publication", "group", "area")}),
        ("How many", {"fields": ("count", "unit", "age_from", "age_to", "date", "period")}),
        ("Part of a larger count", {"fields": ("part_of", "split_by")}),
        (
            "Confidence interval",
            {
                "fields": (("count_low", "count_high"), "interval_source"),
                "classes": ("collapse",),
            },
        ),
        ("In the source's words", {"fields": ("quotation", "place", "note")}),
        ("In the register", {"fields": ("key", "entered_by")}),
    )

    def option_label(self, obj: PopulationCount) -> str:
        """Figure, group, ages, area and time."""
        parts = (str(obj), obj.ages, str(obj.area), obj.period, str(obj.publication))
        return "; ".join(part for part in parts if part)
