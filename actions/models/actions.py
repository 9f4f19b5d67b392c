"""Actions: what each answers, and the estimates it rests on."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.db import models
from django.urls import reverse

from actions.models.people import Board, Post
from actions.models.recommendations import Recommendation
from actions.querysets import ActionQuerySet
from actions.vocabulary import Capacity, Reach
from estimates.models import EstimateTable
from loneliness.records.models import Historic, Record, Searchable


class Action(Record, Searchable):
    """A piece of work that answers recommendations. Its status and rating are in its updates."""

    search_fields = ("title",)

    key = models.SlugField(max_length=120, unique=True, help_text="Short name in addresses.")
    title = models.TextField(help_text="What is to be done.")
    recommendations = models.ManyToManyField(
        Recommendation, through="ActionRecommendation", related_name="actions"
    )
    tables = models.ManyToManyField(EstimateTable, through="ActionTable", related_name="actions")
    board = models.ForeignKey(
        Board,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        help_text="The board it reports to.",
    )
    owner = models.ForeignKey(
        Post,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        help_text="The post that owns it.",
    )
    reach = models.CharField(
        max_length=20, choices=Reach, blank=True, help_text="Recommendation i: for all or some."
    )
    capacity = models.CharField(
        max_length=20, choices=Capacity, blank=True, help_text="Recommendation j."
    )
    cost_and_benefit = models.TextField(
        "cost, value and benefit", blank=True, help_text="Recommendation k, in words."
    )
    first_due_on = models.DateField(
        "due date", null=True, blank=True, help_text="When it is to be done."
    )
    review_on = models.DateField(
        "review date", null=True, blank=True, help_text="For ongoing work instead of a due date."
    )

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ("key",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(title=""),
                name="action_has_title",
                violation_error_message="Say what is to be done.",
            ),
            models.CheckConstraint(
                condition=models.Q(first_due_on=None) | models.Q(review_on=None),
                name="action_due_or_review",
                violation_error_message=(
                    "Give a due date, or a review date for ongoing work, not both."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The action's page."""
        return reverse("actions:action", args=[self.key])

    def days_late(self, today: datetime.date) -> int:
        """Days past the first due date; nought when not late or ongoing work."""
        if self.first_due_on is None:
            return 0
        return max((today - self.first_due_on).days, 0)


class ActionRecommendation(Historic):
    """That an action answers a recommendation."""

    action = models.ForeignKey(
        Action, models.PROTECT, related_name="recommendation_links", help_text="The action."
    )
    recommendation = models.ForeignKey(
        Recommendation, models.PROTECT, related_name="action_links", help_text="What it answers."
    )
    position = models.PositiveSmallIntegerField(default=0, help_text="Order.")

    class Meta:
        ordering = ("action", "position")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("action", "recommendation"),
                name="action_recommendation_once",
                violation_error_message="The action already answers this recommendation.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.action}: {self.recommendation}"


class ActionTable(Historic):
    """That an action rests on a table's estimate."""

    action = models.ForeignKey(
        Action, models.PROTECT, related_name="table_links", help_text="The action."
    )
    table = models.ForeignKey(
        EstimateTable, models.PROTECT, related_name="action_links", help_text="What it rests on."
    )

    class Meta:
        ordering = ("action", "table")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("action", "table"),
                name="action_table_once",
                violation_error_message="The action already rests on this table.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.action}: {self.table}"
