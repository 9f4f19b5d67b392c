"""Updates: what owners report on their actions."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from actions.models.actions import Action
from actions.models.people import Person
from actions.querysets import ProgressUpdateQuerySet
from actions.vocabulary import Rag, Status, ToldHow
from loneliness.records.models import AppendOnly, Searchable, WebAddress, Working


class ProgressUpdate(AppendOnly, Searchable):
    """What an owner reports, once; a correction is a new update."""

    search_fields = ("happened", "next_step")

    action = models.ForeignKey(
        Action, models.PROTECT, related_name="updates", help_text="What it is about."
    )
    status = models.CharField(max_length=20, choices=Status, help_text="Where it is.")
    rag = models.CharField("rating", max_length=10, choices=Rag, help_text="How it is going.")
    happened = models.TextField(
        "what happened", help_text="Do not name clients: this may be shown to the board."
    )
    next_step = models.TextField(blank=True, help_text="What happens next, and when.")
    per_cent = models.PositiveSmallIntegerField(
        "per cent done", null=True, blank=True, help_text="0 to 100, where it can be said."
    )
    asks_for = models.DateField(
        "new date asked for", null=True, blank=True, help_text="When more time is needed."
    )
    asks_because = models.TextField(
        "why more time is needed", blank=True, help_text="The reason the board will read."
    )
    reading = models.DecimalField(
        "newest figure of the measure of success",
        max_digits=14,
        decimal_places=3,
        null=True,
        blank=True,
        help_text="Where the action has a measure of success.",
    )
    reading_on = models.DateField(
        "date of that figure", null=True, blank=True, help_text="The day it describes."
    )
    corrects = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
        help_text="The update that this one corrects.",
    )
    evidence_url = WebAddress(
        "web address of evidence", max_length=500, blank=True, help_text="A public page."
    )
    evidence_on = models.DateField(
        "date the evidence describes", null=True, blank=True, help_text="Not the day of posting."
    )
    told_by = models.CharField(
        max_length=200, blank=True, help_text="When entered for somebody: who said so."
    )
    told_how = models.CharField(
        max_length=20, choices=ToldHow, blank=True, help_text="How they said it."
    )
    told_on = models.DateField(null=True, blank=True, help_text="The day they said it.")
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="progress_updates",
        help_text="Who entered it; empty when it came by a link without an account.",
    )
    reported_by = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        help_text="Whose link it came by.",
    )
    typed_name = models.CharField(
        "name typed", max_length=200, blank=True, help_text="The name typed under the report."
    )
    posted_at = models.DateTimeField(auto_now_add=True, help_text="When it was entered.")
    once = models.CharField(
        max_length=64, unique=True, help_text="The form's own number: a form counts once."
    )

    objects = ProgressUpdateQuerySet.as_manager()

    class Meta:
        ordering = ("action", "-id")
        verbose_name = "update"
        permissions = (("report_for_others", "Can enter an update that somebody else reported"),)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(happened=""),
                name="update_says_what_happened",
                violation_error_message="Say what happened since the last update.",
            ),
            models.CheckConstraint(
                condition=models.Q(evidence_on=None) | ~models.Q(evidence_url=""),
                name="update_evidence_date_has_address",
                violation_error_message="Give the web address that the date belongs to.",
            ),
            models.CheckConstraint(
                condition=models.Q(per_cent=None) | models.Q(per_cent__lte=100),
                name="update_per_cent_range",
                violation_error_message="Per cent done goes from 0 to 100.",
            ),
            models.CheckConstraint(
                condition=models.Q(asks_for=None) | ~models.Q(asks_because=""),
                name="update_more_time_has_reason",
                violation_error_message="Say why more time is needed.",
            ),
            models.CheckConstraint(
                condition=models.Q(reading=None) | models.Q(reading_on__isnull=False),
                name="update_reading_has_date",
                violation_error_message="Give the day that the figure describes.",
            ),
            models.CheckConstraint(
                condition=models.Q(posted_by__isnull=False)
                | (models.Q(reported_by__isnull=False) & ~models.Q(typed_name="")),
                name="update_says_who",
                violation_error_message="Type your name: an update says who sent it.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action}: {self.get_status_display()}, {self.get_rag_display()}"

    @property
    def who(self) -> str:
        """Who sent it, as a page says it: the account, or the name typed under a report."""
        return str(self.posted_by) if self.posted_by else self.typed_name

    @property
    def told(self) -> str:
        """Who said so to whoever entered it, how and when; empty when nobody did."""
        if not self.told_by:
            return ""
        how = f", {self.get_told_how_display().lower()}" if self.told_how else ""
        on = f", on {self.told_on:%-d %B %Y}" if self.told_on else ""
        return f"told by {self.told_by}{how}{on}"


class UpdateFile(AppendOnly):
    """A file that shows what an update says."""

    update = models.OneToOneField(
        ProgressUpdate, models.PROTECT, related_name="file", help_text="The update."
    )
    name = models.CharField(max_length=200, help_text="The file's name.")
    kind = models.CharField(max_length=100, help_text="What sort of file, such as text/csv.")
    describes_on = models.DateField(
        "date it describes", null=True, blank=True, help_text="Not the day of sending."
    )
    content = models.BinaryField(help_text="The file itself.")
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of the file.")

    class Meta:
        ordering = ("update",)
        verbose_name = "file of an update"
        verbose_name_plural = "files of updates"

    def __str__(self) -> str:
        return self.name


class UpdateDraft(Working):
    """What somebody has written of an update and not sent; one for each action and writer."""

    action = models.ForeignKey(
        Action, models.PROTECT, related_name="drafts", help_text="The action."
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="drafts",
        help_text="Who writes it, with an account.",
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="drafts",
        help_text="Who writes it, by a link.",
    )
    entries = models.JSONField(default=dict, help_text="What is in the form.")
    saved_at = models.DateTimeField(auto_now=True, help_text="When it was saved.")

    class Meta:
        ordering = ("-saved_at",)
        verbose_name = "draft"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("action", "account"),
                name="draft_once_by_account",
                violation_error_message="You already have a draft for this action.",
            ),
            models.UniqueConstraint(
                fields=("action", "person"),
                name="draft_once_by_person",
                violation_error_message="You already have a draft for this action.",
            ),
            models.CheckConstraint(
                condition=models.Q(account=None) ^ models.Q(person=None),
                name="draft_has_writer",
                violation_error_message="A draft belongs to an account or to a person.",
            ),
        ]

    def __str__(self) -> str:
        return f"Draft on {self.action}"
