"""Who may do what with the estimates."""

from __future__ import annotations

import rules

from estimates.models import Revision
from loneliness.accounts.models import User
from loneliness.accounts.roles import Role

MODELS = (
    "estimatetable estimateline caveat revision revisionline audit auditline auditmark "
    "auditanswer verification"
).split()

GRANTS: dict[str, tuple[str, ...]] = {
    Role.OFFICER: (
        *(f"estimates.view_{model}" for model in MODELS),
        *(
            f"estimates.{verb}_{model}"
            for model in ("estimatetable", "estimateline", "caveat")
            for verb in ("add", "change")
        ),
    ),
    Role.REVIEWER: (
        *(f"estimates.view_{model}" for model in MODELS),
        "estimates.approve_revision",
        "estimates.answer_caveat",
        "estimates.add_audit",
    ),
    Role.ADMINISTRATOR: tuple(f"estimates.view_{model}" for model in MODELS),
}


@rules.predicate
def may_enter_estimates(user: User) -> bool:
    """An evidence officer builds tables and their lines."""
    return user.has_perm("estimates.add_estimateline")


@rules.predicate
def may_approve_estimates(user: User) -> bool:
    """A reviewer decides which figures stand."""
    return user.has_perm("estimates.approve_revision")


@rules.predicate
def may_answer(user: User) -> bool:
    """A reviewer answers cautions."""
    return user.has_perm("estimates.answer_caveat")


@rules.predicate
def may_audit(user: User) -> bool:
    """A reviewer goes through the lines of tables and signs the report."""
    return user.has_perm("estimates.add_audit")


@rules.predicate
def may_approve(user: User, revision: Revision) -> bool:
    """A reviewer who did not make the version, once, and before any newer one is approved."""
    return (
        user.has_perm("estimates.approve_revision")
        and not revision.is_frozen
        and revision.author_id != user.pk
        and not revision.is_overtaken
    )
