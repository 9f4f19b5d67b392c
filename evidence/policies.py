"""Who may do what with the evidence."""

from __future__ import annotations

import rules

from evidence.models import Appraisal, Finding
from loneliness.accounts.models import User
from loneliness.accounts.roles import Role

OFFICERS_MODELS = (
    "publication appraisal finding populationcount measure populationgroup groupparent area "
    "citation findingcitation findingcomparison glossaryterm"
).split()

GRANTS: dict[str, tuple[str, ...]] = {
    Role.OFFICER: (
        *(
            f"evidence.{verb}_{model}"
            for model in OFFICERS_MODELS
            for verb in ("add", "change", "view")
        ),
        "evidence.check_original",
    ),
    Role.REVIEWER: (
        *(f"evidence.view_{model}" for model in OFFICERS_MODELS),
        "evidence.confirm_finding",
        "evidence.confirm_appraisal",
        "evidence.check_original",
        "evidence.clear_recheck",
    ),
    Role.ADMINISTRATOR: tuple(f"evidence.view_{model}" for model in OFFICERS_MODELS),
}


@rules.predicate
def may_enter_evidence(user: User) -> bool:
    """An evidence officer adds and corrects evidence."""
    return user.has_perm("evidence.add_finding")


@rules.predicate
def may_confirm_finding(user: User, finding: Finding) -> bool:
    """A reviewer who neither entered nor changed it, once."""
    return (
        user.has_perm("evidence.confirm_finding")
        and finding.state == "not-confirmed"
        and finding.entered_by_id != user.pk
        and not _has_changed(user, finding)
    )


@rules.predicate
def may_confirm_appraisal(user: User, appraisal: Appraisal) -> bool:
    """A reviewer who neither gave nor changed the grade, once."""
    return (
        user.has_perm("evidence.confirm_appraisal")
        and appraisal.state == "not-confirmed"
        and appraisal.appraised_by_id != user.pk
        and not _has_changed(user, appraisal)
    )


def _has_changed(user: User, record: Finding | Appraisal) -> bool:
    """Whether the person changed the record at any time: then it is partly their own work.

    Returning it with a reason is reading it, not changing it.
    """
    saved = record.history.filter(history_user=user.pk)
    return bool(saved.exclude(returned_by=user.pk).exists())


@rules.predicate
def may_check_original(user: User) -> bool:
    """An officer or a reviewer who has the source in hand."""
    return user.has_perm("evidence.check_original")


@rules.predicate
def may_clear_recheck(user: User) -> bool:
    """A reviewer checks again what stands on evidence that changed."""
    return user.has_perm("evidence.clear_recheck")
