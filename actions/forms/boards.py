"""What a board's page can be narrowed down to."""

from __future__ import annotations

from typing import Any

from django import forms

from actions.selectors import ActionState, Progress, RecommendationState
from actions.vocabulary import STATUSES, Rag, Response
from loneliness.ui.forms import FilterForm

ANY = [("", "Any")]
SHOWN = {
    "late": "Late",
    "unowned": "Without an owner",
    "silent": "No answer",
    "to_discuss": "Rating to discuss",
    "claimed": "Claimed complete",
    "asking": "More time asked",
    "complete": "Verified complete",
}


class BoardFilterForm(FilterForm):
    """By exception, status, rating, owner and response; everything may stay open."""

    show = forms.ChoiceField(choices=[*ANY, *SHOWN.items()], required=False, label="Show")
    status = forms.ChoiceField(choices=[*ANY, *STATUSES], required=False, label="Status")
    rag = forms.ChoiceField(choices=[*ANY, *Rag.choices], required=False, label="Rating")
    response = forms.ChoiceField(
        choices=[*ANY, ("none", "No response yet"), *Response.choices],
        required=False,
        label="Response",
    )
    owner = forms.ChoiceField(required=False, label="Owner")

    def __init__(self, *args: Any, posts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [*ANY, *posts]  # type: ignore[attr-defined]

    @property
    def is_narrowing(self) -> bool:
        """Whether anything is asked for."""
        return self.is_valid() and any(self.cleaned_data.values())

    def narrowed(self, found: Progress) -> list[RecommendationState]:
        """The recommendations that fit: all of them where nothing, or nonsense, is asked for."""
        if not self.is_narrowing:
            return list(found.recommendations)
        asked = self.cleaned_data
        shown = {s.action.pk for s in getattr(found, asked["show"])} if asked["show"] else None
        by_action = any(asked[name] for name in ("show", "status", "rag", "owner"))
        return [
            row
            for row in found.recommendations
            if self._responds(row)
            and (not by_action or any(self._fits(state, shown) for state in row.actions))
        ]

    def _responds(self, row: RecommendationState) -> bool:
        asked = self.cleaned_data["response"]
        given = row.recommendation.response or "none"
        return asked in ("", given)

    def _fits(self, state: ActionState, shown: set[int] | None) -> bool:
        asked = self.cleaned_data
        rag = state.latest.rag if state.latest else ""
        return (
            (shown is None or state.action.pk in shown)
            and asked["status"] in ("", state.status)
            and asked["rag"] in ("", rag)
            and asked["owner"] in ("", str(state.action.owner_id))
        )
