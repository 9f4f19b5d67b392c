"""The secretary's grid of a to p: one form for each recommendation, saved all or nothing."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict

from actions import selectors, services
from actions.forms import SetUpForm
from actions.models import Action
from loneliness.accounts.models import User
from loneliness.records.services import StaleRecord
from loneliness.ui.forms import say_both

VERSIONS = ("recommendation_version", "action_version")


@dataclass(frozen=True)
class Row:
    """A recommendation, its action when it has exactly one, and the form of both."""

    state: selectors.RecommendationState
    action: Action | None
    form: SetUpForm

    def save(self, *, by: User) -> int:
        """Save what changed; return how many records did."""
        entry = services.SetUp(**self.form.cleaned_data)
        return len(services.set_up(self.state.recommendation, self.action, entry, by=by))

    def refuse(self, error: ValidationError) -> None:
        """Say why the row was refused; of a stale one also what it says now.

        The form then carries the version just shown, so that saving again is a decision.
        """
        if not isinstance(error, StaleRecord):
            self.form.add_error(None, error)
            return
        self.form.add_error(None, error)
        now = {name: self.form.initial.get(name) for name in self.form.fields}
        say_both(self.form, {name: now[name] for name in now if name not in VERSIONS})
        data = cast(QueryDict, self.form.data).copy()
        for name in VERSIONS:
            data[self.form.add_prefix(name)] = str(self.form.initial.get(name, ""))
        self.form.data = data


def rows(today: datetime.date, data: Any = None) -> list[Row]:
    """The grid's rows, from what is stored and, after a post, what was typed."""
    choices = SetUpForm.shared_choices()
    found = selectors.progress(today)
    return [_row(state, data, choices) for state in found.recommendations]


def save(grid: list[Row], *, by: User) -> int | None:
    """Save every row or none; None when a row was refused, with the reason on its form."""
    changed = 0
    try:
        with transaction.atomic():
            for row in grid:
                current = row
                changed += row.save(by=by)
    except ValidationError as error:
        current.refuse(error)
        return None
    return changed


def _row(state: selectors.RecommendationState, data: Any, choices: dict[str, list[Any]]) -> Row:
    record = state.recommendation
    one = state.actions[0].action if len(state.actions) == 1 else None
    initial = {
        "response": record.response,
        "response_reason": record.response_reason,
        "response_quotation": record.response_quotation,
        "recommendation_version": record.version,
    }
    if one:
        initial |= {
            "owner": one.owner,
            "board": one.board,
            "first_due_on": one.first_due_on,
            "review_on": one.review_on,
            "action_version": one.version,
        }
    form = SetUpForm(data, prefix=record.letter, initial=initial, action=one, choices=choices)
    return Row(state, one, form)
