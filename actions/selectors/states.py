"""An action as it stands on a day: owner, dates, milestones, the newest update, our rating."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.utils import timezone

from actions.dates import Due
from actions.models import (
    Action,
    Closure,
    Holding,
    Milestone,
    ProgressUpdate,
    Remark,
)
from actions.rating import Facts, Rating, Step, rate
from actions.vocabulary import COMPLETE, MERGED, RemarkKind, Status

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
    missed: tuple[datetime.date, ...] = ()
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
    def calls_missed(self) -> int:
        """How many calls for updates have run out since the newest update."""
        return len(self.missed)

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
            missed=(),
            is_date_answered=False,
            milestones=milestones,
        )

    def _said(self, kind: str, update: ProgressUpdate) -> bool:
        return any(r.kind == kind and r.update_id == update.pk for r in self.remarks)
