"""Files of population counts on their way into the register, row by row."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from evidence.models.imports import BroughtFile
from evidence.models.people import Area
from evidence.models.populations import PopulationCount
from evidence.models.publications import Publication
from evidence.vocabulary import AreaKind, CountOutcome, ImportState, Unit
from loneliness.records.models import Working


class CountFile(BroughtFile):
    """One file of counts by area and group, with what its rows leave unsaid."""

    publication = models.ForeignKey(
        Publication, models.PROTECT, related_name="count_files", help_text="Who counted."
    )
    unit = models.CharField(
        max_length=20,
        choices=Unit,
        default=Unit.PEOPLE,
        help_text="What is counted, where a row does not say so.",
    )
    period = models.CharField(
        max_length=60, blank=True, help_text="The period, where a row gives none: mid-2018."
    )
    date = models.DateField(
        null=True, blank=True, help_text="The day, where a row gives none; empty for none."
    )
    area_kind = models.CharField(
        max_length=20,
        choices=AreaKind,
        blank=True,
        help_text="What sort of area a new one is, where a row does not say so.",
    )
    parent_area = models.ForeignKey(
        Area,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="count_files",
        help_text="The wider area a new one lies in, where a row does not say so.",
    )
    updated = models.PositiveIntegerField(default=0, help_text="How many counts were changed.")
    same = models.PositiveIntegerField(default=0, help_text="How many were here already.")
    new_areas = models.JSONField(
        default=list, blank=True, help_text="The names of the areas that it adds."
    )
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="count_files", help_text="By whom."
    )

    class Meta:
        ordering = ("-pk",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state=ImportState.APPLIED)
                | Q(seen=F("created") + F("updated") + F("same") + F("refused")),
                name="count_file_adds_up",
                violation_error_message="Each row of a population file must be accounted for.",
            ),
            models.CheckConstraint(
                condition=Q(state=ImportState.APPLIED, applied_at__isnull=False)
                | (~Q(state=ImportState.APPLIED) & Q(applied_at=None)),
                name="count_file_applied_at_a_time",
                violation_error_message="Say when the population file was taken in.",
            ),
        ]

    def get_absolute_url(self) -> str:
        """The page that shows what it holds."""
        return reverse("evidence:count-file", args=[self.pk])


class CountRow(Working):
    """One row of a population file: what it says, what it would do and what became of it."""

    file = models.ForeignKey(
        CountFile, models.PROTECT, related_name="rows", help_text="The file it stands in."
    )
    number = models.PositiveIntegerField(help_text="Its place among the file's rows.")
    line = models.PositiveIntegerField(help_text="The line or row of the file.")
    cells = models.JSONField(default=dict, blank=True, help_text="What it says, by column.")
    given = models.TextField(blank=True, help_text="The row as it stands in the file.")
    is_broken = models.BooleanField(
        default=False, help_text="Whether it breaks a rule by itself, whatever the register holds."
    )
    outcome = models.CharField(
        max_length=10, choices=CountOutcome, help_text="What it is to the register."
    )
    remarks = models.TextField(blank=True, help_text="Why it is refused, one rule on a line.")
    changes = models.JSONField(
        default=list, blank=True, help_text="Name, old and new of each figure it would change."
    )
    population = models.ForeignKey(
        PopulationCount,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="count_rows",
        help_text="The count it is about.",
    )

    class Meta:
        ordering = ("number",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("file", "number"),
                name="count_row_number_unique",
                violation_error_message="A population file has each row once.",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=CountOutcome.REFUSED) | ~Q(remarks=""),
                name="count_row_refused_with_reason",
                violation_error_message="Say which rule a refused row breaks.",
            ),
        ]

    def __str__(self) -> str:
        return f"row {self.number}"

    @property
    def told(self) -> list[str]:
        """Why it is refused, sentence by sentence."""
        return self.remarks.split("\n") if self.remarks else []
