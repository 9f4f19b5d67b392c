"""Background work on messages."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from loneliness.records import signs, sweeping


@shared_task
def sweep() -> None:
    """Send the messages that are due."""
    sweeping.sweep(timezone.now())


@shared_task
def sweep_by_schedule() -> None:
    """The same each minute by the schedule: a sign that beat and a worker are alive."""
    signs.note(signs.SCHEDULE)
    sweeping.sweep(timezone.now())
