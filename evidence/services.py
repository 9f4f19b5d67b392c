"""The ways to write evidence. Admin, forms, importers and tasks all come through here."""

from __future__ import annotations

from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from evidence import grading, policies
from evidence.models import Appraisal, Finding, GroupParent, PopulationCount, PopulationGroup
from loneliness.accounts.models import User
from loneliness.records import services as records
from loneliness.records.models import Historic

R = TypeVar("R", bound=Historic)
C = TypeVar("C", Finding, Appraisal)

CONFIRMED = (
    "This {name} was confirmed and is never edited. Add a new one; the old one stays readable."
)


def check_enter(record: Historic, *, by: User) -> None:
    """Complete what the register fills in and check the record as a save would.

    ValidationError says what is wrong; nothing is saved.
    """
    if record._state.adding:
        _stamp(record, by)
    if isinstance(record, (Finding, Appraisal)) and record.is_confirmed:
        raise ValidationError(CONFIRMED.format(name=record._meta.verbose_name))
    if isinstance(record, Appraisal):
        record.suggested_grade = suggested_grade(record).grade or ""
    if isinstance(record, GroupParent):
        _refuse_circle(record)


@transaction.atomic
def enter(record: R, *, by: User, expected_version: int | None = None) -> R:
    """Save a new or corrected record of the evidence register.

    PermissionDenied for anybody but an evidence officer, ValidationError for a bad record,
    StaleRecord when somebody saved since ``expected_version`` was read.
    """
    records.require(policies.may_enter_evidence(by), "Only an evidence officer may enter evidence.")
    check_enter(record, by=by)
    return records.save(record, by=by, expected_version=expected_version)


@transaction.atomic
def confirm_finding(finding: Finding, *, by: User) -> Finding:
    """Confirm that a finding says what its quotation says; somebody else than who entered it."""
    records.require(
        policies.may_confirm_finding(by, finding),
        "Only a reviewer who did not enter this finding may confirm it, and only once.",
    )
    return _confirm(finding, by)


@transaction.atomic
def confirm_appraisal(appraisal: Appraisal, *, by: User) -> Appraisal:
    """Confirm a grade and its reason; somebody else than who gave it."""
    records.require(
        policies.may_confirm_appraisal(by, appraisal),
        "Only a reviewer who did not give this grade may confirm it, and only once.",
    )
    return _confirm(appraisal, by)


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


def _confirm(record: C, by: User) -> C:
    record.confirmed_by = by
    record.confirmed_at = timezone.now()
    return records.save(record, by=by, reason="Confirmed")


def _stamp(record: models.Model, by: User) -> None:
    if isinstance(record, (Finding, PopulationCount)):
        record.entered_by = by
    if isinstance(record, Appraisal):
        record.appraised_by = by


def _refuse_circle(link: GroupParent) -> None:
    """Refuse a wider group that itself lies within the narrower one."""
    if link.child_id in PopulationGroup.objects.nesting().at_or_over(link.parent_id):
        raise ValidationError(
            {"parent": "This group already lies within the other: groups cannot nest in a circle."}
        )
