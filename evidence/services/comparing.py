"""Comparing references with the register, and making publications of their cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from evidence.importers import SEED_FILES
from evidence.importing.plan import Planned, Planner, Stored, refused
from evidence.importing.records import Parsed, shortened
from evidence.models import DuplicateDecision, Publication
from evidence.vocabulary import ImportOutcome
from loneliness.accounts.models import User
from loneliness.records.seedfiles import Files

PUBLICATIONS = SEED_FILES[0]
COLUMNS = {column.name: column for column in PUBLICATIONS.plain}
DEFAULTED = ("commissioner_kind", "sampling", "identification", "standing")
BATCH = 500
Report = Callable[[int, int], None]


def no_report(done: int, total: int) -> None:
    """Nobody is waiting to hear how far the work is."""


def plan(parsed: Iterable[Parsed], report: Report = no_report) -> list[Planned]:
    """What records would do to the register as it is."""
    every = list(parsed)
    planner = Planner(stored(), frozenset(DuplicateDecision.objects.apart()))
    files = Files(User.objects.system())
    planned = []
    for number, item in enumerate(every):
        if number % BATCH == 0:
            report(number, len(every))
        planned.append(_checked(planner.plan(item), files))
    return planned


def stored() -> list[Stored]:
    """The register's publications as their list writes them. One query."""
    rows = Publication.objects.select_related("replaced_by", "merged_into")
    return [Stored(row.pk, row.version, PUBLICATIONS.cells(row)) for row in rows]


def _checked(planned: Planned, files: Files) -> Planned:
    """Refuse what the publication's own rules would refuse when it is saved."""
    if planned.outcome in (ImportOutcome.REFUSED, ImportOutcome.SAME):
        return planned
    old = planned.stored.cells if planned.stored else {}
    try:
        check(built({**old, **planned.parsed.cells}, files))
    except ValidationError as error:
        return refused(planned.parsed, *_sentences(error, planned.parsed))
    return planned


def built(cells: dict[str, str], files: Files) -> Publication:
    """A publication of these cells, not saved; ValidationError for what cannot be read."""
    values: dict[str, object] = {}
    for name, column in COLUMNS.items():
        if name in cells:
            try:
                values |= column.read(cells, files)
            except ValueError as error:
                raise ValidationError({column.target: str(error).capitalize()}) from None
    return Publication(**{k: v for k, v in values.items() if v != "" or k not in DEFAULTED})


def check(publication: Publication) -> None:
    """Check all rules that need no look at other publications; the key may be made up later."""
    publication.clean_fields(exclude=set() if publication.key else {"key"})
    publication.validate_constraints(exclude={"doi", "key"})


def _sentences(error: ValidationError, parsed: Parsed) -> list[str]:
    names = {column.target: name for name, column in COLUMNS.items()}
    return [
        _named(names.get(field, field), parsed) + message
        for field, messages in error.message_dict.items()
        for message in messages
    ]


def _named(field: str, parsed: Parsed) -> str:
    """The column and what it says, to go before what is wrong with it."""
    if field == NON_FIELD_ERRORS:
        return ""
    words = field.replace("_", " ").capitalize()
    return f"{words} “{shortened(parsed.cells.get(field, ''))}”: "
