"""What sort of file it is, by what it holds and not by its name, and its records."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice

from evidence.importing import bibtex, ris, sheets, workbooks
from evidence.importing.reading import (
    MOST_BYTES,
    MOST_RECORDS,
    TOO_LARGE,
    TOO_MANY,
    Unreadable,
    decode,
)
from evidence.importing.records import Parsed, shortened
from evidence.importing.workbooks import Row

HEAD = 20_000
MOST_NAMED = 5
ONE_SHEET = (
    "Only the first sheet was read. Not read: {count} more ({named}). Import each from a file of "
    "its own."
)
TAGGED = "Export the references again as RIS (.ris)"
REFUSED = (
    (re.compile(r"^%0 ", re.MULTILINE), f"This is EndNote’s own tagged format. {TAGGED}."),
    (
        re.compile(r"\A\s*(FN |PT [JBSP]$)", re.MULTILINE),
        f"This is Web of Science’s plain text. {TAGGED}: choose “RIS” under Export.",
    ),
    (re.compile(r"\A\s*<(!doctype html|html)", re.IGNORECASE),
     "This is a web page, not a list of references. Use the page’s own export as RIS or BibTeX."),
    (re.compile(r"\A\s*<\?xml|\A\s*<xml|\A\s*<records", re.IGNORECASE), f"This is XML. {TAGGED}."),
    (re.compile(r"\A\s*[\[{]\s*[\[{\"]"), f"This is JSON. {TAGGED}."),
)  # fmt: skip
BINARY = (
    (b"\xd0\xcf\x11\xe0", "This is an old Excel file (.xls). Save it as .xlsx and import that."),
    (b"%PDF", "This is a PDF. Import the references it names as RIS, BibTeX or a sheet."),
)
PACKED = b"PK\x03\x04"
Reader = Callable[[str], tuple[list[Parsed], list[str]]]
Kind = tuple[re.Pattern[str], str, Reader]
TEXTS: tuple[Kind, ...] = (
    (ris.TYPE, "RIS", ris.parse),
    (ris.PUBMED, "PubMed", ris.parse_pubmed),
    (bibtex.START, "BibTeX", bibtex.parse),
)


@dataclass(frozen=True)
class ReadFile:
    """A file as read: what it is, how its letters were read, its records, what to know of it."""

    format: str
    encoding: str
    records: list[Parsed]
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Sheet:
    """The rows of a sheet of any kind, with what it is and how its letters were read.

    ``others`` names the further sheets of a workbook, once the rows have been gone through.
    """

    format: str
    encoding: str
    rows: Iterable[Row | Parsed]
    others: list[str] = field(default_factory=list)

    @property
    def notes(self) -> list[str]:
        """What to know of it: which sheets were not read."""
        return [_one_sheet(self.others)] if self.others else []


def read(content: bytes) -> ReadFile:
    """Read a whole file; Unreadable with a sentence when it is refused as a whole."""
    _refuse(content)
    if content.startswith(PACKED):
        found = _read_workbook(content)
    else:
        text, encoding = decode(content)
        found = read_text(text, encoding)
    if not found.records:
        raise Unreadable("The file names no publication: there is nothing to import.")
    return found


def look_over(content: bytes) -> None:
    """Refuse, before it is kept, what is plainly no list and what holds too much; Unreadable."""
    _refuse(content)
    if content.startswith(PACKED):
        workbooks.check(content)
        return
    text, _ = decode(content)
    kind = _kind(text)
    found = kind[0].finditer(text) if kind else sheets.filled(sheets.csv_rows(text))
    if any(islice(found, MOST_RECORDS + 1, None)):  # a sheet's first row names its columns
        raise Unreadable(TOO_MANY)


def read_sheet(content: bytes) -> Sheet:
    """The rows of separated text or of a workbook; Unreadable when it is refused as a whole."""
    _refuse(content)
    if not content.startswith(PACKED):
        text, encoding = decode(content)
        return Sheet("CSV", encoding, sheets.csv_rows(text))
    others: list[str] = []
    if workbooks.is_opendocument(content):
        return Sheet("OpenDocument", "", workbooks.opendocument_rows(content, others), others)
    return Sheet("Excel", "", workbooks.excel_rows(content, others), others)


def _refuse(content: bytes) -> None:
    """Refuse what is too large, or plainly no list."""
    if len(content) > MOST_BYTES:
        raise Unreadable(TOO_LARGE)
    for mark, why in BINARY:
        if content.startswith(mark):
            raise Unreadable(why)


def read_text(text: str, encoding: str) -> ReadFile:
    """Read text that is already decoded."""
    if kind := _kind(text):
        _, name, parse = kind
        return ReadFile(name, encoding, *parse(text))
    for pattern, why in REFUSED:
        if pattern.search(text[:HEAD]):
            raise Unreadable(why)
    return ReadFile("CSV", encoding, *sheets.parse_csv(text))


def _kind(text: str) -> Kind | None:
    """Of which kind most records begin in the first part of a text; None for rows of cells."""
    begun = [(len(kind[0].findall(text[:HEAD])), kind) for kind in TEXTS]
    count, kind = max(begun, key=lambda pair: pair[0])
    return kind if count else None


def _read_workbook(content: bytes) -> ReadFile:
    sheet = read_sheet(content)
    found, notes = sheets.parse_rows(sheet.rows)
    return ReadFile(sheet.format, "", found, [*notes, *sheet.notes])


def _one_sheet(others: list[str]) -> str:
    named = ", ".join(f"“{shortened(other)}”" for other in others[:MOST_NAMED])
    return ONE_SHEET.format(count=len(others), named=named)
