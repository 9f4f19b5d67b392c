"""Forms of meetings: when, what the paper says, calls for updates, decisions, the record."""

from __future__ import annotations

from typing import Any

from django import forms

from actions.forms.owners import day
from actions.forms.updates import CLIENTS, once
from actions.models import Action, Call, Decision, Meeting, Recommendation
from actions.vocabulary import DecisionKind, Publicity
from loneliness.ui.forms import GovukForm, GovukModelForm

A_DAY = {"type": "date"}


class MeetingForm(GovukModelForm):
    """When a board meets, and what the secretary writes in its paper."""

    publicity = forms.ChoiceField(
        choices=Publicity.choices,
        initial=Publicity.OPEN,
        widget=forms.RadioSelect,
        label="Open or not for publication",
    )

    class Meta:
        model = Meeting
        fields = (
            "held_on", "address", "agenda_item", "report_of", "contact", "publicity",
            "publicity_reason", "purpose", "asks", "background", "resource_implications",
            "equality_implications", "risk_implications",
        )  # fmt: skip
        widgets = {
            "held_on": forms.DateInput(attrs=A_DAY, format="%Y-%m-%d"),
            **{
                name: forms.Textarea(attrs={"rows": rows})
                for name, rows in (
                    ("contact", 2), ("purpose", 2), ("asks", 4), ("background", 4),
                    ("resource_implications", 3), ("equality_implications", 3),
                    ("risk_implications", 3),
                )
            },
        }  # fmt: skip


class CallForm(GovukModelForm):
    """By when updates are wanted, and what the secretary adds to the message."""

    once = once()

    class Meta:
        model = Call
        fields = ("return_by", "words", "once")
        widgets = {
            "return_by": forms.DateInput(attrs=A_DAY, format="%Y-%m-%d"),
            "words": forms.Textarea(attrs={"rows": 3}),
        }
        labels = {"return_by": "Updates wanted by", "words": "Words of your own"}
        help_texts = {
            "return_by": "From today until the meeting.",
            "words": "They stand in every message, below the link.",
        }

    def validate_unique(self) -> None:
        """Leave it to the service: a form that is sent twice counts once and is no mistake."""


class DecisionForm(GovukModelForm):
    """What the meeting decided, in the words of its record."""

    once = once()

    class Meta:
        model = Decision
        fields = ("kind", "action", "recommendation", "text", "replaces", "once")
        labels = {"kind": "What did it decide?", "replaces": "This corrects"}
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"kind": "", "text": f"In the words of the record. {CLIENTS}"}

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.meeting = meeting
        fields: Any = self.fields
        fields["kind"].choices = [("", "Choose"), *DecisionKind.choices]
        fields["action"].queryset = Action.objects.filter(merged_into=None).order_by("title")
        fields["action"].empty_label = "No action in particular"
        fields["recommendation"].queryset = Recommendation.objects.current()
        fields["recommendation"].empty_label = "No recommendation in particular"
        fields["replaces"].queryset = meeting.decisions.filter(replaced_by=None)
        fields["replaces"].empty_label = "Nothing: it is new"
        if not fields["replaces"].queryset.exists():
            del fields["replaces"]

    def validate_unique(self) -> None:
        """Leave it to the service: a form that is sent twice counts once and is no mistake."""


class ConfirmRecordForm(GovukForm):
    """At which later meeting the record was confirmed."""

    on = day(label="Confirmed at the meeting of", help_text="From then nothing is added to it.")


class IssueForm(GovukForm):
    """Issuing the paper, or an addendum with its reason."""

    once = once()
    reason = forms.CharField(
        label="Why is there an addendum?",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="It stands at the head of the addendum.",
    )

    def __init__(self, *args: Any, number: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if number == 0:
            del self.fields["reason"]
