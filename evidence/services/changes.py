"""What becomes of the evidence, so that what stands on it needs checking again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from evidence import policies
from evidence.models import Appraisal, EvidenceChange, Finding, Publication, Recheck
from evidence.querysets import ALARMING
from evidence.vocabulary import ChangeKind, Grade
from loneliness.accounts.models import User
from loneliness.records import services as records
from loneliness.records.models import Historic


@dataclass(frozen=True)
class Before:
    """How a publication stood, and its grade in force, before a record was saved."""

    standing: str = ""
    grade: str = ""


def before(record: Historic) -> Before:
    """Read what a save of the record may change. One query at most."""
    if isinstance(record, Publication) and record.pk:
        stored = Publication.objects.filter(pk=record.pk).values_list("standing", flat=True)
        return Before(standing=stored.first() or "")
    if isinstance(record, Appraisal):
        return Before(grade=grade_in_force(record.publication_id))
    return Before()


def follow(record: Historic, was: Before, *, by: User) -> None:
    """Raise what the saved record changed of the evidence; nothing when nothing did."""
    if isinstance(record, Publication):
        if record.standing != was.standing and record.standing in ALARMING:
            raise_standing(record, by=by)
    elif isinstance(record, Appraisal):
        _raise_regrade(record, was, by)
    elif isinstance(record, Finding) and record.supersedes and record.is_confirmed:
        _raise_correction(record, record.supersedes, by)


def raise_standing(publication: Publication, *, by: User) -> EvidenceChange:
    """Say that a publication was replaced, corrected or withdrawn."""
    words = publication.standing_note or f"{publication.get_standing_display()}."
    return _raise(publication, publication.standing, words, by)


@transaction.atomic
def raise_known_standings(*, by: User) -> int:
    """Raise what nobody has raised yet of publications that are overtaken; say how many."""
    known = EvidenceChange.objects.standing().filter(kind__in=ALARMING)
    missing = Publication.objects.overtaken().exclude(pk__in=known.values("publication"))
    return len([raise_standing(publication, by=by) for publication in missing])


@transaction.atomic
def clear(rechecks: Iterable[Recheck], *, by: User) -> int:
    """Record that a reviewer checked records again, each once; say how many were new.

    PermissionDenied for anybody but a reviewer, ValidationError without a reason.
    """
    records.require(
        policies.may_clear_recheck(by), "Only a reviewer may say that a record still stands."
    )
    cleared = 0
    for recheck in rechecks:
        subject = recheck.subject_field()
        given = {"change": recheck.change, subject: getattr(recheck, subject)}
        if type(recheck)._default_manager.filter(**given).exists():
            continue
        recheck.cleared_by = by
        recheck.full_clean()
        recheck.save()
        cleared += 1
    return cleared


def grade_in_force(publication: int) -> str:
    """The grade that a publication has now; empty when it has none. One query."""
    grades = Appraisal.objects.in_force().filter(publication=publication)
    return grades.values_list("grade", flat=True).first() or ""


def raise_regrade(publication: Publication, was: str, now: str, why: str, *, by: User) -> None:
    """Say that what stands on a publication has another grade than before, when it has."""
    if was and now and now != was:
        words = f"{Grade(was).label} became {Grade(now).label.lower()}: {why}"
        _raise(publication, ChangeKind.REGRADED, words, by)


def _raise_regrade(appraisal: Appraisal, was: Before, by: User) -> None:
    now = grade_in_force(appraisal.publication_id)
    raise_regrade(appraisal.publication, was.grade, now, appraisal.reason, by=by)


def _raise_correction(correction: Finding, old: Finding, by: User) -> None:
    if not old.changes.filter(kind=ChangeKind.SUPERSEDED).exists():
        words = f"{old.stated} was corrected to {correction.stated}: {correction.supersede_reason}"
        _raise(old.publication, ChangeKind.SUPERSEDED, words, by, finding=old)


def _raise(
    publication: Publication, kind: str, sentence: str, by: User, finding: Finding | None = None
) -> EvidenceChange:
    change = EvidenceChange(
        publication=publication, finding=finding, kind=kind, sentence=sentence, raised_by=by
    )
    change.full_clean()
    change.save()
    return change
