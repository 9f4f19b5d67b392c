"""An action as it stands on a day: owner, dates, milestones, the newest update, our rating."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils import timezone

from actions.dates import Due
from actions.models import (
    Action,
    Call,
    CallAsked,
    Closure,
    DueDateChange,
    Holding,
    Meeting,
    Milestone,
    MilestoneReport,
    ProgressUpdate,
    Remark,
)
from actions.rating import Facts, Rating, Step, rate
from actions.vocabulary import RemarkKind, Status
from loneliness.records.history import end_of, standing

COMPLETE, MERGED = "complete", "merged"
OVER = (COMPLETE, MERGED, Status.NOT_PROCEEDING)
SILENT_AFTER = 90  # days, for an action without a board


@dataclass(frozen=True)
class Planned:
    """A milestone, and the day it was met if its newest report says so."""

    milestone: Milestone
    met_on: datetime.date | None


@dataclass(frozen=True)
class ActionState:
    """An action with its owner today and where it is; what is missing is said plainly."""

    action: Action
    holder: Holding | None
    latest: ProgressUpdate | None
    today: datetime.date
    due: Due = field(default_factory=Due)
    milestones: tuple[Planned, ...] = ()
    closure: Closure | None = None
    calls_missed: int = 0
    is_date_answered: bool = False
    remarks: tuple[Remark, ...] = ()

    @property
    def owner(self) -> str:
        """The post and who holds it, or that there is none yet."""
        if self.action.owner is None:
            return "No owner yet"
        return f"{self.action.owner}: {self.holder.person if self.holder else 'vacant'}"

    @property
    def has_owner(self) -> bool:
        """Whether somebody holds the post that owns it."""
        return self.holder is not None

    @property
    def status(self) -> str:
        """Where it is: the owner's word, save that a claim is complete only once verified."""
        if self.action.merged_into_id:
            return MERGED
        if self.latest is None:
            return ""
        if self.latest.status == Status.CLAIMED and self.closure:
            return COMPLETE if self.closure.verified else Status.IN_PROGRESS
        return self.latest.status

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to come: complete, merged or not proceeding."""
        return self.status in OVER

    @property
    def is_claimed(self) -> bool:
        """Whether its owner claims it complete and nobody has looked yet."""
        return self.status == Status.CLAIMED

    @property
    def is_running(self) -> bool:
        """Whether dates and silence still count: neither over nor claimed."""
        return not self.is_over and not self.is_claimed

    @property
    def returned(self) -> Closure | None:
        """The answer that sent the claim back, while no newer update followed."""
        return self.closure if self.closure and not self.closure.verified else None

    @property
    def days_late(self) -> int:
        """Days past the first due date; nought once its owner claims it or it is over."""
        return self.due.days_late(self.today) if self.is_running else 0

    @property
    def asks_for(self) -> datetime.date | None:
        """The new date its owner asks for, while nobody has answered."""
        asked = self.latest.asks_for if self.latest else None
        if asked is None or self.is_date_answered or not self.is_running:
            return None
        return asked if self.due.now is None or asked > self.due.now else None

    @property
    def silent_for(self) -> int | None:
        """Days since the newest update; None before the first."""
        if self.latest is None:
            return None
        return (self.today - timezone.localdate(self.latest.posted_at)).days

    @property
    def silent_after(self) -> int:
        """The days after which its board calls it silent."""
        return self.action.board.silent_after if self.action.board else SILENT_AFTER

    @property
    def is_silent(self) -> bool:
        """Whether an owned, running action has missed a call, or the board's days of silence."""
        if not self.has_owner or not self.is_running:
            return False
        return bool(self.calls_missed) or (self.silent_for or 0) > self.silent_after

    @property
    def is_unconfirmed(self) -> bool:
        """Whether its newest update came from outside and the secretary has not confirmed it."""
        if self.latest is None or self.latest.reported_by_id is None:
            return False
        return not self._said(RemarkKind.CONFIRMED, self.latest)

    @property
    def objections(self) -> list[Remark]:
        """Objections to updates, and owners who say it is not theirs, that nobody settled."""
        settled = {remark.settles_id for remark in self.remarks}
        open_kinds = (RemarkKind.OBJECTION, RemarkKind.NOT_MINE)
        return [r for r in self.remarks if r.kind in open_kinds and r.pk not in settled]

    @cached_property
    def rating(self) -> Rating | None:
        """Our rating with its reasons; None for work that is over, claimed or quite unknown."""
        if not self.is_running:
            return None
        return rate(
            Facts(
                today=self.today,
                due=self.due,
                status=self.status,
                per_cent=self.latest.per_cent if self.latest else None,
                steps=tuple(
                    Step(one.milestone.title, one.milestone.due_on, one.met_on)
                    for one in self.milestones
                ),
                silent_for=self.silent_for if self.has_owner else None,
                silent_after=self.silent_after,
                calls_missed=self.calls_missed,
                asks_for=self.asks_for,
            )
        )

    @property
    def disagrees(self) -> bool:
        """Whether our rating is worse or better than the owner's word."""
        return bool(self.rating and self.latest and self.rating.rag != self.latest.rag)

    @property
    def hides_trouble(self) -> bool:
        """Whether our rating is worse than the owner's word."""
        return bool(self.rating and self.latest and self.rating.is_worse_than(self.latest.rag))

    @property
    def gaps(self) -> list[str]:
        """What is missing, in words."""
        missing = {
            "no owner yet": self.action.owner is None,
            "the owning post is vacant": self.action.owner is not None and not self.holder,
            "no board yet": self.action.board is None,
            "no due date yet": not (self.due.now or self.due.review),
            "no update yet": self.latest is None,
            "nobody measures this": not self.action.measure,
        }
        return [words for words, is_missing in missing.items() if is_missing]

    def after(self, update: ProgressUpdate, met: Mapping[int, datetime.date | None]) -> ActionState:
        """The action as it would stand once an update is sent, to say beforehand what we rate."""
        update.posted_at = timezone.now()
        milestones = tuple(
            replace(one, met_on=met.get(one.milestone.pk, one.met_on)) for one in self.milestones
        )
        return replace(
            self,
            latest=update,
            closure=None,
            calls_missed=0,
            is_date_answered=False,
            milestones=milestones,
        )

    def _said(self, kind: str, update: ProgressUpdate) -> bool:
        return any(r.kind == kind and r.update_id == update.pk for r in self.remarks)


