"""Rows that help the work: long jobs and their progress, saved filters, chosen columns."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from loneliness.records.models.base import Working


class JobState(models.TextChoices):
    """Where a job is."""

    WAITING = "waiting", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    CANCELLED = "cancelled", "Cancelled"
    FAILED = "failed", "Failed"


class Job(Working):
    """Work that takes longer than a page may: who asked, how far it is, how it ended."""

    title = models.CharField(max_length=300, help_text="What is being done.")
    state = models.CharField(
        max_length=20, choices=JobState, default=JobState.WAITING, help_text="Where it is."
    )
    done = models.PositiveIntegerField(default=0, help_text="How many steps are done.")
    total = models.PositiveIntegerField(default=0, help_text="How many steps there are.")
    cancel_asked = models.BooleanField(
        default=False, help_text="Whether somebody asked for it to stop; then nothing is kept."
    )
    message = models.TextField(blank=True, help_text="How it ended, in a sentence.")
    result_url = models.CharField(
        max_length=300, blank=True, help_text="The page that shows the result."
    )
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="jobs", help_text="Who asked."
    )
    task = models.CharField(max_length=200, help_text="The task that does it.")
    arguments = models.JSONField(default=list, blank=True, help_text="What the task is given.")
    begun = models.PositiveSmallIntegerField(
        default=0, help_text="How many times it was begun: again when who did it was killed."
    )
    held_until = models.DateTimeField(
        null=True, blank=True, help_text="Until when nobody else may begin it."
    )
    rung_at = models.DateTimeField(
        default=timezone.now, help_text="When somebody was last told that it waits."
    )
    created_at = models.DateTimeField(auto_now_add=True, help_text="When it was asked for.")
    finished_at = models.DateTimeField(null=True, blank=True, help_text="When it ended.")

    class Meta:
        ordering = ("-pk",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(done__lte=models.F("total")),
                name="job_done_within_total",
                violation_error_message="A job cannot have more steps done than it has.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.get_state_display().lower()}"

    @property
    def is_over(self) -> bool:
        """Whether it ended, in whatever way."""
        return self.state not in (JobState.WAITING, JobState.RUNNING)

    @property
    def per_cent(self) -> int:
        """How far it is, 0-100."""
        return 100 * self.done // self.total if self.total else 0

    @property
    def tenths(self) -> int:
        """How far it is in steps of ten per cent, to be said aloud less often than shown."""
        return self.per_cent // 10 * 10


class SavedFilter(Working):
    """A list narrowed down, under a name; its address can be given to others."""

    name = models.CharField(max_length=100, help_text="What you call it.")
    path = models.CharField(max_length=200, help_text="The list's address.")
    query = models.TextField(blank=True, help_text="What the list is narrowed to and sorted by.")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="saved_filters", help_text="Whose."
    )
    saved_at = models.DateTimeField(auto_now=True, help_text="When it was saved.")

    class Meta:
        ordering = ("name",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("owner", "path", "name"),
                name="saved_filter_name_unique",
                violation_error_message="You already have a filter of this name for this list.",
            ),
            models.CheckConstraint(
                condition=~models.Q(name=""),
                name="saved_filter_has_name",
                violation_error_message="Give the filter a name.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ColumnChoice(Working):
    """The columns a reader wants to see in a list."""

    path = models.CharField(max_length=200, help_text="The list's address.")
    columns = models.CharField(
        max_length=500, help_text="The columns' names in their order, with commas between them."
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="column_choices", help_text="Whose."
    )

    class Meta:
        ordering = ("path",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("owner", "path"),
                name="column_choice_once",
                violation_error_message="Your columns for this list are already kept.",
            ),
            models.CheckConstraint(
                condition=~models.Q(columns=""),
                name="column_choice_not_empty",
                violation_error_message="Choose at least one column.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.path}: {self.columns}"


class LastDone(Working):
    """When something that must go on by itself was last done, such as a backup."""

    name = models.CharField(max_length=40, unique=True, help_text="What was done.")
    done_at = models.DateTimeField(help_text="When, for the last time.")

    class Meta:
        ordering = ("name",)
        verbose_name = "last time"
        verbose_name_plural = "last times"

    def __str__(self) -> str:
        return f"{self.name}: {self.done_at:%-d %B %Y, %H:%M}"
