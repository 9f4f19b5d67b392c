"""What the lists of the evidence register can be narrowed to."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet

from evidence.models import (
    Citation,
    Finding,
    GlossaryTerm,
    Measure,
    PopulationCount,
    PopulationGroup,
    Publication,
)
from evidence.vocabulary import (
    CommissionerKind,
    Confidence,
    Grade,
    Identification,
    Measures,
    PublicationKind,
    Standing,
    TermKind,
    Unit,
)
from loneliness.ui.filters import RegisterFilter

STATES = (("yes", "Confirmed"), ("no", "Not confirmed"), ("in-force", "Not corrected since"))


class PublicationFilter(RegisterFilter):
    """Publications by grade, kind, commissioner, year, certainty and standing."""

    grade = django_filters.ChoiceFilter(choices=Grade, label="Grade")
    kind = django_filters.ChoiceFilter(choices=PublicationKind)
    commissioner_kind = django_filters.ChoiceFilter(
        choices=CommissionerKind, label="Commissioned by"
    )
    year_from = django_filters.NumberFilter(
        field_name="year", lookup_expr="gte", label="Year from", min_value=1800, max_value=2100
    )
    year_to = django_filters.NumberFilter(
        field_name="year", lookup_expr="lte", label="Year to", min_value=1800, max_value=2100
    )
    identification = django_filters.ChoiceFilter(
        choices=Identification, label="Sure which document it is"
    )
    standing = django_filters.ChoiceFilter(choices=Standing)

    class Meta(RegisterFilter.Meta):
        model = Publication
        fields = ()


class FindingFilter(RegisterFilter):
    """Findings by group, measure, grade and state."""

    group = django_filters.ModelChoiceFilter(
        queryset=PopulationGroup.objects.all(),
        to_field_name="code",
        method="by_group",
        label="Group, and those within it",
    )
    measures = django_filters.ChoiceFilter(
        field_name="measure__measures", choices=Measures, label="What is measured"
    )
    measure = django_filters.ModelChoiceFilter(queryset=Measure.objects.all())
    grade = django_filters.ChoiceFilter(choices=Grade, label="Evidence")
    with_percentage = django_filters.ChoiceFilter(
        choices=(("yes", "States a percentage"), ("no", "States something else")),
        method="by_percentage",
        label="Kind of figure",
    )
    confirmed = django_filters.ChoiceFilter(choices=STATES, method="by_state", label="State")

    class Meta(RegisterFilter.Meta):
        model = Finding
        fields = ()

    def by_group(self, rows: QuerySet[Any], name: str, value: PopulationGroup) -> QuerySet[Any]:
        """Findings about a group or a group within it."""
        return rows.filter(group__in=PopulationGroup.objects.nesting().at_or_under(value.pk))

    def by_percentage(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Findings with or without a percentage."""
        return rows.filter(percentage__isnull=value == "no")

    def by_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Findings that a second person has or has not confirmed, or that nothing corrected."""
        if value == "in-force":
            return rows.in_force()  # type: ignore[attr-defined,no-any-return]
        return rows.filter(confirmed_by__isnull=value == "no")


class PopulationFilter(RegisterFilter):
    """Counts by what they count and who counted."""

    unit = django_filters.ChoiceFilter(choices=Unit)
    publication = django_filters.ModelChoiceFilter(
        queryset=Publication.objects.filter(populations__isnull=False).distinct()
    )

    class Meta(RegisterFilter.Meta):
        model = PopulationCount
        fields = ()


class CitationFilter(RegisterFilter):
    """Footnotes by how sure we are of what they cite."""

    certainty = django_filters.ChoiceFilter(choices=Confidence, label="How sure")

    class Meta(RegisterFilter.Meta):
        model = Citation
        fields = ()


class GlossaryFilter(RegisterFilter):
    """Terms by kind."""

    kind = django_filters.ChoiceFilter(choices=TermKind)

    class Meta(RegisterFilter.Meta):
        model = GlossaryTerm
        fields = ()
