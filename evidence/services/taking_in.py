"""Taking in a file of references that was looked through: all that was chosen, or nothing."""

from __future__ import annotations

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.text import slugify

from evidence import policies
from evidence.importing.plan import is_filling
from evidence.importing.records import Parsed
from evidence.models import Import, ImportRecord, Publication
from evidence.querysets import ALARMING
from evidence.services.comparing import BATCH, COLUMNS, Report, built, check, no_report, plan
from evidence.services.entering import ONLY_OFFICER, enter
from evidence.services.importing import planned_row
from evidence.vocabulary import ImportChoice, ImportOutcome, ImportState
from loneliness.accounts.models import User
from loneliness.records import services as records
from loneliness.records.seedfiles import Files

CHANGED_SINCE = "Changed since this page was made: look at it again."
SOME_CHANGED = (
    "Nothing was taken in: {count} of the publications changed since this page was made. They are "
    "marked below; look at them and take the file in again."
)
MISCOUNTED = "Nothing was taken in: {seen} records were seen and {told} accounted for."
NOT_READY = "This file cannot be taken in: it was not read to its end."
BOTH_CHANGE = (
    "Nothing was taken in: records {numbers} would both change “{publication}”. Leave one of them "
    "out."
)
NAMED = "Nothing was taken in. Record {number}, line {line}: {message}"


class ChangedSince(ValidationError):
    """Publications moved on after the preview; nothing was written."""

    def __init__(self, numbers: list[int]) -> None:
        super().__init__(SOME_CHANGED.format(count=len(numbers)))
        self.numbers = numbers


def take_in(file: Import, *, by: User, report: Report = no_report) -> Import:
    """Save what was chosen, all of it or nothing; a second time changes nothing.

    ChangedSince when publications moved on: those records are compared anew for the next look.
    """
    records.require(policies.may_enter_evidence(by), ONLY_OFFICER)
    try:
        return _take_in(file.pk, by, report)
    except ChangedSince as error:
        _compare_again(file, error.numbers)
        raise


@transaction.atomic
def _take_in(pk: int, by: User, report: Report) -> Import:
    file = Import.objects.select_for_update().get(pk=pk)
    if file.state == ImportState.APPLIED:
        return file
    if not file.is_open:
        raise ValidationError(NOT_READY)
    chosen = list(file.records.exclude(choice=ImportChoice.SKIP).select_related("publication"))
    new = [row for row in chosen if row.choice == ImportChoice.CREATE]
    old = [row for row in chosen if row.choice != ImportChoice.CREATE]
    _refuse_stale(new, old)
    _refuse_twice(old)
    files, reason = Files(by), f"Imported from {file.name}"
    _add(new, files, reason, report)
    for row in old:
        _change(row, files, reason)
    return _account(file, created=len(new), updated=len(old))


def _refuse_stale(new: list[ImportRecord], old: list[ImportRecord]) -> None:
    """Refuse when a publication was saved, or one with the same DOI or key came, meanwhile."""
    moved = [row.number for row in old if row.publication.version != row.seen_version]  # type: ignore[union-attr]
    taken = Publication.objects.filter(
        Q(doi__in=[row.cells["doi"] for row in new if row.cells.get("doi")])
        | Q(key__in=[row.cells["key"] for row in new if row.cells.get("key")])
    ).values_list("doi", "key")
    dois, keys = {doi for doi, _ in taken}, {key for _, key in taken}
    came = [
        row.number
        for row in new
        if (row.cells.get("doi") and row.cells["doi"] in dois) or row.cells.get("key") in keys
    ]
    if moved or came:
        raise ChangedSince([*moved, *came])


def _refuse_twice(old: list[ImportRecord]) -> None:
    """Refuse two records that would change one publication, the second unseen by the first."""
    first: dict[int | None, ImportRecord] = {}
    for row in old:
        earlier = first.setdefault(row.publication_id, row)
        if earlier is not row:
            numbers = f"{earlier.number} and {row.number}"
            raise ValidationError(BOTH_CHANGE.format(numbers=numbers, publication=row.publication))


