"""Findings: what a publication states, with its own words."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.urls import reverse

from evidence.models.ages import ages_in_words
from evidence.models.confirming import Confirmable
from evidence.models.people import Area, Measure, PopulationGroup
from evidence.models.publications import Publication
from evidence.models.rules import FINDING_RULES, PERCENTAGE
from evidence.querysets import FindingQuerySet
from evidence.vocabulary import (
    Direction,
    IntervalState,
    QuotedFrom,
    Significance,
    Weighting,
)
from loneliness.records.models import Searchable

INTERVAL_STATE = "Say “recorded” when you give both ends of the interval, and only then."
INTERVAL_SOURCE = "Say where the interval is published."


class Finding(Confirmable, Searchable):
    """One percentage, value or direction that a publication states, in its own words.

    Percentages are 0-100 with the decimals the source prints (``decimals``).
    """

    frozen_by: ClassVar[str] = "confirmed_by_id"

    searched_with = ("group", "publication")

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
    weighting = models.CharField(
        max_length=20,
        choices=Weighting,
        default=Weighting.UNKNOWN,
        help_text="Whether the percentage is a plain share of a random sample or was weighted.",
    )
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
    supersedes = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="superseded_by",
        help_text="The finding this one corrects and takes the place of, once confirmed.",
    )
    supersede_reason = models.TextField(
        blank=True, editable=False, help_text="What was wrong with the finding it corrects."
    )
    earlier = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="later",
        help_text="The same figure in the edition before.",
    )

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ("key",)
        permissions = (("confirm_finding", "Can confirm a finding that somebody else entered"),)
        constraints: ClassVar = FINDING_RULES

    def __str__(self) -> str:
        return f"{self.stated}: {self.group}" if self.stated else str(self.group)

    def get_absolute_url(self) -> str:
        """The finding's page."""
        return reverse("evidence:finding", args=[self.key])

    def clean(self) -> None:
        """Refuse an interval without its source, or a state that says otherwise than the ends."""
        super().clean()
        has_interval = self.interval_low is not None
        if has_interval != (self.interval_state == IntervalState.RECORDED):
            raise ValidationError({"interval_state": INTERVAL_STATE})
        if has_interval and not self.interval_source:
            raise ValidationError({"interval_source": INTERVAL_SOURCE})

    def search_parts(self) -> list[object]:
        """Found by its words and its figure."""
        return [self.key, self.quotation, self.stated, self.note]

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
