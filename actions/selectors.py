"""What the pages of the action tracker need, each in a constant number of queries."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from actions.models import Action, Holding, ProgressUpdate, Recommendation
from actions.vocabulary import Rag, Status
from estimates.selectors import Share, TableAnswer, answers, evidence_under, share_of
from evidence.models import PopulationGroup
from evidence.querysets import Nesting
from evidence.selectors import Evidence
from loneliness.accounts.models import User


@dataclass(frozen=True)
class ActionState:
    """An action with its owner today and where it is; what is missing is said plainly."""

    action: Action
    holder: Holding | None
    latest: ProgressUpdate | None
    today: datetime.date

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
    def days_late(self) -> int:
        """Days past the first due date; nought once its owner claims it or it will not proceed."""
        finished = (Status.CLAIMED, Status.NOT_PROCEEDING)
        if self.latest and self.latest.status in finished:
            return 0
        return self.action.days_late(self.today)

    @property
    def gaps(self) -> list[str]:
        """What is missing, in words."""
        missing = {
            "no owner yet": self.action.owner is None,
            "the owning post is vacant": self.action.owner is not None and not self.holder,
            "no board yet": self.action.board is None,
            "no due date yet": not (self.action.first_due_on or self.action.review_on),
            "no update yet": self.latest is None,
        }
        return [words for words, is_missing in missing.items() if is_missing]


@dataclass(frozen=True)
class RecommendationState:
    """A recommendation with its actions and the estimates it rests on."""

    recommendation: Recommendation
    actions: tuple[ActionState, ...]
    shares: tuple[Share, ...]

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
    """All recommendations, and the exceptions among their actions."""

    recommendations: tuple[RecommendationState, ...]

    @property
    def actions(self) -> list[ActionState]:
        """Every action once, in the order of its recommendation."""
        return list(
            {item.action.pk: item for row in self.recommendations for item in row.actions}.values()
        )

    @property
    def words(self) -> str:
        """All that the recommendations say, for the glossary."""
        return "\n".join(row.recommendation.text for row in self.recommendations)

    @property
    def unanswered(self) -> list[RecommendationState]:
        """Recommendations without a formal response."""
        return [row for row in self.recommendations if not row.recommendation.response]

    @property
    def unowned(self) -> list[ActionState]:
        """Actions that nobody owns."""
        return [item for item in self.actions if not item.has_owner]

    @property
    def late(self) -> list[ActionState]:
        """Actions past their first due date, the latest first."""
        return sorted(
            (item for item in self.actions if item.days_late), key=lambda item: -item.days_late
        )

    @property
    def off_track(self) -> list[ActionState]:
        """Actions whose owners say they are off track."""
        return [item for item in self.actions if item.latest and item.latest.rag == Rag.RED]

    @property
    def silent(self) -> list[ActionState]:
        """Actions with an owner who has not reported yet."""
        return [item for item in self.actions if item.has_owner and item.latest is None]


def action_states(actions: Iterable[Action], today: datetime.date) -> dict[int, ActionState]:
    """Owner and newest update of each action, by primary key. Two queries."""
    listed = list(actions)
    holdings = Holding.objects.as_at(today).filter(post__in=[a.owner_id for a in listed])
    holders = {holding.post_id: holding for holding in holdings.select_related("person")}
    updates = ProgressUpdate.objects.newest_of_each().filter(action__in=listed)
    newest = {update.action_id: update for update in updates.select_related("posted_by")}
    return {
        action.pk: ActionState(action, holders.get(action.owner_id), newest.get(action.pk), today)
        for action in listed
    }


def progress(
    today: datetime.date, recommendations: QuerySet[Recommendation] | None = None
) -> Progress:
    """Every recommendation with its actions and estimates. A constant number of queries."""
    rows = recommendations if recommendations is not None else Recommendation.objects.current()
    actions = Action.objects.select_related("owner__organisation", "board")
    actions = actions.prefetch_related("table_links")
    listed = list(
        rows.prefetch_related(
            "boards", "group_links", Prefetch("actions", queryset=actions.order_by("key"))
        )
    )
    states = action_states((action for row in listed for action in row.actions.all()), today)
    tables = answers()
    nesting = PopulationGroup.objects.nesting()
    return Progress(
        tuple(
            RecommendationState(
                recommendation=row,
                actions=tuple(states[action.pk] for action in row.actions.all()),
                shares=tuple(rests_on(row, tables, nesting)),
            )
            for row in listed
        )
    )


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


def owned_actions(user: User, today: datetime.date) -> list[ActionState]:
    """The actions this account's person owns today. Three queries."""
    actions = Action.objects.owned_by(user, today).select_related("owner__organisation", "board")
    return list(action_states(actions, today).values())
