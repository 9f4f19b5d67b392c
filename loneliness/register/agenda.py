"""What a board has to look at: the exceptions among its recommendations and actions, in order.

The same sections stand on the board's page, on the page of a meeting and in its paper.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from actions.dates import days, in_words
from actions.models import Action, Decision, Recommendation
from actions.selectors import ActionState, Progress
from actions.vocabulary import DecisionKind, Status
from loneliness.records.history import end_of
from loneliness.register.checks import Checks


@dataclass(frozen=True)
class Item:
    """One line: what it is about, where it is, and a sentence."""

    title: str
    address: str
    sentence: str
    letters: str = ""


@dataclass(frozen=True)
class Section:
    """One kind of exception; ``decides`` when the board is asked to decide on it."""

    key: str
    heading: str
    introduction: str
    items: tuple[Item, ...]
    decides: bool = False

    @property
    def letters(self) -> list[str]:
        """The letters of its items, then how many have none; empty when none has any."""
        letters = [item.letters for item in self.items if item.letters]
        rest = len(self.items) - len(letters)
        return [*letters, f"{rest} more"] if letters and rest else letters

    @property
    def in_one_sentence(self) -> str:
        """The sentence of all items, when it is the same for several."""
        said = {item.sentence for item in self.items}
        return said.pop() if len(said) == 1 and len(self.items) > 1 else ""


def agenda(found: Progress, checks: Checks, stopped: Iterable[int] = ()) -> tuple[Section, ...]:
    """The sections that have anything in them, decisions first. No query.

    ``stopped`` names the actions whose stopping a board has decided.
    """
    sections = (
        *_for_decision(found, set(stopped)),
        _of("late", "Late", "Past the first date.", found.late, _late),
        _of("off-track", "Off track", "In the owner’s own word.", found.off_track, _off_track),
        _of("silent", "No answer", "Owned, and not reported on.", found.silent, _silent),
        _of("never", "No update yet", "Owned, nothing said.", found.never_reported, _never),
        _of(
            "discuss",
            "Rating to discuss",
            "What the owner says and what dates, silence and milestones say differ.",
            found.to_discuss,
            _to_discuss,
        ),
        Section(
            "checking",
            "Needs checking again",
            "The evidence underneath has changed and nobody has looked yet.",
            tuple(_needing_check(found, checks)),
        ),
        _of("unowned", "Without an owner", "Nobody to ask.", found.unowned, _unowned),
    )
    return tuple(section for section in sections if section.items)


def _for_decision(found: Progress, stopped: set[int]) -> Iterator[Section]:
    yield _of("more-time", "More time asked", "", found.asking, _asking, True)
    yield _of("claimed", "Claimed complete", "Not verified yet.", found.claimed, _claimed)
    not_decided = [
        state
        for state in found.actions
        if state.status == Status.NOT_PROCEEDING and state.action.pk not in stopped
    ]
    yield _of("stopping", "To be stopped", "No board has decided so.", not_decided, _stopping, True)
    yield _of("objections", "Objections", "Not settled yet.", found.objected, _objections)
    yield Section(
        "unanswered",
        "Without a response",
        "Recommendations that nobody has formally answered.",
        tuple(
            _recommendation(row.recommendation, "No formal response yet.")
            for row in found.unanswered
        ),
        True,
    )
    yield Section(
        "no-action",
        "Without an action",
        "Recommendations that nothing is done about.",
        tuple(
            _recommendation(row.recommendation, "No action answers it.")
            for row in found.without_action
        ),
    )


def decided_to_stop(actions: Iterable[ActionState], day: datetime.date | None = None) -> set[int]:
    """Which of the actions a board has decided, by a day, not to go on with. One query."""
    until = end_of(day or timezone.localdate())
    rows = Decision.objects.filter(
        Q(replaced_by=None) | Q(replaced_by__recorded_at__gt=until),
        action__in=[state.action.pk for state in actions],
        kind=DecisionKind.STOPPED,
        recorded_at__lte=until,
    )
    return set(rows.values_list("action", flat=True))


def _of(
    key: str,
    heading: str,
    introduction: str,
    states: Iterable[ActionState],
    say: Callable[[ActionState], str],
    decides: bool = False,
) -> Section:
    items = tuple(
        Item(
            state.action.title,
            state.action.get_absolute_url(),
            say(state),
            letters_of(state.action),
        )
        for state in states
    )
    return Section(key, heading, introduction, items, decides)


def letters_of(action: Action) -> str:
    """The letters of the recommendations it answers: a, d."""
    rows = action.recommendation_links.all()
    return ", ".join(sorted(link.recommendation.letter for link in rows))


def _recommendation(row: Recommendation, sentence: str) -> Item:
    return Item(row.text, row.get_absolute_url(), sentence, row.letter)


def _asking(state: ActionState) -> str:
    asked, latest = state.asks_for, state.latest
    if asked is None or latest is None:
        return ""
    return f"Asks for {in_words(asked)}; {state.due.words}. {latest.asks_because}"


def _claimed(state: ActionState) -> str:
    if state.latest is None:
        return ""
    on = in_words(timezone.localdate(state.latest.posted_at))
    return f"Claimed by {state.latest.who} on {on}; nobody else has verified it."


def _stopping(state: ActionState) -> str:
    if state.latest is None:
        return ""
    return f"{state.latest.who} reports that it will not go on: {state.latest.happened}"


def _objections(state: ActionState) -> str:
    return "; ".join(
        f"{remark.account or remark.person}: {remark.text}" for remark in state.objections
    )


def _late(state: ActionState) -> str:
    over = state.due.days_over(state.today)
    agreed = "" if over else " A later date was agreed."
    return f"{days(state.days_late)} past its first date; {state.due.words}.{agreed} {state.owner}."


def _off_track(state: ActionState) -> str:
    return f"{state.owner}: {state.latest.happened}" if state.latest else ""


def _silent(state: ActionState) -> str:
    if state.calls_missed:
        calls = "call" if state.calls_missed == 1 else f"{state.calls_missed} calls"
        return f"No answer to the last {calls} for updates. {state.owner}."
    return f"No update for {days(state.silent_for or 0)}. {state.owner}."


def _never(state: ActionState) -> str:
    return f"Nothing has been reported yet. {state.owner}."


def _to_discuss(state: ActionState) -> str:
    if state.latest is None or state.rating is None:
        return ""
    owner = state.latest.get_rag_display().lower()
    return (
        f"Its owner says {owner}; our check says {state.rating.word.lower()}: {state.rating.why}."
    )


def _unowned(state: ActionState) -> str:
    return "The owning post is vacant." if state.action.owner_id else "No owner has been named."


def _needing_check(found: Progress, checks: Checks) -> Iterator[Item]:
    """Each change of the evidence under what the board looks at, and how much waits."""
    recommendations = {row.recommendation for row in found.recommendations}
    actions = {state.action for state in found.actions}
    for touched in checks.still_open:
        waiting = {subject.record for subject in touched.still_open}
        letters = sorted(row.letter for row in waiting & recommendations)
        if letters or waiting & actions:
            yield Item(
                str(touched.change),
                reverse("check", args=[touched.change.pk]),
                f"{len(touched.still_open)} of {len(touched.subjects)} records that stand on it "
                "are still to be checked.",
                ", ".join(letters),
            )
