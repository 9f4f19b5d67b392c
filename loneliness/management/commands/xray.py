"""``manage.py xray``: every gap and inconsistency of the register."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.dateformat import format as format_date

from loneliness.accounts.models import User
from loneliness.register import xray


class Command(BaseCommand):
    """List the gaps, the most serious first; --json for programs, --mine for one person's."""

    help = "Lists every gap and inconsistency, with where to mend it."

    def add_arguments(self, parser: CommandParser) -> None:
        """How to say it, and for whom."""
        parser.add_argument("--json", action="store_true", help="a list of objects")
        parser.add_argument("--accepted", action="store_true", help="those accepted for now too")
        parser.add_argument("--mine", metavar="USER", help="e-mail address: what their roles mend")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print them."""
        found = xray.gaps(mine=self._person(options["mine"]), accepted=options["accepted"])
        if options["json"]:
            self.stdout.write(json.dumps([gap.as_json() for gap in found], ensure_ascii=False))
            return
        for gap in found:
            self.stdout.write(f"{gap.rule}: {gap.record}: {gap.sentence} {gap.link}{_until(gap)}")
        accepted = sum(gap.acceptance is not None for gap in found)
        also = f", {accepted} accepted for now" if accepted else ""
        self.stdout.write(f"{len(found) - accepted} gaps to mend{also}.")

    def _person(self, email: str | None) -> User | None:
        if email is None:
            return None
        try:
            return User.objects.get(email__iexact=email)
        except User.DoesNotExist:
            raise CommandError(f"Nobody has the e-mail address {email}.") from None


def _until(gap: xray.Gap) -> str:
    """Until when a gap is accepted, and by whom."""
    if gap.acceptance is None:
        return ""
    until = format_date(gap.acceptance.review_on, "j F Y")
    return f" (accepted by {gap.acceptance.accepted_by} until {until})"
