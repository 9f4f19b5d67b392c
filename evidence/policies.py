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
    Role.OFFICER: tuple(
        f"evidence.{verb}_{model}"
        for model in OFFICERS_MODELS
        for verb in ("add", "change", "view")
    ),
    Role.REVIEWER: (
        *(f"evidence.view_{model}" for model in OFFICERS_MODELS),
        "evidence.confirm_finding",
        "evidence.confirm_appraisal",
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
        and not finding.is_confirmed
        and finding.entered_by_id != user.pk
        and not _has_changed(user, finding)
    )


@rules.predicate
def may_confirm_appraisal(user: User, appraisal: Appraisal) -> bool:
    """A reviewer who neither gave nor changed the grade, once."""
    return (
        user.has_perm("evidence.confirm_appraisal")
        and not appraisal.is_confirmed
        and appraisal.appraised_by_id != user.pk
        and not _has_changed(user, appraisal)
    )


def _has_changed(user: User, record: Finding | Appraisal) -> bool:
    """Whether the person saved the record at any time: then it is partly their own work."""
    return bool(record.history.filter(history_user=user.pk).exists())
