"""``manage.py restore FILE``: an empty register filled from a backup, checked row by row."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from actions.services import redacting
from loneliness.records import backup, redaction


class Command(BaseCommand):
    """Refuses damaged files, other versions and databases that hold a register."""

    help = "Fills an empty register from FILE and compares every row."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and a later one that knows what was removed since."""
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--redactions",
            type=Path,
            metavar="LATER",
            help="A later backup: personal text removed between the two is removed again.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore it, and say how much it holds."""
        missed: list[str] = []
        try:
            later = backup.redactions(options["redactions"]) if options["redactions"] else []
            tables = backup.restore(
                options["file"], lambda: missed.extend(redaction.replay(later, redacting.remade))
            )
        except backup.Refused as error:
            raise CommandError(str(error)) from error
        rows = sum(table.rows for table in tables)
        self.stdout.write(
            f"{rows} rows of {len(tables)} tables restored, each compared with the file."
        )
        for one in missed:
            self.stderr.write(f"Not found, look yourself whether it must be removed: {one}.")
