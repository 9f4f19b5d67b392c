"""The cells of a plan's sheets, from Excel (merged, coloured, hidden), CSV and OpenDocument.

Files that are too large or not what they say are refused by the readers of the evidence.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

import openpyxl

from actions.plans.columns import LOOKED_AT
from actions.plans.known import printable
from evidence.importing import files, sheets, workbooks
from evidence.importing.reading import Unreadable, decode
from evidence.importing.records import Parsed
from loneliness.ui.export import unescaped

MOST_ROWS = 5_000
MOST_SHEETS = 30
MOST_CELLS = 200_000
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RANGE = re.compile(r"([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?")
WHITE = ("00000000", "00FFFFFF", "FFFFFFFF")
ERRORS = ("#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!")
TOO_MANY = "A sheet has more than 5,000 rows. Import the plan in parts, one by one."
TOO_MANY_SHEETS = (
    "The file has more than 30 sheets. Copy those with actions into a file of their own."
)
TOO_MANY_CELLS = (
    "The file has more than 200,000 cells. Copy those with actions into a file of their own."
)
NO_RESULT = (
    "holds a formula whose result is not in the file: open it in the spreadsheet program, save it, "
    "and import it again."
)
AN_ERROR = "shows an error of the spreadsheet program."
NOTHING = "The file holds nothing: there is nothing to import."


@dataclass(frozen=True)
class Cell:
    """One cell: its text, its colour if it has one, why it cannot be read.

    ``merged`` tells the cells of one merged range apart from others; ``is_copy`` says that the
    text stands in another cell of that range.
    """

    text: str = ""
    colour: str = ""
    problem: str = ""
    merged: str = ""
    is_copy: bool = False


@dataclass(frozen=True)
class Line:
    """One row of a sheet with its number there."""

    number: int
    cells: tuple[Cell, ...]
    is_hidden: bool = False
    problem: str = ""

    @property
    def texts(self) -> list[str]:
        """What its cells say."""
        return [cell.text for cell in self.cells]

    @property
    def is_blank(self) -> bool:
        """Whether no cell says anything of its own."""
        return not self.problem and not any(
            (cell.text or cell.problem) and not cell.is_copy for cell in self.cells
        )


@dataclass(frozen=True)
class Grid:
    """A sheet: its name and its rows."""

    name: str
    lines: list[Line]
    is_hidden: bool = False


@dataclass(frozen=True)
class Book:
    """A plan's file: what it is, how its letters were read, its sheets, what to know of it."""

    format: str
    encoding: str
    grids: list[Grid]
    notes: list[str] = field(default_factory=list)


def read(content: bytes) -> Book:
    """All sheets of a file; Unreadable with a sentence when it is refused as a whole."""
    if content.startswith(files.PACKED) and not workbooks.is_opendocument(content):
        book = Book("Excel", "", list(_excel(content)))
    else:
        sheet = files.read_sheet(content)
        rows = _separated(content) if sheet.format == "CSV" else sheet.rows
        grid = Grid("", list(_plain(rows)))
        book = Book(sheet.format, sheet.encoding, [grid], sheet.notes)
    if all(line.is_blank for grid in book.grids for line in grid.lines):
        raise Unreadable(NOTHING)
    return book


def _separated(content: bytes) -> Iterator[workbooks.Row | Parsed]:
    """The rows of text, parted by what most of the first lines have: a title may stand above."""
    text, _ = decode(content)
    lines = [re.sub(r'"[^"]*"', "", line) for line in text.split("\n")[:LOOKED_AT]]
    by_lines = {sign: sum(sign in line for line in lines) for sign in sheets.DELIMITERS}
    most = max(by_lines.values())
    likely = [sign for sign, count in by_lines.items() if count == most]
    sign = max(likely, key=lambda one: sum(line.count(one) for line in lines))
    return sheets.csv_rows(text, sign)


def _plain(rows: Iterable[workbooks.Row | Parsed]) -> Iterator[Line]:
    room = MOST_CELLS
    for count, row in enumerate(rows):
        if count >= MOST_ROWS:
            raise Unreadable(TOO_MANY)
        if isinstance(row, Parsed):
            yield Line(row.line, (), problem=row.problems[0])
        else:
            room = _less(room, len(row[1]))
            yield Line(row[0], tuple(_cell(text) for text in row[1][: workbooks.MOST_COLUMNS]))


def _less(room: int, cells: int) -> int:
    """How many cells there is room for after these; Unreadable when there is none."""
    if cells > room:
        raise Unreadable(TOO_MANY_CELLS)
    return room - cells


def _cell(text: str, colour: str = "") -> Cell:
    clean = unescaped(printable(text)).strip()
    if clean in ERRORS:
        return Cell(clean, colour, f"“{clean}” {AN_ERROR}")
    return Cell(clean, colour)


# --- Excel


@dataclass
class _Beside:
    """What the sheet's own part says beside its cells."""

    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    unresolved: set[tuple[int, int]] = field(default_factory=set)
    rows: int = 0


