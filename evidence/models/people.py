"""Whom a figure is about, where they live and what was asked."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse

from evidence.querysets import GroupQuerySet
from evidence.vocabulary import AreaKind, GroupKind, Measures
from loneliness.records.models import Historic, Record, Searchable
from loneliness.records.querysets import SearchableQuerySet

CODE_HELP = "Short name in addresses and files: small letters, figures and hyphens."


class Measure(Record, Searchable):
    """A question as it was asked: two figures compare only when their measure is the same."""

    search_fields = ("code", "wording")

    code = models.SlugField(max_length=80, unique=True, help_text=CODE_HELP)
    wording = models.TextField(
        blank=True, help_text="The exact words asked; leave empty when they are not known."
    )
    measures = models.CharField(
        max_length=30, choices=Measures, help_text="What the question measures."
    )

    objects = SearchableQuerySet.as_manager()

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.code.replace("-", " ").capitalize()


class PopulationGroup(Record, Searchable):
    """Whom a figure is about: a group of people, a circumstance or a life transition."""

    search_fields = ("name", "code")

    code = models.SlugField(max_length=80, unique=True, help_text=CODE_HELP)
    name = models.CharField(
        max_length=200, help_text="In plain words, without ages unless the chapter names them."
    )
    kind = models.CharField(
        max_length=30, choices=GroupKind, help_text="Why the group is in the register."
    )
    named_in = models.CharField(
        max_length=200, blank=True, help_text="Where the chapter names the group."
    )
    parents = models.ManyToManyField(
        "self", through="GroupParent", symmetrical=False, related_name="children"
    )

    objects = GroupQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        verbose_name = "group"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(name=""),
                name="group_has_name",
                violation_error_message="Give the group a name.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The group's page: all that is known of it."""
        return reverse("group", args=[self.code])


class GroupParent(Historic):
    """That one group lies within another; a group may lie within several."""

    child = models.ForeignKey(
        PopulationGroup,
        models.PROTECT,
        related_name="parent_links",
        help_text="The narrower group.",
    )
    parent = models.ForeignKey(
        PopulationGroup, models.PROTECT, related_name="child_links", help_text="The wider group."
    )
    position = models.PositiveSmallIntegerField(default=0, help_text="Order among the parents.")

    class Meta:
        ordering = ("child", "position")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("child", "parent"),
                name="group_parent_once",
                violation_error_message="The group already lies within this wider group.",
            ),
            models.CheckConstraint(
                condition=~models.Q(child=models.F("parent")),
                name="group_not_own_parent",
                violation_error_message="A group cannot lie within itself.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child} in {self.parent}"


class Area(Record):
    """A place that figures are about."""

    code = models.SlugField(max_length=80, unique=True, help_text=CODE_HELP)
    name = models.CharField(max_length=200, help_text="The area's name.")
    kind = models.CharField(max_length=20, choices=AreaKind, help_text="What sort of area.")
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        help_text="The wider area it lies in.",
    )

    class Meta:
        ordering = ("name",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(parent=None) | ~models.Q(parent=models.F("id")),
                name="area_not_own_parent",
                violation_error_message="An area cannot lie within itself.",
            )
        ]

    def __str__(self) -> str:
        return self.name
