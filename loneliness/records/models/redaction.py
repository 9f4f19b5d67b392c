"""The one exception to what is written once: personal text taken out, with a reason."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from loneliness.records.models.base import AppendOnly


class Redaction(AppendOnly):
    """Words removed from a field of a record and from its history; what was removed is not kept."""

    model = models.CharField(max_length=100, help_text="Its kind, such as evidence.finding.")
    record = models.CharField(max_length=100, help_text="The record's key in the database.")
    field = models.CharField(max_length=100, help_text="The field it stood in.")
    mark = models.CharField(max_length=500, help_text="The words that stand in its place.")
    keyed_hash = models.CharField(
        max_length=64, help_text="A fingerprint of the removed words, to recognise them by."
    )
    length = models.PositiveIntegerField(
        default=0, help_text="How many letters were removed; nought where it is not known."
    )
    reason = models.TextField(help_text="Why it was removed.")
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="redactions", help_text="By whom."
    )
    removed_at = models.DateTimeField(auto_now_add=True, help_text="When.")

    class Meta:
        ordering = ("-pk",)
        permissions = (("redact", "Can remove personal text from records and their history"),)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="redaction_has_reason",
                violation_error_message="Say why the words are removed.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.record}, {self.field}"
