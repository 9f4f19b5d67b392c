"""The one way lists leave the register for a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

from django.http import StreamingHttpResponse

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
MARK = "'"


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        """Return the text."""
        return text


def escaped(cell: object) -> str:
    """A cell that a spreadsheet reads as text, never as a formula; a plain number stays one."""
    text = "" if cell is None else str(cell)
    return f"{MARK}{text}" if _is_formula(text) else text


def unescaped(text: str) -> str:
    """A cell without the mark that ``escaped`` put before it, and nothing else taken away."""
    return text[1:] if text.startswith(MARK) and _is_formula(text[1:]) else text


def _is_formula(text: str) -> bool:
    """Whether a cell, marked or not, would be read as a formula: exactly what gets a mark."""
    bare = text.lstrip(MARK)
    return bare.startswith(FORMULA_STARTS) and not (bare == text and _is_number(text))


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).removeprefix("-").isdecimal() and text.isascii()


def csv_response(name: str, rows: Iterable[Iterable[object]]) -> StreamingHttpResponse:
    """Stream rows as a CSV file that Excel opens as UTF-8, every cell escaped."""
    writer = csv.writer(_Echo())
    return StreamingHttpResponse(
        _lines(writer, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def _lines(writer: object, rows: Iterable[Iterable[object]]) -> Iterator[str]:
    yield "\ufeff"
    for row in rows:
        yield writer.writerow([escaped(cell) for cell in row])  # type: ignore[attr-defined]
