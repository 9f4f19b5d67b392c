"""Publications, their appraisals and footnotes in the workshop."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html

from evidence import merging, services
from evidence.admin.findings import FINDING_JOINS, SOURCE, FindingForm
from evidence.models import Appraisal, Citation, Finding, GlossaryTerm, Publication
from loneliness.records.admin import (
    ReadOnlyInline,
    ServiceAdmin,
    ServiceInline,
)

SAMPLE = ("sampling", "sample_size", "sample_note", "population", "geography", "fieldwork")
CRITERIA = ("professional", "large", "method_clear", "self_selecting")
BECOME = "What has become of it"
STANDING = ("standing", "standing_note", "standing_on", "replaced_by")
GRADING = ("grade", "reason", "departure_reason", "confidence")


class AppraisalInline(ServiceInline, admin.StackedInline):
    """Appraisals not yet confirmed, and a new one."""

    service = services
    model = Appraisal
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
        if obj.pk is None:
            return "Shown once the answers are saved; a grade unlike it needs a reason."
        suggested = services.suggested_grade(obj)
        return f"{(suggested.grade or 'none').capitalize()}. {suggested.decided_by}"


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

    change_list_template = "admin/publication_list.html"
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
        ("The journal it stands in", {"fields": ("journal", ("volume", "issue", "pages"))}),
        ("Who asked for it, and whom it asked", {
            "fields": ("commissioner", "commissioner_kind", *SAMPLE)
        }),
        ("Where to find it", {"fields": ("doi", "isbn", "url", "seen_at")}),
        ("How sure we are", {"fields": ("identification", "basis", "notes")}),
        (BECOME, {"fields": (*STANDING, "review_by")}),
    )  # fmt: skip

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What became of a stored publication is recorded where all it touches is in view."""
        fields = super().get_readonly_fields(request, obj)
        return (*fields, *STANDING, "record_standing") if obj else fields

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """On a stored publication also the way to that page."""
        fieldsets = list(super().get_fieldsets(request, obj))
        if obj:
            name, options = next(part for part in fieldsets if part[0] == BECOME)
            place = fieldsets.index((name, options))
            fieldsets[place] = (name, {"fields": (*options["fields"], "record_standing")})
        return fieldsets

    @admin.display(description="record a change")
    def record_standing(self, obj: Publication) -> str:
        """The page where replaced, corrected or withdrawn is recorded."""
        address = reverse("evidence:standing", args=[obj.key])
        return format_html('<a href="{}">Replaced, corrected or withdrawn?</a>', address)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Publications with the grade in force."""
        return super().get_queryset(request).with_grade()

    def response_add(
        self, request: HttpRequest, obj: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Say so when the new publication looks like one that is stored."""
        for other, found in merging.alike(obj):
            address = reverse("evidence:merge", args=[other.key, obj.key])
            words = 'This looks like “{}”, stored already. {} <a href="{}">Compare them</a>'
            message = format_html(words, other, found.why, address)
            self.message_user(request, message, messages.WARNING)
        return super().response_add(request, obj, *args, **kwargs)

    @admin.display(description="grade", ordering="grade")
    def graded(self, obj: Any) -> str:
        """The grade in force, and whether it is confirmed."""
        if not obj.grade:
            return "not appraised"
        return obj.grade if obj.grade_confirmed else f"{obj.grade}, not confirmed"


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
