"""Background work over all of the register."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from loneliness.register import retention


@shared_task
def tidy() -> None:
    """Clear away what is past its time."""
    retention.tidy(timezone.now())
