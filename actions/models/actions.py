"""Actions: what each answers, and the estimates it rests on."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse

from actions.models.people import Board, Post
from actions.models.recommendations import Recommendation
from actions.querysets import ActionQuerySet
from actions.vocabulary import Capacity, Reach
from estimates.models import EstimateTable
from evidence.models import PopulationGroup
from loneliness.records.models import Historic, Record, Searchable


class Action(Record, Searchable):
    """A piece of work that answers recommendations. Its status and rating are in its updates."""

    frozen_by: ClassVar[str] = "first_shown_on"

    search_fields = ("title",)

    key = models.SlugField(max_length=120, unique=True, help_text="Short name in addresses.")
    title = models.TextField(help_text="What is to be done.")
    recommendations = models.ManyToManyField(
        Recommendation, through="ActionRecommendation", related_name="actions"
    )
    tables = models.ManyToManyField(EstimateTable, through="ActionTable", related_name="actions")
    groups = models.ManyToManyField(PopulationGroup, through="ActionGroup", related_name="actions")
    decision = models.ForeignKey(
        "Decision",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="led_to",
        help_text="The decision of a board it came from, if it came from one.",
    )
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
    lead = models.ForeignKey(
        Post,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="leads",
        help_text="The post that answers for it when the owner is silent: the lead officer.",
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
    measure = models.CharField(
        "measure of success", max_length=300, blank=True, help_text="What will be different."
    )
    baseline = models.DecimalField(
        max_digits=14,
        decimal_places=3,
        null=True,
        blank=True,
        help_text="The measure before the work.",
    )
    baseline_on = models.DateField(
        "baseline of", null=True, blank=True, help_text="The day the baseline describes."
    )
    target = models.DecimalField(
        max_digits=14,
        decimal_places=3,
        null=True,
        blank=True,
        help_text="What the measure should reach.",
    )
    target_on = models.DateField(
        "target for", null=True, blank=True, help_text="By when it should be reached."
    )
    first_due_on = models.DateField(
        "due date", null=True, blank=True, help_text="When it is to be done."
    )
    review_on = models.DateField(
        "review date", null=True, blank=True, help_text="For ongoing work instead of a due date."
    )
    first_shown_on = models.DateField(
        "first shown on",
        null=True,
        blank=True,
        editable=False,
        help_text="The day the first paper showing its due date was issued; it stays from then.",
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        help_text="The action that took it in, when it is no longer worked on by itself.",
    )
    for_public = models.TextField(
        "what we did, for the public",
        blank=True,
        help_text="Plain words for the public page; shown once completion is verified, or with "
        "the reason when it will not be done.",
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
            models.CheckConstraint(
                condition=~models.Q(measure="") | models.Q(baseline=None, target=None),
                name="action_measure_named",
                violation_error_message="Say what the baseline and the target measure.",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | ~models.Q(merged_into=models.F("id")),
                name="action_not_merged_into_itself",
                violation_error_message="An action cannot be merged into itself.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The action's page."""
        return reverse("actions:action", args=[self.key])


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


class ActionGroup(Historic):
    """A group that an action helps."""

    action = models.ForeignKey(
        Action, models.PROTECT, related_name="group_links", help_text="The action."
    )
    group = models.ForeignKey(
        PopulationGroup, models.PROTECT, related_name="action_links", help_text="Whom it helps."
    )

    class Meta:
        ordering = ("action", "group")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("action", "group"),
                name="action_group_once",
                violation_error_message="The action already names this group.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.action}: {self.group}"


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
