"""The paper of a meeting, gathered from all that the register holds on that day."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from actions.dates import in_words
from actions.models import Action, Board, Meeting
from actions.papers.content import (
    Paper,
    PaperAction,
    PaperFigure,
    PaperLine,
    PaperList,
    PaperRecommendation,
    SubGroup,
)
from actions.selectors import (
    ActionState,
    Progress,
    RecommendationState,
    action_states,
    progress,
    returns,
)
from actions.vocabulary import STATUSES, Publicity
from estimates.models import Revision
from estimates.selectors import Share
from evidence.selectors import Evidence
from loneliness.records.history import end_of, standing
from loneliness.register.agenda import Section, agenda, decided_to_stop, letters_of
from loneliness.register.checks import Checks, checks
from loneliness.register.selectors import evidence_behind

Before = dict[int, ActionState] | None


@dataclass(frozen=True)
class Gathered:
    """A paper as it would be issued now, the actions it shows and the answers it carries."""

    paper: Paper
    shown: tuple[ActionState, ...]
    carried: tuple[Revision, ...]


def gather(meeting: Meeting, reason: str = "") -> Gathered:
    """The paper of a meeting, or, once that is issued, its next addendum with the reason."""
    today = timezone.localdate()
    found = progress(today, board=meeting.board)
    open_checks = checks(tables=found.tables)
    sections = _sections(found, open_checks)
    sub_groups = _sub_groups(meeting.board, today, open_checks)
    previous = _previous(meeting)
    before = _before(found, previous)
    paper = Paper(
        board=meeting.board.name,
        parent=meeting.board.parent.name if meeting.board.parent else "",
        meeting_on=in_words(meeting.held_on),
        previous_on=in_words(previous.held_on) if previous else "",
        number=meeting.packs.count(),
        addendum_reason=reason,
        **_words(meeting),
        decisions_asked=tuple(_asked(meeting, sections, is_first=previous is None)),
        exceptions=tuple(_lists(sections)),
        since=tuple(_since(found, before)),
        sub_groups=tuple(SubGroup(name, tuple(_lists(of_it))) for name, of_it, _ in sub_groups),
        recommendations=tuple(
            _recommendation(row, before, open_checks) for row in found.recommendations
        ),
        others=tuple(_action(state, (), before, open_checks) for state in found.others),
        evidence=evidence_behind(),
        is_first=previous is None,
        **_returns(meeting),
    )
    carried = tuple(
        share.answer.revision
        for row in found.recommendations
        for share in row.shares
        if share.answer.revision
    )
    shown = {state.action.pk: state for _, _, states in sub_groups for state in states}
    shown |= {state.action.pk: state for state in found.actions}
    return Gathered(paper, tuple(shown.values()), carried)


def _words(meeting: Meeting) -> dict[str, str]:
    """What the secretary wrote."""
    publication = meeting.get_publicity_display()
    if meeting.publicity == Publicity.CLOSED:
        publication = f"{publication}: {meeting.publicity_reason}"
    return {
        "agenda_item": meeting.agenda_item,
        "report_of": meeting.report_of,
        "contact": meeting.contact,
        "publication": publication,
        "purpose": meeting.purpose,
        "background": meeting.background,
        "resource": meeting.resource_implications,
        "equality": meeting.equality_implications,
        "risk": meeting.risk_implications,
    }


def _sections(found: Progress, open_checks: Checks) -> tuple[Section, ...]:
    return agenda(found, open_checks, decided_to_stop(found.actions))


def _asked(meeting: Meeting, sections: Iterable[Section], *, is_first: bool) -> Iterator[str]:
    """What the secretary asks the board to decide, then what the exceptions ask.

    A first paper asks for the responses by itself.
    """
    yield from (line.strip() for line in meeting.asks.splitlines() if line.strip())
    for section in sections:
        if section.decides and not (is_first and section.key == "unanswered"):
            number = len(section.items)
            things = f"{number} item{'' if number == 1 else 's'}"
            yield f"Decide on {section.heading[0].lower()}{section.heading[1:]}: {things} below"


def _lists(sections: Iterable[Section]) -> Iterator[PaperList]:
    for section in sections:
        lines = tuple(PaperLine(i.title, i.sentence, i.letters) for i in section.items)
        yield PaperList(section.heading, section.introduction, lines)


def _previous(meeting: Meeting) -> Meeting | None:
    """The meeting before, if a paper was issued for it."""
    rows = Meeting.objects.past(meeting.held_on).filter(board=meeting.board, packs__number=0)
    found: Meeting | None = rows.first()
    return found


def _before(found: Progress, previous: Meeting | None) -> Before:
    """The actions as the paper showed them that lay before the board; None before its first.

    What came after that paper was issued, before the board met or later, it has not been told.
    """
    if previous is None:
        return None
    packs = previous.packs.only("issued_at")
    pack = packs.filter(issued_at__lte=end_of(previous.held_on)).last() or packs[0]
    keys = [state.action.pk for state in (*found.actions, *found.merged)]
    rows = standing(Action, pack.issued_at, id__in=keys)
    return action_states(rows, timezone.localdate(pack.issued_at), at=pack.issued_at)


def _since(found: Progress, before: Before) -> Iterator[PaperLine]:
    if before is None:
        return
    new = [state for state in found.merged if state.action.pk in before]
    for state in (*found.actions, *new):
        words = changed(before.get(state.action.pk), state)
        if words:
            yield PaperLine(state.action.title, words, letters_of(state.action))


def changed(before: ActionState | None, now: ActionState) -> str:
    """What changed of an action between two days, in words; empty when nothing did."""
    if before is None:
        return "new since then"
    parts = []
    if before.status != now.status:
        parts.append(f"status {status(before)} → {status(now)}")
    if _rag(before) != _rag(now):
        parts.append(f"rating {_rag(before)} → {_rag(now)}")
    if before.due.words != now.due.words:
        parts.append(f"date: {now.due.words}")
    met = [one.milestone.title for one in now.milestones if one.met_on]
    had = {one.milestone.title for one in before.milestones if one.met_on}
    parts += [f"milestone met: {title}" for title in met if title not in had]
    if now.latest and now.latest != before.latest and not parts:
        parts.append("reported, no change of status, rating or date")
    return "; ".join(parts)


def status(state: ActionState) -> str:
    """Where an action is, in words."""
    return dict(STATUSES)[state.status].lower() if state.status else "no update yet"


def _rag(state: ActionState) -> str:
    return state.latest.get_rag_display().lower() if state.latest else "none"


def _returns(meeting: Meeting) -> dict[str, Any]:
    """How many of those asked have answered, and who has not."""
    found = returns(meeting)
    if found is None:
        return {}
    names = tuple(f"{row.action.owner or row.person}: {row.action.title}" for row in found.missing)
    return {"returns": found.words, "non_returns": names}


def _sub_groups(
    board: Board, today: datetime.date, open_checks: Checks
) -> list[tuple[str, tuple[Section, ...], list[ActionState]]]:
    """Each board that reports to this one: its name, its exceptions, and the actions in them."""
    groups = []
    for child in board.children.filter(Q(valid_to=None) | Q(valid_to__gte=today)):
        found = progress(today, board=child)
        sections = _sections(found, open_checks)
        named = {item.address for section in sections for item in section.items}
        shown = [s for s in found.actions if s.action.get_absolute_url() in named]
        if sections:
            groups.append((child.name, sections, shown))
    return groups


def _recommendation(
    row: RecommendationState, before: Before, open_checks: Checks
) -> PaperRecommendation:
    record = row.recommendation
    return PaperRecommendation(
        letter=record.letter,
        text=record.text,
        response=record.get_response_display() if record.response else "",
        reason=record.response_reason,
        actions=tuple(_action(state, row.shares, before, open_checks) for state in row.actions),
    )


def _action(
    state: ActionState,
    shares: Iterable[Share],
    before: Before,
    open_checks: Checks,
) -> PaperAction:
    latest, rating = state.latest, state.rating
    changes = open_checks.open_for(state.action)
    return PaperAction(
        key=state.action.key,
        title=state.action.title,
        letters=letters_of(state.action),
        owner=str(state.action.owner) if state.has_owner else state.owner,
        dates=state.due.words,
        status=status(state),
        rating=latest.get_rag_display() if latest else "",
        our_rating=rating.word if rating else "",
        our_reason=rating.why if rating else "",
        updated=in_words(timezone.localdate(latest.posted_at)) if latest else "no update yet",
        happened=latest.happened if latest else "",
        next_step=latest.next_step if latest else "",
        note="as reported, not confirmed by the secretary" if state.is_unconfirmed else "",
        changed="" if before is None else changed(before.get(state.action.pk), state),
        figures=tuple(_figure(share) for share in shares),
        needs_checking="; ".join(change.sentence for change in changes),
    )


def _figure(share: Share) -> PaperFigure:
    answer = share.answer
    unit = answer.table.get_unit_display().lower()
    of = f" of {answer.population:,}" if share.is_whole and answer.population else ""
    about = f"about {share.about:,}{of} {unit}" if share.about is not None else "no single figure"
    periods = sorted({item.line.count_period for item in share.lines} - {""})
    return PaperFigure(
        table=f"Table {answer.table.number}",
        words=f"{about}: {answer.table.title}",
        day=", ".join(periods),
        grade=grade(answer.evidence),
    )


def grade(evidence: Evidence) -> str:
    """The weakest grade, and whether a second person has confirmed it."""
    if evidence.weakest is None:
        return "not graded"
    settled = "confirmed" if evidence.weakest.is_confirmed else "suggested, not confirmed"
    return f"{evidence.weakest.get_grade_display().lower()}, {settled}"
