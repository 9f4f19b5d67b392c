"""Cautions on tables, their lines and findings."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from estimates.models.tables import EstimateLine, EstimateTable
from estimates.vocabulary import CaveatKind
from evidence.models import Finding
from loneliness.records.models import Record, Searchable


class Caveat(Record, Searchable):
    """A caution on a table, a line or a finding."""

    search_fields = ("sentence",)

    key = models.SlugField(
        max_length=120, unique=True, help_text="Short name in addresses and files."
    )
    table = models.ForeignKey(
        EstimateTable,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="caveats",
        help_text="The table it is about; empty when about none.",
    )
    line = models.ForeignKey(
        EstimateLine,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="caveats",
        help_text="The line it is about; empty when about the whole table.",
    )
    finding = models.ForeignKey(
        Finding,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="caveats",
        help_text="The finding it is about, if one.",
    )
    kind = models.CharField(max_length=20, choices=CaveatKind, help_text="What it is about.")
    sentence = models.TextField(help_text="The caution, for a councillor.")

    class Meta:
        ordering = ("key",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(sentence=""),
                name="caveat_has_sentence",
                violation_error_message="Write the caution.",
            ),
            models.CheckConstraint(
                condition=models.Q(line=None) | models.Q(table__isnull=False),
                name="caveat_line_has_table",
                violation_error_message="A caution on a line names its table too.",
            ),
        ]

    def __str__(self) -> str:
        return self.sentence
