"""Updates: what owners report on their actions."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from actions.models.actions import Action
from actions.querysets import ProgressUpdateQuerySet
from actions.vocabulary import Rag, Status
from loneliness.records.models import AppendOnly, Searchable, WebAddress


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
