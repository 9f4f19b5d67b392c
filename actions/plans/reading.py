"""Actions as the rows of a plan give them: one for each, wherever its headings stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from actions.plans.columns import JOINED, LABELS, Headings, find, guess
from actions.plans.grids import Book, Cell, Grid, Line
from actions.plans.said import folded
from evidence.importing.reading import Unreadable
from evidence.importing.records import shortened

MOST_ACTIONS = 2_000
TOO_MANY = "The plan has more than 2,000 actions. Import it in parts, one by one."
NO_ACTIONS = (
    "No row of the file names its columns, with one for the action. Say below in which row they "
    "stand and what each holds, or put them into the first row."
)
SEVERAL = (
    "{label} says “{other}” in line {line} and “{own}” in the first line of the same action: give "
    "it once."
)
ABOVE = "{sheet}Lines above the headings are not read: {lines}."
BETWEEN = "{sheet}Lines taken as headings between actions: {lines}."
AGAIN = "{sheet}Lines that repeat the headings: {lines}."
NOT_READ = "{sheet}Columns that are not read: {names}."
NO_HEADINGS = "{sheet}Not read: no row names a column for the action."
LEFT_OUT = "{sheet}Not read, as chosen."
ASIDE = "{sheet}Hidden, or an example: it is not read unless its columns are chosen."
EXAMPLE = "Example"  # the sheet of that name in the blank file to fill in
TOP = 8


@dataclass(frozen=True)
class Chosen:
    """What the secretary chose for a sheet: the row of its headings, counted from 1, and columns.

    A heading of nought leaves the sheet out.
    """

    heading: int
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlanCells:
    """One action of a plan: its cells by what they hold, and what stands in its way."""

    number: int
    sheet: str
    line: int
    cells: dict[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    is_hidden: bool = False
    is_bare: bool = False  # nothing but the action's own words
    is_coloured: bool = False  # its rating is shown by a colour alone
    section: str = ""


@dataclass(frozen=True)
class SheetRead:
    """A sheet with its headings as they were read, and what its first rows say."""

    name: str
    headings: Headings | None
    samples: tuple[str, ...] = ()
    top: tuple[tuple[int, str], ...] = ()


@dataclass
class PlanRead:
    """A plan as read: its actions, its sheets, and what to know of it."""

    rows: list[PlanCells] = field(default_factory=list)
    sheets: list[SheetRead] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read(book: Book, remembered: dict[str, str], chosen: dict[str, Chosen]) -> PlanRead:
    """The actions of all sheets; Unreadable when there are too many."""
    found = PlanRead(notes=list(book.notes))
    for grid in book.grids:
        if all(line.is_blank for line in grid.lines):
            continue
        headings = _headings(grid, remembered, chosen.get(grid.name))
        samples, top = _samples(grid, headings), tuple(_top(grid))
        found.sheets.append(SheetRead(grid.name, headings, samples, top))
        if headings is None or headings.problem:
            found.notes.append(_why_not(grid, chosen.get(grid.name)))
        else:
            _Sheet(grid, headings, found).read()
        if len(found.rows) > MOST_ACTIONS:
            raise Unreadable(TOO_MANY)
    return found


def _headings(grid: Grid, remembered: dict[str, str], chosen: Chosen | None) -> Headings | None:
    if chosen is None:
        return None if _is_aside(grid) else find([line.texts for line in grid.lines], remembered)
    row = chosen.heading - 1
    if not 0 <= row < len(grid.lines):
        return None
    names = grid.lines[row].texts
    fields = chosen.fields if any(chosen.fields) else guess(names, remembered)
    padded = [*fields, *[""] * len(names)][: len(names)]
    return Headings(row, tuple(names), tuple(padded))


def _is_aside(grid: Grid) -> bool:
    return grid.is_hidden or grid.name == EXAMPLE


def _why_not(grid: Grid, chosen: Chosen | None) -> str:
    if chosen is not None:
        return (LEFT_OUT if not chosen.heading else NO_HEADINGS).format(sheet=_of(grid))
    return (ASIDE if _is_aside(grid) else NO_HEADINGS).format(sheet=_of(grid))


def _samples(grid: Grid, headings: Headings | None) -> tuple[str, ...]:
    """The first thing said in each column below the headings."""
    if headings is None:
        return ()
    below = grid.lines[headings.row + 1 :]
    return tuple(
        next((shortened(line.cells[at].text) for line in below if _says(line, at)), "")
        for at in range(len(headings.names))
    )


def _top(grid: Grid) -> Iterator[tuple[int, str]]:
    """The first rows that say something."""
    says = [line for line in grid.lines if not line.is_blank]
    for line in says[:TOP]:
        own = [cell.text for cell in line.cells if cell.text and not cell.is_copy]
        yield line.number, shortened(" | ".join(own))


def _says(line: Line, at: int) -> bool:
    return at < len(line.cells) and bool(line.cells[at].text)


def _of(grid: Grid) -> str:
    return f"Sheet “{shortened(grid.name)}”: " if grid.name else ""


class _Sheet:
    """Reads the rows of one sheet, in their order."""

    def __init__(self, grid: Grid, headings: Headings, found: PlanRead) -> None:
        self.grid, self.headings, self.found = grid, headings, found
        self.places = {name: at for at, name in enumerate(headings.fields) if name}
        self.section = ""
        self.sections: list[int] = []
        self.repeated: list[int] = []
        self.open: tuple[PlanCells, Line] | None = None

    def read(self) -> None:
        """Add its actions to what was found, and say which rows are none."""
        above = [line.number for line in self.grid.lines[: self.headings.row] if not line.is_blank]
        for line in self.grid.lines[self.headings.row + 1 :]:
            self._take(line)
        self._close()
        names = ", ".join(f"“{shortened(name)}”" for name in self.headings.not_read)
        for words, told in (
            (ABOVE, _numbers(above)),
            (BETWEEN, _numbers(self.sections)),
            (AGAIN, _numbers(self.repeated)),
        ):
            if told:
                self.found.notes.append(words.format(sheet=_of(self.grid), lines=told))
        if names:
            self.found.notes.append(NOT_READ.format(sheet=_of(self.grid), names=names))

    def _take(self, line: Line) -> None:
        if line.is_blank and not self._continues(line):
            return
        if self._is_section(line):
            self._close()
            self.section = next(cell.text for cell in line.cells if cell.text)
            self.sections.append(line.number)
        elif [folded(text) for text in line.texts] == [folded(n) for n in self.headings.names]:
            self.repeated.append(line.number)
        elif self._continues(line):
            self.open = (self._joined(line), line)
        else:
            self._close()
            self.open = (self._row(line), line)

    def _close(self) -> None:
        if self.open:
            self.found.rows.append(self.open[0])
        self.open = None

    def _continues(self, line: Line) -> bool:
        """Whether the row is of the same merged action as the row above."""
        if self.open is None:
            return False
        own, above = self._cell(line, "title"), self._cell(self.open[1], "title")
        return own.is_copy and own.merged == above.merged and bool(own.merged)

    def _is_section(self, line: Line) -> bool:
        """Whether one text spans the row, or stands alone beside an empty action."""
        says = [cell for cell in line.cells if cell.text or cell.problem]
        own = [cell for cell in says if not cell.is_copy]
        if len(own) != 1 or own[0].problem or self._continues(line):
            return False
        return self._spans(line, own[0]) or not (
            self._cell(line, "title").text or self._known(line)
        )

    def _spans(self, line: Line, own: Cell) -> bool:
        """Whether a merged text covers columns that are not merged where they are named."""
        covered = [
            at for at, cell in enumerate(line.cells) if own.merged and cell.merged == own.merged
        ]
        named = self.grid.lines[self.headings.row].cells
        columns = {(named[at].merged or str(at)) if at < len(named) else "" for at in covered}
        return len(columns) > 1

    def _known(self, line: Line) -> bool:
        """Whether a column that is read says anything, but the first of the sheet."""
        return any(self._cell(line, name).text for name, at in self.places.items() if at > 0)

    def _cell(self, line: Line, name: str) -> Cell:
        at = self.places[name]
        return line.cells[at] if at < len(line.cells) else Cell()

    def _row(self, line: Line) -> PlanCells:
        cells = {name: self._cell(line, name) for name in self.places}
        says = {name: cell.text for name, cell in cells.items() if cell.text}
        problems = [line.problem] if line.problem else []
        problems += _dated(says)
        problems += [cell.problem for cell in cells.values() if cell.problem]
        problems += _beyond(line, self.headings)
        rating, title = cells.get("rating", Cell()), cells.get("title", Cell())
        return PlanCells(
            number=len(self.found.rows) + 1,
            sheet=self.grid.name,
            line=line.number,
            cells=says,
            problems=tuple(problems),
            is_hidden=line.is_hidden,
            is_bare=set(says) == {"title"} and len(self.places) > 1,
            is_coloured=not rating.text and bool(rating.colour) and rating.colour != title.colour,
            section=self.section,
        )

    def _joined(self, line: Line) -> PlanCells:
        """The open action with what a further row of it says."""
        first = self.open[0]  # type: ignore[index]
        more = self._row(line)
        copies = {name for name in self.places if self._cell(line, name).is_copy}
        problems = list(first.problems)
        cells = dict(first.cells)
        for name, text in more.cells.items():
            if name in copies or text == cells.get(name):
                continue
            if name not in cells:
                cells[name] = text
            elif name in JOINED:
                cells[name] = f"{cells[name]}\n{text}"
            else:
                problems.append(_several(name, text, cells[name], line))
        problems += [one for one in more.problems if one not in problems]
        return PlanCells(
            first.number, first.sheet, first.line, cells, tuple(problems),
            is_hidden=first.is_hidden or more.is_hidden, is_coloured=first.is_coloured,
            section=first.section,
        )  # fmt: skip


def _dated(says: dict[str, str]) -> Iterator[str]:
    """Put the day of a milestone behind its words; a day without a milestone is a problem."""
    day = says.pop("milestone_on", "")
    if day and "milestones" in says:
        says["milestones"] = f"{says['milestones']}: {day}"
    elif day:
        yield f"“{shortened(day)}” is the day of a milestone that is not named."


def _several(name: str, text: str, own: str, line: Line) -> str:
    return SEVERAL.format(
        label=LABELS[name], other=shortened(text), own=shortened(own), line=line.number
    )


def _beyond(line: Line, headings: Headings) -> Iterator[str]:
    """A text to the right of the last heading: the row has slipped, or a heading is missing."""
    over = [cell for cell in line.cells[len(headings.names) :] if cell.text and not cell.is_copy]
    if over:
        yield (
            f"“{shortened(over[0].text)}” stands to the right of the last heading: the row has "
            "more cells than columns are named."
        )


def _numbers(lines: Sequence[int], most: int = 20) -> str:
    told = ", ".join(str(number) for number in lines[:most])
    return f"{told} and {len(lines) - most} more" if len(lines) > most else told
