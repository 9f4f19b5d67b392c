"""``manage.py write_reference``: the reference pages that follow from the code."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from loneliness.register import reference


class Command(BaseCommand):
    """Run after a change of models, permissions or glossary; a test compares."""

    help = "Writes docs/reference: data dictionary, permissions and glossary."

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder to write to."""
        default = settings.BASE_DIR / "docs" / "reference"
        parser.add_argument("directory", type=Path, nargs="?", default=default)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write, and name each file."""
        for name, text in reference.pages().items():
            path = options["directory"] / name
            path.write_text(text, encoding="utf-8")
            self.stdout.write(str(path))
