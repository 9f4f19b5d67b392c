"""When an action is due or reviewed, and its milestones: dates that are set are never moved."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from actions.dates import in_words
from actions.plans import days
from actions.plans.known import Register, compared
from actions.plans.planned import Planned
from actions.plans.said import NOTHING, Said, folded, says_nothing
from evidence.importing.records import shortened

DATE_STAYS = (
    "It is due on {day} already, and an import moves no date. Change it on the action’s own page, "
    "with “Change the date”: that asks for the reason."
)
IS_REVIEWED = "It is ongoing work, reviewed on {day}: it has no due date beside that."
IS_DUE = "It is due on {day}: it has no review date beside that."
NOT_BOTH = "Give a due date, or a review date for ongoing work, not both."
MOST_MILESTONES = 50
TOO_MANY = "More than 50 milestones for one action: keep those that matter."
LONG_TITLE = "A milestone is longer than 300 letters."
WHEN = "When is the milestone “{title}” planned for? The plan does not say."
NO_MILESTONE = "Leave this milestone out"
TWICE = "The milestone “{title}” stands there twice."


def plan_dates(planned: Planned, register: Register, today: datetime.date) -> None:
    """Plan due date, review date and milestones."""
    cells = planned.row.cells
    said = days.due(cells.get("due", ""), today)
    if said.free == "review":
        _ongoing(planned, register, said)
    else:
        _due(planned, register, said)
    _review(planned, register, days.due(cells.get("review", ""), today))
    _milestones(planned, today)


def _due(planned: Planned, register: Register, said: Said) -> None:
    now, reviewed = planned.now("due"), planned.now("review")
    if now:
        _keep(planned, register, said)
    elif reviewed and (said.value or said.is_asked):
        planned.refuse("due", IS_REVIEWED.format(day=register.shown("review", reviewed)))
    else:
        _set(planned, register, "due", planned.heard("due", said))


def _keep(planned: Planned, register: Register, said: Said) -> None:
    """Leave a date that is set; refuse a cell that cannot mean it."""
    now = planned.now("due")
    meant = {said.value, *(value for value, _ in said.choices)} - {"", NOTHING}
    if said.problem:
        planned.refuse("due", said.problem)
    elif (meant or said.is_asked) and now not in meant:
        planned.refuse("due", DATE_STAYS.format(day=register.shown("due", now)))


def _ongoing(planned: Planned, register: Register, said: Said) -> None:
    if planned.now("due"):
        planned.refuse("due", DATE_STAYS.format(day=register.shown("due", planned.now("due"))))
    elif not planned.now("review") and says_nothing(planned.row.cells.get("review", "")):
        _set(planned, register, "review", planned.heard("due", said))


def _review(planned: Planned, register: Register, said: Said) -> None:
    now, due = planned.now("review"), planned.values.get("due") or planned.now("due")
    if now and now in dict(said.choices):
        return
    if due and (said.value or said.is_asked):
        why = IS_DUE.format(day=register.shown("due", due)) if planned.now("due") else NOT_BOTH
        planned.refuse("review", why)
    else:
        _set(planned, register, "review", planned.heard("review", said))


def _set(planned: Planned, register: Register, name: str, value: str) -> None:
    now = planned.now(name)
    if value and value != now:
        planned.values[name] = value
        planned.changes.append([name, register.shown(name, now), register.shown(name, value)])


# --- milestones


def _milestones(planned: Planned, today: datetime.date) -> None:
    listed = list(_listed(planned.row.cells.get("milestones", ""), today))
    if len(listed) > MOST_MILESTONES:
        planned.refuse("milestones", TOO_MANY)
        return
    known = planned.action.milestones if planned.action else {}
    seen: set[str] = set()
    for place, (title, said) in enumerate(listed):
        name = compared(title)
        if len(title) > 300 or name in seen:
            words = TWICE.format(title=shortened(title)) if name in seen else LONG_TITLE
            planned.refuse("milestones", words, shortened(title))
            continue
        seen.add(name)
        _milestone(planned, known.get(name), f"milestone-{place}", title, said)


def _milestone(
    planned: Planned, known: tuple[str, str] | None, name: str, title: str, said: Said
) -> None:
    old = known[1] if known else ""
    if known and (not (said.value or said.is_asked) or old in dict(said.choices)):
        return
    if said.problem:
        planned.refuse("milestones", said.problem, shortened(title))
        return
    if not said.is_asked and not said.value:
        choices = ((NOTHING, NO_MILESTONE),)
        said = Said(question=WHEN.format(title=shortened(title)), choices=choices, free="date")
    day = planned.heard(name, said)
    if day and day != old:
        planned.milestones.append((known[0] if known else title, day))
        planned.changes.append(["milestones", _line(title, old), _line(title, day)])


def _line(title: str, day: str) -> str:
    return f"{title}: {in_words(datetime.date.fromisoformat(day))}" if day else ""


def _listed(text: str, today: datetime.date) -> Iterator[tuple[str, Said]]:
    """The milestones of a cell, one on a line, each with what is said of its day."""
    if says_nothing(text):
        return
    for line in text.split("\n"):
        parts = [part.strip() for part in line.split(";")]
        dated = [_parted(part, today) for part in parts if part]
        if len(dated) > 1 and all(said.value for _, said in dated):
            yield from dated
        elif line.strip(" -•*;"):
            yield _parted(" ".join(line.split()).strip("•* "), today)


def _parted(line: str, today: datetime.date) -> tuple[str, Said]:
    """A milestone's words and its day, where one stands behind them."""
    for parting in (": ", " – ", " - ", ", ", " by ", " ("):
        title, found, rest = line.rpartition(parting)
        rest = rest.removesuffix(")") if parting == " (" else rest
        if found and title.strip():
            said = days.due(rest, today)
            if said.value or said.problem or _names_a_day(said, rest):
                return title.strip(), said
    return line, Said()


def _names_a_day(said: Said, text: str) -> bool:
    """Whether a text is about a day at all, however unclear."""
    return said.is_asked and said.free == "date" and len(said.choices) > 1 and bool(folded(text))
