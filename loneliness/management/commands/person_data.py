"""``manage.py person_data ADDRESS FILE``: all that is held about one person."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from loneliness.register import personal


class Command(BaseCommand):
    """For a subject access request; docs/how-to/personal-data.md says what to do with it."""

    help = "Writes all that is held about the person with an e-mail address into a ZIP file."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose, and where to."""
        parser.add_argument("address")
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it, and say what is in it."""
        path = options["file"]
        if path.exists():
            raise CommandError(f"{path} is there already: give another name.")
        try:
            found = personal.held(options["address"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        path.touch(mode=0o600)
        path.write_bytes(personal.packed(found))
        for label, rows in found.rows.items():
            self.stdout.write(f"{len(rows)} rows of {label}")
