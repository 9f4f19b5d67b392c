"""Signs of life: when the schedule last ran on a worker, and when the last backup was written."""

from __future__ import annotations

import datetime

from django.utils import timezone

from loneliness.records.models import LastDone

BACKUP, SCHEDULE = "backup", "schedule"


def note(name: str) -> None:
    """Write down that something was done just now."""
    LastDone.objects.update_or_create(name=name, defaults={"done_at": timezone.now()})


def last(name: str) -> datetime.datetime | None:
    """When it was last done; None when never."""
    return LastDone.objects.filter(name=name).values_list("done_at", flat=True).first()
