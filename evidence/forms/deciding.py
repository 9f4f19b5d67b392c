"""Forms to decide on evidence: confirm or return, grade, correct, check the original."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from evidence.models import Appraisal, Finding, Publication, SourceCheck
from evidence.models.rules import PLACE_MISSING, QUOTATION_MISSING
from evidence.vocabulary import CheckOutcome, Grade
from loneliness.records.text import decimals_typed
from loneliness.ui.forms import GovukForm, GovukModelForm

CRITERIA = ("professional", "large", "method_clear", "self_selecting")
QUOTED = {"quotation": {"required": QUOTATION_MISSING}, "place": {"required": PLACE_MISSING}}


class PrintedField(forms.DecimalField):
    """A percentage as printed: 14.0 is another entry than 14."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare what is typed, not what it is worth."""
        return str(initial if initial is not None else "") != str(data or "").strip()


class DecisionForm(GovukForm):
    """What the second person says of a record: confirmed, or returned with a reason."""

    mark_optional = False  # the reason is needed to return, and not asked for to confirm

    act = forms.ChoiceField(
        choices=[("confirm", "Confirm"), ("return", "Return")], widget=forms.HiddenInput
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    because = forms.CharField(
        required=False,
        label="What is to be mended?",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Whoever entered it reads this. It waits again once it was mended.",
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)


def decision_form(record: Finding | Appraisal, there: str = "") -> DecisionForm:
    """The form to decide on one record; its controls have names of their own on the page.

    ``there`` is the page to come back to; empty for the record's own.
    """
    return DecisionForm(
        auto_id=f"{record._meta.model_name}-{record.pk}-%s",
        initial={"version": record.version, "next": there},
    )


WHOLE = ("invalid", "min_value", "max_value")
WHOLE_NUMBER = "Give a whole number of people, such as 1200, or leave it empty."


class PublicationCriteriaForm(GovukModelForm):
    """What the grade needs to know of the publication itself."""

    class Meta:
        model = Publication
        fields = ("commissioner", "commissioner_kind", "sampling", "sample_size", "review_by")
        labels = {
            "commissioner": "Who commissioned it?",
            "commissioner_kind": "What sort of body is that?",
            "sampling": "How were people chosen?",
            "sample_size": "How many answered?",
            "review_by": "Look at it again by",
        }
        error_messages: ClassVar = {"sample_size": dict.fromkeys(WHOLE, WHOLE_NUMBER)}
        widgets = {"review_by": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}


class AppraisalForm(GovukModelForm):
    """The answers to the criteria, the grade given and why."""

    class Meta:
        model = Appraisal
        fields = (
            "professional", "large", "method_clear", "self_selecting", "grade", "reason",
            "departure_reason", "confidence",
        )  # fmt: skip
        labels = {
            "grade": "Your grade",
            "reason": "Your reason",
            "departure_reason": "Why not the suggested grade?",
            "confidence": "How sure are you?",
        }
        widgets = {
            **dict.fromkeys(CRITERIA, forms.RadioSelect),
            "grade": forms.RadioSelect,
            "reason": forms.Textarea(attrs={"rows": 3}),
            "departure_reason": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grade"].choices = Grade.choices  # type: ignore[attr-defined]


NOTE_NEEDED = "When they do not agree or were not seen, say what you found instead."


class SourceCheckForm(GovukModelForm):
    """What comparing a quotation with the source itself showed."""

    mark_optional = False  # which of the two is needed depends on the outcome

    outcome = forms.ChoiceField(
        choices=CheckOutcome.choices, widget=forms.RadioSelect, label="What does the source say?"
    )

    class Meta:
        model = SourceCheck
        fields = ("outcome", "place", "note")
        labels = {
            "place": "Where in the source do the words stand?",
            "note": "What does it say instead, or where did you look?",
        }
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def clean(self) -> dict[str, Any] | None:
        """Ask for the place of words that are there, and for what was found otherwise."""
        cleaned = super().clean() or self.cleaned_data
        outcome = cleaned.get("outcome")
        if outcome == CheckOutcome.AGREES and not cleaned.get("place"):
            self.add_error("place", "Say where in the source the words stand.")
        elif outcome and outcome != CheckOutcome.AGREES and not cleaned.get("note"):
            self.add_error("note", NOTE_NEEDED)
        return cleaned


class CorrectionForm(GovukModelForm):
    """A confirmed figure put right: a new finding that takes its place once confirmed."""

    supersede_reason = forms.CharField(
        label="What was wrong?",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Such as: misread from the table; the publisher corrected the figure.",
    )
    percentage = PrintedField(
        required=False, max_digits=7, decimal_places=4, min_value=0, max_value=100,
        help_text="0 to 100, as printed: 4.9 for 4.9%.",
    )  # fmt: skip

    class Meta:
        model = Finding
        fields = (
            "percentage", "qualifier", "value_from", "value_to", "value_unit", "group", "measure",
            "age_from", "age_to", "area", "period", "base", "base_note", "interval_low",
            "interval_high", "interval_source", "interval_state", "quotation", "quoted_from",
            "place", "note",
        )  # fmt: skip
        widgets = {
            "quotation": forms.Textarea(attrs={"rows": 3}),
            "base_note": forms.Textarea(attrs={"rows": 2}),
            "note": forms.Textarea(attrs={"rows": 2}),
        }
        error_messages = QUOTED

    field_order = ("supersede_reason",)

    def clean(self) -> dict[str, Any] | None:
        """Keep how many decimals were typed."""
        cleaned = super().clean()
        typed = self.cleaned_data.get("percentage")
        self.instance.decimals = 0 if typed is None else decimals_typed(typed)
        return cleaned


class StandingForm(GovukModelForm):
    """What has become of a publication since."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    standing_note = forms.CharField(
        label="What happened, and how do you know?",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What replaced or corrected it, with the address where it says so.",
    )

    class Meta:
        model = Publication
        fields = ("standing", "standing_note", "standing_on", "replaced_by")
        labels = {
            "standing": "How does it stand?",
            "standing_on": "When did you look it up?",
            "replaced_by": "What took its place, when it is in the register",
        }
        widgets = {
            "standing_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Publication.objects.exclude(pk=self.instance.pk)
        self.fields["replaced_by"].queryset = others  # type: ignore[attr-defined]


class RemovalForm(GovukForm):
    """Why a record is removed."""

    reason = forms.CharField(
        label="Why is it removed?",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Such as: entered twice; meant for another publication.",
    )
