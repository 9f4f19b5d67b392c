"""The second person: what was entered is confirmed, or returned with what is to be mended."""

from __future__ import annotations

from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from evidence import policies
from evidence.models import Appraisal, Finding
from evidence.services import changes
from loneliness.accounts.models import User
from loneliness.records import services as records

C = TypeVar("C", Finding, Appraisal)

ONLY_OTHERS = (
    "Only a reviewer who did not {verb} this {name} may {act} it, only once, and not before what "
    "was returned is mended."
)


@transaction.atomic
def confirm_finding(finding: Finding, *, by: User, expected_version: int | None = None) -> Finding:
    """Confirm that a finding says what its quotation says; somebody else than who entered it."""
    _require_other(policies.may_confirm_finding(by, finding), finding, "confirm")
    return _confirm(finding, by, expected_version)


@transaction.atomic
def confirm_appraisal(
    appraisal: Appraisal, *, by: User, expected_version: int | None = None
) -> Appraisal:
    """Confirm a grade and its reason; somebody else than who gave it."""
    _require_other(policies.may_confirm_appraisal(by, appraisal), appraisal, "confirm")
    return _confirm(appraisal, by, expected_version)


@transaction.atomic
def return_finding(
    finding: Finding, *, by: User, because: str, expected_version: int | None = None
) -> Finding:
    """Return a finding with what is to be mended; it waits again once an officer saved it."""
    _require_other(policies.may_confirm_finding(by, finding), finding, "return")
    return _return(finding, by, because, expected_version)


@transaction.atomic
def return_appraisal(
    appraisal: Appraisal, *, by: User, because: str, expected_version: int | None = None
) -> Appraisal:
    """Return a grade with what is to be mended; it waits again once an officer saved it."""
    _require_other(policies.may_confirm_appraisal(by, appraisal), appraisal, "return")
    return _return(appraisal, by, because, expected_version)


def _require_other(allowed: bool, record: Finding | Appraisal, act: str) -> None:
    name, verb = ("finding", "enter or change")
    if isinstance(record, Appraisal):
        name, verb = ("grade", "give or change")
    records.require(allowed, ONLY_OTHERS.format(name=name, verb=verb, act=act))


def _confirm(record: C, by: User, expected_version: int | None) -> C:
    was = changes.before(record)
    record.confirmed_by = by
    record.confirmed_at = timezone.now()
    records.save(record, by=by, reason="Confirmed", expected_version=expected_version)
    changes.follow(record, was, by=by)
    return record


def _return(record: C, by: User, because: str, expected_version: int | None) -> C:
    if not because.strip():
        raise ValidationError({"because": "Say what is to be mended before you return it."})
    record.returned_by = by
    record.returned_at = timezone.now()
    record.returned_because = because.strip()
    reason = f"Returned: {record.returned_because}"
    return records.save(record, by=by, reason=reason, expected_version=expected_version)
