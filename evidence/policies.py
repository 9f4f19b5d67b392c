"""Who may do what with the evidence."""

from __future__ import annotations

from collections.abc import Sequence

import rules

from evidence.models import Appraisal, Finding
from evidence.models.confirming import Confirmable
from loneliness.accounts.models import User
from loneliness.accounts.roles import Role

OFFICERS_MODELS = (
    "publication appraisal finding populationcount measure populationgroup groupparent area "
    "citation findingcitation findingcomparison glossaryterm"
).split()

CONFIRMS: dict[type[Confirmable], str] = {
    Finding: "evidence.confirm_finding",
    Appraisal: "evidence.confirm_appraisal",
}
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
    """A reviewer who neither entered nor changed it, once, and not while it is returned."""
    return finding.pk in confirmable(user, [finding])


@rules.predicate
def may_confirm_appraisal(user: User, appraisal: Appraisal) -> bool:
    """A reviewer who neither gave nor changed the grade, once, and not while it is returned."""
    return appraisal.pk in confirmable(user, [appraisal])


def confirmable(user: User, records: Sequence[Confirmable]) -> set[int]:
    """Which of these records of one model the person may confirm or return. One query.

    Whoever saved a record at any time made it partly their own work; returning it with a
    reason is reading it, not changing it.
    """
    if not records or not user.has_perm(CONFIRMS[type(records[0])]):
        return set()
    waiting = [record.pk for record in records if record.state == "not-confirmed"]
    saved = type(records[0]).history.filter(history_user=user.pk, id__in=waiting)
    return set(waiting) - set(saved.exclude(returned_by=user.pk).values_list("id", flat=True))


def has_reviewers() -> bool:
    """Whether anybody may confirm at all; a council may have one officer only. One query."""
    reviewers = User.objects.filter(is_active=True, groups__name=Role.REVIEWER)
    return bool(reviewers.exists())


@rules.predicate
def may_check_original(user: User) -> bool:
    """An officer or a reviewer who has the source in hand."""
    return user.has_perm("evidence.check_original")


@rules.predicate
def may_clear_recheck(user: User) -> bool:
    """A reviewer checks again what stands on evidence that changed."""
    return user.has_perm("evidence.clear_recheck")


def may_confirm_any(user: User, model: type) -> bool:
    """Whether the person's role confirms records of this kind at all."""
    return user.has_perm(CONFIRMS[model])
