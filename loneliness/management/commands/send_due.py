"""``manage.py send_due``: one pass over what is to be sent, and long work left undone."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from actions.digests import Digest
from actions.services import reminding
from loneliness.records import jobs, outbox


class Command(BaseCommand):
    """Run it every minute where no background work is set up; two at once send nothing twice."""

    help = (
        "Writes today's reminders, from eight in the morning, sends the messages due, and begins "
        "again what long work was left undone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to look only, and at which day."""
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="Print who would be reminded of what; write and send nothing.",
        )
        parser.add_argument(
            "--on",
            type=datetime.date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="Reminders of this day at any hour, instead of today's; a day to come with "
            "--dry-run only.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """What falls due is written first, and then all that waits is sent."""
        today, day = timezone.localdate(), options["on"]
        if options["dry_run"]:
            self._show(reminding.run(day or today, dry_run=True), day or today)
            return
        if day and day > today:
            raise CommandError("That day is still to come: look at it with --dry-run.")
        now = timezone.now()
        written = reminding.run(day) if day else reminding.run_now(now)
        self.stdout.write(f"{_count(written)} written.")
        jobs.resume(now)
        swept = outbox.sweep(now)
        self.stdout.write(
            f"{swept.sent} sent, {swept.failed} failed, {swept.held} wait for release, "
            f"{swept.left} wait to be sent."
        )

    def _show(self, digests: list[Digest], day: datetime.date) -> None:
        self.stdout.write(f"{day:%-d %B %Y}: {_count(digests)} would be written.")
        for digest in digests:
            held = " (waits for release)" if digest.is_held else ""
            self.stdout.write(f"\n{digest.person}, {digest.person.email}{held}")
            for item in digest.items:
                self.stdout.write(f"- {item.state.action}: {item.sentence} {item.why}".rstrip())


def _count(digests: list[Digest]) -> str:
    return f"{len(digests)} message{'' if len(digests) == 1 else 's'} with reminders"
