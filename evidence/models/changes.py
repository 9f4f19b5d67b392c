"""What became of the evidence, and the people who checked again what stands on it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from evidence.models.findings import Finding
from evidence.models.publications import Publication
from evidence.querysets import ChangeQuerySet
from evidence.vocabulary import ChangeKind, CheckOutcome
from loneliness.records.models import AppendOnly


class EvidenceChange(AppendOnly):
    """Something that became of a publication: all that stands on it needs checking again."""

    publication = models.ForeignKey(
        Publication, models.PROTECT, related_name="changes", help_text="What changed."
    )
    finding = models.ForeignKey(
        Finding,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="changes",
        help_text="The finding that changed; empty when the whole publication did.",
    )
    kind = models.CharField(max_length=20, choices=ChangeKind, help_text="What became of it.")
    sentence = models.TextField(help_text="What changed and why, for a councillor.")
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="raised_changes",
        help_text="By whom.",
    )
    raised_at = models.DateTimeField(auto_now_add=True, help_text="When it was recorded.")

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        verbose_name = "change of the evidence"
        permissions = (("clear_recheck", "Can check again what stands on changed evidence"),)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(sentence=""),
                name="change_has_sentence",
                violation_error_message="Say what changed and why.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.finding or self.publication}"


class Recheck(AppendOnly):
    """A named person checked again, after one change of the evidence, a record that stands on it.

    A later change is another one and asks again.
    """

    change = models.ForeignKey(
        EvidenceChange, models.PROTECT, related_name="%(class)ss", help_text="What was raised."
    )
    reason = models.TextField(help_text="What you looked at, and why the record still stands.")
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="%(class)ss", help_text="By whom."
    )
    cleared_at = models.DateTimeField(auto_now_add=True, help_text="When.")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.change}: checked by {self.cleared_by}"

    @classmethod
    def subject_field(cls) -> str:
        """The name of the field that says what was checked."""
        own = {"change", "cleared_by"}
        fields = [field.name for field in cls._meta.local_fields if field.is_relation]
        return next(name for name in fields if name not in own)


def recheck_rules(name: str, subject: str) -> list[models.BaseConstraint]:
    """The rules of a re-check of the record that the field ``subject`` names."""
    return [
        models.UniqueConstraint(
            fields=("change", subject),
            name=f"{name}_recheck_once",
            violation_error_message="This was checked again already.",
        ),
        models.CheckConstraint(
            condition=~models.Q(reason=""),
            name=f"{name}_recheck_has_reason",
            violation_error_message="Say what you looked at, and why it still stands.",
        ),
    ]


class FindingRecheck(Recheck):
    """A finding checked again."""

    finding = models.ForeignKey(
        Finding, models.PROTECT, related_name="rechecks", help_text="What was checked."
    )

    class Meta:
        ordering = ("-pk",)
        constraints: ClassVar = recheck_rules("finding", "finding")


class SourceCheck(AppendOnly):
    """A quotation compared with the source itself, by a named person."""

    finding = models.ForeignKey(
        Finding, models.PROTECT, related_name="source_checks", help_text="What was compared."
    )
    outcome = models.CharField(
        max_length=20, choices=CheckOutcome, help_text="What the comparison showed."
    )
    place = models.CharField(
        "place in the source", max_length=300, blank=True, help_text="Page, table or section."
    )
    note = models.TextField(
        blank=True, help_text="What differs, in the source's own words; where you looked."
    )
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="source_checks", help_text="By whom."
    )
    checked_at = models.DateTimeField(auto_now_add=True, help_text="When.")

    class Meta:
        ordering = ("-pk",)
        verbose_name = "check of the original"
        permissions = (("check_original", "Can compare a quotation with its source"),)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(outcome=CheckOutcome.AGREES, place__gt="")
                | (~models.Q(outcome=CheckOutcome.AGREES) & ~models.Q(note="")),
                name="source_check_says_where_or_what",
                violation_error_message=(
                    "Say where in the source the words stand; when they do not agree or were not "
                    "seen, say what you found instead."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.finding}"
