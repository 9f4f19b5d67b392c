"""Progress updates: posted once, never changed; drafts, confirmations and objections."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from actions import notices, policies
from actions.files import Evidence
from actions.models import (
    Action,
    Milestone,
    MilestoneReport,
    Person,
    ProgressUpdate,
    Remark,
    UpdateDraft,
    UpdateFile,
)
from actions.selectors import due_of
from actions.services.entering import ONLY_SECRETARY
from actions.vocabulary import RemarkKind, Status
from loneliness.accounts.models import User
from loneliness.records import services as records

NOT_YOURS = "Only the owner of this action, or the board secretary for the owner, may report on it."
Met = Mapping[int, datetime.date | None]  # milestone: the day it was met; None: not after all


@transaction.atomic
def post_update(
    update: ProgressUpdate, *, by: User, met: Met | None = None, file: Evidence | None = None
) -> ProgressUpdate:
    """Post what an owner reports; posting the same form twice keeps one update.

    PermissionDenied unless ``by`` owns the action or enters it for the owner.
    """
    records.require(policies.may_post_update(by, update.action), NOT_YOURS)
    posted = _posted_already(update)
    if posted:
        return posted
    update.posted_by = by
    for_owner = not policies.owns(by, update.action)
    if for_owner and not (update.told_by and update.told_how and update.told_on):
        raise ValidationError({"told_by": "Say who told you, how and when."})
    _post(update, met or {}, file)
    UpdateDraft.objects.filter(action=update.action, account=by).delete()
    if for_owner:
        notices.copy_to_owner(update)
    return update


@transaction.atomic
def post_report(
    update: ProgressUpdate, *, person: Person, met: Met | None = None
) -> ProgressUpdate:
    """Post what an owner without an account reports by a link; it waits for the secretary.

    PermissionDenied unless the person holds the owning post today; no files are taken.
    """
    held = Action.objects.held_by(person, timezone.localdate())
    records.require(held.filter(pk=update.action_id).exists(), NOT_YOURS)
    posted = _posted_already(update)
    if posted:
        return posted
    update.posted_by, update.reported_by = None, person
    _post(update, met or {}, None)
    UpdateDraft.objects.filter(action=update.action, person=person).delete()
    notices.copy_to_reporter(update)
    return update


def _posted_already(update: ProgressUpdate) -> ProgressUpdate | None:
    """The update that the same form posted before; the action is held until the end."""
    Action.objects.select_for_update().get(pk=update.action_id)
    return ProgressUpdate.objects.filter(once=update.once, action=update.action).first()


def _post(update: ProgressUpdate, met: Met, file: Evidence | None) -> None:
    wrong = dict(_wrong(update, file))
    if wrong:
        raise ValidationError(wrong)
    update.refresh_search_text()
    update.full_clean()
    update.save()
    for milestone in Milestone.objects.filter(action=update.action, pk__in=met):
        report = MilestoneReport(update=update, milestone=milestone, met_on=met[milestone.pk])
        report.full_clean()
        report.save()
    if file:
        UpdateFile(update=update, **file.as_fields()).save()


def _wrong(update: ProgressUpdate, file: Evidence | None) -> Iterator[tuple[str, str]]:
    """What only the service knows is wrong: field and sentence."""
    action = update.action
    if action.merged_into:
        yield "status", f"This action was merged into “{action.merged_into}”: report there."
    if update.status == Status.CLAIMED and not (update.evidence_url or file):
        yield (
            "evidence_url",
            "A claim needs evidence that somebody else can look at: a web address or a file.",
        )
    if update.corrects:
        yield from _wrong_correction(update, update.corrects)
    if update.asks_for:
        due = due_of(action, action.date_changes.order_by("pk"))
        if due.now and update.asks_for <= due.now:
            yield "asks_for", "Give a day after the present due date."
    if update.reading is not None and not action.measure:
        yield "reading", "The action has no measure of success yet: ask the board secretary."


def _wrong_correction(
    update: ProgressUpdate, corrected: ProgressUpdate
) -> Iterator[tuple[str, str]]:
    if corrected.action_id != update.action_id:
        yield "corrects", "This corrects an update on another action."
    elif ProgressUpdate.objects.filter(corrects=corrected).exists():
        yield (
            "corrects",
            "Somebody has corrected this update already: look at what it says now first.",
        )


def save_draft(
    action: Action,
    entries: Mapping[str, Any],
    *,
    account: User | None = None,
    person: Person | None = None,
) -> UpdateDraft:
    """Keep what somebody has written of an update; one draft for each action and writer."""
    draft, _ = UpdateDraft.objects.update_or_create(
        action=action, account=account, person=person, defaults={"entries": dict(entries)}
    )
    return draft


@transaction.atomic
def confirm_report(update: ProgressUpdate, *, by: User) -> Remark:
    """Record that the secretary looked at a report that came by a link; twice keeps one."""
    records.require(policies.may_set_up(by), ONLY_SECRETARY)
    if update.reported_by is None:
        raise ValidationError("Only a report that came by a link is confirmed.")
    Action.objects.select_for_update().get(pk=update.action_id)
    done = update.remarks.filter(kind=RemarkKind.CONFIRMED).first()
    return done or _remark(
        Remark(kind=RemarkKind.CONFIRMED, action=update.action, update=update, account=by)
    )


@transaction.atomic
def object_to(
    update: ProgressUpdate, text: str, *, account: User | None = None, person: Person | None = None
) -> Remark:
    """Record that an owner disagrees with an update entered for them; twice keeps one."""
    _require_holder(update.action, account, person)
    return _say_once(
        kind=RemarkKind.OBJECTION,
        action=update.action,
        update=update,
        text=text,
        account=account,
        person=person,
    )


@transaction.atomic
def not_mine(
    action: Action, text: str, *, account: User | None = None, person: Person | None = None
) -> Remark:
    """Record that an owner says an action is not theirs any more; twice keeps one."""
    _require_holder(action, account, person)
    return _say_once(
        kind=RemarkKind.NOT_MINE, action=action, text=text, account=account, person=person
    )


@transaction.atomic
def settle(remark: Remark, text: str, *, by: User) -> Remark:
    """Record what the secretary did about an objection or a hand-back; twice keeps one."""
    records.require(policies.may_set_up(by), ONLY_SECRETARY)
    Action.objects.select_for_update().get(pk=remark.action_id)
    done = Remark.objects.filter(settles=remark).first()
    return done or _remark(
        Remark(kind=RemarkKind.SETTLED, action=remark.action, text=text, account=by, settles=remark)
    )


def _require_holder(action: Action, account: User | None, person: Person | None) -> None:
    today = timezone.localdate()
    rows = Action.objects.owned_by(account, today) if account else None
    rows = rows if rows is not None else Action.objects.held_by(person, today)
    records.require(rows.filter(pk=action.pk).exists(), NOT_YOURS)


def _say_once(**said: Any) -> Remark:
    """Keep a remark; the same words, sent again while nobody has settled them, are kept once."""
    Action.objects.select_for_update().get(pk=said["action"].pk)
    done = Remark.objects.filter(settled_by=None, **said).first()
    return done or _remark(Remark(**said))


def _remark(remark: Remark) -> Remark:
    remark.full_clean()
    remark.save()
    return remark
