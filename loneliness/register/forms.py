"""Forms of the pages over all three apps."""

from __future__ import annotations

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


class RedactForm(GovukForm):
    """Words to remove from a record for good."""

    field = forms.ChoiceField(label="In which field?")
    words = forms.CharField(
        label="The words to remove, letter by letter",
        strip=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    reason = forms.CharField(
        max_length=300,
        label="Why?",
        help_text="Stands in place of the words, so it must not repeat them.",
    )
