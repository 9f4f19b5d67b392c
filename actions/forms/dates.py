"""The form that moves a due date, or refuses to."""

from __future__ import annotations

from typing import Any

from django import forms

from actions.forms.updates import once
from actions.models import Action, Decision, DueDateChange, Person
from loneliness.ui.forms import GovukModelForm


class MoveDateForm(GovukModelForm):
    """Another due date after a paper has shown the first: reason, and who agreed."""

    granted = forms.TypedChoiceField(
        choices=(("yes", "Yes: the date moves"), ("no", "No: the date stays")),
        coerce=lambda text: text == "yes",
        widget=forms.RadioSelect,
        label="Is the new date agreed?",
    )
    once = once()
    mark_optional = False

    class Meta:
        model = DueDateChange
        fields = ("due_on", "granted", "reason", "approver", "decision", "once")
        labels = {
            "due_on": "New date",
            "reason": "Why?",
            "approver": "Who agreed or refused",
            "decision": "Or the decision of a meeting",
        }
        help_texts = {
            "due_on": "The date agreed, or the one that was asked for and refused.",
            "reason": "It stands in the history, and the board reads it.",
            "approver": "Somebody else than the owner. One of these two is needed.",
            "decision": "",
        }
        widgets = {
            "due_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "reason": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, action: Action, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["approver"].queryset = Person.objects.all()
        fields["approver"].empty_label = "Nobody in person"
        fields["decision"].empty_label = "No decision of a meeting"
        fields["decision"].queryset = (
            Decision.objects.filter(meeting__board=action.board, replaced_by=None)
            .select_related("meeting__board")
            .order_by("-meeting__held_on")
        )

    def validate_unique(self) -> None:
        """Leave it to the service: a form that is sent twice counts once and is no mistake."""
