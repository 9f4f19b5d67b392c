"""Years, ages and measures as they are named in printed words."""

from __future__ import annotations

import re

YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?:\s*[-/–]\s*(\d{2,4}))?(?!\d)")
SURVEY = re.compile(r"(Community Life Survey),?\s+(20\d\d)[-–/](\d\d)", re.IGNORECASE)
OVER = re.compile(r"aged over (\d+)", re.IGNORECASE)
BAND = re.compile(r"aged (\d+)\s*(?:-|–|to)\s*(\d+)", re.IGNORECASE)
PLUS = re.compile(r"aged (\d+)(?:\+| (?:and|or) over)", re.IGNORECASE)
SECTION = re.compile(r"(\d+(?:\.\d+)*)\s+(.*)")
TABLE = re.compile(r"\bTable (\d+)\b")
FIGURE = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?!\d|,\d)")
# The words by which a heading names a question, the longer ones first.
MEASURES = (
    ("lonely-often-or-always", ("lonely often or always", "lonely often/always")),
    ("lonely-often", ("lonely often",)),
    ("no-friends", ("no friends",)),
    ("less-contact-than-wanted", ("social contact",)),
    ("no-family-contact", ("family contact", "no remaining family")),
    ("leaving-care-lonely-very-difficult", ("lonely or isolated",)),
)
OTHER_UNITS = {"households": "people", "people": "households"}


def years(words: str) -> list[int]:
    """The years named: 2017-18 names 2017 and 2018."""
    found = []
    for first, last in YEAR.findall(words):
        found.append(int(first))
        if last:
            found.append(int(first[: 4 - len(last)] + last))
    return found


def first_year(words: str) -> int | None:
    """The earliest year named; None when none is."""
    return min(years(words), default=None)


def last_year(words: str) -> int | None:
    """The latest year named; None when none is."""
    return max(years(words), default=None)


def surveys(words: str) -> set[tuple[str, str]]:
    """The rounds of the Community Life Survey named, as (survey, 2017-18)."""
    return {(name, f"{first}-{last}") for name, first, last in SURVEY.findall(words)}


def ages_named(words: str) -> tuple[int, int | None] | None:
    """The youngest and oldest age that words name; “aged over 65” begins at 66."""
    if found := BAND.search(words):
        return int(found[1]), int(found[2])
    if found := PLUS.search(words):
        return int(found[1]), None
    if found := OVER.search(words):
        return int(found[1]) + 1, None
    return None


def over_age(words: str) -> int | None:
    """The age in “aged over 65”; None when the words do not say so."""
    found = OVER.search(words)
    return int(found[1]) if found else None


def section_of(words: str) -> tuple[tuple[int, ...], str]:
    """The number and the title of a section: 2.7 Marital Status."""
    found = SECTION.match(words)
    return (tuple(map(int, found[1].split("."))), found[2].strip()) if found else ((), words)


def measure_named(heading: str) -> str:
    """The code of the question that a heading names; empty when it names none we know."""
    folded = heading.lower()
    for code, phrases in MEASURES:
        if any(phrase in folded for phrase in phrases):
            return code
    return ""


def tables_named(words: str) -> set[int]:
    """The numbers of the tables that words name."""
    return {int(number) for number in TABLE.findall(words)}


def figures_named(words: str) -> set[int]:
    """The whole numbers of a thousand and more that words name, written with commas."""
    return {int(figure.replace(",", "")) for figure in FIGURE.findall(words)}
