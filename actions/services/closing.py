"""The second key: a claim that an action is complete, verified or returned by somebody else."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction

from actions import policies
from actions.models import Action, Closure, ProgressUpdate
from actions.vocabulary import Status
from loneliness.accounts.models import User
from loneliness.records import services as records


@transaction.atomic
def decide_claim(claim: ProgressUpdate, *, by: User, verified: bool, reason: str) -> Closure:
    """Verify a claim of completion, or return it; deciding the same twice keeps one answer.

    PermissionDenied for whoever claimed it, owns the action, or may not verify.
    """
    records.require(
        policies.may_verify(by, claim),
        "A reviewer who neither claimed this nor owns the action verifies or returns it.",
    )
    action = Action.objects.select_for_update().get(pk=claim.action_id)
    closure = Closure(
        update=claim,
        verified=verified,
        reason=reason.strip(),
        claimed_by=claim.posted_by,
        decided_by=by,
    )
    done = Closure.objects.filter(update=claim).select_related("decided_by").first()
    if done and (done.decided_by_id, done.verified) == (by.pk, verified):
        return done
    if done:
        raise ValidationError(f"{done.decided_by} has already answered this claim.")
    if claim.status != Status.CLAIMED or action.updates.newest_first().first() != claim:
        raise ValidationError("There is a newer update: nothing waits to be verified here.")
    closure.full_clean()
    closure.save()
    return closure
