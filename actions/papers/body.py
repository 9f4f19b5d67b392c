"""The body of a paper: what is asked and what is wrong first, at most four sides of A4."""

from __future__ import annotations

from actions.papers.blocks import (
    Block,
    Cut,
    Item,
    Part,
    heading,
    item,
    list_part,
    numbered,
    one_line,
    shortened,
    words_part,
)
from actions.papers.content import Paper, PaperLine, PaperList, SubGroup

NO_PURPOSE = "To report progress on loneliness."
FIRST_ASKED = (
    "Decide: the response to each recommendation in appendix A, and an owner for each action.",
)
CUT_SHORT = Part((numbered("What ends in … is given in full in appendix D."),))


def opening(paper: Paper, cut: Cut) -> list[Part]:
    """The first page: whose paper it is, why, what is asked and the exceptions."""
    parts = [
        Part((heading(shortened(paper.title, 120), 1),)),
        _particulars(paper, cut),
        *_reason(paper, cut),
        words_part("Purpose", paper.purpose, _most_room(cut), none=NO_PURPOSE),
        Part((heading("Recommendations to the board"),)),
        _asked(paper, cut),
        Part((heading("Exceptions"),)),
        *_exceptions(paper.exceptions, cut),
    ]
    return [*parts, CUT_SHORT] if any(part.full for part in parts) else parts


def rest(paper: Paper, cut: Cut) -> list[Part]:
    """What follows the first page, up to the appendices."""
    return [
        Part((heading("Since your last meeting"),)),
        _since(paper, cut),
        words_part("Background", paper.background, cut),
        *_returns(paper, cut),
        *_sub_groups(paper.sub_groups, cut),
        words_part("How old the evidence is", paper.evidence, cut),
        words_part("Resource implications", paper.resource, cut, none="None are stated."),
        words_part("Equality implications", paper.equality, cut, none="None are stated."),
        words_part("Risk implications", paper.risk, cut, none="None are stated."),
    ]


def line_item(line: PaperLine) -> Item:
    """A line with its recommendations in brackets."""
    which = "recommendations" if "," in line.letters or " " in line.letters else "recommendation"
    mark = ":" if line.sentence else ""
    if not line.letters:
        return item(f"{line.title.strip()}{mark}", line.sentence)
    return item(line.title, f"({which} {line.letters}){mark} {line.sentence}")


def counted(lists: tuple[PaperList, ...]) -> str:
    """How many of each kind: Late (3), Off track (1)."""
    found = [f"{one.heading} ({len(one.lines)})" for one in lists if one.lines]
    return ", ".join(found) or "nothing to report"


def _particulars(paper: Paper, cut: Cut) -> Part:
    board = f"{paper.board}, reporting to the {paper.parent}" if paper.parent else paper.board
    named = {
        "Board": board,
        "Meeting": ", ".join(filter(None, (paper.meeting_on, _agenda(paper)))),
        "Report of": paper.report_of,
        "Contact": paper.contact,
        "Publication": paper.publication or "Not stated",
        "Status": f"Issued {paper.issued}" if paper.issued else "DRAFT, not issued",
        "Notice": paper.notice,
    }
    whole = tuple(item(label, words) for label, words in named.items() if words)
    shown = tuple(Item(one.lead, shortened(one.text, cut.characters)) for one in whole)
    full = (heading("Whose paper this is", 3), Block("facts", items=whole))
    return Part((Block("facts", items=shown),), full if shown != whole else ())


def _agenda(paper: Paper) -> str:
    return f"agenda item {paper.agenda_item}" if paper.agenda_item else ""


def _reason(paper: Paper, cut: Cut) -> list[Part]:
    if not paper.number:
        return []
    why = paper.addendum_reason or "No reason is stated."
    return [words_part(f"Why there is an addendum {paper.number} to the issued pack", why, cut)]


def _asked(paper: Paper, cut: Cut) -> Part:
    asked = (FIRST_ASKED if paper.is_first else ()) + paper.decisions_asked
    if not asked:
        return Part((numbered("The board is asked to note this paper."),))
    items = [item("", one) for one in asked]
    block = numbered("The board is asked to:", items=items, roman=True)
    return list_part("What the board is asked", block, _most_room(cut))


def _most_room(cut: Cut) -> Cut:
    """What is asked, and why, gives way last."""
    return Cut(2 * cut.lines + 4, 2 * cut.characters + 40)


def _exceptions(lists: tuple[PaperList, ...], cut: Cut) -> list[Part]:
    found = [one for one in lists if one.lines]
    if not found:
        return [Part((numbered("There is nothing to report."),))]
    if not cut.lines:
        text = shortened(f"All in appendix D: {counted(lists)}.", 8 * cut.characters)
        return [Part((numbered(text),)), *_hidden(found)]
    return [*(_exception(one, cut) for one in found), *_nothing(lists, cut)]


def _exception(one: PaperList, cut: Cut) -> Part:
    title = f"{one.heading} ({len(one.lines)})"
    block = numbered(one.introduction, f"{title}.", map(line_item, one.lines))
    return list_part(title, block, cut)


def _hidden(lists: list[PaperList]) -> list[Part]:
    return [Part((), _exception(one, Cut(0, 0)).full) for one in lists]


def _nothing(lists: tuple[PaperList, ...], cut: Cut) -> list[Part]:
    empty = [one.heading for one in lists if not one.lines]
    if not empty:
        return []
    return [Part((numbered(shortened(f"{', '.join(empty)}.", cut.characters), "None:"),))]


def _since(paper: Paper, cut: Cut) -> Part:
    if paper.is_first:
        return Part((numbered("This is the first paper: there is nothing to compare yet."),))
    when = "Since the paper for " + (paper.previous_on or "the last meeting")
    if not paper.since:
        return Part((numbered(f"{when} nothing has changed."),))
    block = numbered(f"{when}:", items=map(line_item, paper.since))
    return list_part("Since your last meeting", block, cut)


def _returns(paper: Paper, cut: Cut) -> list[Part]:
    if not paper.returns and not paper.non_returns:
        return []
    missing = [item("", one) for one in paper.non_returns]
    no_answer = " No update came from:" if missing else ""
    sentence = one_line(paper.returns) or "Not every update came."
    block = numbered(f"{_stopped(sentence)}{no_answer}", items=missing)
    return [Part((heading("Updates returned"),)), list_part("Updates returned", block, cut)]


def _sub_groups(groups: tuple[SubGroup, ...], cut: Cut) -> list[Part]:
    if not groups:
        return []
    items = [item(f"{group.board.strip()}:", f"{counted(group.exceptions)}.") for group in groups]
    block = numbered("Appendix B lists what these boards report:", items=items)
    return [Part((heading("Sub-groups"),)), list_part("Sub-groups", block, cut)]


def _stopped(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."
