"""Recommendations with their actions, as they are now or as they stood on a past day."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Container, Iterable
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from actions.models import (
    Action,
    ActionGroup,
    ActionRecommendation,
    ActionTable,
    Board,
    Recommendation,
    RecommendationBoard,
    RecommendationGroup,
)
from loneliness.records.history import standing

IJK = ("reach", "capacity", "cost_and_benefit")
NAMES = ("owner__organisation", "lead__organisation", "board")


class Now:
    """As they are: each recommendation with boards, groups and actions, ten queries in all."""

    def recommendations(
        self, rows: QuerySet[Recommendation], board: Board | None
    ) -> list[Recommendation]:
        """The recommendations, or those that go to a board."""
        if board is not None:
            rows = rows.filter(board_links__board=board)
        actions = Prefetch("actions", queryset=self._actions())
        return list(rows.prefetch_related("boards", "group_links", actions))

    def others(self, board: Board | None, answering: Container[int]) -> list[Action]:
        """Further actions of a board, or all further actions."""
        rows = self._actions() if board is None else self._actions().filter(board=board)
        return [action for action in rows if action.pk not in answering]

    def answering_ijk(self) -> list[tuple[str, ...]]:
        """What each action answers to recommendations i, j and k. One query."""
        return list(Action.objects.kept().values_list(*IJK))

    def _actions(self) -> QuerySet[Action]:
        rows = Action.objects.select_related(*NAMES).order_by("key")
        return rows.prefetch_related("table_links", "recommendation_links__recommendation")


class Then:
    """As they stood at the end of a past day, from their histories."""

    def __init__(self, day: datetime.date) -> None:
        self.day = day
        self.actions = {action.pk: action for action in standing(Action, day)}
        ordered = sorted(self.actions.values(), key=lambda action: action.key)
        self.actions = {action.pk: action for action in ordered}
        prefetch_related_objects(ordered, *NAMES)
        _hold(ordered, "table_links", standing(ActionTable, day), "action_id")
        _hold(ordered, "group_links", standing(ActionGroup, day), "action_id")
        self.links = standing(ActionRecommendation, day)
        prefetch_related_objects(self.links, "recommendation")
        _hold(ordered, "recommendation_links", self.links, "action_id")

    def recommendations(
        self, rows: QuerySet[Recommendation], board: Board | None
    ) -> list[Recommendation]:
        """Those of the recommendations that there were, or those that went to a board."""
        to_boards = standing(RecommendationBoard, self.day)
        prefetch_related_objects(to_boards, "board")
        listed = standing(Recommendation, self.day, id__in=list(rows.values_list("pk", flat=True)))
        if board is not None:
            to_board = {link.recommendation_id for link in to_boards if link.board_id == board.pk}
            listed = [row for row in listed if row.pk in to_board]
        listed.sort(key=lambda row: row.letter)
        groups = standing(RecommendationGroup, self.day)
        _hold(listed, "group_links", groups, "recommendation_id")
        for row in listed:
            held = row._prefetched_objects_cache
            held["boards"] = [one.board for one in to_boards if one.recommendation_id == row.pk]
            answering = {one.action_id for one in self.links if one.recommendation_id == row.pk}
            held["actions"] = [a for key, a in self.actions.items() if key in answering]
        return listed

    def others(self, board: Board | None, answering: Container[int]) -> list[Action]:
        """Further actions of a board, or all further actions."""
        return [
            action
            for key, action in self.actions.items()
            if key not in answering and board in (None, action.board)
        ]

    def answering_ijk(self) -> list[tuple[str, ...]]:
        """What each action answered to recommendations i, j and k."""
        kept = [action for action in self.actions.values() if not action.merged_into_id]
        return [tuple(getattr(action, name) for name in IJK) for action in kept]


def _hold(records: Iterable[Any], name: str, links: Iterable[Any], key: str) -> None:
    """Give each record the links that were its own, where Django keeps what it has read ahead."""
    of_record = defaultdict(list)
    for link in links:
        of_record[getattr(link, key)].append(link)
    for record in records:
        cache = record.__dict__.setdefault("_prefetched_objects_cache", {})
        cache[name] = of_record[record.pk]