def _excel(content: bytes) -> Iterator[Grid]:
    workbooks.check(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions that are of no concern
        try:
            book = openpyxl.load_workbook(io.BytesIO(content), **workbooks.AS_READ)
            room = MOST_CELLS
            for sheet in _sheets(book):
                grid = _grid(sheet, room)
                room -= sum(len(line.cells) for line in grid.lines)
                yield grid
        except Unreadable:
            raise
        except Exception:  # noqa: BLE001  (a damaged file fails in ways its library does not list)
            raise Unreadable(workbooks.NOT_SHEETS) from None


def _sheets(book: Any) -> list[Any]:
    if len(book.worksheets) > MOST_SHEETS:
        raise Unreadable(TOO_MANY_SHEETS)
    return list(book.worksheets)


def _grid(sheet: Any, room: int) -> Grid:
    sheet.reset_dimensions()
    with sheet._get_source() as source:
        beside = _beside(source)
    _refuse_merged(beside, room)
    lines: list[Line] = []
    for number, row in enumerate(sheet.iter_rows(max_col=workbooks.MOST_COLUMNS), 1):
        if number > MOST_ROWS:
            raise Unreadable(TOO_MANY)
        cells = [_excel_cell(cell, (number, place), beside) for place, cell in enumerate(row, 1)]
        while cells and cells[-1] == Cell():
            cells.pop()
        room = _less(room, len(cells))
        lines.append(Line(number, tuple(cells), number in beside.hidden))
    return Grid(sheet.title, _filled(lines, beside.merged), sheet.sheet_state != "visible")


def _excel_cell(cell: Any, place: tuple[int, int], beside: _Beside) -> Cell:
    if place in beside.unresolved:
        return Cell(problem=f"The cell {cell.coordinate} {NO_RESULT}")
    value = cell.value
    if isinstance(value, float | int) and "%" in (cell.number_format or ""):
        return Cell(f"{round(value * 100, 2):g}%", _colour(cell))
    return _cell(workbooks._excel_text(value), _colour(cell))


def _colour(cell: Any) -> str:
    """The colour a cell is filled with; empty for none and for white."""
    fill = getattr(cell, "fill", None)
    if fill is None or fill.fill_type is None:
        return ""
    shade = fill.fgColor
    if shade.type == "rgb":
        return "" if shade.rgb in WHITE else str(shade.rgb)
    is_white = shade.type == "theme" and shade.theme == 0 and not shade.tint
    return "" if is_white else f"{shade.type} {shade.value} {shade.tint:.2f}"


def _beside(source: Any) -> _Beside:
    """Merged ranges, hidden rows and formulas without results, read piece by piece."""
    found = _Beside()
    for _, element in ElementTree.iterparse(source, ("end",)):  # noqa: S314  (no declarations)
        if element.tag == f"{MAIN}c":
            _note_formula(element, found)
        elif element.tag == f"{MAIN}row":
            found.rows = max(found.rows + 1, int(element.get("r", "0")))
            if found.rows > MOST_ROWS:
                raise Unreadable(TOO_MANY)
            if element.get("hidden") in ("1", "true"):
                found.hidden.add(int(element.get("r", "0")))
            element.clear()
        elif element.tag == f"{MAIN}mergeCell" and len(found.merged) < MOST_ROWS:
            found.merged += _range(element.get("ref", ""))
    return found


def _note_formula(element: ElementTree.Element, found: _Beside) -> None:
    if element.find(f"{MAIN}f") is not None:
        result = element.find(f"{MAIN}v")
        if result is None or not result.text:
            is_empty_text = element.get("t") == "str" and result is not None
            match = RANGE.fullmatch(element.get("r", ""))
            if match and not is_empty_text:
                found.unresolved.add((int(match[2]), _column(match[1])))


def _range(reference: str) -> list[tuple[int, int, int, int]]:
    """First and last row, first and last column of a merged range, within what is read."""
    match = RANGE.fullmatch(reference)
    if match is None or not match[3]:
        return []
    rows, columns = (int(match[2]), int(match[4])), (_column(match[1]), _column(match[3]))
    last = min(max(rows), MOST_ROWS), min(max(columns), workbooks.MOST_COLUMNS)
    return [(min(rows), last[0], min(columns), last[1])]


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def _refuse_merged(beside: _Beside, room: int) -> None:
    """Refuse merged ranges that together have more cells than there is room for."""
    for top, bottom, left, right in beside.merged:
        rows = min(bottom, beside.rows) - top + 1
        room = _less(room, max(rows, 0) * (right - left + 1))


def _filled(lines: list[Line], merged: list[tuple[int, int, int, int]]) -> list[Line]:
    """The rows with the text of each merged range in all its cells."""
    rows = [list(line.cells) for line in lines]
    for top, bottom, left, right in merged:
        if top > len(rows) or left > len(rows[top - 1]):
            continue
        first = rows[top - 1][left - 1]
        name = f"{top}:{left}"
        for number in range(top, min(bottom, len(rows)) + 1):
            cells = rows[number - 1]
            cells += [Cell()] * (right - len(cells))
            for place in range(left, right + 1):
                is_copy = (number, place) != (top, left)
                cells[place - 1] = Cell(first.text, first.colour, first.problem, name, is_copy)
    return [
        Line(line.number, tuple(cells), line.is_hidden, line.problem)
        for line, cells in zip(lines, rows, strict=True)
    ]
