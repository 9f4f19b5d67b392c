"""Audits: a reviewer goes through lines of tables, marks each and signs the report."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse

from estimates.models.versions import RevisionLine
from estimates.vocabulary import Verdict
from loneliness.records.models import AppendOnly, Record


class Audit(Record):
    """One audit: which lines, drawn how, and the report once it is signed."""

    frozen_by: ClassVar[str] = "signed_by_id"

    title = models.CharField(max_length=200, help_text="What the audit is for.")
    seed = models.PositiveIntegerField(
        null=True,
        blank=True,
        help_text="The number the sample was drawn with, so that others draw the same one; empty "
        "when every line is audited.",
    )
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="audits", help_text="Who audits."
    )
    started_at = models.DateTimeField(auto_now_add=True, help_text="When it began.")
    conclusion = models.TextField(blank=True, help_text="What the audit found, for the board.")
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="signed_audits",
        help_text="Who signed the report.",
    )
    signed_at = models.DateTimeField(null=True, blank=True, help_text="When it was signed.")

    class Meta:
        ordering = ("-pk",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(title=""),
                name="audit_has_title",
                violation_error_message="Say what the audit is for.",
            ),
            models.CheckConstraint(
                condition=models.Q(signed_by=None, signed_at=None)
                | (
                    models.Q(signed_by__isnull=False, signed_at__isnull=False)
                    & ~models.Q(conclusion="")
                ),
                name="audit_signed_with_conclusion",
                violation_error_message="Write what the audit found before you sign it.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The audit's page."""
        return reverse("estimates:audit", args=[self.pk])

    @property
    def is_signed(self) -> bool:
        """Whether the report is signed, and so never changes again."""
        return self.signed_by_id is not None


class AuditLine(AppendOnly):
    """One line that an audit looks at, as it stood in its version."""

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="lines", help_text="The audit.")
    line = models.ForeignKey(
        RevisionLine, models.PROTECT, related_name="audit_lines", help_text="The line looked at."
    )
    position = models.PositiveIntegerField(help_text="Order in the audit, from 1.")

    class Meta:
        ordering = ("audit", "position")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("audit", "line"),
                name="audit_line_once",
                violation_error_message="The audit already looks at this line.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.audit}: {self.line}"


class AuditMark(AppendOnly):
    """What a reviewer says of a line; the newest holds, the earlier ones stay readable."""

    audit_line = models.ForeignKey(
        AuditLine, models.PROTECT, related_name="marks", help_text="The line marked."
    )
    verdict = models.CharField(max_length=20, choices=Verdict, help_text="Agree or not.")
    note = models.TextField(blank=True, help_text="What you looked at; what is asked or wrong.")
    asked = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="audit_queries",
        help_text="The officer who is asked, when it is a query.",
    )
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="audit_marks", help_text="By whom."
    )
    marked_at = models.DateTimeField(auto_now_add=True, help_text="When.")

    class Meta:
        ordering = ("-pk",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(verdict=Verdict.AGREE) | ~models.Q(note=""),
                name="audit_mark_has_note",
                violation_error_message="Say what you ask, or what you do not agree with.",
            ),
            models.CheckConstraint(
                condition=models.Q(verdict=Verdict.QUERY, asked__isnull=False)
                | (~models.Q(verdict=Verdict.QUERY) & models.Q(asked=None)),
                name="audit_mark_query_has_officer",
                violation_error_message="Choose the officer who is asked; only a query asks one.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}: {self.audit_line}"


class AuditAnswer(AppendOnly):
    """What the officer who was asked answers to a query."""

    mark = models.ForeignKey(
        AuditMark, models.PROTECT, related_name="answers", help_text="The query."
    )
    answer = models.TextField(help_text="The answer, with where to look.")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="audit_answers", help_text="By whom."
    )
    answered_at = models.DateTimeField(auto_now_add=True, help_text="When.")

    class Meta:
        ordering = ("-pk",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(answer=""),
                name="audit_answer_has_words",
                violation_error_message="Write the answer.",
            )
        ]

    def __str__(self) -> str:
        return f"Answer to {self.mark}"
