"""The versions that hold the results of a table, with their inputs as they were."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse

from estimates import calculation
from estimates.calculation import Inputs
from estimates.models.tables import EstimateTable
from estimates.querysets import RevisionQuerySet
from estimates.uncertainty import Counts, Interval
from estimates.vocabulary import IntervalMethod, RevisionKind, Severity, TotalRule
from evidence.models import Finding, PopulationCount
from evidence.models.rules import PERCENTAGE
from evidence.vocabulary import Grade
from loneliness.records.models import Historic


class Revision(Historic):
    """One version of a table's answer: inputs copied, results kept. Frozen once approved."""

    frozen_by = "approved_by_id"
    table = models.ForeignKey(
        EstimateTable, models.PROTECT, related_name="revisions", help_text="The table."
    )
    number = models.PositiveSmallIntegerField(help_text="1 is as printed in 2019.")
    kind = models.CharField(max_length=20, choices=RevisionKind, help_text="Why it was made.")
    reason = models.TextField(help_text="What changed and why, in a sentence.")
    severity = models.CharField(
        max_length=20,
        choices=Severity,
        blank=True,
        help_text="How much a correction of our own error matters; empty for other versions.",
    )
    total_rule = models.CharField(max_length=20, choices=TotalRule, help_text="Total's rule used.")
    population_total = models.PositiveBigIntegerField(
        null=True, blank=True, help_text="Sum of the counts; empty when the rule is no total."
    )
    total = models.PositiveBigIntegerField(
        null=True, blank=True, help_text="Total by the rule; empty when the rule is no total."
    )
    total_low = models.DecimalField(
        max_digits=20,
        decimal_places=6,
        null=True,
        blank=True,
        help_text="Lower end of the total's 95% interval, unrounded; empty when none is known.",
    )
    total_high = models.DecimalField(
        max_digits=20,
        decimal_places=6,
        null=True,
        blank=True,
        help_text="Upper end of the total's 95% interval, unrounded; empty when none is known.",
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
                condition=(models.Q(kind=RevisionKind.CORRECTION) & ~models.Q(severity=""))
                | (~models.Q(kind=RevisionKind.CORRECTION) & models.Q(severity="")),
                name="revision_correction_has_severity",
                violation_error_message=(
                    "Say how much a correction of our own error matters; other versions say "
                    "nothing of it."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(total_low=None, total_high=None)
                | models.Q(
                    total_low__isnull=False,
                    total_high__isnull=False,
                    total_low__lte=models.F("total_high"),
                ),
                name="revision_interval_ordered",
                violation_error_message="Give both ends of the interval, the lower first.",
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
    def interval(self) -> Interval | None:
        """The total's 95% interval, unrounded; None when none is known."""
        if self.total_low is None or self.total_high is None:
            return None
        return self.total_low, self.total_high

    def get_absolute_url(self) -> str:
        """The version's own page: its address stays."""
        return reverse("estimates:version", args=[self.table.number, self.number])

    @property
    def is_overtaken(self) -> bool:
        """Whether a newer version of the table is approved, so that this one cannot answer."""
        newer = Revision.objects.approved().filter(table=self.table_id, number__gt=self.number)
        return bool(newer.exists())


class RevisionLine(Historic):
    """One line of a version, with its inputs as they were."""

    written_once = True
    revision = models.ForeignKey(
        Revision, models.PROTECT, related_name="lines", help_text="The version."
    )
    position = models.PositiveIntegerField(help_text="Order in the table.")
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
    rate_quotation = models.TextField(
        blank=True, help_text="The words that state the percentage, as they were."
    )
    rate_place = models.CharField(max_length=300, blank=True, help_text="Where they stand.")
    rate_source = models.TextField(blank=True, help_text="The publication they stand in.")
    rate_period = models.CharField(max_length=60, blank=True, help_text="When people were asked.")
    base = models.PositiveIntegerField(null=True, blank=True, help_text="How many answered.")
    grade = models.CharField(
        max_length=20, choices=Grade, blank=True, help_text="The grade in force then, if any."
    )
    grade_confirmed = models.BooleanField(
        default=False, help_text="Whether that grade was confirmed by a second person."
    )
    interval_low = models.DecimalField(
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        help_text="Lower end of the percentage's 95% interval, 0-100; empty when none is known.",
    )
    interval_high = models.DecimalField(
        max_digits=7, decimal_places=4, null=True, blank=True, help_text="Its upper end, 0-100."
    )
    interval_method = models.CharField(
        max_length=20, choices=IntervalMethod, blank=True, help_text="Where the interval is from."
    )
    count_quotation = models.TextField(blank=True, help_text="The cell that gives the count.")
    count_place = models.CharField(max_length=300, blank=True, help_text="Where it stands.")
    count_source = models.TextField(blank=True, help_text="The publication it stands in.")
    count_period = models.CharField(max_length=80, blank=True, help_text="When it was counted.")
    count_low = models.PositiveIntegerField(
        null=True, blank=True, help_text="Lower end of the count's interval, when one is given."
    )
    count_high = models.PositiveIntegerField(null=True, blank=True, help_text="Its upper end.")
    exact = models.DecimalField(
        max_digits=20, decimal_places=6, help_text="Count times percentage, unrounded."
    )
    estimate = models.PositiveBigIntegerField(help_text="The exact result, rounded half up.")
    estimate_low = models.DecimalField(
        max_digits=20,
        decimal_places=6,
        null=True,
        blank=True,
        help_text="Lower end of the result's 95% interval, unrounded; empty when none is known.",
    )
    estimate_high = models.DecimalField(
        max_digits=20, decimal_places=6, null=True, blank=True, help_text="Its upper end."
    )

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
            models.CheckConstraint(
                condition=models.Q(interval_low=None, interval_high=None, interval_method="")
                | (
                    models.Q(
                        interval_low__isnull=False,
                        interval_high__isnull=False,
                        interval_low__lte=models.F("interval_high"),
                    )
                    & ~models.Q(interval_method="")
                ),
                name="revision_line_interval_has_method",
                violation_error_message="An interval has two ends and says where it is from.",
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

    @property
    def inputs(self) -> Inputs:
        """What it was made from, as it is kept here."""
        kept = {field.name: getattr(self, field.name) for field in fields(Inputs)}
        return Inputs(**kept | {"percentage": self.printed_percentage})

    @property
    def rate_interval(self) -> Interval | None:
        """The percentage's 95% interval, 0-100; None when none is known."""
        if self.interval_low is None or self.interval_high is None:
            return None
        return self.interval_low, self.interval_high

    @property
    def count_interval(self) -> Counts | None:
        """The count's own interval; None when none is given."""
        if self.count_low is None or self.count_high is None:
            return None
        return self.count_low, self.count_high

    @property
    def interval(self) -> Interval | None:
        """The result's 95% interval, unrounded; None when none is known."""
        if self.estimate_low is None or self.estimate_high is None:
            return None
        return self.estimate_low, self.estimate_high
