"""What the pages of the action tracker need, each in a constant number of queries."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from actions.models import Action, Board, Recommendation
from actions.selectors.gathering import action_states
from actions.selectors.reading import Now, Then
from actions.selectors.states import ActionState
from actions.vocabulary import COMPLETE, Rag, Response
from estimates.selectors import Share, TableAnswer, answers, evidence_under, share_of
from evidence.models import PopulationGroup
from evidence.querysets import Nesting
from evidence.selectors import Evidence
from loneliness.records.history import end_of

FIELDS_OF_EVERY_ACTION = "ijk"


@dataclass(frozen=True)
class RecommendationState:
    """A recommendation with its actions and the estimates it rests on."""

    recommendation: Recommendation
    actions: tuple[ActionState, ...]
    shares: tuple[Share, ...]
    field_of: str = ""  # of i, j and k: how many of all actions answer it

    @property
    def answers(self) -> tuple[TableAnswer, ...]:
        """The tables it rests on."""
        return tuple(share.answer for share in self.shares)

    @property
    def evidence(self) -> Evidence:
        """The evidence under the lines it rests on."""
        return evidence_under(item for share in self.shares for item in share.lines)


@dataclass(frozen=True)
class Progress:
    """Recommendations with their actions, a board's further actions, and what is exceptional."""

    recommendations: tuple[RecommendationState, ...]
    others: tuple[ActionState, ...] = ()
    tables: tuple[TableAnswer, ...] = ()

    @cached_property
    def actions(self) -> list[ActionState]:
        """Every action once, in the order of its recommendation; merged ones are left out."""
        listed = [item for row in self.recommendations for item in row.actions] + [*self.others]
        every = {item.action.pk: item for item in listed}
        return [item for item in every.values() if not item.action.merged_into_id]

    @property
    def merged(self) -> list[ActionState]:
        """Actions that another one took in."""
        listed = [item for row in self.recommendations for item in row.actions] + [*self.others]
        return [item for item in listed if item.action.merged_into_id]

    @property
    def words(self) -> str:
        """All that the recommendations say, for the glossary."""
        return "\n".join(row.recommendation.text for row in self.recommendations)

    @property
    def unanswered(self) -> list[RecommendationState]:
        """Recommendations without a formal response."""
        return [row for row in self.recommendations if not row.recommendation.response]

    @property
    def without_action(self) -> list[RecommendationState]:
        """Recommendations that need an action of their own, were not refused and have none."""
        return [
            row
            for row in self.recommendations
            if row.recommendation.letter not in FIELDS_OF_EVERY_ACTION
            and not row.actions
            and row.recommendation.response not in (Response.NOT_ACCEPTED, Response.ALREADY_DONE)
        ]

    @property
    def unowned(self) -> list[ActionState]:
        """Running actions that nobody owns."""
        return [item for item in self.actions if not item.has_owner and item.is_running]

    @property
    def late(self) -> list[ActionState]:
        """Actions past their first due date, the latest first."""
        return sorted(
            (item for item in self.actions if item.days_late), key=lambda item: -item.days_late
        )

    @property
    def off_track(self) -> list[ActionState]:
        """Running actions whose owners say they are off track."""
        return [
            item
            for item in self.actions
            if item.is_running and item.latest and item.latest.rag == Rag.RED
        ]

    @property
    def silent(self) -> list[ActionState]:
        """Owned, running actions that missed a call or the board's days of silence."""
        return [item for item in self.actions if item.is_silent]

    @property
    def never_reported(self) -> list[ActionState]:
        """Owned actions that nobody has reported on, and that have missed no call."""
        return [
            item
            for item in self.actions
            if item.has_owner and item.latest is None and not item.is_silent
        ]

    @property
    def to_discuss(self) -> list[ActionState]:
        """Actions whose owner's word and our rating differ; those that hide trouble first."""
        return sorted(
            (item for item in self.actions if item.disagrees),
            key=lambda item: not item.hides_trouble,
        )

    @property
    def claimed(self) -> list[ActionState]:
        """Actions claimed complete that nobody has verified."""
        return [item for item in self.actions if item.is_claimed]

    @property
    def asking(self) -> list[ActionState]:
        """Actions whose owners ask for more time and wait for an answer."""
        return [item for item in self.actions if item.asks_for]

    @property
    def objected(self) -> list[ActionState]:
        """Actions with an objection, or an owner who says it is not theirs."""
        return [item for item in self.actions if item.objections]

    @property
    def unconfirmed(self) -> list[ActionState]:
        """Actions whose newest update came by a link and waits for the secretary."""
        return [item for item in self.actions if item.is_unconfirmed]

    @property
    def complete(self) -> list[ActionState]:
        """Actions that somebody else has verified."""
        return [item for item in self.actions if item.status == COMPLETE]

    @property
    def unmeasured(self) -> list[ActionState]:
        """Running actions without a measure of success."""
        return [item for item in self.actions if item.is_running and not item.action.measure]


