"""Lists in rows and columns: CSV, pasted cells, Excel and OpenDocument sheets."""

from __future__ import annotations

import csv
import datetime
import re
from collections.abc import Callable, Iterable, Iterator

from evidence.importing.reading import MOST_RECORDS, TOO_MANY, Unreadable, lines
from evidence.importing.records import KINDS, Draft, Parsed, broken, people, shortened
from evidence.importing.workbooks import Row
from evidence.vocabulary import CommissionerKind, Identification, Sampling, Standing
from loneliness.ui.export import unescaped

DELIMITERS = ",;\t|"
COLUMNS = (
    "key title authors year publisher kind commissioner commissioner_kind sampling sample_size "
    "sample_note population geography fieldwork doi isbn url identification basis standing notes "
    "standing_note standing_on replaced_by seen_at journal volume issue pages review_by merged_into"
).split()
ALIASES = {
    "title": "article title|document title|name",
    "authors": "author|author(s)|author full names|authors full names|creator",
    "year": "publication year|pub year|date|py|year of publication",
    "journal": "source title|source|publication title|journal/book|journal title|publication",
    "publisher": "publisher name|institution",
    "kind": "type|item type|document type|publication type|reference type",
    "volume": "vol",
    "issue": "number|no|issue number",
    "pages": "page|page range|page numbers",
    "doi": "digital object identifier|doi link",
    "isbn": "isbns|isbn number",
    "url": "link|web address|address|urls",
    "commissioner_kind": "commissioned by",
    "sample_size": "sample",
    "fieldwork": "when asked",
    "geography": "where",
}  # fmt: skip
MEANING = {other: name for name, others in ALIASES.items() for other in others.split("|")}
MEANING |= {name.replace("_", " "): name for name in COLUMNS if name != "key"}
FIRST_PAGE, LAST_PAGE = ("start page", "page start"), ("end page", "page end")
CHOICES = {
    "kind": KINDS,
    **{
        name: {
            str(word).casefold(): str(item.value)
            for item in choice
            for word in (item.label, item.value)
        }
        for name, choice in (
            ("commissioner_kind", CommissionerKind),
            ("sampling", Sampling),
            ("identification", Identification),
            ("standing", Standing),
        )
    },
}
DAYS = ("standing_on", "review_by")
NUMBERS = ("year", "sample_size")
NO_TITLES = (
    "The first row must name the columns, and one of them must be “title”. The columns found are: "
    "{found}."
)
WIDER = (
    "The first row names {columns} columns, and no row has more than {cells} cells: look whether "
    "the first row of cells has run into it."
)
UNCLOSED = (
    "A quotation mark opens in this row and never closes, so the rest of the file (to line {last}) "
    "cannot be read."
)
UK_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def parse_csv(text: str) -> tuple[list[Parsed], list[str]]:
    """The records of CSV, of tab-separated text, or of cells pasted from a spreadsheet."""
    return parse_rows(csv_rows(text))


