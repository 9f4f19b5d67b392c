"""The audit workbook: a table whose sums are live formulas, with its sources beside each line."""

from __future__ import annotations

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from estimates import files
from estimates.checking import Gathered
from estimates.selectors import TableAnswer
from estimates.vocabulary import TotalRule

FIRST = 2  # the row below the headings
DIFFERENCE = 7  # where “Printed less worked out” is put in
WIDTHS = {1: 34, 10: 50, 11: 30, 12: 36, 16: 24, 17: 36, 18: 36, 20: 60}
HOW_TO = (
    "Change a count or a percentage in the sheet “Lines” and the results change with it: they are "
    "formulas. “Difference” is what print says less what the formula gives. Nothing here changes "
    "the register."
)


def workbook(
    answer: TableAnswer, found: Sequence[Gathered], about: Sequence[tuple[str, str]]
) -> bytes:
    """The workbook as a file: the lines with live formulas, and what the table is about."""
    book = Workbook()
    _lines(book.active, answer, found)
    _about(book.create_sheet("About"), about)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _lines(sheet: Worksheet, answer: TableAnswer, found: Sequence[Gathered]) -> None:
    sheet.title = "Lines"
    headings = list(files.HEADINGS)
    headings.insert(DIFFERENCE - 1, "Difference")
    _row(sheet, 1, headings, bold=True)
    for row, item in enumerate(answer.lines, start=FIRST):
        label, count, percentage, _, _, printed, low, high = files.numbers(item)
        _row(sheet, row, [label, count, percentage])
        sheet.cell(row, 4, f"=B{row}*C{row}/100")
        sheet.cell(row, 5, f"=ROUND(D{row},0)")
        _printed(sheet, row, printed)
        _row(sheet, row, [low, high, *files.sources(item, found)], start=DIFFERENCE + 1)
    _total(sheet, FIRST + len(answer.lines), answer)
    sheet.freeze_panes = "B2"
    for column, width in WIDTHS.items():
        sheet.column_dimensions[sheet.cell(1, column).column_letter].width = width


def _total(sheet: Worksheet, row: int, answer: TableAnswer) -> None:
    """The total by the table's own rule; none where it has none."""
    revision = answer.revision
    if revision is None or revision.total_rule == TotalRule.NONE:
        return
    last = row - 1
    _row(sheet, row, ["Total", f"=SUM(B{FIRST}:B{last})"], bold=True, formulas=True)
    sheet.cell(row, 4, f"=SUM(D{FIRST}:D{last})")
    exact = revision.total_rule == TotalRule.EXACT_SUM
    sheet.cell(row, 5, f"=ROUND(D{row},0)" if exact else f"=SUM(E{FIRST}:E{last})")
    _printed(sheet, row, answer.table.printed_total)


def _printed(sheet: Worksheet, row: int, printed: object) -> None:
    if printed is not None:
        sheet.cell(row, 6, printed)
        sheet.cell(row, DIFFERENCE, f"=F{row}-E{row}")


def _about(sheet: Worksheet, about: Sequence[tuple[str, str]]) -> None:
    _row(sheet, 1, ["How to use this workbook", HOW_TO])
    for row, (name, words) in enumerate(about, start=2):
        _row(sheet, row, [name, words])
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 28, 110


def _row(
    sheet: Worksheet,
    row: int,
    values: Sequence[object],
    *,
    start: int = 1,
    bold: bool = False,
    formulas: bool = False,
) -> None:
    for column, value in enumerate(values, start=start):
        cell = sheet.cell(row, column)
        _write(cell, value, formulas=formulas)
        if bold:
            cell.font = Font(bold=True)


def _write(cell: Cell, value: object, *, formulas: bool) -> None:
    """Write a value; words stay words, even when they begin as a formula would."""
    is_words = isinstance(value, str) or not isinstance(value, int | float | type(None))
    plain = str(value) if is_words and not hasattr(value, "as_tuple") else value
    if not isinstance(plain, str):
        cell.value = plain
    if isinstance(plain, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub(" ", plain)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if not formulas:
            cell.data_type = "s"
