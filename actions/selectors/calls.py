"""How calls for updates are going."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from actions.models import Call, CallAsked, Meeting
from actions.querysets import CallQuerySet
from actions.selectors.states import ActionState


def unanswered(call: Call) -> list[CallAsked]:
    """The requests of a call that no update has answered. One query."""
    return list(_missing(Call.objects.filter(pk=call.pk)))


def to_ask(meeting: Meeting, states: Iterable[ActionState]) -> list[ActionState]:
    """The owned, running actions that no earlier call for a meeting has an answer to. One query."""
    answered = meeting.calls.all().answered().values_list("action", flat=True)
    done = set(answered)
    return [s for s in states if s.is_running and s.holder and s.action.pk not in done]


def _missing(calls: CallQuerySet) -> QuerySet[CallAsked]:
    answered = calls.answered().values("pk")
    rows = CallAsked.objects.filter(call__in=calls).exclude(pk__in=answered)
    return rows.select_related("action__board", "action__owner__organisation", "person__account")


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
        asked = len(self.asked)
        return f"{self.returned} of {asked} update{'' if asked == 1 else 's'} returned"


def returns(meeting: Meeting) -> Returns | None:
    """How the calls for a meeting are going, each action once; None before the first. 3 queries.

    What was merged since it was asked about is left out: its answer is expected elsewhere.
    """
    call = meeting.calls.first()
    if call is None:
        return None
    calls = meeting.calls.all()
    rows = CallAsked.objects.filter(call__in=calls, action__merged_into=None).order_by("call")
    newest = {
        row.action_id: row for row in rows.select_related("action__owner__organisation", "person")
    }
    asked = sorted(newest.values(), key=lambda row: row.action_id)
    missing = {row.pk for row in _missing(calls)}
    return Returns(call, tuple(asked), tuple(row for row in asked if row.pk in missing))
