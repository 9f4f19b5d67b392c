"""The versions that hold the results of a table, with their inputs as they were."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from estimates import calculation
from estimates.models.tables import EstimateTable
from estimates.querysets import RevisionQuerySet
from estimates.vocabulary import RevisionKind, TotalRule
from evidence.models import Finding, PopulationCount
from evidence.models.rules import PERCENTAGE
from loneliness.records.models import Historic


class Revision(Historic):
    """One version of a table's answer: inputs copied, results kept. Frozen once approved."""

    table = models.ForeignKey(
        EstimateTable, models.PROTECT, related_name="revisions", help_text="The table."
    )
    number = models.PositiveSmallIntegerField(help_text="1 is as printed in 2019.")
    kind = models.CharField(max_length=20, choices=RevisionKind, help_text="Why it was made.")
    reason = models.TextField(help_text="What changed and why, in a sentence.")
    total_rule = models.CharField(max_length=20, choices=TotalRule, help_text="Total's rule used.")
    population_total = models.PositiveBigIntegerField(
        null=True, blank=True, help_text="Sum of the counts; empty when the rule is no total."
    )
    total = models.PositiveBigIntegerField(
        null=True, blank=True, help_text="Total by the rule; empty when the rule is no total."
    )
    fingerprint = models.CharField(
        max_length=64, help_text="SHA-256 of the inputs, to show they are unchanged."
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="revisions",
        help_text="Who made it.",
    )
    created_at = models.DateTimeField(auto_now_add=True, help_text="When it was made.")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="approved_revisions",
        help_text="Who approved it: somebody else, save for what was printed.",
    )
    approved_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was approved and frozen."
    )

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ("table", "-number")
        verbose_name = "version"
        permissions = (("approve_revision", "Can approve a version that somebody else made"),)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("table", "number"),
                name="revision_number_unique",
                violation_error_message="The table already has a version of this number.",
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="revision_has_reason",
                violation_error_message="Say what changed and why.",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=RevisionKind.AS_PRINTED)
                | ~models.Q(approved_by=models.F("author")),
                name="revision_two_people",
                violation_error_message="Somebody else must approve your version.",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by=None, approved_at=None)
                | models.Q(approved_by__isnull=False, approved_at__isnull=False),
                name="revision_approved_pair",
                violation_error_message="An approval has both a person and a time.",
            ),
        ]

    def __str__(self) -> str:
        return f"Table {self.table.number}, version {self.number}"

    @property
    def is_frozen(self) -> bool:
        """Whether it was approved, and so never changes again."""
        return self.approved_by_id is not None

    @property
    def is_overtaken(self) -> bool:
        """Whether a newer version of the table is approved, so that this one cannot answer."""
        newer = Revision.objects.approved().filter(table=self.table_id, number__gt=self.number)
        return bool(newer.exists())


class RevisionLine(Historic):
    """One line of a version, with its inputs as they were."""

    revision = models.ForeignKey(
        Revision, models.PROTECT, related_name="lines", help_text="The version."
    )
    position = models.PositiveSmallIntegerField(help_text="Order in the table.")
    label = models.CharField(max_length=200, help_text="The row's label.")
    population = models.ForeignKey(
        PopulationCount, models.PROTECT, related_name="revision_lines", help_text="Count used."
    )
    finding = models.ForeignKey(
        Finding, models.PROTECT, related_name="revision_lines", help_text="Percentage used."
    )
    count = models.PositiveIntegerField(help_text="The count as it was.")
    percentage = models.DecimalField(
        max_digits=7, decimal_places=4, validators=PERCENTAGE, help_text="As it was, 0-100."
    )
    decimals = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(0), MaxValueValidator(4)],
        help_text="How many decimals the source prints.",
    )
    exact = models.DecimalField(
        max_digits=20, decimal_places=6, help_text="Count times percentage, unrounded."
    )
    estimate = models.PositiveBigIntegerField(help_text="The exact result, rounded half up.")

    class Meta:
        ordering = ("revision", "position")
        verbose_name = "version line"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("revision", "position"),
                name="revision_line_position_unique",
                violation_error_message="The version already has a line at this place.",
            ),
            models.CheckConstraint(
                condition=models.Q(percentage__gte=0, percentage__lte=100),
                name="revision_line_percentage_0_100",
                violation_error_message="A percentage lies between 0 and 100.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision}, {self.label}"

    @property
    def printed_percentage(self) -> Decimal:
        """The percentage with the decimals of its source, 0-100."""
        return Decimal(self.percentage).quantize(Decimal(1).scaleb(-self.decimals))

    @property
    def sum_in_words(self) -> str:
        """The sum as it is shown: 281,025 × 4.9% = 13,770.2."""
        return calculation.sum_in_words(self.count, self.printed_percentage)
