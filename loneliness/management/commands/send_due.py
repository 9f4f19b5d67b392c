"""``manage.py send_due``: one pass over everything that is to be sent."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from loneliness.records import outbox


class Command(BaseCommand):
    """Run it every minute where no background work is set up; two at once send nothing twice."""

    help = "Sends the messages that are due."

    def handle(self, *args: Any, **options: Any) -> None:
        """What falls due is written first, and then all that waits is sent."""
        swept = outbox.sweep(timezone.now())
        self.stdout.write(
            f"{swept.sent} sent, {swept.failed} failed, {swept.held} wait for release, "
            f"{swept.left} wait to be sent."
        )
