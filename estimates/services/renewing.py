"""Drafting many tables at once with the newest figures of their surveys."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from estimates.comparable import SOURCES, Options, options
from estimates.models import EstimateTable, Revision
from estimates.services.versions import Choice, draft_revision
from estimates.vocabulary import RevisionKind
from loneliness.accounts.models import User

Report = Callable[[int, int], object]


def draft_newest(
    tables: Sequence[EstimateTable],
    *,
    by: User,
    reason: str,
    report: Report = lambda *_: None,
    at_end: Callable[[list[Revision]], object] = lambda drafts: None,
) -> list[Revision]:
    """Draft each table with the newest figure of each of its lines; all of them or none.

    ``report`` is told how many tables were looked at, of how many, before anything is written;
    ``at_end`` what was drafted, in the same transaction. ValidationError names the table that
    cannot be drafted.
    """
    chosen = []
    for done, table in enumerate(tables, start=1):
        chosen.append((table, _newest(table)))
        report(done, len(tables))
    with transaction.atomic():
        drafts = [_draft(table, choices, by=by, reason=reason) for table, choices in chosen]
        at_end(drafts)
    return drafts


def _newest(table: EstimateTable) -> dict[int, Choice]:
    lines = list(table.lines.select_related(*SOURCES))
    return {one.line.position: _choice(one) for one in options(lines)}


def _choice(one: Options) -> Choice:
    return Choice(one.line.population, one.newest or one.line.finding)


def _draft(table: EstimateTable, choices: dict[int, Choice], *, by: User, reason: str) -> Revision:
    try:
        return draft_revision(
            table, by=by, kind=RevisionKind.NEW_DATA, reason=reason, choices=choices
        )
    except ValidationError as error:
        sentences = " ".join(error.messages)
        raise ValidationError(f"Table {table.number}: {sentences} Nothing was drafted.") from error
