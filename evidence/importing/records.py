"""One record as read from a file, in the words of the register."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from evidence.vocabulary import PublicationKind

JOIN = "; "
SHOWN = 80
YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
DOI = re.compile(r"10\.\d{4,9}/\S+")
DOI_BEFORE = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:?\s*)", re.IGNORECASE)
KINDS = {str(kind.label).casefold(): str(kind.value) for kind in PublicationKind}
KINDS |= {str(kind.value): str(kind.value) for kind in PublicationKind}
# What references managers call a work, and what it is here; a note says so where it is not plain.
PLAIN_KINDS = {
    PublicationKind.ACADEMIC_PAPER: (
        "jour jfull ejour abst inpr conf cpaper thes article inproceedings conference proceedings "
        "phdthesis mastersthesis thesis incollection periodical journalarticle conferencepaper "
        "bookchapter article-journal journal-article paper-conference preprint"
    ),
    PublicationKind.RESEARCH_REPORT: "rprt techreport report document",
    PublicationKind.POLICY_DOCUMENT: "govdoc stat bill legislation",
    PublicationKind.WEB_RESOURCE: "elec web blog online electronic www webpage blogpost",
}
KIND_OF = {word: str(kind) for kind, words in PLAIN_KINDS.items() for word in words.split()}
REVIEWS = ("cochrane database of systematic reviews", "systematic review")


@dataclass(frozen=True)
class Parsed:
    """One record of a file: its cells by column of publications.csv, and what is wrong with it.

    ``cells`` holds what the file says, and nothing for a column that the file does not have.
    ``problems`` are full sentences; a record that has one is refused. ``notes`` are what an
    officer should know, ``not_kept`` what the register has no place for.
    """

    number: int
    line: int
    cells: dict[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    not_kept: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The register's own short name, when the file came from the register."""
        return self.cells.get("key", "")

    @property
    def title(self) -> str:
        """What to call it."""
        return self.cells.get("title", "")


@dataclass
class Draft:
    """A record while it is being read."""

    cells: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    not_kept: set[str] = field(default_factory=set)

    def put(self, name: str, text: str) -> None:
        """Keep what says something, the first time it is said."""
        clean = squeezed(text)
        if clean:
            self.cells.setdefault(name, clean)

    def put_year(self, *texts: str) -> None:
        """Keep the year of the first text that has one; tell of a text that has none."""
        given = [text for text in texts if text.strip(" /")]
        found = next((match[1] for text in given if (match := YEAR.search(text))), "")
        self.put("year", found)
        if given and not found:
            self.notes.append(f"“{shortened(given[0])}” names no year: left empty.")

    def put_doi(self, text: str) -> None:
        """Keep the identifier without the address around it."""
        match = DOI.search(DOI_BEFORE.sub("", text.strip()))
        if match:
            self.put("doi", match[0].rstrip(".,;"))
        elif text.strip():
            self.notes.append(f"“{shortened(text)}” is not a DOI: not kept.")

    def put_address(self, text: str) -> None:
        """Keep the first web address; an identifier's address is the identifier."""
        clean = text.strip()
        if "doi.org/10." in clean:
            self.put_doi(clean)
        elif clean.startswith(("http://", "https://")) and "url" not in self.cells:
            self.put("url", clean)
        elif clean:
            self.not_kept.add("other addresses")

    def put_number(self, text: str) -> None:
        """Keep a book's number; a journal's is not kept."""
        for part in re.split(r"[;,\s]+(?=\d)|\s+\(", text):
            digits = re.sub(r"[^0-9Xx]", "", part)
            if len(digits) in (10, 13) and len(part.strip()) <= 20:
                self.put("isbn", part.strip(" ()"))
            elif digits:
                self.not_kept.add("ISSN")

    def put_kind(self, kind: str, *more: str) -> None:
        """Keep what sort of work it is; say so where the file's word is not one of ours."""
        own = next((KINDS[word.casefold()] for word in more if word.casefold() in KINDS), "")
        if own:
            self.put("kind", own)
        elif any(word in text.casefold() for text in more for word in REVIEWS):
            self.put("kind", PublicationKind.EVIDENCE_REVIEW)
        else:
            known = KIND_OF.get(re.sub(r"[\s_]", "", kind).casefold())
            self.put("kind", known or PublicationKind.RESEARCH_REPORT)
            if not known:
                words = f"“{shortened(kind)}” is" if kind else "No kind of work is named:"
                self.notes.append(f"{words} taken as a research report.")

    def done(self, number: int, line: int) -> Parsed:
        """The record, with what no register can hold named as a problem."""
        if not self.cells.get("title") and not self.problems:
            self.problems.append("There is no title: a publication needs one.")
        for name, text in self.cells.items():
            if any(
                unicodedata.category(letter) == "Cc" and letter not in "\n\t" for letter in text
            ):
                self.problems.append(
                    f"The {name} “{shortened(text)}” holds an unprintable character."
                )
        return Parsed(
            number,
            line,
            self.cells,
            tuple(self.problems),
            tuple(dict.fromkeys(self.notes)),
            tuple(sorted(self.not_kept)),
        )


def broken(number: int, line: int, problem: str, title: str = "") -> Parsed:
    """A record that could not be read at all."""
    return Parsed(number, line, {"title": title} if title else {}, (problem,))


def squeezed(text: str) -> str:
    """Text without spaces at its ends and with single ones within."""
    return " ".join(text.split())


def shortened(text: str) -> str:
    """Text short enough to be quoted in a sentence, without what cannot be printed.

    Of text that is nothing but that, the numbers of its letters.
    """
    clean = squeezed("".join(letter if letter.isprintable() else " " for letter in text))
    clean = clean or " ".join(f"U+{ord(letter):04X}" for letter in text.strip()[:SHOWN])
    return clean if len(clean) <= SHOWN else f"{clean[:SHOWN]}…"


def people(names: Iterable[str]) -> str:
    """Names one after another, as the register keeps them."""
    return JOIN.join(name for name in map(squeezed, names) if name)
