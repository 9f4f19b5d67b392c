"""The appraisal of a publication: answers to the criteria, and a grade with its reason."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from evidence.models.confirming import Confirmable, two_people
from evidence.models.publications import Publication
from evidence.querysets import AppraisalQuerySet
from evidence.vocabulary import Answer, Confidence, Grade


class Appraisal(Confirmable):
    """The answers to the criteria, the grade they suggest and the grade given, with its reason."""

    frozen_by: ClassVar[str] = "confirmed_by_id"

    publication = models.ForeignKey(
        Publication, models.PROTECT, related_name="appraisals", help_text="What is appraised."
    )
    professional = models.CharField(
        "professionally conducted?",
        max_length=10,
        choices=Answer,
        default=Answer.UNKNOWN,
        help_text="By a research body, statistics office or university team.",
    )
    large = models.CharField(
        "large scale?",
        max_length=10,
        choices=Answer,
        default=Answer.UNKNOWN,
        help_text="Large enough for the groups it reports; about 1,000 or more is usual.",
    )
    method_clear = models.CharField(
        "method clear?",
        max_length=10,
        choices=Answer,
        default=Answer.UNKNOWN,
        help_text="Whether the document says how people were chosen and asked.",
    )
    self_selecting = models.CharField(
        "self-selecting?",
        max_length=10,
        choices=Answer,
        default=Answer.UNKNOWN,
        help_text="Whether people chose to take part, as in an open web form.",
    )
    suggested_grade = models.CharField(
        max_length=20,
        choices=Grade,
        blank=True,
        editable=False,
        help_text="What the chapter's rule suggested when the answers were given; empty for none.",
    )
    grade = models.CharField(max_length=20, choices=Grade, help_text="The grade you give.")
    reason = models.TextField(help_text="Why, in a sentence a councillor can follow.")
    departure_reason = models.TextField(
        blank=True, help_text="Only when your grade is not the suggested one: why not."
    )
    confidence = models.CharField(
        max_length=10,
        choices=Confidence,
        default=Confidence.MEDIUM,
        help_text="How sure you are of the grade.",
    )
    appraised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="appraisals",
        editable=False,
        help_text="Who gave the grade.",
    )
    appraised_at = models.DateTimeField(auto_now_add=True, help_text="When the grade was given.")

    objects = AppraisalQuerySet.as_manager()

    class Meta:
        ordering = ("publication", "-id")
        permissions = (("confirm_appraisal", "Can confirm an appraisal that somebody else made"),)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="appraisal_has_reason",
                violation_error_message="Say why you give this grade.",
            ),
            models.CheckConstraint(
                condition=models.Q(suggested_grade="")
                | models.Q(grade=models.F("suggested_grade"))
                | ~models.Q(departure_reason=""),
                name="appraisal_departure_reason",
                violation_error_message=(
                    "Your grade is not the one the rule suggests: give the reason for departing."
                ),
            ),
            *two_people("appraisal", "appraised_by", "Somebody else must confirm your appraisal."),
        ]

    def __str__(self) -> str:
        return f"{self.get_grade_display()}: {self.publication}"

    @property
    def grade_in_words(self) -> str:
        """The grade, and that it is not confirmed where so."""
        word = str(self.get_grade_display())
        is_settled = self.is_confirmed or self.grade == Grade.NOT_GRADED
        return word if is_settled else f"{word}, not confirmed"
