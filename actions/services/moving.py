"""Due dates: corrected with a reason before a paper shows them, moved with an approver after."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from actions import policies
from actions.dates import in_words
from actions.models import Action, DueDateChange, Holding, Person
from actions.selectors import due_of
from actions.services.entering import ONLY_SECRETARY
from loneliness.accounts.models import User
from loneliness.records import services as records


@transaction.atomic
def correct_date(
    action: Action,
    due_on: datetime.date | None,
    *,
    by: User,
    reason: str,
    expected_version: int | None = None,
) -> Action:
    """Correct a due date that no issued paper has shown; the reason stands in the history."""
    records.require(policies.may_set_up(by), ONLY_SECRETARY)
    if action.first_shown_on:
        raise ValidationError(
            f"A paper showed this date on {in_words(action.first_shown_on)}: it can only be "
            "moved, with a reason and somebody who agrees."
        )
    if not reason.strip():
        raise ValidationError({"reason": "Say why the date is corrected."})
    action.first_due_on = due_on
    return records.save(action, by=by, reason=reason, expected_version=expected_version)


@transaction.atomic
def answer_date(change: DueDateChange, *, by: User) -> DueDateChange:
    """Record that a due date moves, or that the wish is refused, with reason and approver.

    Posting the same form twice keeps one. ValidationError for a date that no paper has shown,
    for an approver who owns the action, and for the date that holds already.
    """
    records.require(policies.may_set_up(by), ONLY_SECRETARY)
    action = Action.objects.select_for_update().get(pk=change.action_id)
    done = DueDateChange.objects.filter(once=change.once, action=action).first()
    if done:
        return done
    due = due_of(action, action.date_changes.order_by("pk"))
    if due.now is None:
        raise ValidationError("The action has no due date yet: set one first.")
    if change.granted and not action.first_shown_on:
        raise ValidationError("No paper has shown this date yet: correct it instead.")
    if change.approver and _owns(change.approver, action):
        raise ValidationError(
            {"approver": "Somebody else than the owner must agree to another date."}
        )
    change.was_on, change.recorded_by = due.now, by
    change.full_clean()
    change.save()
    return change


def _owns(person: Person, action: Action) -> bool:
    in_force = Holding.objects.as_at(timezone.localdate())
    return in_force.filter(post=action.owner_id, person=person).exists()  # type: ignore[no-any-return]
