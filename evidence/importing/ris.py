"""RIS as many programs write it, and PubMed's own format, line by line.

Programs differ in spaces, in tags and in what they put between records, so each line is read
here with its number: nothing between TY and ER is lost, and nothing outside passes unnamed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from evidence.importing.reading import MOST_RECORDS, TOO_MANY, Unreadable, lines
from evidence.importing.records import Draft, Parsed, broken, people, shortened

TAG = re.compile(r"^\s{0,3}([A-Z][A-Z0-9])(?:  |[ \t])-(?:[ \t]+(.*))?$")
TYPE = re.compile(r"^\s{0,3}TY(?:  |[ \t])-", re.MULTILINE)
NBIB = re.compile(r"^([A-Z]{2,4}) *- (.*)$")
PUBMED = re.compile(r"^PMID- *\d", re.MULTILINE)
OWN = "Loneliness needs register"
CUT_SHORT = "The file ends within this record: it may have been cut short. Export it again."
LOOSE = "text without a tag"
BEGINS = re.compile(r"\s*TY\b", re.IGNORECASE)
SAYS_NOTHING = re.compile(r"[\W\d_]*")  # blank, or a number between records
NOT_BEGUN = "“{text}” begins a record that cannot be read: write it as “TY  - JOUR”."
NO_BEGINNING = "This record has no line TY at its beginning, so nobody can say where it starts."
NO_NUMBER = "This record has no line PMID at its beginning, so nobody can say where it starts."
TWO_IN_ONE = "It gives {tag} twice, “{first}” and “{second}”: two records may have run into one."
SINGLE = ("TI", "T1", "PY", "Y1", "DP")
NO_PMID = "“{text}” is not a number of PubMed: a line after it may be damaged."
NO_END = "The line ER that ends a record is missing: it was taken to end where the next begins."
WORDS = {
    "AB": "abstract", "N2": "abstract", "KW": "keywords", "N1": "notes", "RN": "notes",
    "AD": "addresses of authors", "L1": "attached files", "L2": "other addresses",
    "L3": "other addresses", "L4": "attached files", "LA": "language", "CY": "place", "PP": "place",
    "ED": "editors", "A2": "editors", "A3": "editors", "DB": "database", "DP": "database",
    "AN": "accession number", "ID": "reference number", "J2": "short journal name",
    "JA": "short journal name", "ST": "short title", "Y2": "day it was read", "DA": "day",
    "M1": "other details", "M2": "other details", "M3": "sort of work", "ET": "edition",
}  # fmt: skip
USED = set("TY ER TI T1 CT BT T2 T3 JO JF JT AU A1 PY Y1 VL IS CP SP EP PB DO UR SN".split())


@dataclass
class Tagged:
    """The lines of one record by tag, in their order."""

    line: int
    values: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    last: str = ""
    began: bool = True
    ended_by: str = ""
    loose: list[tuple[int, str]] = field(default_factory=list)

    def add(self, tag: str, text: str) -> None:
        """A line with a tag."""
        self.values[tag].append(text)
        self.last = tag

    def go_on(self, text: str, number: int = 0) -> None:
        """A line without a tag goes on where the last one ended, or stands outside any record."""
        if self.last and text.strip():
            before = self.values[self.last]
            before[-1] = f"{before[-1]} {text.strip()}"
        elif not SAYS_NOTHING.fullmatch(text):
            self.loose.append((number, text))

    def first(self, *tags: str) -> str:
        """What the first of these tags that says something says."""
        return next((text for tag in tags for text in self.values.get(tag, ()) if text.strip()), "")

    def doubled(self) -> Iterator[str]:
        """A sentence for each tag that stands once in a record, and here says two things."""
        for tag in SINGLE:
            said = list(dict.fromkeys(text for text in self.values.get(tag, ()) if text.strip()))
            if len(said) > 1:
                first, second = map(shortened, said[:2])
                yield TWO_IN_ONE.format(tag=tag, first=first, second=second)

    def all(self, *tags: str) -> list[str]:
        """What the first of these tags that is there says, all of it."""
        return next((self.values[tag] for tag in tags if tag in self.values), [])


def parse(text: str) -> tuple[list[Parsed], list[str]]:
    """The records of a RIS file, and what to know of the file as a whole."""
    found: list[Parsed] = []
    outside: dict[str, list[int]] = defaultdict(list)
    for record in _records(text):
        if record.began:
            found.append(_publication(record, len(found) + 1))
        else:
            found += _without_beginning(record, len(found) + 1, outside)
        if len(found) > MOST_RECORDS:
            raise Unreadable(TOO_MANY)
    return found, [_outside(tags, lines) for tags, lines in outside.items()]


def _without_beginning(record: Tagged, number: int, outside: dict[str, list[int]]) -> list[Parsed]:
    """The records, all broken, among lines that follow no TY; what is none goes ``outside``."""
    if {"TI", "T1", "AU", "A1"} & set(record.values):
        line = min([record.line, *(at for at, _ in record.loose)])
        return [broken(number, line, NO_BEGINNING, record.first("TI", "T1"))]
    begun = [(line, text) for line, text in record.loose if BEGINS.match(text)]
    if record.loose and not begun:
        outside[LOOSE] += [line for line, _ in record.loose]
    if record.values:
        outside[", ".join(record.values)].append(record.line)
    return [
        broken(number + place, line, NOT_BEGUN.format(text=shortened(text)))
        for place, (line, text) in enumerate(begun)
    ]


def _outside(tags: str, lines: list[int]) -> str:
    named = ", ".join(map(str, lines[:3])) + (" and more" if len(lines) > 3 else "")
    return f"Not kept, since it stands outside any record: {tags} (line {named})."


def _records(text: str) -> Iterator[Tagged]:
    """Each record; one with ``began`` False is made of lines that stand outside any."""
    record = Tagged(0, began=False)
    for number, line in enumerate(lines(text), 1):
        match = TAG.match(line)
        if match is None:
            record.go_on(line, number)
        elif match[1] in ("TY", "ER"):
            record.ended_by = match[1]
            yield record
            record = Tagged(number, began=match[1] == "TY")
            if record.began:
                record.add("TY", (match[2] or "").strip())
        else:
            record.line = record.line if record.values else number
            record.add(match[1], (match[2] or "").strip())
    yield record


def _publication(record: Tagged, number: int) -> Parsed:
    draft = Draft(problems=list(record.doubled()))
    is_part = record.first("TY") in ("CHAP", "CONF", "CPAPER")
    draft.put("title", record.first("TI", "T1", "CT", *(() if is_part else ("BT",))))
    draft.put("authors", people(record.all("AU", "A1") or record.all("A2", "ED", "A3")))
    draft.put_year(record.first("PY", "Y1"), record.first("DA"))
    draft.put("journal", record.first("JF", "T2", "JO", "JT", "BT", "JA", "J2"))
    draft.put("volume", record.first("VL"))
    draft.put("issue", record.first("IS", "CP"))
    _pages(draft, record)
    draft.put("publisher", record.first("PB"))
    _numbers(draft, record)
    draft.put_kind(record.first("TY"), *record.all("M3"), record.first("T2", "JF", "JO"))
    _own(draft, record)
    draft.not_kept |= {WORDS.get(tag, f"tag {tag}") for tag in set(record.values) - USED}
    if not record.ended_by:
        draft.problems.append(CUT_SHORT)
    elif record.ended_by == "TY":
        draft.notes.append(NO_END)
    return draft.done(number, record.line)


def _pages(draft: Draft, record: Tagged) -> None:
    first, last = record.first("SP"), record.first("EP")
    if first and not any(letter.isdigit() for letter in first):
        draft.notes.append(f"“{shortened(f'{first} {last}')}” are no pages: left empty.")
    elif first and last and last != first and "-" not in first:
        draft.put("pages", f"{first}-{last}")
    else:
        draft.put("pages", first or last)


def _numbers(draft: Draft, record: Tagged) -> None:
    """DOI, ISBN and address, from wherever programs put them."""
    named = record.first("DO", "DI")
    hidden = [text for tag in ("M3", "N1", "L3", "AN") for text in record.all(tag)]
    marked = [text for text in hidden if text.lower().startswith(("doi", "10.", "https://doi.org"))]
    if named or marked:
        draft.put_doi(named or marked[0])
    for text in record.all("SN"):
        draft.put_number(text)
    for text in record.all("UR"):
        for part in text.split("; "):
            draft.put_address(part)


def _own(draft: Draft, record: Tagged) -> None:
    """The register's own short name, from a file that the register wrote."""
    if record.first("DB") == OWN and record.first("ID"):
        draft.cells = {"key": record.first("ID"), **draft.cells}


