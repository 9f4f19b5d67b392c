"""A paper as PDF that can be read aloud (PDF/UA-1); its body keeps to four sides of A4."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from typing import Any

from actions.papers import fonts, typesetting
from actions.papers.blocks import WHOLE, Cut, Part, seen
from actions.papers.body import opening, rest
from actions.papers.content import Paper
from actions.papers.layout import Layout, laid_out, only

SIDES = 4
LONG_WORD = re.compile(r"\S{24}(?=\S)")  # a column of a table takes no longer one
ZERO_WIDTH_SPACE = "\u200b"
FIRST_PAGE = (
    WHOLE, Cut(8, 400), Cut(5, 300), Cut(4, 240), Cut(3, 240), Cut(3, 160), Cut(2, 160),
    Cut(2, 120), Cut(1, 120), Cut(1, 80), Cut(0, 160), Cut(0, 60),
)  # fmt: skip
FOUR_SIDES = (
    WHOLE, Cut(40, 3000), Cut(20, 2000), Cut(15, 1500), Cut(12, 1000), Cut(8, 750), Cut(5, 500),
    Cut(3, 300), Cut(2, 200), Cut(1, 120), Cut(1, 60),
)  # fmt: skip


def render(paper: Paper) -> bytes:
    """The PDF; the same paper gives the same bytes."""
    return typesetting.pdf(_words(fitted(paper)))


def fitted(paper: Paper) -> Layout:
    """The paper with as much in its body as the first page and four sides hold."""
    firsts = (opening(paper, cut) for cut in FIRST_PAGE)
    first = _first(firsts, lambda parts: _sides(only(paper, parts)) <= 1)
    bodies = ([*first, *rest(paper, cut)] for cut in FOUR_SIDES)
    body = _first(bodies, lambda parts: _sides(laid_out(paper, parts)) <= SIDES)
    return laid_out(paper, body)


def _first(tried: Iterable[list[Part]], fits: Callable[[list[Part]], bool]) -> list[Part]:
    """The first that fits; the last, which is the shortest, if none does."""
    parts: list[Part] = []
    for parts in tried:
        if fits(parts):
            break
    return parts


def _sides(layout: Layout) -> int:
    return typesetting.pages(_words(replace(layout, appendices=())))


def _words(layout: Layout) -> str:
    return json.dumps(_drawable(asdict(layout)))


def _drawable(part: Any) -> Any:
    """The same structure with every word in it as the fonts can show it."""
    if isinstance(part, str):
        shown = fonts.printable(seen(part))
        return LONG_WORD.sub(lambda found: found[0] + ZERO_WIDTH_SPACE, shown)
    if isinstance(part, dict):
        return {name: _drawable(inner) for name, inner in part.items()}
    if isinstance(part, list | tuple):
        return [_drawable(inner) for inner in part]
    return part
