"""Two records of one publication: what was decided of them, and the merging of them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from evidence.models.publications import Publication
from evidence.querysets import DecisionQuerySet
from evidence.vocabulary import Likeness
from loneliness.records.models import AppendOnly, Historic


class DuplicateDecision(AppendOnly):
    """What a person decided of two records that look alike. The newest one counts.

    ``first`` is the record that was made first.
    """

    first = models.ForeignKey(
        Publication, models.PROTECT, related_name="decisions_as_first", help_text="The older."
    )
    second = models.ForeignKey(
        Publication, models.PROTECT, related_name="decisions_as_second", help_text="The newer."
    )
    decision = models.CharField(
        max_length=10, choices=Likeness, help_text="Whether they are one publication."
    )
    reason = models.TextField(help_text="What shows it.")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="duplicate_decisions",
        help_text="By whom.",
    )
    decided_at = models.DateTimeField(auto_now_add=True, help_text="When.")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")),
                name="decision_older_first",
                violation_error_message="Name two records, the older first.",
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="decision_has_reason",
                violation_error_message="Say what shows that they are the same, or are not.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} and {self.second}: {self.get_decision_display().lower()}"


class Merge(Historic):
    """One publication's records brought together under one short name; it can be undone."""

    kept = models.ForeignKey(
        Publication, models.PROTECT, related_name="merges_kept", help_text="What is kept."
    )
    merged = models.ForeignKey(
        Publication, models.PROTECT, related_name="merges_gone", help_text="What went into it."
    )
    moved = models.JSONField(
        default=dict,
        blank=True,
        help_text="The keys of the records that moved, by model, to put them back.",
    )
    reason = models.TextField(help_text="What shows that they are one publication.")
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="merges", help_text="By whom."
    )
    merged_at = models.DateTimeField(auto_now_add=True, help_text="When.")
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="undone_merges",
        help_text="Who undid it.",
    )
    undone_at = models.DateTimeField(null=True, blank=True, help_text="When it was undone.")
    undone_because = models.TextField(blank=True, help_text="Why it was undone.")

    class Meta:
        ordering = ("-pk",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(kept=models.F("merged")),
                name="merge_of_two",
                violation_error_message="Choose another publication to keep.",
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="merge_has_reason",
                violation_error_message="Say what shows that they are one publication.",
            ),
            models.CheckConstraint(
                condition=models.Q(undone_by=None, undone_at=None, undone_because="")
                | (
                    models.Q(undone_by__isnull=False, undone_at__isnull=False)
                    & ~models.Q(undone_because="")
                ),
                name="merge_undone_with_reason",
                violation_error_message="Say why the merging is undone.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merged} into {self.kept}"
