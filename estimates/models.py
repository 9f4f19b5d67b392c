"""What we worked out: the tables, their lines, and the versions that hold the results."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import TextChoices
from django.urls import reverse

from estimates import calculation
from estimates.querysets import RevisionQuerySet
from evidence.models import Chapter, Citation, Finding, Measure, PopulationCount
from evidence.models.rules import PERCENTAGE
from evidence.querysets import EditionQuerySet
from evidence.vocabulary import Unit
from loneliness.records.models import Historic, Record, Searchable

NO_PERCENTAGE = "Choose a finding that states a percentage: this one states none."


class TotalRule(TextChoices):
    """How a table's total is made from its lines."""

    EXACT_SUM = "exact-sum", "Exact sum, then rounded"
    SUM_OF_ROUNDED = "sum-of-rounded", "Sum of the rounded lines"
    NONE = "none", "No total"


class RevisionKind(TextChoices):
    """Why a version was made."""

    AS_PRINTED = "as-printed", "As printed"
    NEW_DATA = "new-data", "New data"
    CHANGE_OF_METHOD = "change-of-method", "Change of method"
    CORRECTION = "correction", "Correction of our error"


class CaveatKind(TextChoices):
    """What a caution is about."""

    ARITHMETIC = "arithmetic", "Arithmetic"
    ATTRIBUTION = "attribution", "Attribution"
    POPULATION = "population", "Population"
    MEASURE = "measure", "Measure"
    HEADING = "heading", "Heading"
    PERIOD = "period", "Period"
    DEFINITION = "definition", "Definition"
    COVERAGE = "coverage", "Coverage"
    PRINT = "print", "Print"
    EVIDENCE = "evidence", "Evidence"


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
        ]

    def __str__(self) -> str:
        return f"Table {self.number}: {self.title}"

    def get_absolute_url(self) -> str:
        """The table's page."""
        return reverse("estimates:table", args=[self.number])

    def search_parts(self) -> list[object]:
        """Found by its title and by every figure printed or computed in it."""
        if self.pk is None:
            return [self.title, self.printed_population or "", self.printed_total or ""]
        lines = self.lines.select_related("population", "finding", "population__group")
        parts: list[object] = [
            f"table {self.number}",
            self.title,
            self.printed_population or "",
            self.printed_total or "",
        ]
        for line in lines:
            parts += [line.label, line.printed_estimate or "", line.population.count]
            parts += [line.finding.stated, line.population.group.name]
        for revision in self.revisions.prefetch_related("lines"):
            parts.append("" if revision.total is None else revision.total)
            parts += [line.estimate for line in revision.lines.all()]
        return parts


class EstimateLine(Record):
    """One row of a table: a count, a percentage and what print says of their product."""

    table = models.ForeignKey(
        EstimateTable, models.PROTECT, related_name="lines", help_text="The table."
    )
    position = models.PositiveSmallIntegerField(help_text="Order in the table, from 1.")
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
