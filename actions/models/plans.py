"""Action plans of partners on their way into the register, row by row."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from actions.models.actions import Action
from actions.models.people import Board, Organisation
from actions.vocabulary import PlanOutcome
from evidence.models.imports import BroughtFile
from evidence.vocabulary import ImportState
from loneliness.records.models import Working


class Plan(BroughtFile):
    """A partner's action plan as it was sent, and what became of its rows."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="plans", help_text="Whose plan it is."
    )
    board = models.ForeignKey(
        Board,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="plans",
        help_text="The board that new actions report to, where a row names none.",
    )
    told_on = models.DateField("sent on", help_text="The day they sent it.")
    sheets = models.JSONField(
        default=dict, blank=True, help_text="The columns chosen, for each sheet."
    )
    updated = models.PositiveIntegerField(default=0, help_text="How many actions were changed.")
    same = models.PositiveIntegerField(default=0, help_text="How many said nothing new.")
    skipped = models.PositiveIntegerField(default=0, help_text="How many were left out.")
    reported = models.PositiveIntegerField(default=0, help_text="How many updates were entered.")
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="plans", help_text="By whom."
    )

    class Meta:
        ordering = ("-pk",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state=ImportState.APPLIED)
                | Q(seen=F("created") + F("updated") + F("same") + F("skipped") + F("refused")),
                name="plan_adds_up",
                violation_error_message="Each row of a plan must be accounted for.",
            ),
            models.CheckConstraint(
                condition=Q(state=ImportState.APPLIED, applied_at__isnull=False)
                | (~Q(state=ImportState.APPLIED) & Q(applied_at=None)),
                name="plan_applied_at_a_time",
                violation_error_message="Say when the plan was taken in.",
            ),
        ]

    def get_absolute_url(self) -> str:
        """The page that shows what it holds."""
        return reverse("actions:plan", args=[self.pk])


class PlanRow(Working):
    """One action of a plan: what it says, what it would do and what became of it."""

    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="rows", help_text="The plan it stands in."
    )
    number = models.PositiveIntegerField(help_text="Its place among the plan's actions.")
    sheet = models.CharField(max_length=100, blank=True, help_text="The sheet it stands on.")
    line = models.PositiveIntegerField(help_text="The row of the sheet it begins at.")
    read = models.JSONField(default=dict, blank=True, help_text="The row as it was read.")
    answers = models.JSONField(
        default=dict, blank=True, help_text="What the secretary answered, by question."
    )
    outcome = models.CharField(
        max_length=10, choices=PlanOutcome, help_text="What it is to the register."
    )
    changes = models.JSONField(
        default=list, blank=True, help_text="Column, old and new of each cell it would change."
    )
    questions = models.JSONField(default=list, blank=True, help_text="What it asks.")
    cells_refused = models.JSONField(
        default=list, blank=True, help_text="Column, value and reason of each cell refused."
    )
    remarks = models.TextField(blank=True, help_text="Why it is refused, one reason on a line.")
    notes = models.TextField(blank=True, help_text="What to know of it, one on a line.")
    action = models.ForeignKey(
        Action,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="plan_rows",
        help_text="The action it is about.",
    )
    seen_version = models.PositiveIntegerField(
        null=True, blank=True, help_text="The action's version when they were compared."
    )
    seen_update = models.PositiveBigIntegerField(
        null=True, blank=True, help_text="The number of its newest update then."
    )
    seen_cells = models.JSONField(
        default=dict, blank=True, help_text="What the action said when they were compared."
    )
    is_stale = models.BooleanField(
        default=False, help_text="Whether the register changed after they were compared."
    )

    class Meta:
        ordering = ("number",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("plan", "number"),
                name="plan_row_number_unique",
                violation_error_message="A plan has each row once.",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=PlanOutcome.REFUSED) | ~Q(remarks=""),
                name="plan_row_refused_with_reason",
                violation_error_message="Say why a row of a plan is refused.",
            ),
        ]

    def __str__(self) -> str:
        return f"row {self.number}"

    @property
    def told(self) -> list[str]:
        """Why it is refused, sentence by sentence."""
        return self.remarks.split("\n") if self.remarks else []


class PlanColumns(Working):
    """What the headings of an organisation's plans were chosen to mean, for the next time."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="plan_columns", help_text="Whose plans."
    )
    columns = models.JSONField(
        default=dict, blank=True, help_text="What each heading means; empty for one not read."
    )
    chosen_at = models.DateTimeField(auto_now=True, help_text="When it was last chosen.")

    class Meta:
        ordering = ("organisation",)
        verbose_name = "columns of an organisation's plans"
        verbose_name_plural = "columns of organisations' plans"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("organisation",),
                name="plan_columns_once",
                violation_error_message="Its plans’ columns are kept already.",
            )
        ]

    def __str__(self) -> str:
        return f"Columns of {self.organisation}"
