"""“We asked, you said, we did”: what anybody may read of a board, when it is switched on."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from actions.dates import in_words
from actions.models import Board
from actions.selectors import FIELDS_OF_EVERY_ACTION, ActionState, RecommendationState, progress
from actions.vocabulary import COMPLETE, Response, Status
from loneliness.register.agenda import decided_to_stop


@dataclass(frozen=True)
class Asked:
    """One recommendation: what was asked, what the board said, what was done and what was not."""

    letter: str
    asked: str
    said: str
    did: tuple[str, ...]
    not_done: tuple[str, ...]
    under_way: tuple[str, ...]


@login_not_required
def public_board(request: HttpRequest, slug: str) -> HttpResponse:
    """/public/boards/SLUG/: publishable fields only; nothing is done until it is verified."""
    board = get_object_or_404(Board, slug=slug, is_public=True)
    today = timezone.localdate()
    found = progress(today, board=board)
    stopped = decided_to_stop(found.actions)
    context = {
        "board": board,
        "today": today,
        "rows": [
            _asked(row, stopped)
            for row in found.recommendations
            if row.recommendation.letter not in FIELDS_OF_EVERY_ACTION
        ],
    }
    return render(request, "pages/public.html", context)


def _asked(row: RecommendationState, stopped: set[int]) -> Asked:
    record = row.recommendation
    said, not_done = "No answer has been given yet.", []
    if record.response:
        said = f"{record.get_response_display()}. {record.response_reason}"
    if record.response == Response.NOT_ACCEPTED:
        not_done.append(record.response_reason)
    actions = [state for state in row.actions if not state.action.merged_into_id]
    return Asked(
        letter=record.letter,
        asked=record.text,
        said=said,
        did=tuple(_words(state) for state in actions if state.status == COMPLETE),
        not_done=(
            *not_done,
            *(_words(state) for state in actions if _is_stopped(state, stopped)),
        ),
        under_way=tuple(
            _under_way(state)
            for state in actions
            if state.status != COMPLETE and not _is_stopped(state, stopped)
        ),
    )


def _is_stopped(state: ActionState, stopped: set[int]) -> bool:
    """Whether it will not go on, and a board has decided so."""
    return state.status == Status.NOT_PROCEEDING and state.action.pk in stopped


def _words(state: ActionState) -> str:
    """The words written for the public; without any, only that there are none yet."""
    return state.action.for_public or "Words for the public are still to be written."


def _under_way(state: ActionState) -> str:
    """Where something is, without a word that was not written for the public."""
    if not state.status or state.status == Status.NOT_STARTED:
        return "Work has not begun."
    if state.status == Status.NOT_PROCEEDING:
        return "Whether this goes on is to be decided."
    if state.is_claimed:
        return "Work is said to be complete and is being checked."
    due = f" It is due on {in_words(state.due.now)}." if state.due.now else ""
    paused = state.status == Status.PAUSED
    return f"Work is {'paused' if paused else 'under way'}.{due}"
