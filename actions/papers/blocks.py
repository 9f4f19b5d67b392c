"""The building blocks of a paper, which the files and the page draw each in their own way."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from actions.papers import fonts

IN_FULL = "appendix D"
LONGEST_HEADING = 300
LINE = 90  # characters on a line of the page
UNSEEN = {"Cc", "Cf", "Cs"}  # control, format and half characters: nobody sees them
KEPT = "\t\n"

Kind = Literal["heading", "facts", "numbered", "plain", "table"]


@dataclass(frozen=True)
class Item:
    """A line of a list, or a label with its words: the lead is bold, the text follows it."""

    lead: str = ""
    text: str = ""


@dataclass(frozen=True)
class Block:
    """A heading, a list of facts, a paragraph with or without a number, or a table.

    ``level`` is a heading's, ``items`` are the lines under a paragraph (in letters i, ii when
    ``roman``) or the facts, and the first of the ``rows`` is the table's head.
    """

    kind: Kind
    text: str = ""
    lead: str = ""
    level: int = 0
    number: int = 0
    roman: bool = False
    items: tuple[Item, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def labelled(self) -> list[list[tuple[str, str]]]:
        """The rows below the head, each cell after the name of its column."""
        return [list(zip(self.rows[0], row, strict=True)) for row in self.rows[1:]]


@dataclass(frozen=True)
class Part:
    """A stretch of the body, and what it left out or cut short, to be given in the appendix."""

    shown: tuple[Block, ...]
    full: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Cut:
    """How many lines of a list, and characters of a text, the body shows."""

    lines: int
    characters: int


WHOLE = Cut(10**6, 10**9)


def one_line(text: str) -> str:
    """The text on one line, its spaces evened out."""
    return " ".join(text.split())


def heading(text: str, level: int = 2) -> Block:
    """A heading, no longer than a few lines."""
    words = text if seen(text).strip() else "No title"
    return Block("heading", shortened(one_line(words), LONGEST_HEADING), level=level)


def item(lead: str, text: str = "") -> Item:
    """A line of a list."""
    return Item(one_line(lead), one_line(text))


def numbered(text: str, lead: str = "", items: Iterable[Item] = (), roman: bool = False) -> Block:
    """A paragraph that gets the next number."""
    return Block("numbered", one_line(text), one_line(lead), items=tuple(items), roman=roman)


def plain(text: str, lead: str = "", items: Iterable[Item] = ()) -> Block:
    """A paragraph without a number."""
    return Block("plain", one_line(text), one_line(lead), items=tuple(items))


def with_numbers(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks, their numbered paragraphs counted from 1."""
    done: list[Block] = []
    number = 0
    for block in blocks:
        number += block.kind == "numbered"
        done.append(replace(block, number=number) if block.kind == "numbered" else block)
    return tuple(done)


def seen(text: str) -> str:
    """The text without the characters that no reader sees."""
    return "".join(letter for letter in text if letter in KEPT or not _hidden(letter))


def _hidden(letter: str) -> bool:
    is_no_character = ord(letter) & 0xFFFE == 0xFFFE
    return is_no_character or unicodedata.category(letter) in UNSEEN


def paragraphs(text: str) -> tuple[str, ...]:
    """The lines of a text that say something."""
    lines = [line.strip() for line in text.splitlines()]
    return tuple(line for line in lines if seen(line).strip())


def room(text: str) -> int:
    """How many characters the text takes in print."""
    return len(fonts.printable(seen(text)))


def shortened(text: str, characters: int) -> str:
    """The text, or its beginning up to a whole word and three dots."""
    if room(text) <= characters:
        return text
    begun = text[: max(characters - 1, 1)]
    while len(begun) > 1 and room(begun) > characters:
        begun = begun[: len(begun) * 3 // 4]
    words = begun.rpartition(" ")[0]
    return f"{(words if len(words) > len(begun) // 2 else begun).rstrip(' ,;:.–-')}…"


def list_part(title: str, block: Block, cut: Cut) -> Part:
    """A paragraph with its lines, cut; whole in the appendix under the title if need be."""
    items = tuple(_cut_item(item, cut) for item in block.items[: cut.lines])
    text = shortened(block.text, cut.characters)
    lead = shortened(block.lead, cut.characters)
    left = len(block.items) - len(items)
    shown = replace(block, text=text, lead=lead, items=items)
    if shown == block:
        return Part((block,))
    if left:
        shown = replace(shown, items=(*items, Item("", f"and {left} more, in {IN_FULL}")))
    return Part((shown,), (heading(title, 3), replace(block, kind="plain", lead="")))


def _cut_item(item: Item, cut: Cut) -> Item:
    """A title gets half the room of its sentence."""
    lead = shortened(item.lead, max(cut.characters // 2, 40))
    return Item(lead, shortened(item.text, cut.characters))


def words_part(title: str, text: str, cut: Cut, none: str = "") -> Part:
    """A section of somebody's own paragraphs under a heading, cut to so many characters."""
    whole = paragraphs(text) or ((none,) if none else ())
    if not whole:
        return Part(())
    shown = tuple(numbered(line) for line in _begun(whole, cut.characters))
    full = [plain(line) for line in whole]
    if shown == tuple(numbered(line) for line in whole):
        return Part((heading(title), *shown))
    return Part((heading(title), *shown), (heading(title, 3), *full))


def _begun(lines: Sequence[str], characters: int) -> tuple[str, ...]:
    """The first lines within so many characters, a short line counted as a whole one."""
    kept: list[str] = []
    left = characters
    for line in lines:
        if room(line) > left:
            return (*kept, f"{shortened(line, max(left, 60))} The rest is in {IN_FULL}.")
        kept.append(line)
        left -= max(room(line), LINE)
    return tuple(kept)
