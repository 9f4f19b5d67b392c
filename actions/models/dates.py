"""The dates of actions: milestones, and every move of a due date with its reason."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from actions.models.actions import Action
from actions.models.meetings import Decision
from actions.models.people import Person
from loneliness.records.models import AppendOnly, Record


class Milestone(Record):
    """A step on the way, with the day it is planned for; updates say when it was met."""

    action = models.ForeignKey(
        Action, models.PROTECT, related_name="milestones", help_text="The action."
    )
    title = models.CharField(max_length=300, help_text="What will have been done.")
    due_on = models.DateField("planned for", help_text="The day it is planned for.")

    class Meta:
        ordering = ("action", "due_on", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(title=""),
                name="milestone_has_title",
                violation_error_message="Say what will have been done.",
            ),
            models.UniqueConstraint(
                fields=("action", "title"),
                name="milestone_once",
                violation_error_message="The action already has this milestone.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class MilestoneReport(AppendOnly):
    """What an update says of a milestone: met on a day, or not met after all."""

    update = models.ForeignKey(
        "ProgressUpdate", models.PROTECT, related_name="milestones", help_text="The update."
    )
    milestone = models.ForeignKey(
        Milestone, models.PROTECT, related_name="reports", help_text="The milestone."
    )
    met_on = models.DateField(
        "met on", null=True, blank=True, help_text="The day it was met; empty: not met after all."
    )

    class Meta:
        ordering = ("update", "milestone")
        verbose_name = "report on a milestone"
        verbose_name_plural = "reports on milestones"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("update", "milestone"),
                name="milestone_report_once",
                violation_error_message="The update already says so of this milestone.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.milestone}: {'met' if self.met_on else 'not met'}"


class DueDateChange(AppendOnly):
    """An answer to the wish for another due date, once a paper has shown the first one."""

    action = models.ForeignKey(
        Action, models.PROTECT, related_name="date_changes", help_text="The action."
    )
    was_on = models.DateField(help_text="The due date until then.")
    due_on = models.DateField(help_text="The due date asked for.")
    granted = models.BooleanField(default=True, help_text="Whether it was agreed to.")
    reason = models.TextField(help_text="Why the date moves, or why it stays.")
    asked_in = models.OneToOneField(
        "ProgressUpdate",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="date_answer",
        help_text="The update that asked for more time, if one did.",
    )
    approver = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="date_changes",
        help_text="Who agreed to it or refused it.",
    )
    decision = models.ForeignKey(
        Decision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="date_changes",
        help_text="Or the decision of a meeting.",
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="date_changes",
        help_text="Who entered it.",
    )
    recorded_at = models.DateTimeField(auto_now_add=True, help_text="When it was entered.")
    once = models.CharField(
        max_length=64, unique=True, help_text="The form's own number: a form counts once."
    )

    class Meta:
        ordering = ("action", "-pk")
        verbose_name = "change of a due date"
        verbose_name_plural = "changes of due dates"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="date_change_has_reason",
                violation_error_message="Say why the date moves, or why it stays.",
            ),
            models.CheckConstraint(
                condition=~models.Q(approver=None, decision=None),
                name="date_change_has_approver",
                violation_error_message="Say who agreed: a person, or a decision of a meeting.",
            ),
            models.CheckConstraint(
                condition=~models.Q(was_on=models.F("due_on")),
                name="date_change_changes",
                violation_error_message="This is already the due date: give another day.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action}: {self.was_on:%-d %B %Y} to {self.due_on:%-d %B %Y}"
