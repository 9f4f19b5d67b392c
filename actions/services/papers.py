"""Issuing a paper: its content and files are stored once, and first dates stay from then."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from actions import policies
from actions.dates import in_words
from actions.models import Meeting, Pack, PackAction, PackRevision
from actions.papers import pdf, word
from actions.papers.content import Paper
from actions.selectors import ActionState
from estimates.models import Revision
from loneliness.accounts.models import User
from loneliness.records import services as records


@transaction.atomic
def issue(
    meeting: Meeting,
    paper: Paper,
    *,
    by: User,
    once: str,
    shown: Iterable[ActionState],
    carried: Iterable[Revision],
) -> Pack:
    """Issue a paper, or an addendum, with the actions it shows and the answers it carries.

    Posting the same form twice keeps one. ValidationError once the record is confirmed, and for
    an addendum without a reason. Every due date shown for the first time stays from today.
    """
    records.require(policies.may_issue(by), "Only the board secretary may issue papers.")
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    done = Pack.objects.filter(once=once, meeting=meeting).first()
    if done:
        return done
    if meeting.confirmed_on:
        raise ValidationError("The record of this meeting is confirmed: nothing is added to it.")
    if paper.number != meeting.packs.count():
        raise ValidationError("Somebody issued a paper just now: look at it before you add to it.")
    today = timezone.localdate()
    final = replace(paper, issued=in_words(today))
    pack = Pack(
        meeting=meeting,
        number=paper.number,
        reason=paper.addendum_reason,
        content=json.loads(final.as_json()),
        fingerprint=final.fingerprint,
        pdf=pdf.render(final),
        word=word.render(final),
        issued_by=by,
        once=once,
    )
    pack.full_clean()
    pack.save()
    for state in shown:
        PackAction(pack=pack, action=state.action, due_on=state.due.now).save()
        if state.due.first and not state.action.first_shown_on:
            records.move(state.action, by=by, reason=f"Shown in: {pack}", first_shown_on=today)
    for revision in {revision.pk: revision for revision in carried}.values():
        PackRevision(pack=pack, revision=revision).save()
    return pack
