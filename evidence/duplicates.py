"""Which two works may be one publication. Pure: works in, likenesses out; no database.

An equal DOI, ISBN or address is certain. Otherwise three things must agree: the titles, once
folded (a subtitle may be missing from one of them, and figures in them must be equal, since
“Survey: 2016-17” is another edition than “Survey: 2017-18”); an author; and the years, within
one. What is not known cannot disagree: it lowers the score, and `why` says so. Works with two
DOIs that differ are never alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Generic, TypeVar
from urllib.parse import SplitResult, unquote, urlsplit

from rapidfuzz import fuzz

from loneliness.records.text import tokens

if TYPE_CHECKING:
    from evidence.models import Publication

K = TypeVar("K")

TITLE_THRESHOLD = 90  # of 100; two slips of the pen in forty letters still pass
YEARS_APART = 1  # printed in one year, catalogued in the next
WITHOUT_AUTHOR = 15  # taken from the score when an author is not known
WITHOUT_YEAR = 10  # when a year is not known
ANOTHER_YEAR = 3  # when the years differ by one
MOST_WITHOUT_IDENTIFIER = 99  # only an equal DOI, ISBN or address gives 100
LONGEST_WORDS = 4  # titles are compared when they share two of these,
SHORT_TITLE = 3  # or one, when both have no more words than this
SUBTITLE = re.compile(r"\s*:\s*|\s+[-–—]\s+")
DOI = re.compile(r"10\.\d{4,9}/\S+")
INITIALS = re.compile(r"(?:[A-Z]\.?){1,3}")


@dataclass(frozen=True)
class Work:
    """What is known of a publication, stored or about to be; what is not known is empty."""

    title: str
    authors: tuple[str, ...] = ()
    year: int | None = None
    doi: str = ""
    isbn: str = ""
    url: str = ""

    @cached_property
    def traits(self) -> Traits:
        """The work, folded for comparing."""
        return _traits(self)


@dataclass(frozen=True)
class Likeness:
    """How alike two works are, of 100, and why; certain by an identifier or by nothing less."""

    score: int
    why: str
    certain: bool


@dataclass(frozen=True)
class Traits:
    """What of a work is compared: identifiers, the title whole and without its subtitle, names."""

    doi: str
    isbn: str
    address: str
    title: str
    head: str
    names: dict[str, str]
    blocks: frozenset[tuple[str, ...]]

    @property
    def identifiers(self) -> tuple[tuple[str, str], ...]:
        """The identifiers that are known, with the words for each."""
        named = (("DOI", self.doi), ("ISBN", self.isbn), ("address", self.address))
        return tuple((name, value) for name, value in named if value)


def work_of(publication: Publication) -> Work:
    """A stored publication as a work."""
    return Work(
        title=publication.title,
        authors=tuple(name for part in publication.authors.split(";") if (name := part.strip())),
        year=publication.year,
        doi=publication.doi,
        isbn=publication.isbn,
        url=publication.url,
    )


def likeness(one: Work, other: Work) -> Likeness | None:
    """How alike two works are; None when they are not, and always when their DOIs differ."""
    first, second = one.traits, other.traits
    if first.doi and second.doi and first.doi != second.doi:
        return None
    shared = [name for name in first.identifiers if name in second.identifiers]
    if shared:
        name, value = shared[0]
        return Likeness(100, f"The {name} is the same: {value}.", certain=True)
    return _by_title(one, other) if first.blocks & second.blocks else None


def _by_title(one: Work, other: Work) -> Likeness | None:
    """The likeness of two works that no identifier joins; the cheap questions first."""
    years = _years(one.year, other.year)
    authors = _authors(one.traits, other.traits)
    if years is None or authors is None:
        return None
    similar = _similarity(one.traits, other.traits)
    if similar < TITLE_THRESHOLD:
        return None
    score = min(int(similar), MOST_WITHOUT_IDENTIFIER) - years[0] - authors[0]
    why = f"The titles are {int(similar)}% alike. {authors[1]} {years[1]}"
    return Likeness(score, why, certain=False)


def _years(one: int | None, other: int | None) -> tuple[int, str] | None:
    """What the years take from the score, with a sentence; None when they are too far apart."""
    if one is None or other is None:
        return WITHOUT_YEAR, "A year is not known."
    if abs(one - other) > YEARS_APART:
        return None
    if one == other:
        return 0, f"Both are of {one}."
    return ANOTHER_YEAR, f"The years are {min(one, other)} and {max(one, other)}."


def _authors(one: Traits, other: Traits) -> tuple[int, str] | None:
    """What the authors take from the score, with a sentence; None when they share none."""
    if not one.names or not other.names:
        return WITHOUT_AUTHOR, "An author is not known."
    shared = one.names.keys() & other.names.keys()
    if not shared:
        return None
    name = min(shared, key=lambda name: (-len(name), name))
    author = one.names[name]
    return 0, f"Both name {author if ' '.join(tokens(author)) == name else name.title()}."


def _similarity(one: Traits, other: Traits) -> float:
    """How alike the titles are, of 100; the subtitle of either may be missing."""
    forms = {(one.title, other.title), (one.title, other.head), (one.head, other.title)}
    return max(_alike(first, second) for first, second in forms)


def _alike(one: str, other: str) -> float:
    if not one or not other or _figures(one) != _figures(other):
        return 0
    return float(fuzz.ratio(one, other, score_cutoff=TITLE_THRESHOLD))


def _figures(title: str) -> list[str]:
    return sorted(word for word in title.split() if word[0].isdigit())


class Index(Generic[K]):
    """Many works under their keys, asked for those alike; it agrees with comparing them all."""

    def __init__(self, works: Iterable[tuple[K, Work]] = ()) -> None:
        self._works: list[tuple[K, Work]] = []
        self._places: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for key, work in works:
            self.add(key, work)

    def add(self, key: K, work: Work) -> None:
        """Put one more work in."""
        for entry in _filed(work.traits):
            self._places[entry].append(len(self._works))
        self._works.append((key, work))

    def alike(self, work: Work) -> list[tuple[K, Likeness]]:
        """The keys of the works that are alike, the most alike first."""
        near = {place for entry in _asked(work.traits) for place in self._places.get(entry, ())}
        compared = (self._works[place] for place in sorted(near))
        found = [(key, alike) for key, other in compared if (alike := likeness(work, other))]
        return sorted(found, key=lambda pair: -pair[1].score)

    def pairs(self) -> list[tuple[K, K, Likeness]]:
        """All pairs that are alike, the earlier put in first; the most alike pair first."""
        seen: Index[K] = Index()
        found = []
        for key, work in self._works:
            found += [(other, key, alike) for other, alike in seen.alike(work)]
            seen.add(key, work)
        return sorted(found, key=lambda pair: -pair[2].score)


def _filed(traits: Traits) -> Iterator[tuple[str, ...]]:
    """Where an index files a work: by identifiers, by title words alone and with each author."""
    yield from traits.identifiers
    for block in traits.blocks:
        yield block
        yield from ((*block, f"by {name}") for name in traits.names or ("?",))


def _asked(traits: Traits) -> Iterator[tuple[str, ...]]:
    """Where an index looks for a work's like: with its authors, or with any if it names none."""
    yield from traits.identifiers
    for block in traits.blocks:
        yield from ((*block, f"by {name}") for name in (*traits.names, "?") if traits.names)
        if not traits.names:
            yield block


