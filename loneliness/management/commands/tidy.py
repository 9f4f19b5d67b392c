"""``manage.py tidy``: clears away what is past its time."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from loneliness.register import retention


class Command(BaseCommand):
    """Run by the schedule each week; docs/reference/retention.md says what is kept how long."""

    help = "Deletes unsent drafts, previews, jobs, sessions and texts of messages past their time."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to look only."""
        parser.add_argument("--dry-run", action="store_true", help="Count, and delete nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Clear away, and say how much."""
        dry_run = options["dry_run"]
        for name, count in retention.tidy(timezone.now(), dry_run=dry_run).items():
            self.stdout.write(f"{count} {name} {'would be ' if dry_run else ''}cleared away.")
