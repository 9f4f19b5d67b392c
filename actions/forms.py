"""Forms of the action tracker."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.utils import timezone

from actions.models import Board, Organisation, Post, ProgressUpdate
from actions.vocabulary import RAG_MEANING, STATUS_MEANING, Rag, Response, Status
from loneliness.ui.forms import GovukForm, GovukModelForm

CLIENTS = "Do not name clients. This may be shown to the board and may have to be released."


def with_meaning(choices: Any, meaning: dict[Any, str]) -> list[tuple[str, str]]:
    """Each choice with what it means: nobody should need a legend."""
    return [(str(value), f"{label}. {meaning[value]}") for value, label in choices.choices]


class UpdateForm(GovukModelForm):
    """What an owner reports, in two minutes."""

    once = forms.CharField(widget=forms.HiddenInput, initial=lambda: uuid.uuid4().hex)
    rag = forms.ChoiceField(
        choices=with_meaning(Rag, RAG_MEANING),
        widget=forms.RadioSelect,
        label="How is it going?",
    )
    status = forms.ChoiceField(
        choices=with_meaning(Status, STATUS_MEANING),
        widget=forms.RadioSelect,
        label="Where is it?",
    )

    class Meta:
        model = ProgressUpdate
        fields = (
            "rag", "status", "happened", "next_step", "evidence_url", "evidence_on", "told_by",
            "once",
        )  # fmt: skip
        labels = {
            "happened": "What happened since the last update?",
            "next_step": "What happens next?",
            "evidence_url": "Web address of evidence",
            "evidence_on": "Date the evidence describes",
            "told_by": "Who told you, how and when?",
        }
        help_texts = {
            "happened": CLIENTS,
            "told_by": "Such as: Jo Smith, by telephone, 3 May 2026.",
        }
        widgets = {
            "happened": forms.Textarea(attrs={"rows": 4}),
            "next_step": forms.Textarea(attrs={"rows": 3}),
            "evidence_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, for_somebody: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if for_somebody:
            self.fields["told_by"].required = True
        else:
            del self.fields["told_by"]

    def validate_unique(self) -> None:
        """Leave it to the service: a form that is sent twice counts once and is no mistake."""

    def clean_evidence_on(self) -> datetime.date | None:
        """Evidence describes a day that has been."""
        day: datetime.date | None = self.cleaned_data["evidence_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError("This date has not come yet: give a day that has been.")
        return day


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
        self, *args: Any, has_action: bool, choices: dict[str, list[Any]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if has_action:
            for name, listed in choices.items():
                self.fields[name].choices = listed  # type: ignore[attr-defined]
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
        if data.get("first_due_on") and data.get("review_on"):
            self.add_error(
                "review_on", "Give a due date, or a review date for ongoing work, not both."
            )
        return data


class AppointForm(GovukForm):
    """Who holds which post, from when."""

    name = forms.CharField(max_length=200, label="Name")
    email = forms.EmailField(label="E-mail address")
    organisation = forms.ModelChoiceField(
        Organisation.objects.filter(valid_to=None), label="Organisation"
    )
    title = forms.CharField(
        max_length=200, label="Post", help_text="The role that owns actions: Public Health lead."
    )
    on = forms.DateField(
        label="From",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="First day in the post. Whoever held it before ends the day before.",
    )


class InviteForm(GovukForm):
    """Whom to invite, and as what."""

    name = forms.CharField(max_length=200, label="Name")
    email = forms.EmailField(label="E-mail address")
    organisation = forms.ModelChoiceField(
        Organisation.objects.filter(valid_to=None), label="Organisation"
    )
    roles = forms.ModelMultipleChoiceField(
        Group.objects.order_by("name"),
        widget=forms.CheckboxSelectMultiple,
        label="Roles",
        help_text="A person may have several.",
    )
