"""Actions as they stand on a day, read in a constant number of queries."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import prefetch_related_objects

from actions.dates import Due
from actions.models import (
    Action,
    CallAsked,
    Closure,
    DueDateChange,
    Holding,
    Milestone,
    MilestoneReport,
    ProgressUpdate,
    Remark,
)
from actions.selectors.states import ActionState, Planned
from actions.vocabulary import Status
from loneliness.records.history import end_of, standing


def action_states(
    actions: Iterable[Action], today: datetime.date, *, at: datetime.datetime | None = None
) -> dict[int, ActionState]:
    """Each action as it stands on a day, by primary key. Nine queries.

    ``at`` reads all of it as the register had it at that moment of the day; without it, what is
    written once is read up to the end of the day, and all else as it is.
    """
    listed = list(actions)
    keys = [action.pk for action in listed]
    facts = _Facts(keys, [a.owner_id for a in listed if a.owner_id], today, at)
    return {action.pk: facts.state(action) for action in listed}


class _Facts:
    """All that is known of some actions at the end of a day."""

    def __init__(
        self,
        keys: list[int],
        posts: list[int],
        today: datetime.date,
        at: datetime.datetime | None,
    ) -> None:
        until, self.today = at or end_of(today), today
        holdings = standing(Holding, at, post__in=posts)
        in_force = [holding for holding in holdings if holding.is_in_force(today)]
        prefetch_related_objects(in_force, "person")
        self.holders = {holding.post_id: holding for holding in in_force}
        updates = ProgressUpdate.objects.filter(action__in=keys, posted_at__lte=until)
        self.newest = {update.action_id: update for update in updates.newest_of_each(until)}
        closures = Closure.objects.filter(update__in=self.newest.values(), decided_at__lte=until)
        self.closures = {c.update_id: c for c in closures.select_related("decided_by")}
        self.changes = _by_action(
            DueDateChange.objects.filter(action__in=keys, recorded_at__lte=until).order_by("pk")
        )
        milestones = standing(Milestone, at, action__in=keys)
        self.milestones = _by_action(sorted(milestones, key=lambda m: (m.due_on, m.pk)))
        reports = MilestoneReport.objects.filter(
            milestone__in=[m.pk for m in milestones], update__posted_at__lte=until
        )
        self.met = dict(reports.order_by("pk").values_list("milestone", "met_on"))
        asked = CallAsked.objects.filter(action__in=keys, call__sent_at__lte=until)
        self.asked = _by_action(asked.filter(call__return_by__lt=today).select_related("call"))
        remarks = Remark.objects.filter(action__in=keys, made_at__lte=until)
        self.remarks = _by_action(remarks.select_related("account", "person"))

    def state(self, action: Action) -> ActionState:
        """One action."""
        latest = self.newest.get(action.pk)
        if latest:
            latest.action = action
        changes = self.changes[action.pk]
        return ActionState(
            action=action,
            holder=self.holders.get(action.owner_id) if action.owner_id else None,
            latest=latest,
            today=self.today,
            due=due_of(action, changes),
            milestones=tuple(Planned(m, self.met.get(m.pk)) for m in self.milestones[action.pk]),
            closure=self.closures.get(latest.pk) if latest else None,
            missed=_missed(self.asked[action.pk], latest),
            is_date_answered=latest is not None
            and any(change.asked_in_id == latest.pk for change in changes),
            remarks=tuple(self.remarks[action.pk]),
        )


def _missed(asked: Iterable[CallAsked], latest: ProgressUpdate | None) -> tuple[datetime.date, ...]:
    """The last days of the calls without an answer: of several for one meeting, the first."""
    days: dict[int, datetime.date] = {}
    for one in sorted(asked, key=lambda one: one.call.return_by):
        if latest is None or one.call.sent_at > latest.posted_at:
            days.setdefault(one.call.meeting_id, one.call.return_by)
    return tuple(days.values())


def due_of(action: Action, changes: Iterable[DueDateChange]) -> Due:
    """When an action is due, after the moves of its date that were agreed, in their order."""
    granted = [change for change in changes if change.granted]
    now = granted[-1].due_on if granted else action.first_due_on
    return Due(action.first_due_on, now, len(granted), action.review_on)


def _by_action(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.action_id].append(row)
    return found


def owned_actions(account: Any, today: datetime.date) -> list[ActionState]:
    """The actions that an account's person owns on a day, merged ones left out."""
    rows = Action.objects.owned_by(account, today).filter(merged_into=None)
    rows = rows.select_related("owner__organisation", "board")
    return list(action_states(rows, today).values())


def claimed_complete(today: datetime.date) -> list[ActionState]:
    """Actions claimed complete that nobody has verified or returned. Ten queries."""
    rows = Action.objects.kept().with_latest().filter(status=Status.CLAIMED).order_by("key")
    rows = rows.select_related("owner__organisation", "board")
    return [state for state in action_states(rows, today).values() if state.is_claimed]


def actions_of_person(person: Any, today: datetime.date) -> list[ActionState]:
    """The actions a person owns on a day, with or without an account, merged ones left out."""
    rows = Action.objects.held_by(person, today).filter(merged_into=None)
    rows = rows.select_related("owner__organisation", "board").order_by("key")
    return list(action_states(rows, today).values())
