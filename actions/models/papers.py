"""Papers as they were issued: the content and the files, stored once."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from actions.models.actions import Action
from actions.models.meetings import Meeting
from estimates.models import Revision
from loneliness.records.models import AppendOnly


class Pack(AppendOnly):
    """A paper as issued for a meeting, or a later addendum to it; every download is its bytes."""

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="packs", help_text="The meeting."
    )
    number = models.PositiveSmallIntegerField(help_text="Nought for the paper, then its addenda.")
    reason = models.TextField(blank=True, help_text="Why there is an addendum.")
    content = models.JSONField(help_text="All that the paper says.")
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of the content.")
    pdf = models.BinaryField(help_text="The PDF.")
    word = models.BinaryField(help_text="The Word copy.")
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="packs", help_text="By whom."
    )
    issued_at = models.DateTimeField(auto_now_add=True, help_text="When.")
    once = models.CharField(
        max_length=64, unique=True, help_text="The form's own number: a form counts once."
    )

    class Meta:
        ordering = ("meeting", "number")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("meeting", "number"),
                name="pack_number_unique",
                violation_error_message="This paper has been issued already.",
            ),
            models.CheckConstraint(
                condition=models.Q(number=0) | ~models.Q(reason=""),
                name="pack_addendum_has_reason",
                violation_error_message="Say why there is an addendum.",
            ),
        ]

    def __str__(self) -> str:
        name = f"Addendum {self.number}" if self.number else "Paper"
        return f"{name} for {self.meeting}"


class PackAction(AppendOnly):
    """That a paper showed an action, and with which due date."""

    pack = models.ForeignKey(Pack, models.PROTECT, related_name="actions", help_text="The paper.")
    action = models.ForeignKey(
        Action, models.PROTECT, related_name="packs", help_text="The action it showed."
    )
    due_on = models.DateField(null=True, blank=True, help_text="The due date it showed.")

    class Meta:
        ordering = ("pack", "action")
        verbose_name = "action of a paper"
        verbose_name_plural = "actions of a paper"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("pack", "action"),
                name="pack_action_once",
                violation_error_message="The paper already shows this action.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pack}: {self.action}"


class PackRevision(AppendOnly):
    """That a paper carried the answer of a table, and in which version."""

    pack = models.ForeignKey(Pack, models.PROTECT, related_name="revisions", help_text="The paper.")
    revision = models.ForeignKey(
        Revision, models.PROTECT, related_name="packs", help_text="The version it carried."
    )

    class Meta:
        ordering = ("pack", "revision")
        verbose_name = "version in a paper"
        verbose_name_plural = "versions in a paper"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("pack", "revision"),
                name="pack_revision_once",
                violation_error_message="The paper already carries this version.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pack}: {self.revision}"
