"""Ratings, statuses and other words of plans, in the words of the register.

What could mean two things is asked. Colours alone are never read as a rating.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

from actions.plans import days
from actions.plans.said import NOTHING, Choices, Said, folded, says_nothing
from actions.vocabulary import Capacity, Rag, Reach, Status
from evidence.importing.records import shortened

COMPLETE = "complete"  # a rating of blue: a claim that somebody else has yet to verify
RATINGS: Choices = (*((str(value), str(label)) for value, label in Rag.choices),)
COLOURS = {
    **dict.fromkeys(("green", "g", "🟢"), Rag.GREEN),
    **dict.fromkeys(("amber", "a", "🟠"), Rag.AMBER),
    **dict.fromkeys(("red", "r", "🔴"), Rag.RED),
    **dict.fromkeys(("blue", "b", "🔵", "complete", "completed"), COMPLETE),
}
COLOUR = re.compile(
    r"\b(?:green|amber|red|blue|yellow|orange|black|gr[ae]y|purple|white)\b|[🟢🟠🔴🔵🟡]"
)
PHRASES = {
    "on track": Rag.GREEN,
    "some risk": Rag.AMBER,
    "at risk": Rag.AMBER,
    "off track": Rag.RED,
}
BEFORE_RATING = re.compile(r"(?:current )?(?:b?rag(?: rating| status)?|rating|status) ?[:=-] ?")
HOW = "How is it going? The plan says “{text}”."
BY_COLOUR = "How is it going? The plan shows it only by the colour of the cell."
WHERE = "Where is it? The plan says “{text}”."
STATUSES: Choices = (*((str(value), str(label)) for value, label in Status.choices),)
STATUS_WORDS = {
    Status.NOT_STARTED: (
        "not started|not yet started|not begun|not yet begun|to start|to be started|yet to start|"
        "planned|pending|not commenced|to do|todo|future"
    ),
    Status.IN_PROGRESS: (
        "in progress|in-progress|progressing|underway|under way|started|begun|ongoing|on-going|"
        "on going|active|wip|work in progress|live|commenced|partly complete|partially complete|"
        "part complete|mostly complete|nearly complete|partly done|in train|in hand"
    ),
    Status.PAUSED: (
        "paused|on hold|on-hold|hold|suspended|parked|deferred|stalled|postponed|waiting"
    ),
    Status.CLAIMED: (
        "claimed complete|complete|completed|done|finished|achieved|delivered|implemented|"
        "closed - complete|closed complete|complete - closed|100% complete|fully complete"
    ),
    Status.NOT_PROCEEDING: (
        "not proceeding|cancelled|canceled|withdrawn|abandoned|no longer required|dropped|"
        "not going ahead|will not proceed|superseded|no longer needed|discontinued|rejected"
    ),
}
STATUS_OF = {word: status for status, words in STATUS_WORDS.items() for word in words.split("|")}
PER_CENT = re.compile(r"(\d{1,3})(?:\.0+)?(?: ?%| ?per ?cent)?(?: ?(?:complete|done|completed))?")
FRACTION = re.compile(r"0?\.\d+|1\.0+")
LETTER = re.compile(r"[a-z]")
ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s]+", re.IGNORECASE)


def rating(text: str, today: datetime.date) -> Said:
    """How it is going: green, amber, red, or complete for blue."""
    if says_nothing(text):
        return Said()
    clean = BEFORE_RATING.sub("", folded(text), count=1).strip(" .*()")
    known = COLOURS.get(clean) or PHRASES.get(clean)
    if known:
        return Said(str(known))
    named = set(COLOUR.findall(clean))
    is_plain = len(named) == 1 and named <= set(COLOURS) and not re.search(r"\bnot?\b", clean)
    begins = next(iter(named), "") if is_plain else ""
    if begins and clean.startswith(begins):
        return Said(str(COLOURS[begins]))
    return asked_rating(HOW.format(text=shortened(text)))


def asked_rating(question: str) -> Said:
    """The question how it is going."""
    choices = (*RATINGS, (COMPLETE, "Complete (blue)"), (NOTHING, "No rating"))
    return Said(question=question, choices=choices)


def status(text: str, today: datetime.date) -> Said:
    """Where it is, in many words."""
    if says_nothing(text):
        return Said()
    known = STATUS_OF.get(folded(text).strip(" .*"))
    return Said(str(known)) if known else asked_status(WHERE.format(text=shortened(text)))


def asked_status(question: str) -> Said:
    """The question where it is."""
    return Said(question=question, choices=(*STATUSES, (NOTHING, "No status")))


def per_cent(text: str, today: datetime.date) -> Said:
    """How much is done, 0 to 100; a fraction such as 0.5 is asked."""
    clean = folded(text)
    if says_nothing(text):
        return Said()
    match = PER_CENT.fullmatch(clean)
    if match and int(match[1]) <= 100 and not FRACTION.fullmatch(clean):
        return Said(str(int(match[1])))
    if FRACTION.fullmatch(clean):
        share = str(round(float(clean) * 100))
        choices = ((share, f"{share}%"), (NOTHING, "Not stated"))
        return Said(question=f"How much is done? The plan says “{clean}”.", choices=choices)
    return Said(problem=f"“{shortened(text)}” is not a share from 0 to 100 per cent.")


def letters(text: str, today: datetime.date) -> Said:
    """The letters of recommendations: “a, b”, “Recommendations a and b”."""
    if says_nothing(text):
        return Said()
    clean = re.sub(r"recommendations?|\brecs?\b|\band\b|[().]", " ", folded(text))
    parts = [part for part in re.split(r"[\s,;/&+]+", clean) if part]
    if parts and all(LETTER.fullmatch(part) for part in parts):
        return Said(",".join(dict.fromkeys(parts)))
    return Said(
        problem=f"“{shortened(text)}” is not a list of letters of recommendations, such as “a, c”."
    )


def _chosen(known: dict[str, str], what: str) -> Callable[[str, datetime.date], Said]:
    def read(text: str, today: datetime.date) -> Said:
        if says_nothing(text):
            return Said()
        value = known.get(folded(text).strip(" ."))
        if value:
            return Said(value)
        named = ", ".join(f"“{label}”" for label in dict.fromkeys(known.values()))
        return Said(problem=f"“{shortened(text)}” is not {what}: {named}.")

    return read


def _known(choice: type[Reach] | type[Capacity], **more: str) -> dict[str, str]:
    own = {folded(str(word)): str(one.value) for one in choice for word in (one.value, one.label)}
    return own | {word: value for value, words in more.items() for word in words.split("|")}


REACH = _known(Reach, universal="all|for all|everybody|everyone", targeted="some|for some")
CAPACITY = _known(
    Capacity, usual="bau|business-as-usual|existing|within existing", additional="additional|new"
)
reach = _chosen(REACH, "one of the words for whom it is")
capacity = _chosen(CAPACITY, "one of the words for capacity")


def text_up_to(most: int) -> Callable[[str, datetime.date], Said]:
    """A reader of plain text of at most so many letters."""

    def read(text: str, today: datetime.date) -> Said:
        clean = text.strip()
        if len(clean) > most:
            return Said(problem=f"“{shortened(clean)}” is longer than {most:,} letters.")
        return Said("" if says_nothing(clean) else clean)

    return read


def address(text: str, today: datetime.date) -> Said:
    """A web address of evidence."""
    clean = text.strip()
    if says_nothing(clean):
        return Said()
    if len(clean) <= 500 and ADDRESS.fullmatch(clean):
        return Said(clean)
    return Said(problem=f"“{shortened(clean)}” is not a web address that begins with https://.")


def review(text: str, today: datetime.date) -> Said:
    """When ongoing work is reviewed."""
    return days.due(text, today)
