"""Background work on actions."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from actions.services import reminding


@shared_task
def remind() -> int:
    """Write the reminders that are due today, from eight in the morning in London; how many."""
    return len(reminding.run_now(timezone.now()))
