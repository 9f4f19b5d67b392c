"""Forms of the estimates."""

from django import forms

from estimates.vocabulary import RevisionKind
from loneliness.ui.forms import GovukForm

KINDS = [choice for choice in RevisionKind.choices if choice[0] != RevisionKind.AS_PRINTED]


class DraftForm(GovukForm):
    """Why a table is worked out again."""

    kind = forms.ChoiceField(
        choices=KINDS, widget=forms.RadioSelect, label="Why is there a new version?"
    )
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        label="What changed",
        help_text="A sentence that a reviewer can check.",
    )