def progress(
    today: datetime.date,
    recommendations: QuerySet[Recommendation] | None = None,
    board: Board | None = None,
    *,
    everything: bool = False,
    past: bool = False,
    tables: Sequence[TableAnswer] | None = None,
) -> Progress:
    """Every recommendation, or a board's, with actions and estimates. A constant number of queries.

    With ``board`` also the board's actions that answer none of its recommendations; with
    ``everything`` all actions that answer none. ``past`` reads all of it as it stood at the end
    of that day. ``tables`` are all with their answers then, where they are known already.
    """
    rows = recommendations if recommendations is not None else Recommendation.objects.current()
    reader = Then(today) if past else Now()
    listed = reader.recommendations(rows, board)
    answering = {action.pk: action for row in listed for action in row.actions.all()}
    others = reader.others(board, answering) if board or everything else []
    at = end_of(today) if past else None
    states = action_states([*answering.values(), *others], today, at=at)
    if tables is None:
        tables = answers(day=today if past else None)
    nesting = PopulationGroup.objects.nesting()
    fields = _fields_of_every_action(reader.answering_ijk())
    return Progress(
        tuple(
            RecommendationState(
                recommendation=row,
                actions=tuple(states[action.pk] for action in row.actions.all()),
                shares=tuple(rests_on(row, tables, nesting)),
                field_of=fields.get(row.letter, ""),
            )
            for row in listed
        ),
        tuple(states[action.pk] for action in others),
        tuple(tables),
    )


def _fields_of_every_action(rows: list[tuple[str, ...]]) -> dict[str, str]:
    """Recommendations i, j and k: how many of all actions answer each."""
    found = zip(FIELDS_OF_EVERY_ACTION, zip(*rows, strict=True), strict=True) if rows else ()
    return {
        letter: f"{sum(map(bool, said))} of {len(rows)} actions say so" for letter, said in found
    }


def rests_on(
    recommendation: Recommendation, tables: Iterable[TableAnswer], nesting: Nesting
) -> list[Share]:
    """What it rests on: the lines that count its groups or groups within them, table by table.

    A table that one of its actions names counts whole.
    """
    groups = nesting.at_or_under(*(link.group_id for link in recommendation.group_links.all()))
    named = {
        link.table_id
        for action in recommendation.actions.all()
        for link in action.table_links.all()
    }
    return _shares(groups, named, tables)


def action_rests_on(action: Action, tables: Iterable[TableAnswer]) -> list[Share]:
    """What an action rests on: the tables it names, and the lines that count the groups it helps.

    Three queries.
    """
    groups = [link.group_id for link in action.group_links.all()]
    nesting = PopulationGroup.objects.nesting()
    named = {link.table_id for link in action.table_links.all()}
    return _shares(nesting.at_or_under(*groups) if groups else set(), named, tables)


def _shares(groups: set[int], named: set[int], tables: Iterable[TableAnswer]) -> list[Share]:
    return [
        Share(answer, answer.lines, answer.total)
        if answer.table.pk in named
        else share_of(answer, groups)
        for answer in tables
        if answer.table.pk in named or groups & groups_of(answer)
    ]


def groups_of(answer: TableAnswer) -> set[int]:
    """The groups that a table's lines count."""
    return {item.line.population.group_id for item in answer.lines}
