"""Forms to bring references in: a file or pasted cells."""

from __future__ import annotations

from typing import Any

from django import forms

from evidence.importing.files import look_over
from evidence.importing.reading import MOST_BYTES, TOO_LARGE, Unreadable
from loneliness.ui.forms import GovukForm


class ImportForm(GovukForm):
    """A file of references, or cells pasted from a spreadsheet."""

    file = forms.FileField(
        required=False,
        label="A file of references",
        help_text="RIS, BibTeX, PubMed, CSV, Excel (.xlsx) or OpenDocument (.ods), up to 20 MB. "
        "Also the register’s own download of publications.",
    )
    pasted = forms.CharField(
        required=False,
        label="Or paste cells from a spreadsheet",
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="With the row that names the columns; one of them must be “title”. RIS and "
        "BibTeX can be pasted too.",
    )

    def clean_file(self) -> Any:
        """Refuse a file that is too large, before any of it is kept."""
        file = self.cleaned_data["file"]
        if file and file.size > MOST_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        if file:
            _look_over(file.read())
            file.seek(0)
        return file

    def clean_pasted(self) -> str:
        """Refuse too many rows."""
        pasted: str = self.cleaned_data["pasted"]
        _look_over(pasted.encode())
        return pasted

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        given = super().clean() or {}
        if not self.errors and bool(given.get("file")) == bool(given.get("pasted", "").strip()):
            raise forms.ValidationError("Choose a file, or paste cells: one of the two.")
        return given

    @property
    def brought(self) -> tuple[str, bytes]:
        """The name and bytes of what was given."""
        file = self.cleaned_data["file"]
        if file:
            return file.name, file.read()
        return "pasted cells", self.cleaned_data["pasted"].encode()


def _look_over(content: bytes) -> None:
    try:
        look_over(content)
    except Unreadable as error:
        raise forms.ValidationError(str(error)) from None
