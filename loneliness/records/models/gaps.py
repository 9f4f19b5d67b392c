"""Gaps that somebody has accepted for now, with a reason and a day to look again."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from loneliness.records.models.base import Historic

MOST_DAYS = 731  # two years
TOO_LATE = "Choose a day within two years: the gap is looked at again then."


class AcceptedGap(Historic):
    """A gap that is left open until a day, because somebody said why."""

    identity = models.CharField(
        max_length=32, unique=True, help_text="Made from the rule, the address and the record."
    )
    rule = models.CharField(max_length=100, help_text="The rule that found it.")
    record = models.TextField(help_text="The record it was found in, in words.")
    link = models.CharField(max_length=500, help_text="Where it is mended.")
    sentence = models.TextField(
        help_text="What was found; when more or something else is found, it is a gap again."
    )
    reason = models.TextField(help_text="Why it may stay open for now.")
    review_on = models.DateField(help_text="The last day it is accepted.")
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="accepted_gaps",
        help_text="Who accepted it.",
    )
    accepted_on = models.DateField(help_text="The day they did.")

    class Meta:
        ordering = ("review_on", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(identity="") & ~Q(rule="") & ~Q(record="") & ~Q(link=""),
                name="accepted_gap_says_which",
                violation_error_message="Say which gap is accepted.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="accepted_gap_has_reason",
                violation_error_message="Say why the gap may stay open for now.",
            ),
            models.CheckConstraint(
                condition=Q(review_on__gt=F("accepted_on")),
                name="accepted_gap_reviewed_later",
                violation_error_message="Choose a day after today to look at the gap again.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.record}"

    def clean(self) -> None:
        """Refuse to put the gap off for more than two years."""
        super().clean()
        most = datetime.timedelta(days=MOST_DAYS)
        if self.review_on and self.accepted_on and self.review_on - self.accepted_on > most:
            raise ValidationError({"review_on": TOO_LATE})

    def holds(self, sentence: str, day: datetime.date) -> bool:
        """Whether it covers what is found on a day."""
        return self.sentence == sentence and day <= self.review_on
