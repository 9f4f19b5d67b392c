"""Rows of Excel and OpenDocument sheets, without trusting what the file says of its own size."""

from __future__ import annotations

import datetime
import io
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import openpyxl

from evidence.importing.reading import MOST_RECORDS, TOO_MANY, Unreadable
from loneliness.records.packed import DAMAGED

Row = tuple[int, list[str]]
MOST_COLUMNS = 100
LOOKED_AT = 20  # rows, to see whether a further sheet says anything
MOST_PARTS = 2_000
MOST_INFLATED = 100 * 1024 * 1024
MOST_OF_A_PART = 30 * 1024 * 1024  # but for the sheets themselves, which are read row by row
MOST_TAGS = 4_000_000  # of a sheet, where a filled cell has at least four
MOST_TAGS_BESIDE = 200_000  # of its styles and all else
MOST_TAGS_OF_TEXTS = 1_000_000
CHUNK = 64 * 1024
TOO_FULL = (
    "The file unpacks to far more than a list of publications needs. Copy the rows into a new, "
    "empty sheet and import that."
)
NOT_SHEETS = "This is not an Excel (.xlsx) or OpenDocument (.ods) file, or it is damaged."
HAS_RULES = "The file declares document types of its own, which no spreadsheet program writes."
AS_READ = {"read_only": True, "data_only": True, "keep_links": False}
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def is_opendocument(content: bytes) -> bool:
    """Whether a packed file is an OpenDocument sheet rather than an Excel one."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return "content.xml" in packed.namelist()
    except DAMAGED:
        raise Unreadable(NOT_SHEETS) from None


def pieces(content: bytes) -> Iterator[tuple[str, int, bytes]]:
    """The name of each part, how much of it went before, and its next piece; none is kept.

    Unreadable when there is too much: by what the list of parts says, then by counting.
    """
    room = MOST_INFLATED
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > room:
                raise Unreadable(TOO_FULL)
            for part in parts:
                for before, piece in _pieces(packed, part, room):
                    yield part.filename, before, piece
                    room -= len(piece)
    except DAMAGED as error:
        raise error if isinstance(error, Unreadable) else Unreadable(NOT_SHEETS) from None


def _pieces(
    packed: zipfile.ZipFile, part: zipfile.ZipInfo, room: int
) -> Iterator[tuple[int, bytes]]:
    size = 0
    with packed.open(part) as stream:
        while piece := stream.read(CHUNK):
            if size + len(piece) > room:
                raise Unreadable(TOO_FULL)
            yield size, piece
            size += len(piece)


def check(content: bytes) -> None:
    """Refuse a workbook that unpacks to too much, or whose parts are none of a workbook's."""
    tags, tail = 0, b""
    for name, before, piece in pieces(content):
        if not before:
            tags, tail = 0, b""
        tags += piece.count(b"<")
        most, most_tags = _most(name)
        if before + len(piece) > most or tags > most_tags:
            raise Unreadable(TOO_FULL)
        if b"<!DOCTYPE" in tail + piece or b"<!ENTITY" in tail + piece:
            raise Unreadable(HAS_RULES)
        if not before and piece.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise Unreadable(HAS_RULES)
        tail = piece[-16:]


def _most(name: str) -> tuple[int, int]:
    """How many bytes and how many tags a part may have."""
    if "sheet" in name or name == "content.xml":
        return MOST_INFLATED, MOST_TAGS
    is_texts = name.endswith("sharedStrings.xml")
    return MOST_OF_A_PART, MOST_TAGS_OF_TEXTS if is_texts else MOST_TAGS_BESIDE


# --- Excel


