"""Entering and correcting evidence."""

from __future__ import annotations

from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction

from evidence import grading, policies
from evidence.models import (
    Appraisal,
    Area,
    Finding,
    FindingCitation,
    FindingComparison,
    GroupParent,
    Measure,
    PopulationCount,
    PopulationGroup,
    Publication,
)
from evidence.services import changes
from loneliness.accounts.models import User
from loneliness.records import services as records
from loneliness.records.models import Historic

R = TypeVar("R", bound=Historic)

KEYED = (
    (Publication, "key"),
    (Finding, "key"),
    (PopulationCount, "key"),
    (Measure, "code"),
    (PopulationGroup, "code"),
    (Area, "code"),
)
LINKS = {FindingCitation: "finding", FindingComparison: "finding", GroupParent: "child"}
ONLY_OFFICER = "Only an evidence officer may enter evidence."
CONFIRMED = (
    "This {name} was confirmed and is never edited. Add a new one; the old one stays readable."
)


def check_enter(record: Historic, *, by: User) -> None:
    """Complete what the register fills in and check the record as a save would.

    ValidationError says what is wrong; nothing is saved.
    """
    if record._state.adding:
        _stamp(record, by)
    refuse_confirmed(record)
    _mend(record)
    for model, field in KEYED:
        if isinstance(record, model) and not getattr(record, field):
            setattr(record, field, records.new_key(model, field, *_words(record)))
        if isinstance(record, model):
            records.keep_key(record, field)
    if isinstance(record, Appraisal):
        _suggest(record)
    if isinstance(record, GroupParent):
        _refuse_circle(record)


@transaction.atomic
def enter(record: R, *, by: User, expected_version: int | None = None, reason: str = "") -> R:
    """Save a new or corrected record of the evidence register.

    PermissionDenied for anybody but an evidence officer, ValidationError for a bad record,
    StaleRecord when somebody saved since ``expected_version`` was read.
    """
    records.require(policies.may_enter_evidence(by), ONLY_OFFICER)
    was = changes.before(record)
    check_enter(record, by=by)
    saved = records.save(record, by=by, expected_version=expected_version, reason=reason)
    changes.follow(saved, was, by=by)
    return saved


@transaction.atomic
def unlink(link: Historic, *, by: User, reason: str = "") -> None:
    """Take away a link between two records; its history stays.

    PermissionDenied for anybody but an evidence officer, ValidationError on a confirmed finding.
    """
    records.require(policies.may_enter_evidence(by), ONLY_OFFICER)
    if not isinstance(link, tuple(LINKS)):
        raise TypeError(f"A {link._meta.verbose_name} is never removed.")
    refuse_confirmed(link)
    records.remove(link, by=by, reason=reason)


def suggested_grade(appraisal: Appraisal) -> grading.Suggestion:
    """What the chapter's rule suggests for the answers given."""
    publication = appraisal.publication
    return grading.suggest(
        grading.Criteria(
            kind=publication.kind,
            commissioner_kind=publication.commissioner_kind,
            sampling=publication.sampling,
            professional=appraisal.professional,
            large=appraisal.large,
            method_clear=appraisal.method_clear,
            self_selecting=appraisal.self_selecting,
        )
    )


def _stamp(record: models.Model, by: User) -> None:
    if isinstance(record, (Finding, PopulationCount)):
        record.entered_by = by
    if isinstance(record, Appraisal):
        record.appraised_by = by
    if isinstance(record, (FindingCitation, FindingComparison, GroupParent)):
        records.place_last(record, LINKS[type(record)])


def refuse_confirmed(record: Historic) -> None:
    """Refuse to change what was confirmed, and the links of a confirmed finding."""
    for subject in _subjects(record):
        if isinstance(subject, (Finding, Appraisal)) and subject.is_confirmed:
            raise ValidationError(CONFIRMED.format(name=subject._meta.verbose_name))


def _subjects(record: Historic) -> list[Historic]:
    """The record itself; of a link, its finding and the one it was at before."""
    if not isinstance(record, (FindingCitation, FindingComparison)):
        return [record]
    stored = type(record)._default_manager.filter(pk=record.pk).select_related("finding")
    return [record.finding, *(link.finding for link in stored)]


def _mend(record: Historic) -> None:
    """Let what was returned wait for confirmation again, now that it is mended."""
    if isinstance(record, (Finding, Appraisal)) and record.is_returned:
        record.returned_by = record.returned_at = None
        record.returned_because = ""


def _suggest(appraisal: Appraisal) -> None:
    """Keep what the rule suggests; refuse a grade that departs from it without a reason."""
    suggestion = suggested_grade(appraisal)
    appraisal.suggested_grade = suggestion.grade or ""
    departs = suggestion.grade not in (None, appraisal.grade)
    if departs and not appraisal.departure_reason:
        raise ValidationError(
            {
                "departure_reason": f"The rule suggests {suggestion.grade}. "
                f"{suggestion.decided_by} Give your reason for departing from it."
            }
        )


def _words(record: Historic) -> tuple[object, ...]:
    """What a new record's short name is made from."""
    if isinstance(record, (Finding, PopulationCount)):
        return record.publication.key[:40], record.group.code[:30], record.ages
    if isinstance(record, Publication):
        return record.title, record.year or ""
    return (record.wording or record.measures if isinstance(record, Measure) else record.name,)  # type: ignore[attr-defined]


def _refuse_circle(link: GroupParent) -> None:
    """Refuse a wider group that itself lies within the narrower one."""
    if link.child_id in PopulationGroup.objects.nesting().at_or_over(link.parent_id):
        raise ValidationError(
            {"parent": "This group already lies within the other: groups cannot nest in a circle."}
        )
