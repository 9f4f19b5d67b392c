"""Forms of the pages over all three apps."""

from __future__ import annotations

from typing import Any

from django import forms

from loneliness.ui.forms import GovukForm


class RecheckForm(GovukForm):
    """Why the records that were ticked still stand."""

    subjects = forms.MultipleChoiceField(
        widget=forms.MultipleHiddenInput,
        error_messages={
            "required": "Tick what you checked.",
            "invalid_choice": "Something ticked is not touched by this change, or was checked "
            "meanwhile: look at the list again.",
        },
    )
    reason = forms.CharField(
        label="What did you look at, and why do they still stand?",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kept beside your name and today’s date for every record ticked.",
    )


class WithdrawForm(GovukForm):
    """Why a message is not to be sent."""

    reason = forms.CharField(
        label="Why is it not to be sent?",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Kept beside your name.",
    )


class AcceptForm(GovukForm):
    """Why a gap may stay open for now, and until when."""

    reason = forms.CharField(
        label="Why may it stay open for now?",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Shown beside your name in the list of what is accepted.",
    )
    review_on = forms.DateField(
        label="When is it looked at again?",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="A day within two years. After it, this is a gap to mend again.",
    )


class RedactForm(GovukForm):
    """Words to remove from a record for good."""

    field = forms.ChoiceField(label="In which field?")
    words = forms.CharField(
        required=False,
        label="The words to remove, letter by letter",
        strip=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Leave it empty for a file: all of its content is removed.",
    )
    reason = forms.CharField(
        max_length=300,
        label="Why?",
        help_text="Stands in place of the words, so it must not repeat them.",
    )
    elsewhere = forms.BooleanField(
        required=False,
        label="Remove them also from messages, drafts, imported plans and issued papers",
        help_text="A paper is made again with a notice. Needs at least four letters.",
    )

    def clean(self) -> dict[str, Any]:
        """Words are needed, save for a file."""
        given = super().clean() or {}
        if not given.get("words") and given.get("field") not in (None, "content"):
            self.add_error("words", "An answer is needed.")
        return given
