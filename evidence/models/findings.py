"""What was measured: findings with the source's own words, and population counts."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse

from evidence.models.people import Area, Measure, PopulationGroup
from evidence.models.publications import Publication
from evidence.querysets import FindingQuerySet
from evidence.vocabulary import Direction, IntervalState, QuotedFrom, Significance, Unit
from loneliness.records.models import Historic, Record, Searchable
from loneliness.records.querysets import SearchableQuerySet

PERCENTAGE = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))]
QUOTATION_MISSING = "Quote the words that state the figure: a finding without them is refused."
PLACE_MISSING = "Say where the words stand: page, section or table cell."
NO_DAY = models.Value(datetime.date.min, output_field=models.DateField())
AGES_DISORDERED = "The first age must not be above the last."


class Finding(Record, Searchable):
    """One percentage, value or direction that a publication states, in its own words.

    Percentages are 0-100 with the decimals the source prints (``decimals``).
    """

    key = models.SlugField(
        max_length=120, unique=True, help_text="Short name in addresses and files."
    )
    publication = models.ForeignKey(
        Publication, models.PROTECT, related_name="findings", help_text="Who says so."
    )
    measure = models.ForeignKey(
        Measure, models.PROTECT, related_name="findings", help_text="The question asked."
    )
    group = models.ForeignKey(
        PopulationGroup, models.PROTECT, related_name="findings", help_text="Whom it is about."
    )
    percentage = models.DecimalField(
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=PERCENTAGE,
        help_text="0 to 100, as printed: 4.9 for 4.9%.",
    )
    decimals = models.PositiveSmallIntegerField(
        default=0,
        validators=[MaxValueValidator(4)],
        editable=False,
        help_text="How many decimals the source prints.",
    )
    qualifier = models.CharField(
        max_length=60, blank=True, help_text="Words before the figure: just over, about."
    )
    value_from = models.DecimalField(
        max_digits=16,
        decimal_places=4,
        null=True,
        blank=True,
        help_text="A figure that is not a percentage, or the lower of two.",
    )
    value_to = models.DecimalField(
        max_digits=16, decimal_places=4, null=True, blank=True, help_text="The higher of two."
    )
    value_unit = models.CharField(
        max_length=40, blank=True, help_text="What the figure counts: times, pounds, people."
    )
    comparator_group = models.ForeignKey(
        PopulationGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="compared_findings",
        help_text="The group it is compared with.",
    )
    direction = models.CharField(
        max_length=20, choices=Direction, blank=True, help_text="Which way the comparison points."
    )
    significance = models.CharField(
        max_length=20, choices=Significance, blank=True, help_text="Whether it was tested."
    )
    age_from = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Youngest age in years; empty when not stated."
    )
    age_to = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Oldest age in years; empty for “and over”."
    )
    area = models.ForeignKey(
        Area,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        help_text="Where; empty when not stated.",
    )
    period = models.CharField(
        max_length=60, blank=True, help_text="When they were asked: 2017-18, 2014."
    )
    base = models.PositiveIntegerField(
        null=True, blank=True, help_text="How many answered; empty when not known."
    )
    base_note = models.TextField(blank=True, help_text="Where the base is from.")
    interval_low = models.DecimalField(
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=PERCENTAGE,
        help_text="Lower end of the published 95% interval.",
    )
    interval_high = models.DecimalField(
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=PERCENTAGE,
        help_text="Upper end of the published 95% interval.",
    )
    interval_source = models.CharField(
        max_length=500, blank=True, help_text="Where the interval is published."
    )
    interval_state = models.CharField(
        max_length=20,
        choices=IntervalState,
        default=IntervalState.NOT_LOOKED_FOR,
        help_text="Whether an interval was looked for.",
    )
    quotation = models.TextField(
        help_text="The words or table cell that state it, letter by letter."
    )
    quoted_from = models.CharField(
        max_length=20,
        choices=QuotedFrom,
        default=QuotedFrom.SOURCE,
        help_text="Whether you read the source itself.",
    )
    place = models.CharField(
        max_length=300, help_text="Where the words stand: page, section, or table, row and column."
    )
    note = models.TextField(blank=True, help_text="Doubts, slips in print, other attributions.")
    citations = models.ManyToManyField(
        "evidence.Citation", through="FindingCitation", related_name="findings"
    )
    compared_with = models.ManyToManyField(
        "self", through="FindingComparison", symmetrical=False, related_name="compared_by"
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="entered_findings",
        editable=False,
        help_text="Who entered it.",
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="confirmed_findings",
        editable=False,
        help_text="Who confirmed it: somebody else.",
    )
    confirmed_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When it was confirmed."
    )

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ("key",)
        permissions = (("confirm_finding", "Can confirm a finding that somebody else entered"),)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(quotation=""),
                name="finding_has_quotation",
                violation_error_message=QUOTATION_MISSING,
            ),
            models.CheckConstraint(
                condition=~models.Q(place=""),
                name="finding_has_place",
                violation_error_message=PLACE_MISSING,
            ),
            models.CheckConstraint(
                condition=models.Q(percentage=None)
                | models.Q(percentage__gte=0, percentage__lte=100),
                name="finding_percentage_0_100",
                violation_error_message="A percentage lies between 0 and 100.",
            ),
            models.CheckConstraint(
                condition=models.Q(percentage__isnull=False)
                | models.Q(value_from__isnull=False)
                | ~models.Q(direction=""),
                name="finding_states_something",
                violation_error_message="Give a percentage, another value or a direction.",
            ),
            models.CheckConstraint(
                condition=models.Q(age_from=None)
                | models.Q(age_to=None)
                | models.Q(age_from__lte=models.F("age_to")),
                name="finding_ages_ordered",
                violation_error_message=AGES_DISORDERED,
            ),
            models.CheckConstraint(
                condition=models.Q(value_to=None) | models.Q(value_from__lte=models.F("value_to")),
                name="finding_values_ordered",
                violation_error_message="The first value must not be above the second.",
            ),
            models.CheckConstraint(
                condition=models.Q(interval_low=None, interval_high=None)
                | models.Q(interval_low__lte=models.F("interval_high")),
                name="finding_interval_ordered",
                violation_error_message="Give both ends of the interval, the lower first.",
            ),
            models.CheckConstraint(
                condition=~models.Q(confirmed_by=models.F("entered_by")),
                name="finding_two_people",
                violation_error_message="Somebody else must confirm what you entered.",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None, confirmed_at=None)
                | models.Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="finding_confirmed_pair",
                violation_error_message="A confirmation has both a person and a time.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stated}: {self.group}" if self.stated else str(self.group)

    def get_absolute_url(self) -> str:
        """The finding's page."""
        return reverse("evidence:finding", args=[self.key])

    def search_parts(self) -> list[object]:
        """Found by its words, its figure, its group and its source."""
        return [
            self.key,
            self.quotation,
            self.stated,
            self.group.name,
            self.publication.title,
            self.note,
        ]

    @property
    def printed_percentage(self) -> Decimal | None:
        """The percentage with the decimals of the source, 0-100."""
        if self.percentage is None:
            return None
        return Decimal(self.percentage).quantize(Decimal(1).scaleb(-self.decimals))

    @property
    def stated(self) -> str:
        """The figure as a reader sees it: 4.9%, two to five times, or the direction."""
        if self.percentage is not None:
            return f"{self.qualifier} {self.printed_percentage}%".strip()
        if self.value_from is not None:
            return f"{self.qualifier} {self.stated_value}".strip()
        return self.get_direction_display()

    @property
    def stated_value(self) -> str:
        """The value or range that is not a percentage, with its unit."""
        ends = [f"{end:,f}" for end in (self.value_from, self.value_to) if end is not None]
        ends = [end.rstrip("0").rstrip(".") if "." in end else end for end in ends]
        if self.value_unit == "pounds":
            return " to ".join(f"£{end}" for end in ends)
        return f"{' to '.join(ends)} {self.value_unit.replace('-', ' ')}".strip()

    @property
    def ages(self) -> str:
        """The ages in words, or nothing when not stated."""
        return ages_in_words(self.age_from, self.age_to)

    @property
    def is_confirmed(self) -> bool:
        """Whether a second person confirmed it."""
        return self.confirmed_by_id is not None


