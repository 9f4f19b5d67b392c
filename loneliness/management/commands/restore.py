"""``manage.py restore FILE``: an empty register filled from a backup, checked row by row."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from loneliness.records import backup


class Command(BaseCommand):
    """Refuses damaged files, other versions and databases that hold a register."""

    help = "Fills an empty register from FILE and compares every row."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore it, and say how much it holds."""
        try:
            tables = backup.restore(options["file"])
        except backup.Refused as error:
            raise CommandError(str(error)) from error
        rows = sum(table.rows for table in tables)
        self.stdout.write(
            f"{rows} rows of {len(tables)} tables restored, each compared with the file."
        )
