"""Bringing references in: read, compared, shown, and then saved all together or not at all."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.text import slugify

from evidence import policies
from evidence.doi import look_up
from evidence.importing.files import ReadFile, read
from evidence.importing.plan import Planned, is_filling
from evidence.importing.reading import Unreadable
from evidence.importing.records import Parsed, shortened
from evidence.models import Import, ImportRecord, Publication
from evidence.querysets import ALARMING
from evidence.services.comparing import BATCH, COLUMNS, Report, built, check, no_report, plan
from evidence.services.entering import ONLY_OFFICER, enter
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
LOOKED_UP = "DOI"
NOT_READY = "This file cannot be taken in: it was not read to its end."
FITS_NOT = "This choice does not fit record {number}."


class ChangedSince(ValidationError):
    """Publications moved on after the preview; nothing was written."""

    def __init__(self, numbers: list[int]) -> None:
        super().__init__(SOME_CHANGED.format(count=len(numbers)))
        self.numbers = numbers


@transaction.atomic
def bring(name: str, content: bytes, *, by: User) -> Import:
    """Keep a file to be read; PermissionDenied for anybody but an evidence officer."""
    records.require(policies.may_enter_evidence(by), ONLY_OFFICER)
    file = Import(name=shortened(name)[:255] or "file", content=content, brought_by=by)
    file.full_clean()
    file.save()
    return file


def read_in(file: Import, *, report: Report = no_report) -> Import:
    """Read and compare a file and keep what each record would do; a file is read once.

    A file that is refused as a whole keeps the sentence that says why.
    """
    if file.state != ImportState.WAITING:
        return file
    try:
        found = read(bytes(file.content or b""))
    except Unreadable as error:
        return _settle(file, ImportState.FAILED, notes=str(error))
    return _keep(file, found, plan(found.records, report))


@transaction.atomic
def _keep(file: Import, found: ReadFile, planned: list[Planned]) -> Import:
    file.records.all().delete()
    ImportRecord.objects.bulk_create([_row(file, item) for item in planned], batch_size=BATCH)
    file.format, file.encoding, file.seen = found.format, found.encoding, len(planned)
    return _settle(file, ImportState.READY, notes="\n".join(found.notes))


def bring_look_up(publication: Publication, *, by: User) -> Import:
    """Ask the configured service for the publication's DOI; what it would fill is shown first.

    NoAnswer with a sentence when the service said nothing usable.
    """
    records.require(policies.may_enter_evidence(by), ONLY_OFFICER)
    told = look_up(publication.doi, settings.DOI_LOOKUP_URL)
    file = bring(f"DOI {publication.doi}", b"", by=by)
    return _keep(file, ReadFile(LOOKED_UP, "", [told]), plan([told]))


def _settle(file: Import, state: ImportState, *, notes: str) -> Import:
    file.state, file.notes, file.content = state, notes, None
    file.full_clean()
    file.save()
    return file


def _row(file: Import, item: Planned) -> ImportRecord:
    parsed = item.parsed
    kept = [f"Not kept: {', '.join(parsed.not_kept)}."] if parsed.not_kept else []
    return ImportRecord(
        file=file,
        number=parsed.number,
        line=parsed.line,
        title=parsed.title,
        cells=parsed.cells,
        changes=item.changes,
        remarks="\n".join([*item.remarks, *parsed.notes, *kept]),
        outcome=item.outcome,
        score=item.score,
        choice=item.choice,
        publication_id=item.stored.pk if item.stored else None,
        seen_version=item.stored.version if item.stored else None,
    )


@transaction.atomic
def choose(file: Import, choices: dict[int, str], *, by: User) -> None:
    """Keep what an officer chose for records, by their numbers."""
    records.require(policies.may_enter_evidence(by), ONLY_OFFICER)
    if not file.is_open:
        return
    for row in file.records.filter(number__in=choices).select_related("file", "publication"):
        wanted = choices[row.number]
        if wanted not in offered(row):
            raise ValidationError(FITS_NOT.format(number=row.number))
        if wanted != row.choice:
            row.choice = wanted
            row.save(update_fields=["choice"])


def offered(row: ImportRecord) -> list[ImportChoice]:
    """What may be chosen for a record."""
    if row.outcome == ImportOutcome.REFUSED:
        return [ImportChoice.SKIP]
    same = row.publication_id is not None and row.changes
    fills = [ImportChoice.FILL] if same and any(map(is_filling, row.changes)) else []
    if row.file.format == LOOKED_UP:
        return [*fills, ImportChoice.SKIP]
    own = bool(row.publication and row.cells.get("key") == row.publication.key)
    known = own or row.outcome == ImportOutcome.SAME or _has_known_doi(row)
    new = [] if known else [ImportChoice.CREATE]
    return [*fills, *([ImportChoice.TAKE] if same else []), *new, ImportChoice.SKIP]


def _has_known_doi(row: ImportRecord) -> bool:
    """Whether a publication here, or a record before it in the file, has the record's DOI."""
    doi = row.cells.get("doi", "").casefold()
    if not doi or row.outcome == ImportOutcome.NEW:
        return False
    if row.publication:
        return bool(row.publication.doi.casefold() == doi)
    return bool(row.file.records.filter(number__lt=row.number, cells__doi__iexact=doi).exists())


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
        fresh = _row(file, told)
        fresh.pk = rows[item.parsed.number].pk
        fresh._state.adding = False
        fresh.save()
