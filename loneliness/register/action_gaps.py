"""Gaps of the action tracker: what has no owner, board, date, update, evidence or action.

The sentences carry no count of days, so that a gap that was accepted stays accepted.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence

from actions.dates import in_words
from actions.models import Board
from actions.selectors import ActionState, Progress, progress
from actions.vocabulary import Status
from estimates.selectors import TableAnswer
from evidence.models import PopulationGroup
from loneliness.accounts.roles import Role
from loneliness.register.gap import NOT_KNOWN, Gap
from loneliness.register.selectors import matrix

NOBODY = "Nobody answers for it"
FAR = 10  # years ahead after which a due date is taken for a slip


def action_gaps(today: datetime.date, tables: Sequence[TableAnswer]) -> Iterator[Gap]:
    """Every gap of the action tracker, from all tables. Some twenty queries, however many."""
    found = progress(today, everything=True, tables=tables)
    for state in found.actions:
        yield from _of_action(state, today)
    yield from _of_recommendations(found)
    yield from _of_groups(tables)
    yield from _of_boards(today)


def _of_action(state: ActionState, today: datetime.date) -> Iterator[Gap]:
    if state.is_running:
        yield from _nobody(state, today)
        yield from _missing(state)
        yield from _impossible(state, today)
        if state.is_silent or (state.has_owner and state.latest is None):
            yield _gap(state, "no-update", "An owned action without an update",
                       "Its owner has not reported, or not when asked.", 1)  # fmt: skip
    yield from _without_evidence(state)


def _nobody(state: ActionState, today: datetime.date) -> Iterator[Gap]:
    post = state.action.owner
    if post is None:
        yield _gap(state, "no-owner", "An action without an owner", "No owner is named.", 1, NOBODY)
        return
    if not state.has_owner:
        yield _gap(
            state, "vacant", "An action whose post is vacant",
            f"Nobody holds the post: {post}.", 1, NOBODY,
        )  # fmt: skip
    body = post.organisation
    if body.valid_to and body.valid_to < today:
        yield _gap(
            state, "body-ended", "An action of a body that has ended",
            f"{body} ended on {in_words(body.valid_to)}.", 1, NOBODY,
        )  # fmt: skip


def _missing(state: ActionState) -> Iterator[Gap]:
    if state.action.board is None:
        yield _gap(
            state, "no-board", "An action without a board", "No board looks at it.", 1, NOBODY
        )
    if not state.due.now and not state.due.review:
        yield _gap(state, "no-date", "An action without a date",
                   "It has neither a due date nor, as ongoing work, a review date.")  # fmt: skip
    if not state.action.measure:
        yield _gap(state, "no-measure", "An action that nobody measures",
                   "It has no measure of success.")  # fmt: skip


def _impossible(state: ActionState, today: datetime.date) -> Iterator[Gap]:
    for sentence in _wrong_dates(state, today):
        yield _gap(state, "impossible-date", "A date that cannot be right", sentence, 0)


def _wrong_dates(state: ActionState, today: datetime.date) -> Iterator[str]:
    due, review = state.due, state.due.review
    if due.now and due.now.year > today.year + FAR:
        yield f"It is due on {in_words(due.now)}, more than ten years ahead."
    for one in state.milestones:
        if due.now and one.milestone.due_on > due.now:
            planned = in_words(one.milestone.due_on)
            yield f"Milestone “{one.milestone}” is planned for {planned}, after the due date."
    if review and review < today:
        yield f"Its review date, {in_words(review)}, has passed."


def _without_evidence(state: ActionState) -> Iterator[Gap]:
    latest = state.latest
    is_closed = latest is not None and latest.status == Status.CLAIMED and not state.returned
    if latest and is_closed and not latest.evidence_url and not hasattr(latest, "file"):
        yield _gap(
            state, "no-evidence", "Closed without evidence",
            "It is claimed or counted complete, and nothing shows it.", 1,
        )  # fmt: skip


def _of_recommendations(found: Progress) -> Iterator[Gap]:
    for row in found.without_action:
        record = row.recommendation
        yield Gap(
            "no-action", "A recommendation without an action", str(record),
            "No action answers it, and it was not refused.", record.get_absolute_url(),
            Role.SECRETARY, 1, words=NOBODY,
        )  # fmt: skip
    for row in found.unanswered:
        record = row.recommendation
        yield Gap(
            "no-response", "A recommendation without a response", str(record),
            "Nobody has formally responded to it.", record.get_absolute_url(), Role.SECRETARY,
            NOT_KNOWN,
        )  # fmt: skip


def _of_groups(tables: Sequence[TableAnswer]) -> Iterator[Gap]:
    """Risk groups named by the chapter that no action is for."""
    for row in matrix(PopulationGroup.objects.risk_groups(), tables):
        if not row.actions:
            yield Gap(
                "group-without-action", "A risk group without an action", str(row.group),
                "The chapter names it as at risk, and no action is for it.",
                row.group.get_absolute_url(), Role.SECRETARY, 1, words=NOBODY,
            )  # fmt: skip


def _of_boards(today: datetime.date) -> Iterator[Gap]:
    ended: Iterable[Board] = Board.objects.filter(
        valid_to__lt=today, actions__merged_into=None, actions__isnull=False
    ).distinct()
    for board in ended:
        yield Gap(
            "board-ended", "A board that has ended and has actions", str(board),
            "Its actions report to nobody: hand them to another board.",
            board.get_absolute_url(), Role.SECRETARY, 1, words=NOBODY,
        )  # fmt: skip


def _gap(
    state: ActionState, rule: str, title: str, sentence: str, seriousness: int = NOT_KNOWN,
    words: str = "",
) -> Gap:  # fmt: skip
    action = state.action
    return Gap(
        rule, title, action.title, sentence, action.get_absolute_url(), Role.SECRETARY,
        seriousness, words=words,
    )  # fmt: skip
