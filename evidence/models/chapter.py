"""The chapter of the needs assessment: its editions, footnotes, figures and glossary."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse

from evidence.models.findings import Finding
from evidence.models.publications import Publication
from evidence.querysets import EditionQuerySet
from evidence.vocabulary import Answer, Confidence, TermKind
from loneliness.records.models import Historic, Record, Searchable
from loneliness.records.querysets import SearchableQuerySet


class Chapter(Record):
    """One edition of the needs assessment; numbers and letters are unique within it."""

    code = models.SlugField(
        max_length=80, unique=True, help_text="Such as lcc-jsna-loneliness-2019."
    )
    title = models.CharField(max_length=300, help_text="The chapter's title.")
    edition = models.CharField(max_length=50, help_text="The edition, such as 2019.")
    published_on = models.DateField(
        null=True, blank=True, help_text="Day of publication; empty when only the year is known."
    )
    approved_by = models.CharField(
        max_length=200, blank=True, help_text="The body that approved it; empty when not known."
    )
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        help_text="The edition before.",
    )

    class Meta:
        ordering = ("-edition",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(replaces=None) | ~models.Q(replaces=models.F("id")),
                name="chapter_not_own_successor",
                violation_error_message="An edition cannot replace itself.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.edition}"


class Citation(Record, Searchable):
    """A footnote of the chapter and the publication we take it to mean."""

    search_fields = ("number", "section", "phrase", "note", "alternatives")

    chapter = models.ForeignKey(
        Chapter, models.PROTECT, related_name="citations", help_text="The edition."
    )
    number = models.PositiveSmallIntegerField(help_text="The footnote's number.")
    publication = models.ForeignKey(
        Publication, models.PROTECT, related_name="citations", help_text="What it cites."
    )
    section = models.CharField(max_length=200, help_text="The section it stands in, as printed.")
    phrase = models.TextField(help_text="The words it stands after.")
    certainty = models.CharField(
        max_length=10, choices=Confidence, help_text="How sure we are of the publication."
    )
    alternatives = models.TextField(blank=True, help_text="What else could be meant.")
    note = models.TextField(blank=True, help_text="How we came to this reading.")

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ("chapter", "number")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("chapter", "number"),
                name="citation_number_unique",
                violation_error_message="The chapter already has a footnote of this number.",
            )
        ]

    def __str__(self) -> str:
        return f"Footnote {self.number}"


class Figure(Record, Searchable):
    """A chart of the chapter."""

    search_fields = ("title", "note")

    chapter = models.ForeignKey(
        Chapter, models.PROTECT, related_name="figures", help_text="The edition."
    )
    number = models.PositiveSmallIntegerField(help_text="The figure's number.")
    title = models.CharField(max_length=300, help_text="As printed.")
    section = models.CharField(max_length=200, help_text="The section it stands in.")
    source_line = models.CharField(max_length=300, help_text="The source as printed.")
    complete = models.CharField(
        max_length=10, choices=Answer, help_text="Whether every bar's value is known."
    )
    note = models.TextField(blank=True, help_text="What is missing.")

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ("chapter", "number")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("chapter", "number"),
                name="figure_number_unique",
                violation_error_message="The chapter already has a figure of this number.",
            )
        ]

    def __str__(self) -> str:
        return f"Figure {self.number}: {self.title}"

    def get_absolute_url(self) -> str:
        """Where the figure stands on the page of figures."""
        return f"{reverse('evidence:figures')}#figure-{self.number}"


class FigurePoint(Historic):
    """One bar of a figure."""

    figure = models.ForeignKey(
        Figure, models.PROTECT, related_name="points", help_text="The figure."
    )
    position = models.PositiveSmallIntegerField(help_text="Order from the top or the left.")
    label = models.CharField(max_length=200, help_text="The bar's label.")
    finding = models.ForeignKey(
        Finding,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="figure_points",
        help_text="The value; empty when the chapter's text does not give it.",
    )

    class Meta:
        ordering = ("figure", "position")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("figure", "position"),
                name="figure_point_position_unique",
                violation_error_message="The figure already has a bar at this place.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.figure}, {self.label}"


class GlossaryTerm(Record, Searchable):
    """A word or abbreviation explained."""

    search_fields = ("term", "meaning")

    term = models.CharField(max_length=100, unique=True, help_text="The word or abbreviation.")
    kind = models.CharField(max_length=20, choices=TermKind, help_text="What sort of entry.")
    meaning = models.TextField(help_text="What it means, in plain words.")

    objects = SearchableQuerySet.as_manager()

    class Meta:
        ordering = ("term",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(meaning=""),
                name="glossary_has_meaning",
                violation_error_message="Say what the term means.",
            )
        ]

    def __str__(self) -> str:
        return self.term

    def get_absolute_url(self) -> str:
        """Where the term stands in the glossary."""
        return f"{reverse('evidence:glossary')}#term-{self.pk}"
