"""Decisions of meetings, the confirmation of their record, and calls for updates before them."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from actions import notices, policies
from actions.dates import in_words
from actions.models import Call, CallAsked, Decision, Meeting
from actions.selectors import action_states, progress, to_ask, unanswered
from actions.services.entering import ONLY_SECRETARY
from loneliness.accounts.models import User
from loneliness.records import services as records

NOBODY_TO_ASK = (
    "Nobody who owns a running action of this board has still to answer: there is nobody to ask."
)


@transaction.atomic
def record_decision(decision: Decision, *, by: User) -> Decision:
    """Record what a meeting decided; posting the same form twice keeps one."""
    records.require(policies.may_set_up(by), ONLY_SECRETARY)
    meeting = Meeting.objects.select_for_update().get(pk=decision.meeting_id)
    done = Decision.objects.filter(once=decision.once, meeting=meeting).first()
    if done:
        return done
    if meeting.confirmed_on:
        raise ValidationError(
            f"The record of this meeting was confirmed on {in_words(meeting.confirmed_on)}: "
            "nothing is added to it. Record it at a later meeting."
        )
    if meeting.held_on > timezone.localdate():
        raise ValidationError("This meeting is still to come: nothing has been decided yet.")
    if decision.replaces:
        _may_replace(decision.replaces, meeting)
    decision.recorded_by = by
    decision.full_clean()
    decision.save()
    return decision


def _may_replace(corrected: Decision, meeting: Meeting) -> None:
    if corrected.meeting_id != meeting.pk:
        raise ValidationError({"replaces": "This corrects a decision of another meeting."})
    if Decision.objects.filter(replaces=corrected).exists():
        raise ValidationError(
            {"replaces": "Somebody has corrected this entry already: correct the newer one."}
        )


@transaction.atomic
def confirm_record(
    meeting: Meeting, on: datetime.date, *, by: User, expected_version: int | None = None
) -> Meeting:
    """Record that a later meeting confirmed this one's record, which is frozen from then."""
    records.require(policies.may_issue(by), "Only the board secretary may confirm a record.")
    if meeting.confirmed_on:
        raise ValidationError("The record of this meeting is confirmed already.")
    if on > timezone.localdate():
        raise ValidationError({"on": "That day has not come yet."})
    meeting.confirmed_on, meeting.confirmed_by = on, by
    return records.save(
        meeting, by=by, reason="Record confirmed", expected_version=expected_version
    )


@transaction.atomic
def call_for_updates(call: Call, *, by: User) -> Call:
    """Ask every owner of a running action of the meeting's board for an update, once each.

    Posting the same form twice keeps one call. Posts that nobody holds are not asked: they are
    gaps. A further call for the same meeting asks those who have not answered one before.
    """
    records.require(policies.may_set_up(by), ONLY_SECRETARY)
    meeting = Meeting.objects.select_for_update().get(pk=call.meeting_id)
    done = Call.objects.filter(once=call.once, meeting=meeting).first()
    if done:
        return done
    today = timezone.localdate()
    if not today <= call.return_by <= meeting.held_on:
        raise ValidationError({"return_by": "Give a day from today until the meeting."})
    asked = to_ask(meeting, progress(today, board=meeting.board).actions)
    if not asked:
        raise ValidationError(NOBODY_TO_ASK)
    call.sent_by = by
    call.full_clean()
    call.save()
    rows = [
        CallAsked(call=call, action=state.action, person=state.holder.person)
        for state in asked
        if state.holder
    ]
    CallAsked.objects.bulk_create(rows)
    notices.call(call, rows)
    return call


@transaction.atomic
def chase(call: Call, *, by: User) -> list[CallAsked]:
    """Remind everybody who has not answered a call, at most once a day; return whom."""
    records.require(policies.may_set_up(by), ONLY_SECRETARY)
    today = timezone.localdate()
    waiting = unanswered(call)
    states = action_states((row.action for row in waiting), today)
    running = [row for row in waiting if states[row.action_id].is_running]
    notices.chase(call, running, today)
    return running
