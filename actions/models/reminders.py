"""Reminders that were written, each once."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from actions.models.actions import Action
from actions.models.people import Person
from actions.reminding import WORDS
from loneliness.records.models import AppendOnly, Mail

KINDS = [(kind.value, words) for kind, words in WORDS.items()]


class Reminder(AppendOnly):
    """That a reminder about an action was written to a person; its key is taken once."""

    key = models.CharField(
        max_length=200, unique=True, help_text="Its kind, action, date and person: written once."
    )
    kind = models.CharField(max_length=20, choices=KINDS, help_text="What it says.")
    action = models.ForeignKey(
        Action, models.PROTECT, related_name="reminders", help_text="What it is about."
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="reminded", help_text="Whom it goes to."
    )
    about = models.DateField(
        "date it is about", help_text="The due date, the newest update or the end of the call."
    )
    day = models.DateField(help_text="The day it was written.")
    mail = models.ForeignKey(
        Mail, models.PROTECT, related_name="reminders", help_text="The message it is in."
    )
    is_told = models.BooleanField(
        default=True,
        help_text="Whether the message says it; otherwise a graver one about the same action does.",
    )

    class Meta:
        ordering = ("-pk",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(key=""),
                name="reminder_has_key",
                violation_error_message="Give the reminder a key, so that it is written once.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.action}, to {self.person}"
