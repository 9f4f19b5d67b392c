"""The tables that apply percentages to counts, and their lines."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from estimates.vocabulary import TotalRule
from evidence.models import Chapter, Citation, Finding, Measure, PopulationCount
from evidence.querysets import EditionQuerySet
from evidence.vocabulary import Unit
from loneliness.records.models import Record, Searchable

NO_PERCENTAGE = "Choose a finding that states a percentage: this one states none."


class EstimateTable(Record, Searchable):
    """A table that applies percentages from the evidence to local counts.

    ``measure`` and ``unit`` are what the chapter claims; the truth is on findings and counts.
    """

    chapter = models.ForeignKey(
        Chapter, models.PROTECT, related_name="tables", help_text="The edition it belongs to."
    )
    number = models.PositiveSmallIntegerField(help_text="The table's number in the chapter.")
    title = models.CharField(max_length=300, help_text="As printed.")
    section = models.CharField(max_length=200, blank=True, help_text="The section it stands in.")
    introduction = models.TextField(blank=True, help_text="The paragraph that introduces it.")
    measure = models.ForeignKey(
        Measure, models.PROTECT, related_name="tables", help_text="The question it claims to use."
    )
    unit = models.CharField(
        max_length=20, choices=Unit, default=Unit.PEOPLE, help_text="What it claims to count."
    )
    population_heading = models.CharField(max_length=200, help_text="Heading over the counts.")
    percentage_heading = models.CharField(max_length=200, help_text="Heading over percentages.")
    estimate_heading = models.CharField(max_length=200, help_text="Heading over the results.")
    source_line = models.CharField(
        max_length=300, blank=True, help_text="The source under the table, as printed."
    )
    citation = models.ForeignKey(
        Citation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tables",
        help_text="The footnote of the source.",
    )
    total_rule = models.CharField(
        max_length=20,
        choices=TotalRule,
        default=TotalRule.EXACT_SUM,
        help_text="How the total is made.",
    )
    printed_population = models.PositiveIntegerField(
        null=True, blank=True, help_text="Total of the counts as printed; empty where none is."
    )
    printed_total = models.PositiveIntegerField(
        null=True, blank=True, help_text="Total of the results as printed; empty where none is."
    )
    repeats = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="repeated_by",
        help_text="The table that this one repeats for other areas.",
    )
    quoted_because = models.TextField(
        blank=True,
        help_text="Why this is the figure to quote where others give the same people another one.",
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ("chapter", "number")
        verbose_name = "table"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("chapter", "number"),
                name="table_number_unique",
                violation_error_message="The chapter already has a table of this number.",
            ),
            models.CheckConstraint(
                condition=~models.Q(title=""),
                name="table_has_title",
                violation_error_message="Give the table a title.",
            ),
            models.CheckConstraint(
                condition=models.Q(repeats=None) | ~models.Q(repeats=models.F("id")),
                name="table_not_repeating_itself",
                violation_error_message="A table cannot repeat itself.",
            ),
        ]

    def __str__(self) -> str:
        return f"Table {self.number}: {self.title}"

    def get_absolute_url(self) -> str:
        """The table's page."""
        return reverse("estimates:table", args=[self.number])

    def search_parts(self) -> list[object]:
        """Found by its title and by every figure printed in it or worked out in a version."""
        totals = (self.printed_population or "", self.printed_total or "")
        parts: list[object] = [f"table {self.number}", self.title, self.introduction, *totals]
        if self.pk is None:
            return parts
        for line in self.lines.all():
            parts += [line.label, line.printed_estimate or ""]
        for revision in self.revisions.prefetch_related("lines"):
            parts += [revision.total or "", revision.population_total or ""]
            for line in revision.lines.all():
                parts += [line.count, f"{line.printed_percentage}%", line.estimate]
        return parts


class EstimateLine(Record):
    """One row of a table: a count, a percentage and what print says of their product."""

    table = models.ForeignKey(
        EstimateTable, models.PROTECT, related_name="lines", help_text="The table."
    )
    position = models.PositiveIntegerField(help_text="Order in the table, from 1.")
    label = models.CharField(max_length=200, help_text="The row's label as printed.")
    population = models.ForeignKey(
        PopulationCount, models.PROTECT, related_name="lines", help_text="How many there are."
    )
    finding = models.ForeignKey(
        Finding,
        models.PROTECT,
        related_name="lines",
        limit_choices_to={"percentage__isnull": False},
        help_text="The percentage applied to them.",
    )
    printed_estimate = models.PositiveIntegerField(
        null=True, blank=True, help_text="The result as printed; empty for a line of our own."
    )

    class Meta:
        ordering = ("table", "position")
        verbose_name = "table line"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("table", "position"),
                name="line_position_unique",
                violation_error_message="The table already has a line at this place.",
            )
        ]

    def __str__(self) -> str:
        return f"Table {self.table.number}, {self.label}"

    def clean(self) -> None:
        """Refuse a finding that states no percentage: nothing could be multiplied."""
        if self.finding_id and self.finding.percentage is None:
            raise ValidationError({"finding": NO_PERCENTAGE})
