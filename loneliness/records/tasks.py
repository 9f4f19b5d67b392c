"""Background work on messages."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from loneliness.records import jobs, signs, sweeping


@shared_task
def sweep() -> None:
    """Send the messages that are due."""
    sweeping.sweep(timezone.now())


@shared_task
def sweep_by_schedule() -> None:
    """Each minute by the schedule: a sign that beat and a worker are alive, and what is left."""
    signs.note(signs.SCHEDULE)
    jobs.resume(timezone.now())
    sweeping.sweep(timezone.now())
