"""What reminders are worked out from: every action that is worked on, and who stands above it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from actions.models import Action, Board, Holding, Person
from actions.reminding import Facts
from actions.selectors.gathering import action_states
from actions.selectors.states import ActionState


def reminded(day: datetime.date) -> list[tuple[ActionState, Facts]]:
    """Each action with the facts that its reminders follow from on a day. Eleven queries."""
    rows = Action.objects.filter(merged_into=None).order_by("key")
    rows = rows.select_related("board__chair", "owner__organisation", "lead__organisation")
    states = list(action_states(rows, day).values())
    holders = _holders(states, day)
    return [(state, _facts(state, holders)) for state in states]


def _holders(states: Iterable[ActionState], day: datetime.date) -> dict[int, int]:
    """Who leads and who chairs: the person of each post that is held on a day."""
    posts = {state.action.lead_id for state in states}
    posts |= {state.action.board.chair_id for state in states if state.action.board}
    held = Holding.objects.as_at(day).filter(post__in=posts - {None})
    return dict(held.values_list("post", "person"))


def _facts(state: ActionState, holders: dict[int, int]) -> Facts:
    action, latest = state.action, state.latest
    board = action.board or Board()  # without a board: what boards begin with
    return Facts(
        action=action.pk,
        is_running=state.is_running,
        due=state.due.now,
        updated=timezone.localdate(latest.posted_at) if latest else None,
        missed=state.missed,
        owner=state.holder.person_id if state.holder else None,
        lead=holders.get(action.lead_id) if action.lead_id else None,
        chair=holders.get(board.chair_id) if board.chair_id else None,
        remind_before=board.remind_before,
        silent_after=board.silent_after,
        escalate_after=board.escalate_after,
    )


def boards_that_insist(person: Person, day: datetime.date) -> list[Board]:
    """The boards of what a person owns or leads that let nobody turn reminders off. One query."""
    posts = Holding.objects.as_at(day).filter(person=person).values("post")
    rows = Q(actions__owner__in=posts) | Q(actions__lead__in=posts)
    return list(Board.objects.filter(rows, may_choose=False).distinct())
