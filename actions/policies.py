"""Who may do what with recommendations and actions."""

from __future__ import annotations

import rules
from django.utils import timezone

from actions.models import Action
from loneliness.accounts.models import User
from loneliness.accounts.roles import Role

SECRETARYS_MODELS = (
    "organisation board person post holding recommendation recommendationboard "
    "recommendationgroup action actionrecommendation actiontable service serviceprovider "
    "servicegroup policyitem"
).split()

GRANTS: dict[str, tuple[str, ...]] = {
    Role.SECRETARY: (
        *(
            f"actions.{verb}_{model}"
            for model in SECRETARYS_MODELS
            for verb in ("add", "change", "view")
        ),
        "actions.view_progressupdate",
        "evidence.view_populationgroup",
        "evidence.view_publication",
        "estimates.view_estimatetable",
        "actions.report_for_others",
        "actions.run_cycle",
        "records.handle_mail",
    ),
    Role.REVIEWER: tuple(f"actions.view_{model}" for model in SECRETARYS_MODELS),
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


def may_invite(user: User) -> bool:
    """An administrator invites people."""
    return user.has_perm("accounts.add_user")
