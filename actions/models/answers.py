"""Answers to updates: the second key of a claim, confirmations, objections."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from actions.models.actions import Action
from actions.models.people import Person
from actions.models.updates import ProgressUpdate
from actions.vocabulary import RemarkKind
from loneliness.records.models import AppendOnly


class Closure(AppendOnly):
    """Somebody else's answer to a claim that an action is complete: verified, or returned."""

    update = models.OneToOneField(
        ProgressUpdate, models.PROTECT, related_name="closure", help_text="The claim."
    )
    verified = models.BooleanField(help_text="Whether it is complete; otherwise it is returned.")
    reason = models.TextField(help_text="What was looked at, and what it showed.")
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="claims",
        help_text="Whose claim it was, with an account.",
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="closures", help_text="Who decided."
    )
    decided_at = models.DateTimeField(auto_now_add=True, help_text="When.")

    class Meta:
        ordering = ("-pk",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="closure_has_reason",
                violation_error_message="Say what you looked at and what it showed.",
            ),
            models.CheckConstraint(
                condition=models.Q(claimed_by=None) | ~models.Q(claimed_by=models.F("decided_by")),
                name="closure_by_somebody_else",
                violation_error_message="Somebody else than who claimed it must verify it.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.update.action}: {'verified' if self.verified else 'returned'}"


class Remark(AppendOnly):
    """Something said about an action or an update that is no update."""

    kind = models.CharField(max_length=20, choices=RemarkKind, help_text="What is said.")
    action = models.ForeignKey(
        Action, models.PROTECT, related_name="remarks", help_text="The action."
    )
    update = models.ForeignKey(
        ProgressUpdate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="remarks",
        help_text="The update it is about, if it is about one.",
    )
    text = models.TextField(blank=True, help_text="In their own words.")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="remarks",
        help_text="Who said so, with an account.",
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="remarks",
        help_text="Who said so, by a link.",
    )
    settles = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="settled_by",
        help_text="The remark that this one settles.",
    )
    made_at = models.DateTimeField(auto_now_add=True, help_text="When.")

    class Meta:
        ordering = ("-pk",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(account=None) ^ models.Q(person=None),
                name="remark_says_who",
                violation_error_message="A remark is made by an account or by a person.",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=RemarkKind.CONFIRMED) | ~models.Q(text=""),
                name="remark_has_words",
                violation_error_message="Say it in a sentence.",
            ),
            models.UniqueConstraint(
                fields=("update",),
                condition=models.Q(kind=RemarkKind.CONFIRMED),
                name="remark_confirmed_once",
                violation_error_message="This report is confirmed already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.action}"