def action_states(
    actions: Iterable[Action], today: datetime.date, *, past: bool = False
) -> dict[int, ActionState]:
    """Each action as it stands on a day, by primary key. Nine queries.

    ``past`` reads milestones and holdings as the register had them at the end of that day;
    what is written once is read up to that moment in any case.
    """
    listed = list(actions)
    keys = [action.pk for action in listed]
    facts = _Facts(keys, [a.owner_id for a in listed if a.owner_id], today, past)
    return {action.pk: facts.state(action) for action in listed}


class _Facts:
    """All that is known of some actions at the end of a day."""

    def __init__(self, keys: list[int], posts: list[int], today: datetime.date, past: bool) -> None:
        until, self.today, then = end_of(today), today, today if past else None
        holdings = standing(Holding, then, post__in=posts)
        in_force = [holding for holding in holdings if holding.is_in_force(today)]
        prefetch_related_objects(in_force, "person")
        self.holders = {holding.post_id: holding for holding in in_force}
        updates = ProgressUpdate.objects.filter(action__in=keys, posted_at__lte=until)
        newest = updates.newest_of_each(until).select_related("posted_by", "reported_by")
        self.newest = {update.action_id: update for update in newest}
        closures = Closure.objects.filter(update__in=self.newest.values(), decided_at__lte=until)
        self.closures = {c.update_id: c for c in closures.select_related("decided_by")}
        self.changes = _by_action(
            DueDateChange.objects.filter(action__in=keys, recorded_at__lte=until).order_by("pk")
        )
        milestones = standing(Milestone, then, action__in=keys)
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
        changes = self.changes[action.pk]
        return ActionState(
            action=action,
            holder=self.holders.get(action.owner_id) if action.owner_id else None,
            latest=latest,
            today=self.today,
            due=due_of(action, changes),
            milestones=tuple(Planned(m, self.met.get(m.pk)) for m in self.milestones[action.pk]),
            closure=self.closures.get(latest.pk) if latest else None,
            calls_missed=sum(
                latest is None or one.call.sent_at > latest.posted_at
                for one in self.asked[action.pk]
            ),
            is_date_answered=latest is not None
            and any(change.asked_in_id == latest.pk for change in changes),
            remarks=tuple(self.remarks[action.pk]),
        )


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


def actions_of_person(person: Any, today: datetime.date) -> list[ActionState]:
    """The actions a person owns on a day, with or without an account, merged ones left out."""
    rows = Action.objects.held_by(person, today).filter(merged_into=None)
    rows = rows.select_related("owner__organisation", "board").order_by("key")
    return list(action_states(rows, today).values())


def unanswered(call: Call) -> list[CallAsked]:
    """The requests of a call that no update has answered. One query."""
    answered = Call.objects.filter(pk=call.pk).answered().values("pk")
    rows = call.asked.exclude(pk__in=answered)
    return list(rows.select_related("action__board", "action__owner", "person__account"))


@dataclass(frozen=True)
class Returns:
    """How a call for updates is going: whom it asked, and who has not answered."""

    call: Call
    asked: tuple[CallAsked, ...]
    missing: tuple[CallAsked, ...]

    @property
    def returned(self) -> int:
        """How many have answered."""
        return len(self.asked) - len(self.missing)

    @property
    def words(self) -> str:
        """9 of 14 updates returned."""
        return f"{self.returned} of {len(self.asked)} updates returned"


def returns(meeting: Meeting) -> Returns | None:
    """The newest call for updates for a meeting, if there was one. Three queries."""
    call = meeting.calls.first()
    if call is None:
        return None
    asked = call.asked.select_related("action__owner__organisation", "person")
    return Returns(call, tuple(asked), tuple(unanswered(call)))
