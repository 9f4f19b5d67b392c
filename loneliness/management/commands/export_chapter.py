"""``manage.py export_chapter DIR``: the register back as seed files."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from loneliness.register import chapter


class Command(BaseCommand):
    """Write the seed files; byte-identical to those loaded when nothing was edited."""

    help = "Writes the register's seed files below DIR. Cells are never formula-escaped."

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder to write to."""
        parser.add_argument("directory", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write, and name each file."""
        for path in chapter.export(options["directory"]):
            self.stdout.write(str(path))
