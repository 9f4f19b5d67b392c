"""BibTeX and BibLaTeX: every entry is read, or named with its line and what is wrong."""

from __future__ import annotations

import logging
import re
from functools import cache

from bibtexparser.entrypoint import parse_string
from bibtexparser.library import Library
from bibtexparser.middlewares import RemoveEnclosingMiddleware, ResolveStringReferencesMiddleware
from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    ImplicitComment,
    ParsingFailedBlock,
    String,
)
from pylatexenc.latex2text import LatexNodes2Text

from evidence.importing.reading import MOST_RECORDS, TOO_MANY, Unreadable
from evidence.importing.records import Draft, Parsed, broken, people, shortened, squeezed

logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what fails is named in the preview

START = re.compile(r"^[ \t]*@(?!comment|string|preamble)(\w+)\s*[{(]", re.MULTILINE | re.IGNORECASE)
NAMELESS = re.compile(r"(@(?!comment|string|preamble)\w+\s*\{)(\s*)(?=\w+\s*=)", re.IGNORECASE)
AND = re.compile(r"\s+and\s+", re.IGNORECASE)
KEY = "registerkey"
FIELD = re.compile(r"^(?!\s*%).*=\s*[{\"].*$", re.MULTILINE)
NOT_CURLY = "“{text}” begins an entry that cannot be read: use curly brackets."
NO_START = "“{text}” belongs to an entry whose beginning cannot be read: write it as “@article{{”."
OUTSIDE = "Not kept, since it stands outside any entry: “{text}” (line {line})."
TOO_DEEP = "Brackets stand within brackets too many times for the entry to be read."
IN_ADDRESS = re.compile(r"\{?\\([_%&#~$])\}?")
UNESCAPED = re.compile(r"(?<!\\)%")
TEX = re.compile(r"[\\{}$~]|--|``|''")
AUTHORS = ("author", "editor", "institution", "organization")
PUBLISHERS = ("publisher", "institution", "school", "organization")
JOURNALS = ("journal", "journaltitle", "booktitle")
USED = {
    *"title subtitle author editor year date journal journaltitle booktitle publisher".split(),
    *"institution school organization volume number issue pages doi isbn issn url".split(),
    *f"howpublished type {KEY}".split(),
}
WORDS = {
    "abstract": "abstract", "keywords": "keywords", "note": "notes", "annote": "notes",
    "annotation": "notes", "file": "attached files", "month": "month", "language": "language",
    "langid": "language", "urldate": "day it was read", "address": "place", "location": "place",
    "issn": "ISSN", "shorttitle": "short title",
}  # fmt: skip


def parse(text: str) -> tuple[list[Parsed], list[str]]:
    """The records of a BibTeX file, and what to know of the file as a whole."""
    if len(START.findall(text)) > MOST_RECORDS:
        raise Unreadable(TOO_MANY)
    blocks = parse_string(_named(text), parse_stack=[]).blocks
    entries = _resolved(blocks)
    found: list[Parsed] = []
    notes: list[str] = []
    for block in blocks:
        if id(block) in entries:
            found.append(_entry(entries[id(block)], len(found) + 1, (block.start_line or 0) + 1))
        else:
            lost = _broken(block, len(found) + 1)
            found += lost
            notes += [] if lost else _loose(block)
    return found, notes


def _named(text: str) -> str:
    """Give a name to entries that have none, as some programs write them; lines stay."""
    return NAMELESS.sub(r"\1unnamed,\2", text)


def _resolved(blocks: list[Block]) -> dict[int, Entry]:
    """Each readable entry by its block, its abbreviations written out; a name may repeat."""
    whole: dict[int, Entry] = {}
    for block in blocks:
        entry = block.ignore_error_block if isinstance(block, DuplicateBlockKeyBlock) else block
        if isinstance(entry, Entry):
            entry.key = f"{len(whole)}-{entry.key}"
            whole[id(block)] = entry
    library = Library([*(b for b in blocks if isinstance(b, String)), *whole.values()])
    for step in (ResolveStringReferencesMiddleware(), RemoveEnclosingMiddleware()):
        library = step.transform(library)
    return dict(zip(whole, library.entries, strict=True))


def _broken(block: Block, number: int) -> list[Parsed]:
    """What a block that is no readable entry amounts to: nothing, or refused records."""
    line = (block.start_line or 0) + 1
    if isinstance(block, DuplicateFieldKeyBlock):
        named = ", ".join(sorted(block.duplicate_keys))
        entry = block.ignore_error_block
        fields = entry.fields if isinstance(entry, Entry) else []
        said = [f"“{shortened(str(f.value))}”" for f in fields if f.key in block.duplicate_keys]
        problem = f"It gives {named} more than once ({', '.join(said)}): keep one of them."
        return [broken(number, line, problem)]
    if isinstance(block, ParsingFailedBlock):
        why = shortened(getattr(block.error, "abort_reason", "") or str(block.error))
        begins = shortened(block.raw or "")
        problem = (
            f"“{begins}” cannot be read as an entry: {why or 'a bracket or comma is missing'}."
        )
        return [broken(number, line, problem)]
    if isinstance(block, ImplicitComment):
        return _lost(block, number, line)
    return []


