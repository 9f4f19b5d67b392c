"""Population counts: how many there are, as a publication counts them."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse

from evidence.models.ages import AGES_DISORDERED, ages_in_words
from evidence.models.people import Area, PopulationGroup
from evidence.models.publications import Publication
from evidence.vocabulary import Unit
from loneliness.records.models import Record, Searchable
from loneliness.records.querysets import SearchableQuerySet

NO_DAY = models.Value(datetime.date.min, output_field=models.DateField())


class PopulationCount(Record, Searchable):
    """How many people, households or pupils there are, as a publication counts them."""

    searched_with = ("group", "publication")

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
    count_low = models.PositiveIntegerField(
        null=True, blank=True, help_text="Lower end of the count's published 95% interval."
    )
    count_high = models.PositiveIntegerField(
        null=True, blank=True, help_text="Upper end of the count's published 95% interval."
    )
    interval_source = models.CharField(
        max_length=500, blank=True, help_text="Where the count's interval is published."
    )
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
                condition=models.Q(count_low=None, count_high=None)
                | models.Q(
                    count_low__isnull=False,
                    count_high__isnull=False,
                    count_low__lte=models.F("count"),
                    count_high__gte=models.F("count"),
                ),
                name="population_interval_holds_count",
                violation_error_message=(
                    "Give both ends of the count's interval, one on each side of the count."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(count_low=None) | ~models.Q(interval_source=""),
                name="population_interval_has_source",
                violation_error_message="Say where the count's interval is published.",
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
        """Found by its figure and its words."""
        return [self.key, self.count, self.quotation, self.note]

    @property
    def ages(self) -> str:
        """The ages in words, or nothing when not stated."""
        return ages_in_words(self.age_from, self.age_to)
