"""Population counts by area and group, as a file gives them: rows in, cells out, no database."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from evidence.importing.files import read_sheet
from evidence.importing.reading import MOST_RECORDS, Unreadable
from evidence.importing.records import Draft, Parsed, shortened, squeezed
from evidence.importing.sheets import day_of, whole_number
from evidence.importing.workbooks import Row
from evidence.vocabulary import AreaKind, Unit
from loneliness.ui.export import unescaped

NEEDED = ("area", "group", "count")
COLUMNS = (
    *NEEDED,
    *("area_name", "area_kind", "parent_area", "unit", "age_from", "age_to", "date", "period"),
    *("split_by", "count_low", "count_high", "interval_source"),
)
NUMBERS = ("count", "age_from", "age_to", "count_low", "count_high")
CHOICES: dict[str, list[tuple[str, str]]] = {
    "unit": list(Unit.choices),
    "area_kind": list(AreaKind.choices),
}
LONGEST = {"area_name": 200, "period": 60, "split_by": 60, "interval_source": 500}
OLDEST = 150
NO_COLUMNS = (
    "The first row must name the columns, and three of them must be “area”, “group” and “count”. "
    "The columns found are: {found}."
)
TWICE = "Two columns are both “{name}”: take one of them away."
NOTHING = "The file holds no counts: there is nothing to import."
TOO_MANY = "The file holds more than 50,000 rows. Import it in parts, one by one."
WIDE = "The row has {cells} cells where {columns} columns are named."
MISSING = "The {name} is missing."
DISORDERED = "The first age must not be above the last."
TOO_OLD = "The {name} “{age}” is above {oldest} years."
TOO_LONG = "The {name} is longer than {most} letters."
ONE_END = "Give both ends of the count’s interval, one on each side of the count."
NO_SOURCE = "Say in interval_source where the count’s interval is published."


@dataclass(frozen=True)
class CountCells:
    """One row of a population file: its cells by column, and the rules it breaks by itself.

    ``given`` is the row as it stands in the file.
    """

    number: int
    line: int
    given: str = ""
    cells: dict[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class CountSheet:
    """A population file as read: what it is, its rows, and what to know of it."""

    format: str
    encoding: str
    rows: list[CountCells]
    notes: list[str]


def read_counts(content: bytes) -> CountSheet:
    """Read a whole file; Unreadable with a sentence when it is refused as a whole."""
    sheet = read_sheet(content)
    header, rows = _split(sheet.rows)
    found = list(_read(header, rows))
    if not found:
        raise Unreadable(NOTHING)
    left = [name for name in header if name and name not in COLUMNS]
    named = ", ".join(f"“{shortened(name)}”" for name in left)
    notes = [f"Columns that were not read: {named}."] if left else []
    return CountSheet(sheet.format, sheet.encoding, found, [*notes, *sheet.notes])


def _split(rows: Iterable[Row | Parsed]) -> tuple[list[str], Iterator[Row | Parsed]]:
    """The names of the columns, and the rows after them."""
    rest = iter(rows)
    for row in rest:
        if isinstance(row, Parsed):
            raise Unreadable(f"Line {row.line}: {row.problems[0]}")
        if any(cell.strip() for cell in row[1]):
            return _header(row[1]), rest
    raise Unreadable(NOTHING)


def _header(cells: list[str]) -> list[str]:
    header = [squeezed(cell) for cell in cells]
    folded = [name.casefold().replace(" ", "_") for name in header]
    if set(NEEDED) - set(folded):
        found = ", ".join(f"“{shortened(name)}”" for name in header[:8] if name) or "none"
        raise Unreadable(NO_COLUMNS.format(found=found))
    for name in COLUMNS:
        if folded.count(name) > 1:
            raise Unreadable(TWICE.format(name=name))
    while header and not header[-1]:
        header.pop()
    return [name if name in COLUMNS else own for name, own in zip(folded, header, strict=False)]


def _read(header: list[str], rows: Iterable[Row | Parsed]) -> Iterator[CountCells]:
    """Each row that says anything, in its order."""
    number = 0
    for seen, row in enumerate(rows):
        is_blank = isinstance(row, tuple) and not any(cell.strip() for cell in row[1])
        if number == MOST_RECORDS or seen - number > MOST_RECORDS:
            raise Unreadable(TOO_MANY)
        if not is_blank:
            number += 1
            yield _row(header, row, number)


def _row(header: list[str], row: Row | Parsed, number: int) -> CountCells:
    if isinstance(row, Parsed):
        return CountCells(number, row.line, problems=row.problems)
    line, cells = row[0], [squeezed(unescaped(cell)) for cell in row[1]]
    while len(cells) > len(header) and not cells[-1]:
        cells.pop()
    if len(cells) > len(header):
        wide = WIDE.format(cells=len(cells), columns=len(header))
        return CountCells(number, line, _as_given(cells), problems=(wide,))
    named = dict(zip(header, cells, strict=False))
    draft = Draft()
    draft.cells = {name: _typed(draft, name, named[name]) for name in COLUMNS if named.get(name)}
    _check(draft)
    return CountCells(number, line, _as_given(cells), draft.cells, tuple(draft.problems))


def _as_given(cells: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(cells)
    return text.getvalue().rstrip(",")


def _typed(draft: Draft, name: str, text: str) -> str:
    """The cell as the register keeps it; a problem when it cannot be understood."""
    if any(not letter.isprintable() for letter in text):
        draft.problems.append(
            f"The {_words(name)} “{shortened(text)}” holds an unprintable character."
        )
    if name in NUMBERS:
        return whole_number(draft, name, text)
    if name == "date":
        return day_of(draft, name, text)
    if name in CHOICES:
        return _chosen(draft, name, text)
    if len(text) > LONGEST.get(name, 200):
        most = LONGEST.get(name, 200)
        draft.problems.append(TOO_LONG.format(name=_words(name), most=most))
    return text


def _chosen(draft: Draft, name: str, text: str) -> str:
    folded = text.casefold()
    for value, label in CHOICES[name]:
        if folded in (value, label.casefold()):
            return value
    known = ", ".join(value for value, _ in CHOICES[name])
    draft.problems.append(f"The {_words(name)} “{shortened(text)}” is not one of: {known}.")
    return text


def _check(draft: Draft) -> None:
    """The rules that a row keeps or breaks by itself."""
    cells = draft.cells
    draft.problems += [MISSING.format(name=name) for name in NEEDED if not cells.get(name)]
    if draft.problems:
        return
    figures = {name: int(cells[name]) for name in NUMBERS if name in cells}
    draft.problems += _age_problems(figures)
    draft.problems += _interval_problems(figures, cells)


def _age_problems(figures: dict[str, int]) -> Iterator[str]:
    for name in ("age_from", "age_to"):
        if figures.get(name, 0) > OLDEST:
            yield TOO_OLD.format(name=_words(name), age=figures[name], oldest=OLDEST)
    if figures.get("age_from", 0) > figures.get("age_to", OLDEST):
        yield DISORDERED


def _interval_problems(figures: dict[str, int], cells: dict[str, str]) -> Iterator[str]:
    low, high = figures.get("count_low"), figures.get("count_high")
    if low is None and high is None:
        return
    if low is None or high is None or not low <= figures["count"] <= high:
        yield ONE_END
    if not cells.get("interval_source"):
        yield NO_SOURCE


def _words(name: str) -> str:
    return name.replace("_", " ")
