"""Taking away what was entered by mistake, while nothing stands on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.deletion import Collector, ProtectedError

from evidence import policies
from evidence.models import Finding, ImportRecord, PopulationCount, Publication
from evidence.services.entering import ONLY_OFFICER, refuse_confirmed
from evidence.vocabulary import ImportChoice, ImportState
from loneliness.accounts.models import User
from loneliness.records import services as records

REMOVABLE = (Publication, Finding, PopulationCount)


def standing_on(record: models.Model) -> dict[str, list[Any]]:
    """Every record that would lose what it names, by kind; the database refuses for the same.

    Records of imported files do not count: they keep what the file said, and let go.

    One query for each kind of record that could name this one.
    """
    collector = Collector(using="default", origin=record)
    try:
        collector.collect([record])
    except ProtectedError as error:
        by_kind: dict[str, list[Any]] = defaultdict(list)
        for found in sorted(
            _that_count(error.protected_objects), key=lambda item: (type(item).__name__, item.pk)
        ):
            by_kind[str(found._meta.verbose_name_plural)].append(found)
        return dict(by_kind)
    return {}


def _that_count(found: Iterable[Any]) -> list[Any]:
    return [record for record in found if not isinstance(record, ImportRecord)]


@transaction.atomic
def remove(record: Publication | Finding | PopulationCount, *, by: User, reason: str) -> None:
    """Remove a record that was entered by mistake; its history stays.

    ValidationError without a reason, for what a second person confirmed, and while anything
    stands on it.
    """
    records.require(policies.may_enter_evidence(by), ONLY_OFFICER)
    if not isinstance(record, REMOVABLE):
        raise TypeError(f"A {record._meta.verbose_name} is never removed.")
    refuse_confirmed(record)
    if not reason.strip():
        raise ValidationError({"reason": "Say why it is removed: its history keeps the reason."})
    found = standing_on(record)
    if found:
        kinds = ", ".join(f"{len(items)} {kind}" for kind, items in found.items())
        raise ValidationError(f"It cannot be removed, because these stand on it: {kinds}.")
    if isinstance(record, Publication):
        _let_go(record)
    records.remove(record, by=by, reason=reason.strip())


def _let_go(publication: Publication) -> None:
    """Imported files no longer name it; one still to be taken in leaves the record out."""
    rows = ImportRecord.objects.filter(publication=publication)
    rows.exclude(file__state=ImportState.APPLIED).update(choice=ImportChoice.SKIP)
    rows.update(publication=None, seen_version=None)
