"""The form an owner reports with, and those that answer what was reported."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import replace
from typing import Any

from django import forms
from django.utils import timezone

from actions.files import TAKEN, Evidence, taken
from actions.forms.owners import day
from actions.models import ProgressUpdate
from actions.selectors import ActionState
from actions.vocabulary import RAG_MEANING, STATUS_MEANING, Rag, Status, ToldHow
from loneliness.ui.forms import GovukForm, GovukModelForm

CLIENTS = "Do not name clients. This may be shown to the board and may have to be released."
TOLD = ("told_by", "told_how", "told_on")


def once() -> forms.CharField:
    """The form's own number: however often it is sent, it counts once."""
    return forms.CharField(
        widget=forms.HiddenInput, initial=lambda: uuid.uuid4().hex, max_length=64
    )


def with_meaning(choices: Any, meaning: dict[Any, str]) -> list[tuple[str, str]]:
    """Each choice with what it means: nobody should need a legend."""
    return [(str(value), f"{label}. {meaning[value]}") for value, label in choices.choices]


class UpdateForm(GovukModelForm):
    """What an owner reports, in two minutes.

    ``for_somebody`` asks who told it, how and when; ``by_link`` asks for the name of whoever
    types and takes no file.
    """

    once = once()
    before = forms.CharField(widget=forms.HiddenInput, required=False)  # the update that was read
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
    met = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label="Milestones met so far"
    )
    is_correction = forms.BooleanField(
        required=False, label="This corrects the update before; that one stays readable"
    )
    file = forms.FileField(
        required=False,
        label="Or a file",
        help_text=f"At most 10 MB: {TAKEN}. Nothing about clients.",
    )

    class Meta:
        model = ProgressUpdate
        fields = (
            "rag", "status", "happened", "next_step", "per_cent", "asks_for", "asks_because",
            "reading", "reading_on", "evidence_url", "evidence_on", "told_by", "told_how",
            "told_on", "typed_name", "once",
        )  # fmt: skip
        labels = {
            "happened": "What happened since the last update?",
            "next_step": "What happens next?",
            "per_cent": "How much is done, in per cent?",
            "asks_for": "New date asked for",
            "asks_because": "Why is more time needed?",
            "reading_on": "Date of that figure",
            "evidence_url": "Web address of evidence",
            "evidence_on": "Date the evidence describes",
            "told_by": "Who told you?",
            "told_how": "How?",
            "told_on": "When?",
            "typed_name": "Your name",
        }
        help_texts = {
            "happened": CLIENTS,
            "typed_name": "Type it: it stands under the report.",
            "next_step": "",
            "told_how": "",
            "told_on": "",
            "told_by": "The owner’s name, or who spoke for them.",
            "asks_for": "The board answers; until then the present date holds.",
        }
        days = ("evidence_on", "told_on", "asks_for", "reading_on")
        widgets = {
            "happened": forms.Textarea(attrs={"rows": 4}),
            "next_step": forms.Textarea(attrs={"rows": 3}),
            "asks_because": forms.Textarea(attrs={"rows": 2}),
            **{name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d") for name in days},
        }

    def __init__(
        self,
        *args: Any,
        state: ActionState,
        for_somebody: bool = False,
        by_link: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.state = state
        self.fields["told_how"].choices = [("", "Choose"), *ToldHow.choices]  # type: ignore[attr-defined]
        self._keep(TOLD, for_somebody)
        self._keep(("typed_name",), by_link)
        self._keep(("file",), not by_link, required=False)
        self._keep(("met",), bool(state.milestones), required=False)
        self._keep(("is_correction",), state.latest is not None, required=False)
        self.fields["before"].initial = state.latest.pk if state.latest else ""
        measured = bool(state.action.measure)
        self._keep(("reading", "reading_on"), measured, required=False)
        if measured:
            self.fields["reading"].label = f"{state.action.measure}: newest figure"
        if state.milestones:
            self.fields["met"].choices = [  # type: ignore[attr-defined]
                (
                    str(one.milestone.pk),
                    f"{one.milestone}, planned for {one.milestone.due_on:%-d %B %Y}",
                )
                for one in state.milestones
            ]
            self.fields["met"].initial = [
                str(one.milestone.pk) for one in state.milestones if one.met_on
            ]

    def _keep(self, names: tuple[str, ...], wanted: bool, *, required: bool = True) -> None:
        for name in names:
            if wanted:
                self.fields[name].required = required
            else:
                del self.fields[name]

    def validate_unique(self) -> None:
        """Leave it to the service: a form that is sent twice counts once and is no mistake."""

    def clean_evidence_on(self) -> datetime.date | None:
        """Evidence describes a day that has been."""
        return self._past("evidence_on")

    def clean_told_on(self) -> datetime.date | None:
        """Somebody said it on a day that has been."""
        return self._past("told_on")

    def clean_reading_on(self) -> datetime.date | None:
        """A figure describes a day that has been."""
        return self._past("reading_on")

    def _past(self, name: str) -> datetime.date | None:
        given: datetime.date | None = self.cleaned_data[name]
        if given and given > timezone.localdate():
            raise forms.ValidationError("This date has not come yet: give a day that has been.")
        return given

    def clean_file(self) -> Evidence | None:
        """A file of a kind that is taken."""
        upload = self.cleaned_data["file"]
        return taken(upload) if upload else None

    def clean(self) -> dict[str, Any]:
        """A date alone belongs to the file, when there is one."""
        data = super().clean() or {}
        file, address, on = (data.get(n) for n in ("file", "evidence_url", "evidence_on"))
        if file and on and not address:
            data["file"], data["evidence_on"] = replace(file, describes_on=on), None
        return data

    @property
    def milestones_met(self) -> dict[int, datetime.date | None]:
        """What changes of the milestones: those newly met today, those not met after all."""
        ticked = set(self.cleaned_data.get("met", ()))
        today = timezone.localdate()
        return {
            one.milestone.pk: today if str(one.milestone.pk) in ticked else None
            for one in self.state.milestones
            if (str(one.milestone.pk) in ticked) != bool(one.met_on)
        }


class ClaimForm(GovukForm):
    """The second key."""

    verdict = forms.ChoiceField(
        choices=(("verified", "Verified: it is complete"), ("returned", "Returned: not yet")),
        widget=forms.RadioSelect,
        label="Is it complete?",
    )
    reason = forms.CharField(
        label="What did you look at, and what does it show?",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RemarkForm(GovukForm):
    """A sentence of explanation."""

    text = forms.CharField(label="In a sentence", widget=forms.Textarea(attrs={"rows": 3}))


class CorrectDateForm(GovukForm):
    """Another due date, before any paper has shown it."""

    due_on = day(label="Due date", required=False, help_text="Empty takes the date away.")
    reason = forms.CharField(label="Why is it corrected?", widget=forms.Textarea(attrs={"rows": 2}))