class FindingCitation(Historic):
    """A footnote that the chapter gives for a finding."""

    finding = models.ForeignKey(
        Finding, models.PROTECT, related_name="citation_links", help_text="The finding."
    )
    citation = models.ForeignKey(
        "evidence.Citation",
        models.PROTECT,
        related_name="finding_links",
        help_text="The footnote.",
    )
    position = models.PositiveSmallIntegerField(default=0, help_text="Order of the footnotes.")

    class Meta:
        ordering = ("finding", "position")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("finding", "citation"),
                name="finding_citation_once",
                violation_error_message="The finding already carries this footnote.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.finding}, {self.citation}"


class FindingComparison(Historic):
    """Another finding that the source compares this one with."""

    finding = models.ForeignKey(
        Finding, models.PROTECT, related_name="comparison_links", help_text="The finding."
    )
    other = models.ForeignKey(
        Finding, models.PROTECT, related_name="compared_links", help_text="What it is set beside."
    )
    position = models.PositiveSmallIntegerField(default=0, help_text="Order of the others.")

    class Meta:
        ordering = ("finding", "position")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("finding", "other"),
                name="finding_comparison_once",
                violation_error_message="The two findings are already compared.",
            ),
            models.CheckConstraint(
                condition=~models.Q(finding=models.F("other")),
                name="finding_not_compared_with_itself",
                violation_error_message="A finding cannot be compared with itself.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding} beside {self.other}"


class PopulationCount(Record, Searchable):
    """How many people, households or pupils there are, as a publication counts them."""

    key = models.SlugField(
        max_length=120, unique=True, help_text="Short name in addresses and files."
    )
    publication = models.ForeignKey(
        Publication, models.PROTECT, related_name="populations", help_text="Who counted."
    )
    group = models.ForeignKey(
        PopulationGroup, models.PROTECT, related_name="populations", help_text="Who was counted."
    )
    area = models.ForeignKey(Area, models.PROTECT, related_name="populations", help_text="Where.")
    unit = models.CharField(
        max_length=20, choices=Unit, default=Unit.PEOPLE, help_text="What one of the count is."
    )
    age_from = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Youngest age in years; empty when not stated."
    )
    age_to = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Oldest age in years; empty for “and over”."
    )
    date = models.DateField(null=True, blank=True, help_text="The day the count is of.")
    period = models.CharField(
        max_length=60, blank=True, help_text="The period in words: mid-2018, 2017-18."
    )
    count = models.PositiveIntegerField(help_text="How many.")
    part_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        help_text="The larger count this is a part of.",
    )
    split_by = models.CharField(
        max_length=60, blank=True, help_text="What the larger count is split by: sex, age."
    )
    quotation = models.TextField(help_text="The cell or words that give the count.")
    place = models.CharField(max_length=300, help_text="Where: page, or table, row and column.")
    note = models.TextField(blank=True, help_text="Doubts and slips in print.")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="entered_populations",
        editable=False,
        help_text="Who entered it.",
    )

    objects = SearchableQuerySet.as_manager()

    class Meta:
        ordering = ("key",)
        verbose_name = "population count"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(count__gte=0),
                name="population_not_negative",
                violation_error_message="A count is nought or more.",
            ),
            models.CheckConstraint(
                condition=models.Q(age_from=None)
                | models.Q(age_to=None)
                | models.Q(age_from__lte=models.F("age_to")),
                name="population_ages_ordered",
                violation_error_message=AGES_DISORDERED,
            ),
            models.CheckConstraint(
                condition=~models.Q(quotation="") & ~models.Q(place=""),
                name="population_has_quotation_and_place",
                violation_error_message="Quote the count as printed and say where it stands.",
            ),
            models.CheckConstraint(
                condition=models.Q(part_of=None) | ~models.Q(part_of=models.F("id")),
                name="population_not_part_of_itself",
                violation_error_message="A count cannot be a part of itself.",
            ),
            models.UniqueConstraint(
                "publication",
                "group",
                "area",
                "unit",
                Coalesce("date", NO_DAY),
                "period",
                Coalesce("age_from", -1, output_field=models.IntegerField()),
                Coalesce("age_to", -1, output_field=models.IntegerField()),
                Coalesce("part_of", 0, output_field=models.BigIntegerField()),
                "split_by",
                name="population_unique",
                violation_error_message=(
                    "The register already has a count of this group, area, unit, date and ages "
                    "from this publication."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.count:,} {self.get_unit_display().lower()}: {self.group}"

    def get_absolute_url(self) -> str:
        """The count's page."""
        return reverse("evidence:population", args=[self.key])

    def search_parts(self) -> list[object]:
        """Found by its figure, its group and its source."""
        return [self.key, self.count, self.group.name, self.publication.title, self.note]

    @property
    def ages(self) -> str:
        """The ages in words, or nothing when not stated."""
        return ages_in_words(self.age_from, self.age_to)


def ages_in_words(age_from: int | None, age_to: int | None) -> str:
    """16 and over, under 18, 16 to 24, or nothing when neither is stated."""
    if age_from is not None and age_to is not None:
        return f"{age_from} to {age_to}"
    if age_from is not None:
        return f"{age_from} and over"
    return f"up to {age_to}" if age_to is not None else ""
