"""The form that changes many actions at once."""

from __future__ import annotations

from typing import Any

from django import forms

from actions.forms.owners import day
from actions.models import Board, Post
from actions.vocabulary import Capacity, Reach
from estimates.models import EstimateTable
from evidence.models import PopulationGroup
from loneliness.ui.forms import GovukForm

STAYS = "As it is"


def _one_of(rows: Any, label: str, empty: str = STAYS) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(rows, required=False, label=label, empty_label=empty)


def _word_of(choice: Any, label: str) -> forms.ChoiceField:
    choices = [("", STAYS), *choice.choices]
    return forms.ChoiceField(choices=choices, required=False, label=label)


class ChangeForm(GovukForm):
    """What to set on all ticked actions; what is left as it is does not change."""

    mark_optional = False

    board = _one_of(Board.objects.filter(valid_to=None), "Board")
    owner = _one_of(Post.objects.select_related("organisation"), "Owner")
    lead = _one_of(Post.objects.select_related("organisation"), "Lead officer")
    reach = _word_of(Reach, "For all or some (i)")
    capacity = _word_of(Capacity, "Capacity (j)")
    review_on = day(
        required=False,
        label="Review date",
        help_text="For ongoing work without a due date. Empty leaves it as it is.",
    )
    group = _one_of(PopulationGroup.objects.all(), "Add a group that they help", "None")
    table = _one_of(EstimateTable.objects.all(), "Add a table that they rest on", "None")
    note = forms.CharField(
        label="Why?",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="It stands in the history of each action.",
    )