def _traits(work: Work) -> Traits:
    title = unicodedata.normalize("NFKC", work.title).replace("&", " and ")
    head = " ".join(tokens(SUBTITLE.split(title.strip(), maxsplit=1)[0]))
    whole = " ".join(tokens(title))
    return Traits(
        doi=fold_doi(work.doi) or _doi_in(work.url),
        isbn=fold_isbn(work.isbn),
        address=fold_address(work.url),
        title=whole,
        head=head or whole,
        names={name: author for author in work.authors for name in _names(author)},
        blocks=frozenset(_blocks(whole)) | frozenset(_blocks(head)),
    )


def _blocks(title: str) -> Iterator[tuple[str, ...]]:
    """The words by which alike titles are found: pairs of the longest, one of a short title."""
    words = sorted(set(title.split()), key=lambda word: (-len(word), word))
    yield from combinations(sorted(words[:LONGEST_WORDS]), 2)
    if len(words) <= SHORT_TITLE:
        yield from ((word,) for word in words)


def _names(author: str) -> set[str]:
    """The names an author may be known by: the family name, its last part, the whole."""
    family, comma, _ = author.partition(",")
    words = family.split()
    if not comma:
        words = [word for word in words if not INITIALS.fullmatch(word)] or words
        words = words[-1:]
    folded = [" ".join(tokens(part)) for part in (" ".join(words), *words[-1:], author)]
    return {name for name in folded if name}


def fold_doi(text: str) -> str:
    """A DOI without the address it may be wrapped in, in lower case; empty when it is none."""
    found = DOI.search(unquote(text))
    return found.group().rstrip(".,;)").casefold() if found else ""


def _doi_in(url: str) -> str:
    host = _web(url).netloc.casefold().removeprefix("www.").removeprefix("dx.")
    return fold_doi(url) if host == "doi.org" else ""


def fold_isbn(text: str) -> str:
    """An ISBN as thirteen digits, also when ten were given; empty when it is none."""
    digits = re.sub(r"[^0-9X]", "", text.upper())
    if len(digits) == 10:
        digits = f"978{digits[:9]}"
        total = sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(digits))
        digits += str(-total % 10)
    return digits if len(digits) == 13 and digits.isdigit() else ""


def fold_address(text: str) -> str:
    """A web address without scheme, www., last slash and fragment; empty for a bare site.

    The front page of a publisher is no publication's own address.
    """
    parts = _web(text)
    path = unquote(parts.path).rstrip("/")
    query = f"?{parts.query}" if parts.query else ""
    host = parts.netloc.casefold().removeprefix("www.")
    return f"{host}{path}{query}" if path or query else ""


def _web(text: str) -> SplitResult:
    text = text.strip()
    try:
        return urlsplit(text if not text or "://" in text else f"https://{text}")
    except ValueError:  # a bracket that opens no number address
        return SplitResult("", "", text, "", "")
