"""The evidence in the officers' workshop."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from evidence import services
from evidence.models import (
    Appraisal,
    Area,
    Citation,
    Finding,
    FindingCitation,
    FindingComparison,
    GlossaryTerm,
    GroupParent,
    Measure,
    PopulationCount,
    PopulationGroup,
    Publication,
)
from evidence.models.findings import PLACE_MISSING, QUOTATION_MISSING
from loneliness.records.admin import (
    LinkInline,
    ReadOnlyInline,
    ServiceAdmin,
    ServiceInline,
)
from loneliness.records.forms import ServiceForm
from loneliness.records.text import decimals_typed

QUOTED = {"quotation": {"required": QUOTATION_MISSING}, "place": {"required": PLACE_MISSING}}
SAMPLE = ("sampling", "sample_size", "sample_note", "population", "geography", "fieldwork")
CRITERIA = ("professional", "large", "method_clear", "self_selecting")
GRADING = ("grade", "reason", "departure_reason", "confidence")
STATED = ("percentage", "qualifier", "value_from", "value_to", "value_unit")
COMPARED = ("comparator_group", "direction", "significance")
WHEN_WHERE = ("age_from", "age_to", "area", "period", "base", "base_note")
INTERVAL = ("interval_low", "interval_high", "interval_source", "interval_state")
SOURCE = ("quotation", "place", "quoted_from", "note")
ENTERED = ("entered_by", "confirmed_by", "confirmed_at")
FINDING_JOINS = ("publication", "measure", "group", "area")


class PrintedField(forms.DecimalField):
    """A percentage as printed: 14.0 is another entry than 14."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare what is typed, not what it is worth."""
        return str(initial if initial is not None else "") != str(data or "").strip()


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


class AppraisalForm(ServiceForm):
    """The answers to the criteria and the grade given."""

    class Meta:
        widgets = {
            "reason": forms.Textarea(attrs={"rows": 3, "cols": 80}),
            "departure_reason": forms.Textarea(attrs={"rows": 3, "cols": 80}),
        }


@admin.display(description="suggested by the rule")
def suggestion(appraisal: Appraisal) -> str:
    """The grade the rule suggests and what decided it."""
    if appraisal.pk is None:
        return "Shown once the answers are saved; a grade unlike it needs a reason."
    suggested = services.suggested_grade(appraisal)
    return f"{(suggested.grade or 'none').capitalize()}. {suggested.decided_by}"


class AppraisalInline(ServiceInline, admin.StackedInline):
    """Appraisals not yet confirmed, and a new one."""

    service = services
    model = Appraisal
    form = AppraisalForm
    verbose_name_plural = "appraisals not yet confirmed"
    list_select_related = ("publication",)
    fields = (CRITERIA, "suggestion", *GRADING, "appraised_by")
    readonly_fields = ("suggestion", "appraised_by")

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """One empty appraisal for a new publication."""
        return 0 if obj else 1

    def get_queryset(self, request: HttpRequest) -> Any:
        """Only those that may still change."""
        return super().get_queryset(request).filter(confirmed_by=None)

    @admin.display(description="suggested by the rule")
    def suggestion(self, obj: Appraisal) -> str:
        """The grade the rule suggests and what decided it."""
        return suggestion(obj)


class ConfirmedAppraisalInline(ReadOnlyInline):
    """Appraisals a second person confirmed: read, never edited."""

    service = services
    model = Appraisal
    verbose_name_plural = "confirmed appraisals (never edited: add a new one)"
    list_select_related = ("appraised_by", "confirmed_by")
    fields = ("grade", "suggested_grade", "reason", "appraised_by", "confirmed_by", "confirmed_at")

    def get_queryset(self, request: HttpRequest) -> Any:
        """Only the frozen ones."""
        return super().get_queryset(request).exclude(confirmed_by=None)


