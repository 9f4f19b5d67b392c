"""Bringing references in: read, compared, shown, and then saved all together or not at all."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from evidence import policies
from evidence.doi import look_up
from evidence.importing.files import ReadFile, read
from evidence.importing.plan import Planned, is_filling
from evidence.importing.reading import Unreadable
from evidence.importing.records import shortened
from evidence.models import Import, ImportRecord, Publication
from evidence.services.comparing import BATCH, Report, no_report, plan
from evidence.services.entering import ONLY_OFFICER
from evidence.vocabulary import ImportChoice, ImportOutcome, ImportState
from loneliness.accounts.models import User
from loneliness.records import services as records

LOOKED_UP = "DOI"
FITS_NOT = "This choice does not fit record {number}."


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
    if Import.objects.select_for_update().get(pk=file.pk).state != ImportState.WAITING:
        file.refresh_from_db()
        return file  # somebody else read it meanwhile
    ImportRecord.objects.bulk_create(
        [planned_row(file, item) for item in planned], batch_size=BATCH
    )
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


def planned_row(file: Import, item: Planned) -> ImportRecord:
    """What is kept of a record that was compared."""
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
    """Keep what an officer chose for records, by their numbers; no more once it is taken in."""
    records.require(policies.may_enter_evidence(by), ONLY_OFFICER)
    if not Import.objects.select_for_update().get(pk=file.pk).is_open:
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
        return bool(Publication.objects.filter(doi__iexact=doi).exists())
    return bool(row.file.records.filter(number__lt=row.number, cells__doi__iexact=doi).exists())