def _add(rows: list[ImportRecord], files: Files, reason: str, report: Report) -> None:
    """Save new publications with their history, many at a time."""
    taken = set(Publication.objects.values_list("key", flat=True))
    for start in range(0, len(rows), BATCH):
        report(start, len(rows))
        batch = rows[start : start + BATCH]
        made = [_new(row, files, taken) for row in batch]
        try:
            _save(made, files.by, reason)
        except IntegrityError:
            raise ChangedSince([row.number for row in batch]) from None
        saved = dict(
            Publication.objects.filter(key__in=[item.key for item in made]).values_list("key", "pk")
        )
        for row, item in zip(batch, made, strict=True):
            row.publication_id = saved[item.key]
        ImportRecord.objects.bulk_update(batch, ["publication"])


def _save(made: list[Publication], by: User, reason: str) -> None:
    """Save new publications; one that was replaced or withdrawn is also told of as such."""
    records.save_new([item for item in made if item.standing not in ALARMING], by=by, reason=reason)
    for item in made:
        if item.standing in ALARMING:
            enter(item, by=by, reason=reason)


def _new(row: ImportRecord, files: Files, taken: set[str]) -> Publication:
    publication = built(row.cells, files)
    words = slugify(f"{publication.title} {publication.year or ''}")[: records.KEY_LENGTH]
    base = publication.key or words.strip("-") or "record"
    number, key = 1, base
    while key in taken:
        number += 1
        key = f"{base}-{number}"
    taken.add(key)
    publication.key = key
    check(publication)
    return publication


def _change(row: ImportRecord, files: Files, reason: str) -> None:
    """Save a changed publication; what is wrong with it names the record."""
    try:
        _save_change(row, files, reason)
    except records.StaleRecord:
        raise ChangedSince([row.number]) from None
    except ValidationError as error:
        told = {"number": row.number, "line": row.line}
        raise ValidationError([NAMED.format(message=m, **told) for m in error.messages]) from None


def _save_change(row: ImportRecord, files: Files, reason: str) -> None:
    publication = row.publication
    fills_only = row.choice == ImportChoice.FILL
    wanted = {
        name: new
        for name, old, new in row.changes
        if not fills_only or is_filling([name, old, new])
    }
    for name in wanted:
        for attribute, value in COLUMNS[name].read(wanted, files).items():
            setattr(publication, attribute, value)
    enter(publication, by=files.by, expected_version=row.seen_version, reason=reason)  # type: ignore[type-var]


def _account(file: Import, *, created: int, updated: int) -> Import:
    """Close the file once each of its records is accounted for; else nothing is kept."""
    left = file.records.filter(choice=ImportChoice.SKIP).aggregate(
        refused=Count("pk", filter=Q(outcome=ImportOutcome.REFUSED)),
        skipped=Count("pk", filter=~Q(outcome=ImportOutcome.REFUSED)),
    )
    told = created + updated + left["refused"] + left["skipped"]
    if told != file.seen:
        raise ValidationError(MISCOUNTED.format(seen=file.seen, told=told))
    file.created, file.updated = created, updated
    file.refused, file.skipped = left["refused"], left["skipped"]
    file.state, file.applied_at = ImportState.APPLIED, timezone.now()
    file.full_clean()
    file.save()
    return file


@transaction.atomic
def _compare_again(file: Import, numbers: list[int]) -> None:
    """Compare records with the register as it is now, and say so."""
    rows = {row.number: row for row in file.records.filter(number__in=numbers)}
    parsed = [Parsed(row.number, row.line, row.cells) for row in rows.values()]
    for item in plan(parsed):
        told = replace(item, remarks=(CHANGED_SINCE, *item.remarks))
        fresh = planned_row(file, told)
        fresh.pk = rows[item.parsed.number].pk
        fresh._state.adding = False
        fresh.save()
