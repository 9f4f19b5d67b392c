"""``manage.py erase_person ADDRESS``: erasure met, or refused with its reason."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from loneliness.accounts.models import User
from loneliness.register import personal


class Command(BaseCommand):
    """Says what is kept and why; with ``--meet`` the name and the address are removed."""

    help = "Says why records of a person are kept, or removes their name and address from them."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose, by whom and why."""
        parser.add_argument("address")
        parser.add_argument("--meet", action="store_true", help="Remove name and address.")
        parser.add_argument("--by", default="", help="The administrator's e-mail address.")
        parser.add_argument("--reason", default="", help="Stands where the name stood.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse with a reason, or remove and say how often."""
        try:
            found = personal.held(options["address"])
            if not options["meet"]:
                self.stdout.write(personal.why_kept(found))
                return
            by = User.objects.filter(email__iexact=options["by"], is_active=True).first()
            if by is None:
                raise CommandError("Give an administrator’s e-mail address: --by ADDRESS.")
            done = personal.erase(found, by=by, reason=options["reason"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except PermissionDenied as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Removed in {len(done)} places; the account is closed. The rows are kept. "
            f"{personal.why_kept(found)}"
        )
