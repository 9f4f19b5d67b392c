"""``manage.py backup FILE``: the whole register with its files, in one file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from loneliness.records import backup, signs

NOT_WRITTEN = "{file} could not be written ({why}). Nothing was left of it; older backups stand."


class Command(BaseCommand):
    """Never overwrites a file; readers and writers go on meanwhile."""

    help = "Writes the whole register with its files to FILE."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it, and say how much it holds."""
        try:
            tables = backup.write(options["file"])
            signs.note(signs.BACKUP)
        except backup.Refused as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            why = error.strerror or error
            raise CommandError(NOT_WRITTEN.format(**options, why=why)) from error
        rows = sum(table.rows for table in tables)
        self.stdout.write(f"{rows} rows of {len(tables)} tables written.")
