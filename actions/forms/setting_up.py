"""Forms of the secretary's set-up: the grid of recommendations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html

from actions.models import Action, Board, Post
from actions.vocabulary import Response
from loneliness.ui.forms import GovukForm

DATE_SET = (
    'Set already. <a class="govuk-link" href="{}">Change the date'
    '<span class="govuk-visually-hidden"> of {}</span></a>, with the reason.'
)


class SetUpForm(GovukForm):
    """One row of the secretary's grid; everything may stay empty until it is known."""

    use_required_attribute = False
    mark_optional = False

    recommendation_version = forms.IntegerField(widget=forms.HiddenInput)
    action_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    response = forms.ChoiceField(
        choices=[("", "No response yet"), *Response.choices], required=False, label="Response"
    )
    response_reason = forms.CharField(
        required=False, label="Reason for the response", widget=forms.Textarea(attrs={"rows": 2})
    )
    response_quotation = forms.CharField(
        required=False,
        label="If done or under way: the words that say so, and where",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    owner = forms.ModelChoiceField(
        Post.objects.select_related("organisation"),
        required=False,
        label="Owner",
        empty_label="No owner yet",
    )
    board = forms.ModelChoiceField(
        Board.objects.all(), required=False, label="Board", empty_label="No board yet"
    )
    first_due_on = forms.DateField(
        required=False,
        label="Due",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    review_on = forms.DateField(
        required=False,
        label="Review (ongoing work)",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(
        self, *args: Any, action: Action | None, choices: dict[str, list[Any]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if action:
            for name, listed in choices.items():
                self.fields[name].choices = listed  # type: ignore[attr-defined]
            if self.initial.get("first_due_on"):
                self.fields["first_due_on"].disabled = True
                address = reverse("actions:date", args=[action.key])
                self.fields["first_due_on"].help_text = format_html(DATE_SET, address, self.prefix)
        else:
            for name in ("owner", "board", "first_due_on", "review_on", "action_version"):
                del self.fields[name]

    @classmethod
    def shared_choices(cls) -> dict[str, list[Any]]:
        """The owners and boards to choose from, read once for the whole grid."""
        return {name: list(cls.base_fields[name].choices) for name in ("owner", "board")}  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A response has its reason, and work is due once or reviewed, not both."""
        data = super().clean() or {}
        if data.get("response") and not data.get("response_reason"):
            self.add_error("response_reason", "Give the reason for the response.")
        if data.get("response") == Response.ALREADY_DONE and not data.get("response_quotation"):
            self.add_error("response_quotation", "Quote the words that say so, and where they are.")
        if data.get("first_due_on") and data.get("review_on"):
            self.add_error(
                "review_on", "Give a due date, or a review date for ongoing work, not both."
            )
        return data
