"""Status, rating and progress of a plan's row, as an update that somebody else reported."""

from __future__ import annotations

import datetime

from actions.plans import words
from actions.plans.known import Register, same
from actions.plans.planned import Planned
from actions.plans.said import NOTHING, Said, says_nothing
from actions.vocabulary import Rag, Status

REPORTED = ("status", "rating", "per_cent", "happened", "next_step", "evidence")
IS_BLUE = "Blue is entered as claimed complete: somebody else has yet to verify it."
BOTH_WAYS = "The rating says complete and the status says “{status}”. Which holds?"
NO_STATUS = "Where is it? The plan does not say, and an update needs it."
NO_RATING = "How is it going? The plan does not say, and an update needs it."
NO_EVIDENCE = (
    "The plan says it is complete. A claim needs evidence that somebody else can look at: give its "
    "web address, or choose."
)
UNPROVED = "Enter it as in progress until there is evidence"
NO_UPDATE = "Leave its report out"
SAYS = "The plan of {called} says: {words}."
LEFT_OUT = "Its report is left out, as chosen."
TEXT = words.text_up_to(100_000)


def plan_update(planned: Planned, register: Register, today: datetime.date, called: str) -> None:
    """Plan the update that a row reports, when it says something new."""
    told = _told(planned, today)
    if not _news(planned, told):
        return
    whole = _whole(planned, told)
    if whole is None or not _news(planned, whole):
        return
    if not whole.get("happened"):
        shown = [register.shown(name, whole[name]) for name in ("status", "rating")]
        whole["happened"] = SAYS.format(called=called, words="; ".join(shown).lower())
    planned.update = whole
    for name in _news(planned, whole):
        old, new = (register.shown(name, value) for value in (planned.now(name), whole[name]))
        planned.changes.append([name, old, new])


def _told(planned: Planned, today: datetime.date) -> dict[str, str]:
    """What the row says, as values."""
    cells = planned.row.cells
    told = {
        "status": planned.heard("status", words.status(cells.get("status", ""), today)),
        "rating": _rating(planned, today),
        "per_cent": planned.heard("per_cent", words.per_cent(cells.get("per_cent", ""), today)),
        "evidence": planned.heard("evidence", words.address(cells.get("evidence", ""), today)),
    }
    for name in ("happened", "next_step"):
        told[name] = planned.heard(name, TEXT(cells.get(name, ""), today))
    if told["rating"] == words.COMPLETE:
        _complete(planned, told)
    return {name: value for name, value in told.items() if value}


def _rating(planned: Planned, today: datetime.date) -> str:
    text = planned.row.cells.get("rating", "")
    if says_nothing(text) and planned.row.is_coloured:
        return planned.heard("rating", words.asked_rating(words.BY_COLOUR))
    return planned.heard("rating", words.rating(text, today))


def _complete(planned: Planned, told: dict[str, str]) -> None:
    """A rating of blue says that the work is complete."""
    told["rating"] = planned.now("rating") if planned.now("status") == Status.CLAIMED else ""
    if told["status"] not in ("", Status.CLAIMED):
        shown = str(Status(told["status"]).label)
        choices = (("complete", "Complete"), ("status", shown))
        if planned.ask("complete", BOTH_WAYS.format(status=shown), choices) != "complete":
            return
    told["status"] = str(Status.CLAIMED)
    told["rating"] = told["rating"] or str(Rag.GREEN)
    planned.notes.append(IS_BLUE)


def _news(planned: Planned, told: dict[str, str]) -> list[str]:
    """What of it the newest update does not say already."""
    names = [name for name in REPORTED if told.get(name)]
    return [name for name in names if not same(told[name], planned.now(name))]


def _whole(planned: Planned, told: dict[str, str]) -> dict[str, str] | None:
    """The update with what it needs; None while that is asked, or when it is left out."""
    whole = dict(told)
    for name, asked, sentence in (
        ("status", words.asked_status, NO_STATUS),
        ("rating", words.asked_rating, NO_RATING),
    ):
        whole[name] = told.get(name) or planned.now(name) or _needed(planned, name, asked(sentence))
    if whole["rating"] == words.COMPLETE:
        whole["rating"], whole["status"] = str(Rag.GREEN), str(Status.CLAIMED)
        planned.notes.append(IS_BLUE)
    if whole["status"] == Status.CLAIMED:
        _prove(planned, whole)
    return whole if whole["status"] and whole["rating"] else None


def _needed(planned: Planned, name: str, said: Said) -> str:
    """The answer to what an update needs; nothing while another question about it is open."""
    about = [question for question in planned.questions if question.name in (name, "complete")]
    if any(not question.answer for question in about):
        return ""
    name = f"{name}-needed" if about else name
    answer = planned.ask(name, said.question, (*said.choices[:-1], (NOTHING, NO_UPDATE)))
    if answer == NOTHING:
        planned.notes.append(LEFT_OUT)
    return "" if answer == NOTHING else answer


def _prove(planned: Planned, whole: dict[str, str]) -> None:
    """A claim needs evidence: a web address, or it is not entered as a claim."""
    whole["evidence"] = whole.get("evidence") or planned.now("evidence")
    if whole["evidence"]:
        return
    choices = (
        ("in-progress", UNPROVED),
        (NOTHING, NO_UPDATE),
    )
    answer = planned.ask("evidence", NO_EVIDENCE, choices, "address")
    if answer == "in-progress":
        whole["status"] = str(Status.IN_PROGRESS)
    elif answer and answer != NOTHING:
        whole["evidence"] = answer
    else:
        whole["status"] = ""
