"""Actions as an Excel file: all of them, or a blank one to fill in."""

from __future__ import annotations

import io
from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from actions.plans.columns import LABELS, OWN
from actions.plans.known import CHOICES
from actions.plans.reading import EXAMPLE
from loneliness.ui.export import escaped

WIDE = ("title", "happened", "next_step", "cost_and_benefit", "milestones", "measure")
FILLED = 500  # rows of a blank file that have drop-downs
IN_EXAMPLE = {
    "recommendations": "d",
    "title": "Train twelve social prescribers to ask about loneliness",
    "board": "Unified Prevention Board",
    "owner": "Prevention lead, Leicestershire County Council",
    "reach": "Targeted",
    "capacity": "Business as usual",
    "cost_and_benefit": "£2,400 for two days of training.",
    "measure": "Prescribers trained",
    "due": "31 March 2027",
    "milestones": "Trainer found: 31 January 2027",
    "status": "In progress",
    "rating": "On track",
    "per_cent": "25%",
    "happened": "Five prescribers were trained in November.",
    "next_step": "The others are trained in January.",
}


def export(rows: Iterable[list[str]]) -> bytes:
    """Rows with their headings first, every cell text and none a formula."""
    book = Workbook()
    _write(book.active, rows)
    return _saved(book)


def template() -> bytes:
    """A blank file with headings and drop-downs, and an example on a second sheet."""
    book = Workbook()
    blank = [name for name in OWN if name != "key"]
    headings = [LABELS[name] for name in blank]
    _write(book.active, [headings])
    _write(book.create_sheet(EXAMPLE), [headings, [IN_EXAMPLE.get(name, "") for name in blank]])
    for name, words in CHOICES.items():
        letter = get_column_letter(blank.index(name) + 1)
        listed = DataValidation("list", formula1=f'"{",".join(words.values())}"', allow_blank=True)
        listed.error, listed.errorTitle = "Choose one of the words in the list.", LABELS[name]
        book.active.add_data_validation(listed)
        listed.add(f"{letter}2:{letter}{FILLED}")
    return _saved(book)


def _write(sheet: Worksheet, rows: Iterable[list[str]]) -> None:
    if sheet.title == "Sheet":
        sheet.title = "Actions"
    for row in rows:
        sheet.append([escaped(cell) for cell in row])
    wide = {LABELS[name] for name in WIDE}
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = 50 if cell.value in wide else 20
    for line in sheet.iter_rows():
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"


def _saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
