"""``manage.py load_chapter``: the chapter's seed files into the register."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from loneliness.records.seedfiles import Outcome, SeedError
from loneliness.register import chapter


class Command(BaseCommand):
    """Load all seed files, all or nothing; a second run changes nothing."""

    help = "Loads the chapter from */seed/*.csv. Never overwrites what people have edited since."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, with a line for each file and a last line that counts."""
        try:
            outcomes = [self._tell(outcome) for outcome in chapter.load()]
        except SeedError as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from None
        for outcome in outcomes:
            for key in outcome.kept:
                self.stdout.write(f"kept, edited since: {outcome.name} {key}")
        added = sum(outcome.added for outcome in outcomes)
        changed = sum(outcome.changed for outcome in outcomes)
        same = sum(outcome.same for outcome in outcomes)
        self.stdout.write(f"{added} added, {changed} changed, {same} the same.")

    def _tell(self, outcome: Outcome) -> Outcome:
        self.stdout.write(f"  {outcome.name}: {outcome.added} added, {outcome.changed} changed")
        return outcome
