"""What partners' plans are compared with, and all actions as rows of a file."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from actions.models import Action, Board, Post, Recommendation
from actions.plans.columns import LABELS, OWN
from actions.plans.known import Known, Register, compared, in_lines
from actions.plans.known import Post as KnownPost
from actions.selectors.gathering import action_states
from actions.selectors.states import ActionState


def register_of_plans(today: datetime.date) -> Register:
    """All actions, posts, boards and letters. A constant number of queries."""
    rows = Action.objects.select_related("owner__organisation", "lead", "merged_into", "board")
    rows = rows.prefetch_related("recommendation_links__recommendation")
    states = action_states(rows, today)
    return Register(
        actions=tuple(map(_known, states.values())),
        posts=tuple(_posts(today)),
        boards=tuple(Board.objects.values_list("pk", "name")),
        letters=frozenset(Recommendation.objects.current().values_list("letter", flat=True)),
    )


def rows_of_actions(today: datetime.date) -> Iterator[list[str]]:
    """All actions as rows of a file, their headings first."""
    register = register_of_plans(today)
    yield [LABELS[name] for name in OWN]
    for action in register.actions:
        yield register.row(action, OWN)


def _known(state: ActionState) -> Known:
    action, latest = state.action, state.latest
    posts = (post for post in (action.owner, action.lead) if post)
    steps = [(one.milestone.title, one.milestone.due_on.isoformat()) for one in state.milestones]
    return Known(
        pk=action.pk,
        version=action.version,
        update=latest.pk if latest else None,
        cells=_of_action(state) | _of_update(state) | {"milestones": in_lines(steps)},
        organisations=frozenset(post.organisation_id for post in posts),
        merged_into=str(action.merged_into) if action.merged_into else "",
        milestones={compared(step[0].strip("•* ")): step for step in steps},
    )


def _of_action(state: ActionState) -> dict[str, str]:
    action = state.action
    letters = (link.recommendation.letter for link in action.recommendation_links.all())
    return {
        "key": action.key,
        "recommendations": ",".join(dict.fromkeys(letters)),
        "title": action.title,
        "board": str(action.board_id or ""),
        "owner": str(action.owner_id or ""),
        "lead": str(action.lead_id or ""),
        "reach": action.reach,
        "capacity": action.capacity,
        "cost_and_benefit": action.cost_and_benefit,
        "measure": action.measure,
        "due": _iso(state.due.now),
        "review": _iso(action.review_on),
    }


def _of_update(state: ActionState) -> dict[str, str]:
    latest = state.latest
    if latest is None:
        return {}
    return {
        "status": latest.status,
        "rating": latest.rag,
        "per_cent": "" if latest.per_cent is None else str(latest.per_cent),
        "happened": latest.happened,
        "next_step": latest.next_step,
        "evidence": latest.evidence_url,
    }


def _iso(day: datetime.date | None) -> str:
    return day.isoformat() if day else ""


def _posts(today: datetime.date) -> Iterator[KnownPost]:
    """Every post with who holds it on the day."""
    for post in Post.objects.select_related("organisation").prefetch_related("holdings__person"):
        held = [one for one in post.holdings.all() if one.is_in_force(today)]
        yield KnownPost(
            pk=post.pk,
            label=str(post),
            title=post.title,
            organisation=post.organisation_id,
            holder=held[0].person.name if held else "",
            email=held[0].person.email if held else "",
        )