def excel_rows(content: bytes, others: list[str]) -> Iterator[Row]:
    """The rows of the first sheet with their numbers; formulas as their last results.

    The names of further sheets that say something are put into ``others``.
    """
    check(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions that are of no concern
        try:
            book = openpyxl.load_workbook(io.BytesIO(content), **AS_READ)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), 1):
                yield number, [_excel_text(cell.value) for cell in row]
            others += [further.title for further in book.worksheets[1:] if _says(further)]
        except Unreadable:
            raise
        except Exception:  # noqa: BLE001  (a damaged file fails in ways its library does not list)
            raise Unreadable(NOT_SHEETS) from None


def _says(sheet: Any) -> bool:
    """Whether a cell near the top of a sheet is filled."""
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=LOOKED_AT, max_col=MOST_COLUMNS, values_only=True)
    return any(value is not None for row in rows for value in row)


def _excel_text(value: Any) -> str:
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


# --- OpenDocument


def opendocument_rows(content: bytes, others: list[str]) -> Iterator[Row]:
    """The rows of the first sheet with their numbers; formulas as their last results.

    The names of further sheets are put into ``others``.
    """
    check(content)
    number = filled = 0
    try:
        for row in _opendocument_elements(content, others):
            cells = _opendocument_cells(row)
            repeated = _times(row, "number-rows-repeated")
            times = repeated if any(cells) else 1
            filled = _more(filled, times if any(cells) else 0)
            for again in range(times):
                yield number + again + 1, cells
            number += repeated
    except Unreadable:
        raise
    except (*DAMAGED, LookupError, ElementTree.ParseError):
        raise Unreadable(NOT_SHEETS) from None


def _more(filled: int, rows: int) -> int:
    """How many rows say something with these; Unreadable when they are too many."""
    if filled + rows > MOST_RECORDS + 1:  # the first names the columns
        raise Unreadable(TOO_MANY)
    return filled + rows


def _another(kept: int) -> int:
    """How many elements are kept with one more; Unreadable when they are too many."""
    if kept >= MOST_TAGS_BESIDE:
        raise Unreadable(TOO_FULL)
    return kept + 1


def _opendocument_elements(content: bytes, others: list[str]) -> Iterator[ElementTree.Element]:
    """The rows of the first sheet; Unreadable when too much else is kept beside them."""
    names: list[str] = []
    above: list[tuple[ElementTree.Element, int]] = []
    kept = 0
    with zipfile.ZipFile(io.BytesIO(content)) as packed, packed.open("content.xml") as stream:
        events = ElementTree.iterparse(stream, ("start", "end"))  # noqa: S314  (no declarations)
        for event, element in events:
            if event == "start":
                above.append((element, kept))
                kept = _another(kept)
                if element.tag == f"{TABLE}table":
                    names.append(element.get(f"{TABLE}name", ""))
                continue
            _, before = above.pop()
            if element.tag == f"{TABLE}table-row":
                if len(names) == 1:
                    yield element
                above[-1][0].remove(element)
                kept = before
    others += names[1:]


def _opendocument_cells(row: ElementTree.Element) -> list[str]:
    cells: list[str] = []
    for cell in row:
        text = _opendocument_text(cell)
        cells += [text] * min(_times(cell, "number-columns-repeated"), MOST_COLUMNS - len(cells))
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _opendocument_text(cell: ElementTree.Element) -> str:
    if day := cell.get(f"{OFFICE}date-value"):
        return day[:10]
    if (value := cell.get(f"{OFFICE}value")) and cell.get(f"{OFFICE}value-type") == "float":
        return value.removesuffix(".0")
    return "\n".join(_paragraph(part) for part in cell.findall(f"{TEXT}p"))  # not of a comment


def _paragraph(paragraph: ElementTree.Element) -> str:
    """A paragraph's words; more than one space stands there as an element of its own."""
    parts = [paragraph.text or ""]
    for child in paragraph:
        if child.tag == f"{TEXT}s":
            parts.append(" " * min(int(child.get(f"{TEXT}c", "1")), 100))
        parts += [_paragraph(child), child.tail or ""]
    return "".join(parts)


def _times(element: ElementTree.Element, name: str) -> int:
    text = element.get(f"{TABLE}{name}", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 1
