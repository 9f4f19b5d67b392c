"""Grading a publication, and putting a confirmed figure right."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from evidence import policies
from evidence.models import Appraisal, Finding, FindingCitation, Publication, SourceCheck
from evidence.services.entering import ONLY_OFFICER, enter
from loneliness.accounts.models import User
from loneliness.records import services as records

CORRECT_IN_WORKSHOP = (
    "Nobody has confirmed this figure yet, so it is mended in the workshop; only a confirmed one "
    "is corrected by another."
)
CORRECTED_ALREADY = "This figure has a correction already: mend that one, or correct it in turn."


@transaction.atomic
def appraise(
    appraisal: Appraisal,
    publication: Publication | None = None,
    *,
    by: User,
    version: int | None = None,
    publication_version: int | None = None,
) -> Appraisal:
    """Save a grade and, when it changed, what the criteria say of the publication itself.

    StaleRecord also when somebody graded it meanwhile and that grade still waits.

    A confirmed grade stays in force until somebody confirms the new one. ValidationError when
    the grade is unlike the suggestion and no reason is given; StaleRecord as ``enter``.
    """
    if appraisal._state.adding:
        _refuse_second(appraisal, publication or appraisal.publication)
    if publication is not None:
        enter(publication, by=by, expected_version=publication_version, reason="For its grade")
        appraisal.publication = publication
    return enter(appraisal, by=by, expected_version=version, reason=appraisal.reason)


def _refuse_second(appraisal: Appraisal, publication: Publication) -> None:
    """Refuse a new grade while another waits: the person did not see it."""
    Publication.objects.select_for_update(of=("self",)).get(pk=publication.pk)
    if publication.appraisals.filter(confirmed_by=None).exists():
        raise records.StaleRecord(appraisal)


@transaction.atomic
def correct(finding: Finding, correction: Finding, *, by: User) -> Finding:
    """Enter what takes the place of a confirmed finding once it is confirmed itself.

    The old finding keeps its address and its words. The footnotes are carried over.
    """
    records.require(policies.may_enter_evidence(by), ONLY_OFFICER)
    Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    if not finding.is_confirmed:
        raise ValidationError(CORRECT_IN_WORKSHOP)
    if Finding.objects.filter(supersedes=finding).exists():
        raise ValidationError(CORRECTED_ALREADY)
    correction.supersedes = finding
    correction.publication = finding.publication
    correction.earlier = finding.earlier
    made = enter(correction, by=by, reason=correction.supersede_reason)
    for link in finding.citation_links.select_related("citation"):
        enter(FindingCitation(finding=made, citation=link.citation), by=by)
    return made


@transaction.atomic
def check_original(check: SourceCheck, *, by: User) -> SourceCheck:
    """Record that a quotation was compared with the source itself, and what that showed.

    The same said twice by one person on one day, as by a second click, is recorded once.
    """
    records.require(
        policies.may_check_original(by),
        "Only an evidence officer or a reviewer may record a check of the original.",
    )
    check.checked_by = by
    check.full_clean()
    Finding.objects.select_for_update(of=("self",)).get(pk=check.finding_id)
    told = {name: getattr(check, name) for name in ("finding", "outcome", "place", "note")}
    today = SourceCheck.objects.filter(checked_by=by, checked_at__date=timezone.localdate())
    earlier = today.filter(**told).first()
    if earlier is None:
        check.save()
    return earlier or check
