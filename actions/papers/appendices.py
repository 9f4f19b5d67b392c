"""The appendices of a paper: all of it, however long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from actions.papers.blocks import LONGEST_HEADING, Block, Item, Part, heading, paragraphs, plain
from actions.papers.body import line_item
from actions.papers.content import Paper, PaperAction, PaperFigure, PaperRecommendation, SubGroup

FIGURE_HEAD = ("Table", "Figure", "As at", "Evidence", "Used by recommendation")


def appendices(paper: Paper, parts: Iterable[Part]) -> list[list[Block]]:
    """Appendices A to C, and D when the body cut something; each starts with its heading."""
    full = [block for part in parts for block in part.full]
    left_out = [heading("Appendix D: what the body cut short, in full"), *full]
    return [_a(paper), _b(paper), _c(paper), *([left_out] if full else [])]


def _a(paper: Paper) -> list[Block]:
    return [
        heading(f"Appendix A: {_which(paper.recommendations)}"),
        *_recommendations(paper.recommendations),
        *_others(paper.others),
    ]


def _which(recommendations: tuple[PaperRecommendation, ...]) -> str:
    letters = [one.letter for one in recommendations]
    if len(letters) < 2:
        return "recommendations and their actions"
    return f"recommendations {letters[0]} to {letters[-1]} and their actions"


def _recommendations(recommendations: tuple[PaperRecommendation, ...]) -> Iterator[Block]:
    printed: dict[str, str] = {}
    if not recommendations:
        yield plain("This board has no recommendation.")
    for one in recommendations:
        yield heading(f"Recommendation {one.letter}", 3)
        yield from (plain(line) for line in paragraphs(one.text))
        yield Block("facts", items=(Item("Response", _response(one)), *_none(one)))
        for action in one.actions:
            yield from _action(action, one.letter, printed)
            printed.setdefault(action.key, one.letter)


def _others(actions: tuple[PaperAction, ...]) -> Iterator[Block]:
    """The board's actions that answer none of its recommendations."""
    if actions:
        yield heading("Further actions of this board", 3)
    for action in actions:
        yield from _action(action, "", {})


def _response(one: PaperRecommendation) -> str:
    if not one.response:
        return "No response yet"
    return f"{one.response}: {one.reason}" if one.reason else one.response


def _none(one: PaperRecommendation) -> tuple[Item, ...]:
    return () if one.actions else (Item("Actions", "No action yet"),)


def _action(action: PaperAction, letter: str, printed: dict[str, str]) -> Iterator[Block]:
    yield heading(action.title or action.key, 4)
    if action.key in printed:
        yield plain(f"The same action is under recommendation {printed[action.key]}.")
        return
    facts = {
        "Title": action.title if len(action.title) > LONGEST_HEADING else "",
        "Recommendations": "" if action.letters == letter else action.letters,
        "Owner": action.owner or "No owner yet",
        "Dates": action.dates or "No date yet",
        "Status": action.status,
        "Owner’s rating": action.rating or "No rating yet",
        "Our check says": _check(action),
        "Last update": action.updated or "No update yet",
        "What happened": action.happened,
        "What is next": action.next_step,
        "Note": action.note,
        "Since last meeting": action.changed,
    }
    items = [Item(label, words) for label, words in facts.items() if words]
    items += [Item("Rests on", figure_in_words(figure)) for figure in action.figures]
    checking = action.needs_checking
    items += [Item("Needs checking again", checking)] if checking else []
    yield Block("facts", items=tuple(items))


def _check(action: PaperAction) -> str:
    return ": ".join(words for words in (action.our_rating, action.our_reason) if words)


def figure_in_words(figure: PaperFigure) -> str:
    """Table 1, about 32,000 adults (mid-2018; strong, confirmed)."""
    sure = "; ".join(words for words in (figure.day, figure.grade) if words)
    named = ", ".join(words for words in (figure.table, figure.words) if words)
    return f"{named} ({sure})" if sure else named


def _b(paper: Paper) -> list[Block]:
    blocks = [heading("Appendix B: what the sub-groups report")]
    if not paper.sub_groups:
        return [*blocks, plain("No sub-group reports to this board.")]
    return [*blocks, *(block for group in paper.sub_groups for block in _sub_group(group))]


def _sub_group(group: SubGroup) -> Iterator[Block]:
    yield heading(group.board, 3)
    found = [one for one in group.exceptions if one.lines]
    if not found:
        yield plain("There is nothing to report.")
    for one in found:
        items = tuple(map(line_item, one.lines))
        yield plain(one.introduction, f"{one.heading} ({len(one.lines)}).", items=items)


def _c(paper: Paper) -> list[Block]:
    blocks = [heading("Appendix C: figures used")]
    users = _users(paper)
    if not users:
        return [*blocks, plain("No action rests on a figure yet.")]
    rows = [
        (figure.table, figure.words, figure.day, figure.grade, ", ".join(letters))
        for figure, letters in users.items()
    ]
    return [*blocks, Block("table", text="Figures used", rows=(FIGURE_HEAD, *rows))]


def _users(paper: Paper) -> dict[PaperFigure, list[str]]:
    users: dict[PaperFigure, list[str]] = {}
    for one in paper.recommendations:
        for action in one.actions:
            for figure in action.figures:
                letters = users.setdefault(figure, [])
                letters += [] if one.letter in letters else [one.letter]
    return users
