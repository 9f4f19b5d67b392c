"""Who may do what with recommendations and actions."""

from __future__ import annotations

import rules
from django.utils import timezone

from actions.models import Action, ProgressUpdate
from loneliness.accounts.models import User
from loneliness.accounts.roles import Role

SECRETARYS_MODELS = (
    "organisation board person post holding recommendation recommendationboard "
    "recommendationgroup action actionrecommendation actiontable service serviceprovider "
    "servicegroup policyitem actiongroup meeting milestone"
).split()
READ_BY_SECRETARY = ("progressupdate decision call duedatechange closure remark pack").split()

GRANTS: dict[str, tuple[str, ...]] = {
    Role.SECRETARY: (
        *(
            f"actions.{verb}_{model}"
            for model in SECRETARYS_MODELS
            for verb in ("add", "change", "view")
        ),
        *(f"actions.view_{model}" for model in READ_BY_SECRETARY),
        "evidence.view_populationgroup",
        "evidence.view_publication",
        "estimates.view_estimatetable",
        "actions.report_for_others",
        "actions.run_cycle",
        "actions.issue_papers",
        "records.handle_mail",
    ),
    Role.REVIEWER: (
        *(f"actions.view_{model}" for model in SECRETARYS_MODELS),
        "actions.verify_closure",
    ),
    Role.ADMINISTRATOR: (
        *(f"actions.view_{model}" for model in SECRETARYS_MODELS),
        "accounts.add_user",
        "accounts.change_user",
        "accounts.view_user",
        "records.redact",
        "records.handle_mail",
    ),
}


@rules.predicate
def may_set_up(user: User) -> bool:
    """The board secretary sets responses, owners, boards and dates."""
    return user.has_perm("actions.run_cycle")


@rules.predicate
def owns(user: User, action: Action) -> bool:
    """Whoever holds the post that owns the action today."""
    owned = Action.objects.owned_by(user, timezone.localdate())
    return bool(owned.filter(pk=action.pk).exists())


@rules.predicate
def may_report_for_others(user: User) -> bool:
    """The board secretary enters what owners say by telephone."""
    return user.has_perm("actions.report_for_others")


def may_post_update(user: User, action: Action) -> bool:
    """The action's owner, or the secretary for the owner."""
    return bool(may_report_for_others(user) or owns(user, action))


@rules.predicate
def may_issue(user: User) -> bool:
    """The board secretary issues papers and confirms records."""
    return user.has_perm("actions.issue_papers")


def may_verify(user: User, claim: ProgressUpdate) -> bool:
    """A reviewer who neither claimed it nor owns the action, now or when it was claimed."""
    claimants = {claim.posted_by_id, claim.reported_by and claim.reported_by.account_id}
    owned_then = Action.objects.owned_by(user, timezone.localdate(claim.posted_at))
    return (
        user.has_perm("actions.verify_closure")
        and user.pk not in claimants
        and not owns(user, claim.action)
        and not owned_then.filter(pk=claim.action_id).exists()
    )


def may_invite(user: User) -> bool:
    """An administrator invites people."""
    return user.has_perm("accounts.add_user")
