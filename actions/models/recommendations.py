"""Recommendations: whom each is about, and which boards it goes to."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse

from actions.models.people import Board
from actions.vocabulary import RecommendationKind, Response
from evidence.models import Chapter, PopulationGroup
from evidence.querysets import EditionQuerySet
from loneliness.records.models import Historic, Record, Searchable


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
    response_quotation = models.TextField(
        "what is done already, quoted",
        blank=True,
        help_text="For what is done or under way: the words that say so, and where they stand.",
    )
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
            models.CheckConstraint(
                condition=~models.Q(response=Response.ALREADY_DONE)
                | ~models.Q(response_quotation=""),
                name="recommendation_done_is_quoted",
                violation_error_message=(
                    "Quote the words that say it is done or under way, and where they stand."
                ),
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