def _loose(block: Block) -> list[str]:
    """A note on text that stands outside any entry and is no comment."""
    text = block.raw or ""
    begins = next((line for line in text.split("\n") if re.search(r"\w", line)), "")
    if not isinstance(block, ImplicitComment) or not begins or begins.lstrip().startswith("%"):
        return []
    line = (block.start_line or 0) + 1 + text[: text.index(begins)].count("\n")
    return [OUTSIDE.format(line=line, text=shortened(begins))]


def _lost(block: ImplicitComment, number: int, line: int) -> list[Parsed]:
    """Entries that the parser passed over as loose text."""
    text = block.raw or ""
    lost = [(m.start(), NOT_CURLY.format(text=shortened(m[0]))) for m in START.finditer(text)]
    field = FIELD.search(text)
    if field and (not lost or field.start() < lost[0][0]):
        lost.insert(0, (field.start(), NO_START.format(text=shortened(field[0]))))
    return [
        broken(number + place, line + text[:at].count("\n"), problem)
        for place, (at, problem) in enumerate(lost)
    ]


def _entry(entry: Entry, number: int, line: int) -> Parsed:
    try:
        return _publication(entry, number, line)
    except RecursionError:
        return broken(number, line, TOO_DEEP)


def _publication(entry: Entry, number: int, line: int) -> Parsed:
    fields = {item.key.casefold(): str(item.value) for item in entry.fields}
    draft = Draft()
    draft.put("key", fields.get(KEY, ""))
    title, more = plain(fields.get("title", "")), plain(fields.get("subtitle", ""))
    draft.put("title", f"{title}: {more}" if title and more else title)
    draft.put("authors", people(_names(_first(fields, *AUTHORS))))
    draft.put_year(plain(fields.get("year", "")), plain(fields.get("date", "")))
    draft.put("journal", plain(_first(fields, *JOURNALS)))
    draft.put("volume", plain(fields.get("volume", "")))
    draft.put("issue", plain(_first(fields, "number", "issue")))
    draft.put(
        "pages", re.sub(r"\s*(?:--+|–)\s*", "-", plain(fields.get("pages", ""), dashes=False))
    )
    draft.put("publisher", plain(_first(fields, *PUBLISHERS)))
    draft.put_doi(_address(fields.get("doi", "")))
    draft.put_number(plain(fields.get("isbn", "")))
    draft.put_number(plain(fields.get("issn", "")))
    for name in ("url", "howpublished"):
        draft.put_address(_address(fields.get(name, "")))
    draft.put_kind(entry.entry_type, plain(fields.get("type", "")), draft.cells.get("journal", ""))
    draft.not_kept |= {WORDS.get(name, f"field {name}") for name in set(fields) - USED}
    return draft.done(number, line)


def _first(fields: dict[str, str], *names: str) -> str:
    return next((fields[name] for name in names if fields.get(name, "").strip()), "")


def _names(text: str) -> list[str]:
    """The names in a list of people; “and” within brackets belongs to a body's name."""
    names, depth, start = [], 0, 0
    for match in re.finditer(r"\\.|[{}]|\s+and\s+", text, re.IGNORECASE):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0 and AND.fullmatch(match[0]):
            names.append(text[start : match.start()])
            start = match.end()
    return [plain(name) for name in [*names, text[start:]]]


def _address(text: str) -> str:
    """An address or identifier: TeX's signs before special letters taken away, nothing else."""
    inner = re.sub(r"^\\url\{(.*)\}$", r"\1", text.strip())
    return IN_ADDRESS.sub(r"\1", inner).strip("{}")


def plain(text: str, *, dashes: bool = True) -> str:
    """Text without TeX: accents and signs as letters. Without ``dashes`` two hyphens stay two."""
    if not TEX.search(text):
        return squeezed(text)
    escaped = UNESCAPED.sub(r"\\%", text if dashes else text.replace("--", "-{}-"))
    escaped = escaped.replace(r"\textasciicircum{}", "^")  # the decoder knows another sign for it
    return squeezed(_decoder().latex_to_text(escaped))


@cache
def _decoder() -> LatexNodes2Text:
    return LatexNodes2Text(math_mode="with-delimiters", keep_braced_groups=False)
