"""Background work on messages."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from loneliness.records import sweeping


@shared_task
def sweep() -> None:
    """Send the messages that are due."""
    sweeping.sweep(timezone.now())