def csv_rows(text: str, delimiter: str = "") -> Iterator[Row | Parsed]:
    """The rows of separated text with the lines they begin at; what cannot be read is named.

    The file itself may say what parts its cells; else it is what is given, or the first line shows.
    """
    begin = 1
    lead = re.match(r"sep=(.)\n", text)
    if lead:
        text, begin = text[lead.end() :], 2
    first = next((line for line in lines(text) if line.strip()), "")
    outside = re.sub(r'"[^"]*"', "", first)
    delimiter = lead[1] if lead else delimiter or max(DELIMITERS, key=outside.count)
    latest = [""]
    reader = csv.reader(_ended(text, latest), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + begin
        try:
            row = next(reader, None)
        except csv.Error as error:
            yield _unread(line, reader.line_num + begin - 1, error, shortened(latest[0]))
            continue
        if row is None:
            return
        yield line, row


def filled(rows: Iterable[Row | Parsed]) -> Iterator[Row | Parsed]:
    """The rows that say anything."""
    return (row for row in rows if isinstance(row, Parsed) or any(cell.strip() for cell in row[1]))


def _ended(text: str, latest: list[str]) -> Iterator[str]:
    """Each line with its end; the one that is being read stands in ``latest``."""
    for latest[0] in lines(text):
        yield f"{latest[0]}\n"


def _unread(line: int, last: int, error: csv.Error, text: str) -> Parsed:
    problem = f"The row “{text}” cannot be read: {error}."
    if "unexpected end" in str(error):
        problem = UNCLOSED.format(last=last)
    elif "field limit" in str(error):
        problem = "A cell of this row is longer than 130,000 characters."
    elif "expected after" in str(error):
        problem = f"In “{text}” text follows a closing quotation mark: write the mark twice there."
    return broken(0, line, problem)


def parse_rows(rows: Iterable[Row | Parsed]) -> tuple[list[Parsed], list[str]]:
    """The records of a sheet: the first row that says anything names the columns."""
    found: list[Parsed] = []
    header: list[str] = []
    blank = widest = 0
    for row in rows:
        if isinstance(row, Parsed):
            found.append(broken(len(found) + 1, row.line, row.problems[0]))
        elif not any(cell.strip() for cell in row[1]):
            blank += 1
        elif not header:
            header = _header(row[1])
        else:
            widest = max(widest, len(row[1]))
            found.append(_record(header, row, len(found) + 1))
        if len(found) > MOST_RECORDS or blank > MOST_RECORDS:
            raise Unreadable(TOO_MANY)
    if not header:
        raise Unreadable("The file is empty: there is nothing to import.")
    named = len(header)
    return found, [WIDER.format(columns=named, cells=widest)] if 0 < widest < named else []


def _header(cells: list[str]) -> list[str]:
    """What each column holds: a column of the register, or its own words, which are not kept."""
    header = [_meaning(cell.strip()) for cell in cells]
    while header and not header[-1]:
        header.pop()
    if "title" not in header:
        named = ", ".join(f"“{shortened(cell)}”" for cell in cells[:8] if cell.strip())
        raise Unreadable(NO_TITLES.format(found=named or "none"))
    twice = {name for name in header if name in COLUMNS and header.count(name) > 1}
    if twice:
        raise Unreadable(f"Two columns are both “{min(twice)}”: take one of them away.")
    return header


def _meaning(word: str) -> str:
    if word in COLUMNS:
        return word
    folded = word.casefold().replace("_", " ")
    return MEANING.get(folded, word)


def _record(header: list[str], row: Row, number: int) -> Parsed:
    line, cells = row[0], [unescaped(cell) for cell in row[1]]
    while len(cells) > len(header) and not cells[-1].strip():
        cells.pop()
    if len(cells) > len(header):
        problem = f"The row has {len(cells)} cells where {len(header)} columns are named."
        return broken(number, line, problem, shortened(cells[0]))
    named = dict(zip(header, cells, strict=False))
    return _own(named, number, line) if "key" in header else _foreign(named, number, line)


def _own(named: dict[str, str], number: int, line: int) -> Parsed:
    """A row of the register's own list: each cell counts, an empty one too."""
    draft = Draft()
    for name, text in named.items():
        if name in COLUMNS:
            draft.cells[name] = _typed(draft, name, text.strip())
        elif text.strip():
            draft.not_kept.add(f"column “{shortened(name)}”")
    return draft.done(number, line)


def _foreign(named: dict[str, str], number: int, line: int) -> Parsed:
    """A row of somebody else's list: an empty cell says nothing."""
    draft = Draft()
    for name, text in named.items():
        clean = text.strip()
        if not clean or name.casefold() in (*FIRST_PAGE, *LAST_PAGE):
            continue
        if name in SPECIAL:
            SPECIAL[name](draft, clean)
        elif name in COLUMNS:
            draft.put(name, _typed(draft, name, clean))
        else:
            draft.not_kept.add(f"column “{shortened(name)}”")
    ends = [_cell(named, FIRST_PAGE), _cell(named, LAST_PAGE)]
    draft.put("pages", "-".join(dict.fromkeys(end for end in ends if end)))
    if "kind" not in draft.cells:
        draft.put_kind("")
    return draft.done(number, line)


SPECIAL: dict[str, Callable[[Draft, str], None]] = {
    "kind": Draft.put_kind,
    "doi": Draft.put_doi,
    "isbn": Draft.put_number,
    "url": Draft.put_address,
    "year": Draft.put_year,
    "authors": lambda draft, text: draft.put("authors", people(text.split(";"))),
}


def _cell(named: dict[str, str], names: tuple[str, ...]) -> str:
    return next((text.strip() for name, text in named.items() if name.casefold() in names), "")


def _typed(draft: Draft, name: str, text: str) -> str:
    """The cell as the register writes it; a problem when it cannot be understood."""
    if not text:
        return ""
    if name in CHOICES:
        return _chosen(draft, name, text)
    if name in DAYS:
        return day_of(draft, name, text)
    if name in NUMBERS:
        return whole_number(draft, name, text)
    return text


def whole_number(draft: Draft, name: str, text: str) -> str:
    """A whole number as digits, also of 1,234 and 1234.0; a problem when it is none."""
    digits = re.sub(r"(?<=\d),(?=\d{3})", "", text).removesuffix(".0")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
        draft.problems.append(f"The {_words(name)} “{shortened(text)}” is not a whole number.")
    return digits


def _chosen(draft: Draft, name: str, text: str) -> str:
    value = CHOICES[name].get(text.casefold(), "")
    if not value:
        known = ", ".join(dict.fromkeys(CHOICES[name].values()))
        draft.problems.append(
            f"The {_words(name)} “{shortened(text)}” is not one of the register’s: {known}."
        )
    return value or text


def day_of(draft: Draft, name: str, text: str) -> str:
    """A date as 2026-05-03; a British date is read day first, save where it could be either."""
    match = UK_DAY.fullmatch(text)
    try:
        if match is None:
            return datetime.date.fromisoformat(text[:10]).isoformat()
        day, month, year = map(int, match.groups())
        if day <= 12 and month <= 12 and day != month:
            draft.problems.append(
                f"The {_words(name)} “{shortened(text)}” could be two days: write it as "
                f"{year}-{month:02}-{day:02}."
            )
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        draft.problems.append(
            f"The {_words(name)} “{shortened(text)}” is not a date such as 2026-05-03."
        )
        return text


def _words(name: str) -> str:
    return name.replace("_", " ")
