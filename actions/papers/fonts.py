"""The two fonts that come with the register, and the characters they hold."""

from __future__ import annotations

import functools
import struct
import unicodedata
from pathlib import Path

FOLDER = Path(__file__).parent / "fonts"
FILES = ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf")
TABLE_HEAD, TABLE_ENTRY = 12, 16
WINDOWS, BASIC_PLANE, SEGMENTS = 3, 1, 4
LAST = 0xFFFF


@functools.cache
def held() -> frozenset[str]:
    """The characters that both fonts hold."""
    first, second = (_characters((FOLDER / name).read_bytes()) for name in FILES)
    return first & second


def printable(text: str) -> str:
    """The text with the name, in square brackets, of each character that no font holds."""
    composed = unicodedata.normalize("NFC", text).replace("\t", " ")
    return "".join(
        letter if letter == "\n" or letter in held() else _named(letter) for letter in composed
    )


def _named(letter: str) -> str:
    return f"[{unicodedata.name(letter, f'U+{ord(letter):04X}').lower()}]"


def _characters(font: bytes) -> frozenset[str]:
    """Read the font's own list: segments of character numbers (format 4 of its cmap table)."""
    at = _segments(font, _table(font, b"cmap"))
    count = struct.unpack_from(">H", font, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", font, at + 14)
    starts = struct.unpack_from(f">{count}H", font, at + 16 + 2 * count)
    return frozenset(
        chr(code)
        for start, end in zip(starts, ends, strict=True)
        for code in range(start, end + 1)
        if code != LAST
    )


def _table(font: bytes, wanted: bytes) -> int:
    count = struct.unpack_from(">H", font, 4)[0]
    for at in range(TABLE_HEAD, TABLE_HEAD + count * TABLE_ENTRY, TABLE_ENTRY):
        tag, _, offset, _ = struct.unpack_from(">4sIII", font, at)
        if tag == wanted:
            return int(offset)
    raise ValueError("The font lacks a table.")


def _segments(font: bytes, cmap: int) -> int:
    count = struct.unpack_from(">H", font, cmap + 2)[0]
    for index in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", font, cmap + 4 + 8 * index)
        kind = struct.unpack_from(">H", font, cmap + offset)[0]
        if (platform, encoding, kind) == (WINDOWS, BASIC_PLANE, SEGMENTS):
            return int(cmap + offset)
    raise ValueError("The font lists its characters in another way.")
