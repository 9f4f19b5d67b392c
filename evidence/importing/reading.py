"""From the bytes of a file to its text, by rule, saying which rule it was."""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Iterator

MOST_BYTES = 20 * 1024 * 1024
MOST_RECORDS = 50_000
TOO_LARGE = "The file is larger than 20 MB. Export it in parts and import them one by one."
TOO_MANY = "The file holds more than 50,000 records. Export it in parts and import them one by one."
NOT_TEXT = "This is not a text file. Export as RIS, BibTeX, CSV, Excel (.xlsx) or OpenDocument."


class Unreadable(ValueError):
    """The whole file is refused; the sentence says why and what to do."""


def decode(content: bytes) -> tuple[str, str]:
    """The text, with plain line ends, and the words for how it was read.

    With a mark at its beginning a file says itself whether it is UTF-8 or UTF-16. Without one it
    is UTF-8 when it can be, and else what Windows writes in western Europe.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text, words = _strictly(content, "utf-16"), "UTF-16"
    elif content.startswith(codecs.BOM_UTF8):
        text, words = _strictly(content, "utf-8-sig"), "UTF-8, with a mark at the beginning"
    else:
        text, words = _unmarked(content)
    if "\0" in text:
        raise Unreadable(NOT_TEXT)
    return unicodedata.normalize("NFC", _plain_ends(text)), words


def _unmarked(content: bytes) -> tuple[str, str]:
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return _strictly(content, "cp1252"), "Windows-1252 (western European)"


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Unreadable(
            f"Line {line}: a character cannot be read. Save the file as UTF-8 and import it again."
        ) from None


def lines(text: str) -> Iterator[str]:
    """Each line of a text without its end, one after another: no list of them is made."""
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield text[start:end]
        start = end + 1
    if start < len(text):
        yield text[start:]


def _plain_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
