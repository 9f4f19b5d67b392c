"""``manage.py foi_export DIR``: what may be given under the Freedom of Information Act."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from loneliness.register import foi


class Command(BaseCommand):
    """Tables and issued papers without names; read docs/how-to/personal-data.md first."""

    help = "Writes actions, updates, decisions and issued papers into DIR, posts instead of names."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("directory", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write, and name each file."""
        try:
            written = foi.write(options["directory"])
        except FileExistsError:
            raise CommandError("This folder is there already: give another name.") from None
        for path in written:
            self.stdout.write(str(path))
