"""``manage.py redact``: personal text taken out by the database role that owns the tables."""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from actions.services import redacting
from loneliness.accounts.models import User


class Command(BaseCommand):
    """The same as the page *Remove personal text*, where the register's own role may not do it."""

    help = "Takes the words in FILE out of a field of a record, its history and what follows."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which record and field, the words, why, and the administrator who asks for it."""
        parser.add_argument("model", help="Such as actions.progressupdate.")
        parser.add_argument("record", type=int, help="Its number, as in the page's address.")
        parser.add_argument("field", help="Such as happened.")
        parser.add_argument("file", type=Path, help="A file with the words, and nothing else.")
        parser.add_argument("--reason", required=True)
        parser.add_argument("--by", required=True, help="The administrator's e-mail address.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take them out, and say in how many places they stood."""
        words = options["file"].read_text(encoding="utf-8").strip("\n")
        record, by = self._record(options), self._administrator(options)
        given = {"field": options["field"], "words": words, "reason": options["reason"]}
        try:
            done = redacting.redact(record, by=by, **given)
        except (ValidationError, PermissionDenied) as error:
            raise CommandError(" ".join(getattr(error, "messages", [str(error)]))) from error
        self.stdout.write(f"Taken out of {len(done)} records and their history.")

    def _record(self, options: Any) -> Any:
        try:
            rows = apps.get_model(options["model"])._default_manager
        except (LookupError, ValueError) as error:
            raise CommandError(f"There is no kind of record “{options['model']}”.") from error
        found = rows.filter(pk=options["record"]).first()
        if found is None:
            raise CommandError(f"There is no such record: {options['record']}.")
        return found

    def _administrator(self, options: Any) -> User:
        found = User.objects.filter(email__iexact=options["by"], is_active=True).first()
        if found is None:
            raise CommandError(f"Nobody signs in with {options['by']}.")
        return found