class FindingInline(ServiceInline, admin.StackedInline):
    """New findings of a publication; those it has stand in the list below."""

    service = services
    model = Finding
    form = FindingForm
    made_up = "key"
    verbose_name_plural = "new findings"
    autocomplete_fields = ("measure", "group", "area", "comparator_group")
    fields = (
        "measure",
        "group",
        ("percentage", "qualifier"),
        ("value_from", "value_to", "value_unit"),
        ("comparator_group", "direction"),
        ("age_from", "age_to"),
        ("area", "period", "base"),
        *SOURCE,
    )
    formfield_overrides = {
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 3, "cols": 80})}
    }

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """One empty finding for a new publication."""
        return 0 if obj else 1

    def get_queryset(self, request: HttpRequest) -> Any:
        """None: what was entered is edited on its own page."""
        return super().get_queryset(request).none()


class StatedFindingInline(ReadOnlyInline):
    """The findings a publication has, each with a link to its page."""

    service = services
    model = Finding
    verbose_name_plural = "findings it states"
    list_select_related = FINDING_JOINS
    fields = ("opens", "measure", "ages", "area", "period", "place", "state")
    readonly_fields = ("opens", "ages", "state")

    @admin.display(description="finding")
    def opens(self, obj: Finding) -> str:
        """The finding, leading to its page."""
        address = reverse("admin:evidence_finding_change", args=[obj.pk])
        return format_html('<a href="{}">{}</a>', address, obj)

    @admin.display(description="confirmed?")
    def state(self, obj: Finding) -> str:
        """Whether a second person confirmed it."""
        return "confirmed" if obj.is_confirmed else "not confirmed"


class CitationInline(ReadOnlyInline):
    """The footnotes that cite a publication."""

    service = services
    model = Citation
    verbose_name_plural = "footnotes that cite it"
    fields = ("number", "section", "phrase", "certainty", "alternatives", "note")


@admin.register(Publication)
class PublicationAdmin(ServiceAdmin):
    """A publication with its appraisals and findings."""

    service = services
    made_up = "key"
    list_display = ("title", "year", "publisher", "kind", "commissioner_kind", "graded", "standing")
    list_filter = ("kind", "commissioner_kind", "sampling", "identification", "standing", "year")
    search_fields = ("search_text",)
    autocomplete_fields = ("replaced_by",)
    inlines = (
        AppraisalInline,
        ConfirmedAppraisalInline,
        FindingInline,
        StatedFindingInline,
        CitationInline,
    )
    fieldsets = (
        (None, {"fields": ("title", "authors", "year", "publisher", "kind", "key")}),
        ("Who asked for it, and whom it asked", {
            "fields": ("commissioner", "commissioner_kind", *SAMPLE)
        }),
        ("Where to find it", {"fields": ("doi", "isbn", "url", "seen_at")}),
        ("How sure we are", {"fields": ("identification", "basis", "notes")}),
        ("What has become of it", {
            "fields": ("standing", "standing_note", "standing_on", "replaced_by")
        }),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> Any:
        """Publications with the grade in force."""
        return super().get_queryset(request).with_grade()

    @admin.display(description="grade", ordering="grade")
    def graded(self, obj: Any) -> str:
        """The grade in force, and whether it is confirmed."""
        if not obj.grade:
            return "not appraised"
        return obj.grade if obj.grade_confirmed else f"{obj.grade}, not confirmed"


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
        ("In the source's words", {"fields": ("quotation", "place", "note")}),
        ("In the register", {"fields": ("key", "entered_by")}),
    )

    def option_label(self, obj: PopulationCount) -> str:
        """Figure, group, ages, area and time."""
        parts = (str(obj), obj.ages, str(obj.area), obj.period, str(obj.publication))
        return "; ".join(part for part in parts if part)


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


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(ServiceAdmin):
    """Words explained."""

    service = services
    list_display = ("term", "kind", "meaning")
    list_filter = ("kind",)
    search_fields = ("search_text",)
    fieldsets = ((None, {"fields": ("term", "kind", "meaning")}),)


@admin.register(Citation)
class CitationAdmin(ServiceAdmin):
    """Footnotes and the publications they are taken to mean."""

    service = services
    list_display = ("number", "publication", "section", "certainty")
    list_filter = ("certainty",)
    list_select_related = ("publication", "chapter")
    search_fields = ("=number", "publication__search_text", "phrase")
    autocomplete_fields = ("publication",)
    fieldsets = (
        (None, {"fields": ("chapter", "number", "section", "phrase")}),
        ("What it means", {"fields": ("publication", "certainty", "alternatives", "note")}),
    )
