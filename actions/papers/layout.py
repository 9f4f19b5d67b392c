"""A paper laid out in blocks: the body, the appendices, and what stands on every page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from actions.papers.appendices import appendices
from actions.papers.blocks import (
    WHOLE,
    Block,
    Part,
    heading,
    item,
    numbered,
    one_line,
    shortened,
    with_numbers,
)
from actions.papers.body import opening, rest
from actions.papers.content import Paper

ROOM_IN_HEADER = 70


@dataclass(frozen=True)
class Layout:
    """What is drawn; ``running``, ``mark`` and ``foot`` stand on every page."""

    title: str
    author: str
    running: str
    mark: str
    foot: str
    body: tuple[Block, ...]
    appendices: tuple[tuple[Block, ...], ...]


def laid_out(paper: Paper, parts: Sequence[Part]) -> Layout:
    """The paper with these parts as its body."""
    added = tuple(map(tuple, appendices(paper, parts)))
    return replace(
        only(paper, [*parts, Part((heading("Appendices"), _list(added)))]), appendices=added
    )


def only(paper: Paper, parts: Sequence[Part]) -> Layout:
    """These parts alone, without appendices."""
    return Layout(
        title=paper.title,
        author=paper.report_of or paper.board,
        running=_running(paper),
        mark=_mark(paper),
        foot=_foot(paper),
        body=with_numbers(block for part in parts for block in part.shown),
        appendices=(),
    )


def whole(paper: Paper) -> Layout:
    """The paper with nothing cut, for the screen, which has no sides."""
    return laid_out(paper, [*opening(paper, WHOLE), *rest(paper, WHOLE)])


def _list(added: tuple[tuple[Block, ...], ...]) -> Block:
    names = [appendix[0].text.removeprefix("Appendix ") for appendix in added]
    return numbered("This paper has these appendices:", items=[item("", one) for one in names])


def _running(paper: Paper) -> str:
    words = f"{paper.board}, {paper.meeting_on}" if paper.meeting_on else paper.board
    return _line(words, ROOM_IN_HEADER)


def _mark(paper: Paper) -> str:
    marks = ("" if paper.issued else "DRAFT", "" if paper.is_open else "NOT FOR PUBLICATION")
    return " · ".join(filter(None, marks))


def _foot(paper: Paper) -> str:
    if not paper.issued:
        return "DRAFT – not issued"
    return f"Issued {_line(paper.issued, 30)} · fingerprint {paper.fingerprint_in_print}"


def _line(words: str, characters: int) -> str:
    return shortened(one_line(words), characters)
