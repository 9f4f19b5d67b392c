"""The form to bring population counts in: a file or pasted rows, and what they leave unsaid."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from evidence.forms.importing import ImportForm
from evidence.models import Area, Publication
from evidence.vocabulary import AreaKind, Unit

UNSAID = ("publication", "unit", "period", "date", "area_kind", "parent_area")


class CountForm(ImportForm):
    """A file of counts by area and group, or rows pasted from a spreadsheet."""

    publication = forms.ModelChoiceField(
        queryset=Publication.objects.kept().order_by("title"),
        to_field_name="key",
        label="Who counted",
        help_text="The publication that all rows are from. Add it first when it is not here.",
    )
    unit = forms.ChoiceField(
        choices=Unit.choices,
        initial=Unit.PEOPLE,
        label="What is counted",
        help_text="Where a row does not say so in a column “unit”.",
    )
    period = forms.CharField(
        required=False,
        max_length=60,
        label="When they were counted",
        help_text="Such as mid-2024, for rows that give neither a period nor a date.",
    )
    date = forms.DateField(
        required=False, label="The day of the count", help_text="Such as 30/6/2024, when known."
    )
    area_kind = forms.ChoiceField(
        choices=[("", "New areas are not added"), *AreaKind.choices],
        required=False,
        label="What sort of area new ones are",
        help_text="Where a row does not say so in a column “area_kind”.",
    )
    parent_area = forms.ModelChoiceField(
        queryset=Area.objects.all(),
        to_field_name="code",
        required=False,
        label="The wider area that new ones lie in",
        help_text="Where a row does not say so in a column “parent_area”.",
    )
    field_order: ClassVar = ["publication", "file", "pasted", *UNSAID[1:]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = "A file of counts"
        self.fields["file"].help_text = (
            "CSV, Excel (.xlsx) or OpenDocument (.ods), up to 20 MB and 50,000 rows, with the "
            "columns “area”, “group” and “count”."
        )
        self.fields["pasted"].label = "Or paste rows from a spreadsheet"
        self.fields["pasted"].help_text = "With the row that names the columns."

    @property
    def unsaid(self) -> dict[str, Any]:
        """What the rows leave unsaid."""
        return {name: self.cleaned_data[name] for name in UNSAID}
