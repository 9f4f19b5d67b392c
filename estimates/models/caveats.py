"""Cautions on tables, their lines and findings."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
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
    rule = models.SlugField(
        max_length=60,
        blank=True,
        help_text="The rule that finds the same; empty when only a reader could see it.",
    )
    answer = models.TextField(
        blank=True, help_text="What a reviewer says of it: why the figure may stand all the same."
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="answered_caveats",
        help_text="Who answered it.",
    )
    answered_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When it was answered."
    )

    class Meta:
        ordering = ("key",)
        permissions = (("answer_caveat", "Can answer a caution"),)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(sentence=""),
                name="caveat_has_sentence",
                violation_error_message="Write the caution.",
            ),
            models.CheckConstraint(
                condition=models.Q(answer="", answered_by=None, answered_at=None)
                | (
                    models.Q(answered_by__isnull=False, answered_at__isnull=False)
                    & ~models.Q(answer="")
                ),
                name="caveat_answer_has_person",
                violation_error_message="An answer has its words, a person and a time.",
            ),
            models.CheckConstraint(
                condition=models.Q(line=None) | models.Q(table__isnull=False),
                name="caveat_line_has_table",
                violation_error_message="A caution on a line names its table too.",
            ),
        ]

    def __str__(self) -> str:
        return self.sentence