# --- PubMed's own format


def parse_pubmed(text: str) -> tuple[list[Parsed], list[str]]:
    """The records of a file that PubMed calls “PubMed” format (.nbib)."""
    records: list[Tagged] = []
    for number, line in enumerate(lines(text), 1):
        match = NBIB.match(line)
        if match and (match[1] == "PMID" or not records):
            records.append(Tagged(number, began=match[1] == "PMID"))
        if match:
            records[-1].add(match[1], match[2].strip())
        elif records:
            records[-1].go_on(line)
    if len(records) > MOST_RECORDS:
        raise Unreadable(TOO_MANY)
    return [_article(record, number) for number, record in enumerate(records, 1)], []


PUBMED_USED = set("PMID TI BTI FAU AU CN DP JT TA VI IP PG LID AID PB ISBN PT".split())


def _article(record: Tagged, number: int) -> Parsed:
    if not record.began:
        return broken(number, record.line, NO_NUMBER, record.first("TI", "BTI"))
    draft = Draft(problems=list(record.doubled()))
    if not record.first("PMID").isdecimal():
        draft.problems.append(NO_PMID.format(text=shortened(record.first("PMID"))))
    draft.put("title", record.first("TI", "BTI"))
    draft.put("authors", people([*record.all("FAU", "AU"), *record.all("CN")]))
    draft.put_year(record.first("DP"))
    for name, tags in (("journal", "JT TA"), ("volume", "VI"), ("issue", "IP"), ("pages", "PG")):
        draft.put(name, record.first(*tags.split()))
    draft.put("publisher", record.first("PB"))
    for text in [*record.all("LID"), *record.all("AID")]:
        if text.endswith("[doi]"):
            draft.put_doi(text.removesuffix("[doi]"))
    draft.put_number(record.first("ISBN"))
    draft.put_kind("JOUR", *record.all("PT"))
    draft.not_kept |= {
        WORDS.get(tag, "other details of PubMed") for tag in set(record.values) - PUBMED_USED
    }
    return draft.done(number, record.line)
