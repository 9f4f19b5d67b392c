"""Recommendations, the actions that answer them, and updates on how those go."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse

from actions.models.people import Board, Post
from actions.querysets import ActionQuerySet, ProgressUpdateQuerySet
from actions.vocabulary import Capacity, Rag, Reach, RecommendationKind, Response, Status
from estimates.models import EstimateTable
from evidence.models import Chapter, PopulationGroup
from evidence.querysets import EditionQuerySet
from loneliness.records.models import AppendOnly, Historic, Record, Searchable, WebAddress


class Recommendation(Record, Searchable):
    """One of the chapter's recommendations, in both of its wordings."""

    search_fields = ("text", "text_in_section_8")

    chapter = models.ForeignKey(
        Chapter, models.PROTECT, related_name="recommendations", help_text="The edition."
    )
    letter = models.CharField(max_length=2, help_text="a to p.")
    kind = models.CharField(
        max_length=20, choices=RecommendationKind, help_text="Which of the chapter's two kinds."
    )
    text = models.TextField(help_text="The executive summary's words.")
    text_in_section_8 = models.TextField(help_text="Section 8's words.")
    response = models.CharField(
        max_length=20, choices=Response, blank=True, help_text="The formal response, once given."
    )
    response_reason = models.TextField(blank=True, help_text="Why this response.")
    groups = models.ManyToManyField(
        PopulationGroup, through="RecommendationGroup", related_name="recommendations"
    )
    boards = models.ManyToManyField(
        Board, through="RecommendationBoard", related_name="recommendations"
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ("chapter", "letter")
        permissions = (("run_cycle", "Can set up recommendations: response, owner, board, dates"),)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("chapter", "letter"),
                name="recommendation_letter_unique",
                violation_error_message="The chapter already has a recommendation of this letter.",
            ),
            models.CheckConstraint(
                condition=models.Q(response="") | ~models.Q(response_reason=""),
                name="recommendation_response_has_reason",
                violation_error_message="Give the reason for the response.",
            ),
        ]

    def __str__(self) -> str:
        return f"Recommendation {self.letter}"

    def get_absolute_url(self) -> str:
        """The recommendation's page."""
        return reverse("actions:recommendation", args=[self.letter])


class RecommendationGroup(Historic):
    """A group that a recommendation's words name."""

    recommendation = models.ForeignKey(
        Recommendation, models.PROTECT, related_name="group_links", help_text="Recommendation."
    )
    group = models.ForeignKey(
        PopulationGroup,
        models.PROTECT,
        related_name="recommendation_links",
        help_text="The group it names.",
    )

    class Meta:
        ordering = ("recommendation", "group")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("recommendation", "group"),
                name="recommendation_group_once",
                violation_error_message="The recommendation already names this group.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.recommendation}: {self.group}"


class RecommendationBoard(Historic):
    """A board that a recommendation goes to."""

    recommendation = models.ForeignKey(
        Recommendation, models.PROTECT, related_name="board_links", help_text="Recommendation."
    )
    board = models.ForeignKey(
        Board, models.PROTECT, related_name="recommendation_links", help_text="The board."
    )

    class Meta:
        ordering = ("recommendation", "board")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("recommendation", "board"),
                name="recommendation_board_once",
                violation_error_message="The recommendation already goes to this board.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.recommendation}: {self.board}"


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


class ProgressUpdate(AppendOnly, Searchable):
    """What an owner reports, once; a correction is a new update."""

    search_fields = ("happened", "next_step")

    action = models.ForeignKey(
        Action, models.PROTECT, related_name="updates", help_text="What it is about."
    )
    status = models.CharField(max_length=20, choices=Status, help_text="Where it is.")
    rag = models.CharField("rating", max_length=10, choices=Rag, help_text="How it is going.")
    happened = models.TextField(
        "what happened", help_text="Do not name clients: this may be shown to the board."
    )
    next_step = models.TextField(blank=True, help_text="What happens next, and when.")
    evidence_url = WebAddress(
        "web address of evidence", max_length=500, blank=True, help_text="A public page."
    )
    evidence_on = models.DateField(
        "date the evidence describes", null=True, blank=True, help_text="Not the day of posting."
    )
    told_by = models.CharField(
        max_length=200, blank=True, help_text="When entered for somebody: who said so, and how."
    )
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="progress_updates",
        help_text="Who entered it.",
    )
    posted_at = models.DateTimeField(auto_now_add=True, help_text="When it was entered.")
    once = models.CharField(
        max_length=64, unique=True, help_text="The form's own number: a form counts once."
    )

    objects = ProgressUpdateQuerySet.as_manager()

    class Meta:
        ordering = ("action", "-id")
        verbose_name = "update"
        permissions = (("report_for_others", "Can enter an update that somebody else reported"),)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(happened=""),
                name="update_says_what_happened",
                violation_error_message="Say what happened since the last update.",
            ),
            models.CheckConstraint(
                condition=models.Q(evidence_on=None) | ~models.Q(evidence_url=""),
                name="update_evidence_date_has_address",
                violation_error_message="Give the web address that the date belongs to.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action}: {self.get_status_display()}, {self.get_rag_display()}"
