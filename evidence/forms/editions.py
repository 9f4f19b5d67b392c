"""The forms of a new edition: what it is, whether its questions changed, and its figures."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms

from evidence.models import Finding, Measure, Publication
from evidence.models.rules import PERCENTAGE
from evidence.services.editions import NewFigure, NewWording
from evidence.vocabulary import IntervalState
from loneliness.records.text import decimals_typed
from loneliness.ui.forms import GovukForm

PRINTED = re.compile(r"(\d{1,3}(?:\.\d{1,4})?)\s*%?")
SAME, CHANGED, UNKNOWN = "same", "changed", "unknown"
WORDINGS = (
    (SAME, "The same words as before"),
    (CHANGED, "Other words"),
    (UNKNOWN, "Not known: its figures will not be compared with the old ones"),
)

NARROW = {
    "value": "govuk-input--width-4",
    "interval_low": "govuk-input--width-3",
    "interval_high": "govuk-input--width-3",
    "base": "govuk-input--width-5",
}
WORDING_NEEDED = "Say whether the question is the same: only then do old and new figures compare."


class EditionForm(GovukForm):
    """Which edition it is, and whether each question was worded anew."""

    mark_optional = False

    existing = forms.ModelChoiceField(
        Publication.objects.none(),
        required=False,
        label="In the register already",
        empty_label="No, it is new",
        help_text="If it was imported or entered before, choose it and leave the next four empty.",
    )
    title = forms.CharField(required=False, max_length=500, help_text="As printed on the document.")
    year = forms.IntegerField(
        required=False, min_value=1800, max_value=2100, label="Year of publication"
    )
    fieldwork = forms.CharField(
        required=False, max_length=200, label="When people were asked",
        help_text="Such as October 2024 to March 2025.",
    )  # fmt: skip
    url = forms.URLField(
        required=False, max_length=500, label="Address", assume_scheme="https",
        help_text="On the publisher’s own site.",
    )  # fmt: skip
    period = forms.CharField(
        max_length=60, label="Period of its figures", help_text="In short: 2024/25."
    )

    def __init__(self, *args: Any, old: Publication, measures: Iterable[Measure], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.measures = list(measures)
        self.fields["existing"].queryset = Publication.objects.kept().exclude(pk=old.pk)  # type: ignore[attr-defined]
        for measure in self.measures:
            self.fields[f"same_{measure.pk}"] = forms.ChoiceField(
                choices=WORDINGS,
                widget=forms.RadioSelect,
                error_messages={"required": WORDING_NEEDED},
                label=f"{measure}: how does the new edition ask it?",
                help_text=f"Before: “{measure.wording}”" if measure.wording
                else "Its words before are not known.",
            )  # fmt: skip
            self.fields[f"wording_{measure.pk}"] = forms.CharField(
                required=False,
                label=f"{measure}: the new words",
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text="Only when they are other words.",
            )

    def clean(self) -> dict[str, Any] | None:
        """Ask for a title unless the edition is in the register, and for words that changed."""
        cleaned = super().clean() or {}
        if not cleaned.get("existing"):
            for name in ("title", "year"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, "Give it, or choose the edition in the register.")
        for measure in self.measures:
            is_worded = cleaned.get(f"wording_{measure.pk}")
            if cleaned.get(f"same_{measure.pk}") == CHANGED and not is_worded:
                self.add_error(f"wording_{measure.pk}", "Give the new words of the question.")
        return cleaned

    @property
    def wordings(self) -> list[NewWording]:
        """The questions that are not, or not surely, the same as before."""
        return [
            NewWording(measure, self.cleaned_data[f"wording_{measure.pk}"])
            for measure in self.measures
            if self.cleaned_data[f"same_{measure.pk}"] != SAME
        ]


class PlacesForm(GovukForm):
    """What the rows of the grid have in common."""

    place = forms.CharField(
        required=False, max_length=300, label="Where the figures stand",
        help_text="For every row without a place of its own: Table 2, or section and paragraph.",
    )  # fmt: skip
    interval_source = forms.CharField(
        required=False, max_length=500, label="Where the intervals stand",
        help_text="Needed only when you enter intervals.",
    )  # fmt: skip
    interval_state = forms.ChoiceField(
        choices=[(value, IntervalState(value).label) for value in ("not-looked-for", "looked-for")],
        label="Rows without an interval",
    )


class FigureForm(GovukForm):
    """One row of the grid: a new figure beside the old. An empty row is not copied."""

    mark_optional = False

    value = forms.CharField(required=False, max_length=12, label="New figure as printed")
    interval_low = forms.DecimalField(required=False, label="Interval from", validators=PERCENTAGE)
    interval_high = forms.DecimalField(required=False, label="Interval to", validators=PERCENTAGE)
    base = forms.IntegerField(required=False, min_value=1, label="How many answered")
    words = forms.CharField(required=False, label="Words, when it is no table cell")
    place = forms.CharField(required=False, max_length=300, label="Place")

    def __init__(self, *args: Any, earlier: Finding, places: PlacesForm, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"row-{earlier.pk}", **kwargs)
        self.earlier, self.places = earlier, places
        self.said = f"{earlier.group}, {earlier.ages}" if earlier.ages else str(earlier.group)
        for name, field in self.fields.items():
            narrow = NARROW.get(name, "")
            field.widget = forms.TextInput(attrs=field.widget.attrs)
            said = {"aria-label": f"{field.label}: {self.said}", "class": narrow}
            field.widget.attrs |= said

    def clean_value(self) -> str:
        """A percentage as printed, with or without its sign."""
        value: str = self.cleaned_data["value"].strip()
        if value and (not PRINTED.fullmatch(value) or Decimal(value.rstrip("% ")) > 100):
            raise forms.ValidationError(
                f"“{value}” is not a percentage as printed, such as 9% or 7.7%."
            )
        return value

    def clean(self) -> dict[str, Any] | None:
        """Refuse a half-filled row."""
        cleaned = super().clean() or {}
        if "value" not in cleaned:
            return cleaned
        if not cleaned["value"]:
            if any(cleaned.get(name) not in (None, "") for name in set(self.fields) - {"value"}):
                self.add_error("value", "Give the new figure, or empty the whole row.")
            return cleaned
        if not (cleaned.get("place") or self.places["place"].data):
            self.add_error("place", "Say where the figure stands, here or above for all rows.")
        self._check_interval(cleaned)
        return cleaned

    def _check_interval(self, cleaned: dict[str, Any]) -> None:
        low, high = cleaned.get("interval_low"), cleaned.get("interval_high")
        if (low is None) != (high is None):
            self.add_error("interval_low", "Give both ends of the interval, or neither.")
        elif low is not None and not low <= _printed(cleaned["value"]) <= high:
            self.add_error("interval_low", "The figure must lie within its interval.")
        elif low is not None and not self.places["interval_source"].data:
            self.places.add_error("interval_source", "Say where the intervals are published.")

    @property
    def figure(self) -> NewFigure | None:
        """The new figure; None for an empty row."""
        cleaned = self.cleaned_data
        if not cleaned["value"]:
            return None
        percentage = _printed(cleaned["value"])
        return NewFigure(
            earlier=self.earlier,
            percentage=percentage,
            decimals=decimals_typed(percentage),
            quotation=cleaned["words"] or f"{cleaned['value'].rstrip('% ')}%",
            place=cleaned["place"] or self.places.cleaned_data["place"],
            base=cleaned["base"],
            interval_low=cleaned["interval_low"],
            interval_high=cleaned["interval_high"],
        )


class Grid:
    """The old edition's figures, each with a row for the new one."""

    def __init__(self, data: Any, findings: Iterable[Finding]) -> None:
        self.places = PlacesForm(data)
        self.rows = [FigureForm(data, earlier=item, places=self.places) for item in findings]

    def is_valid(self) -> bool:
        """Whether every row is empty or whole, and one at least is whole."""
        is_sound = all([self.places.is_valid(), *(row.is_valid() for row in self.rows)])
        if is_sound and not self.figures and self.places.is_bound:
            self.places.add_error(None, "Enter at least one new figure.")
        return is_sound and bool(self.figures) and not self.places.errors

    @property
    def has_errors(self) -> bool:
        """Whether anything is to be mended."""
        return bool(self.places.errors) or any(row.errors for row in self.rows)

    @property
    def figures(self) -> list[NewFigure]:
        """The new figures."""
        return [row.figure for row in self.rows if row.figure]


def _printed(value: str) -> Decimal:
    return Decimal(value.rstrip("% "))
