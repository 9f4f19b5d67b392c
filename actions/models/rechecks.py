"""Recommendations and actions checked again after a change of the evidence they rest on."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from actions.models.actions import Action
from actions.models.recommendations import Recommendation
from evidence.models import Recheck
from evidence.models.changes import recheck_rules


class RecommendationRecheck(Recheck):
    """A recommendation checked again."""

    recommendation = models.ForeignKey(
        Recommendation, models.PROTECT, related_name="rechecks", help_text="What was checked."
    )

    class Meta:
        ordering = ("-pk",)
        constraints: ClassVar = recheck_rules("recommendation", "recommendation")


class ActionRecheck(Recheck):
    """An action checked again."""

    action = models.ForeignKey(
        Action, models.PROTECT, related_name="rechecks", help_text="What was checked."
    )

    class Meta:
        ordering = ("-pk",)
        constraints: ClassVar = recheck_rules("action", "action")
