"""Files of references on their way into the register: what they hold and what became of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from evidence.models.publications import Publication
from evidence.vocabulary import ImportChoice, ImportOutcome, ImportState
from loneliness.records.models import Job, Working


class BroughtFile(Working):
    """A file on its way into the register, and how far it is."""

    name = models.CharField(max_length=255, help_text="The file's name, or “pasted cells”.")
    content = models.BinaryField(
        null=True, blank=True, help_text="The file itself, until it has been read."
    )
    format = models.CharField(max_length=20, blank=True, help_text="What sort of file it is.")
    encoding = models.CharField(
        max_length=60, blank=True, help_text="How its letters were read, in words."
    )
    notes = models.TextField(blank=True, help_text="What to know of the file, one on a line.")
    state = models.CharField(
        max_length=10,
        choices=ImportState,
        default=ImportState.WAITING,
        help_text="How far it is.",
    )
    seen = models.PositiveIntegerField(default=0, help_text="How many records it holds.")
    created = models.PositiveIntegerField(default=0, help_text="How many were added.")
    refused = models.PositiveIntegerField(default=0, help_text="How many could not be taken.")
    brought_at = models.DateTimeField(auto_now_add=True, help_text="When it was brought.")
    applied_at = models.DateTimeField(null=True, blank=True, help_text="When it was taken in.")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether it can still be taken in."""
        return bool(self.state == ImportState.READY)


class Import(BroughtFile):
    """One file: read, shown, and then brought in as a whole or not at all."""

    updated = models.PositiveIntegerField(default=0, help_text="How many changed a publication.")
    skipped = models.PositiveIntegerField(default=0, help_text="How many were left out.")
    job = models.ForeignKey(
        Job,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="imports",
        help_text="The long work on it, if any.",
    )
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="imports", help_text="By whom."
    )

    class Meta:
        ordering = ("-pk",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state=ImportState.APPLIED)
                | Q(seen=F("created") + F("updated") + F("skipped") + F("refused")),
                name="import_counts_add_up",
                violation_error_message="Each record of an imported file must be accounted for.",
            ),
            models.CheckConstraint(
                condition=Q(state=ImportState.APPLIED, applied_at__isnull=False)
                | (~Q(state=ImportState.APPLIED) & Q(applied_at=None)),
                name="import_applied_at_a_time",
                violation_error_message="Say when the file was taken in.",
            ),
        ]

    def get_absolute_url(self) -> str:
        """The page that shows what it holds."""
        return reverse("evidence:import", args=[self.pk])


class ImportRecord(Working):
    """One record of a file: what it says, what it would do, what is chosen and what became."""

    file = models.ForeignKey(
        Import, models.PROTECT, related_name="records", help_text="The file it stands in."
    )
    number = models.PositiveIntegerField(help_text="Its place among the file's records.")
    line = models.PositiveIntegerField(help_text="The line or row it begins at.")
    title = models.TextField(blank=True, help_text="What to call it.")
    cells = models.JSONField(default=dict, blank=True, help_text="What it says, by column.")
    changes = models.JSONField(
        default=list, blank=True, help_text="Column, old and new for each cell it would change."
    )
    remarks = models.TextField(blank=True, help_text="What to know of it, one on a line.")
    outcome = models.CharField(
        max_length=10, choices=ImportOutcome, help_text="What it is to the register."
    )
    score = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How alike it is to a publication, of 100."
    )
    choice = models.CharField(
        max_length=10, choices=ImportChoice, help_text="What is to be done with it."
    )
    publication = models.ForeignKey(
        Publication,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="import_records",
        help_text="The publication it is about.",
    )
    seen_version = models.PositiveIntegerField(
        null=True, blank=True, help_text="The publication's version when it was compared."
    )

    class Meta:
        ordering = ("number",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("file", "number"),
                name="import_record_number_unique",
                violation_error_message="A file has each record once.",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=ImportOutcome.REFUSED) | Q(choice=ImportChoice.SKIP),
                name="import_record_refused_is_left_out",
                violation_error_message="A refused record cannot be taken in.",
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"record {self.number}"

    @property
    def told(self) -> list[str]:
        """What to know of it, sentence by sentence."""
        return self.remarks.split("\n") if self.remarks else []
