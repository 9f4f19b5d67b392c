"""Forms to decide on records that look alike, to merge them and to undo that."""

from __future__ import annotations

from typing import Any

from django import forms

from evidence.merging import differences
from evidence.models import Publication
from loneliness.ui.forms import GovukForm


class ReasonForm(GovukForm):
    """Why something is decided."""

    reason = forms.CharField(
        label="What shows that they are two publications?",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say what shows it: others will read your reason."},
    )


class MergeForm(ReasonForm):
    """Why two records are one publication, and which details to take over."""

    fill = forms.MultipleChoiceField(
        label="Details to take over",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="The publication that is kept has none of these.",
    )
    field_order = ("fill", "reason")

    def __init__(self, *args: Any, kept: Publication, merged: Publication, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "What shows that they are one publication?"
        details = [item for item in differences(kept, merged) if item.can_fill]
        choices = [(item.name, f"{item.words}: {item.second}") for item in details]
        self.fields["fill"].choices = choices  # type: ignore[attr-defined]
        self.fields["fill"].initial = [name for name, _ in choices]
        if not choices:
            del self.fields["fill"]
