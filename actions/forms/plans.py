"""The form that brings a partner's plan in."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from actions.forms.owners import day
from actions.models import Board, Organisation
from evidence.forms.importing import ImportForm


class PlanForm(ImportForm):
    """A plan as a file or pasted rows: whose it is, and when they sent it."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.filter(valid_to=None),
        label="Whose plan is it?",
        help_text="What it reports is entered as told by them, by e-mail or letter.",
    )
    told_on = day(label="When did they send it?")
    board = forms.ModelChoiceField(
        Board.objects.filter(valid_to=None),
        required=False,
        label="The board that new actions report to",
        empty_label="No board, unless a row names one",
        help_text="Actions of the same words that report to it are taken to be the same.",
    )
    field_order: ClassVar = ["organisation", "told_on", "board", "file", "pasted"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = "The plan"
        self.fields["file"].help_text = (
            "Excel (.xlsx), OpenDocument (.ods) or CSV, up to 20 MB and 2,000 actions. Headings "
            "may stand in any row, and Excel’s sheets are all read."
        )
        self.fields["pasted"].label = "Or paste rows from a spreadsheet"
        self.fields["pasted"].help_text = "With the row that names the columns."

    @property
    def unsaid(self) -> dict[str, Any]:
        """What the file does not say."""
        return {name: self.cleaned_data[name] for name in ("organisation", "told_on", "board")}
