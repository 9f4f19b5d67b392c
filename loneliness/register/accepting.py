"""Leaving a gap open for now: by somebody whose role mends it, with a reason and a day."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from loneliness.accounts.models import User
from loneliness.records import services as records
from loneliness.records.models import AcceptedGap
from loneliness.register.gap import Gap

ONLY = "Only somebody whose role mends a gap accepts it for now, or takes that back."
ALREADY = "Somebody has accepted this gap already: look at the list of what is accepted for now."
NOT_ACCEPTED = "This gap is not accepted any more: it is in the list of gaps to mend."


def may_accept(user: User, gap: Gap) -> bool:
    """Whoever holds the role that mends it."""
    return user.has_role(gap.role)


@transaction.atomic
def accept(gap: Gap, *, by: User, reason: str, review_on: datetime.date) -> AcceptedGap:
    """Leave a gap open until a day; ValidationError without a reason or with a wrong day."""
    records.require(may_accept(by, gap), ONLY)
    today = timezone.localdate()
    stored = AcceptedGap.objects.select_for_update().filter(identity=gap.identity).first()
    if stored and stored.holds(gap.sentence, today):
        raise ValidationError(ALREADY)
    accepted = stored or AcceptedGap(identity=gap.identity)
    accepted.rule, accepted.record, accepted.link = gap.rule, gap.record, gap.link
    accepted.sentence, accepted.reason = gap.sentence, reason.strip()
    accepted.review_on, accepted.accepted_by, accepted.accepted_on = review_on, by, today
    try:
        return records.save(accepted, by=by, reason=reason.strip())
    except IntegrityError:
        raise ValidationError(ALREADY) from None


@transaction.atomic
def take_back(gap: Gap, *, by: User) -> None:
    """Let an accepted gap be one to mend again; the history keeps that it was accepted."""
    records.require(may_accept(by, gap), ONLY)
    rows = AcceptedGap.objects.select_for_update()
    stored = rows.filter(identity=gap.identity).first() if gap.acceptance else None
    if stored is None:
        raise ValidationError(NOT_ACCEPTED)
    records.remove(stored, by=by, reason="Taken back.")
