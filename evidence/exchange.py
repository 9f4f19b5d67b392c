"""Publications as other programs read them: RIS, BibTeX, and the register's own list.

Each carries the register's short name, so that a file nobody touched changes nothing when it is
imported again.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator

from openpyxl import Workbook

from evidence.importers import SEED_FILES
from evidence.importing.bibtex import KEY
from evidence.importing.records import JOIN, squeezed
from evidence.importing.ris import OWN
from evidence.models import Publication
from evidence.vocabulary import PublicationKind
from loneliness.ui.export import escaped

PUBLICATIONS = SEED_FILES[0]
PAPERS = (PublicationKind.ACADEMIC_PAPER, PublicationKind.EVIDENCE_REVIEW)
RIS_TAGS = (
    ("TI", "title"), ("PY", "year"), ("JF", "journal"), ("VL", "volume"), ("IS", "issue"),
    ("SP", "pages"), ("PB", "publisher"), ("DO", "doi"), ("SN", "isbn"), ("UR", "url"),
)  # fmt: skip
BIBTEX_FIELDS = (
    ("title", "title"), ("year", "year"), ("journal", "journal"), ("volume", "volume"),
    ("number", "issue"), ("pages", "pages"), ("publisher", "publisher"), ("isbn", "isbn"),
)  # fmt: skip
VERBATIM = ("doi", "url")
TEX_SIGNS = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "#": r"\#",
    "_": r"\_", "$": r"\$", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "`": "{`}", "'": "{'}", "-": "-", '"': "{\"}", "<": "{<}", ">": "{>}", "?": "{?}", "!": "{!}",
}  # fmt: skip


def ris(rows: Iterable[Publication]) -> Iterator[str]:
    """Each publication as a RIS record."""
    for row in rows:
        yield "\r\n".join([*_ris_lines(row), "ER  - ", "", ""])


def _ris_lines(row: Publication) -> Iterator[str]:
    yield f"TY  - {_ris_type(row)}"
    for name in row.authors.split(JOIN):
        if name.strip():
            yield f"AU  - {squeezed(name)}"
    for tag, field in RIS_TAGS:
        text = squeezed(str(getattr(row, field) or ""))
        if text:
            yield f"{tag}  - {text}"
    yield f"M3  - {row.get_kind_display()}"
    yield f"ID  - {row.key}"
    yield f"DB  - {OWN}"


def _ris_type(row: Publication) -> str:
    if row.kind in PAPERS or row.journal:
        return "JOUR"
    return "ELEC" if row.kind == PublicationKind.WEB_RESOURCE else "RPRT"


def bibtex(rows: Iterable[Publication]) -> Iterator[str]:
    """Each publication as a BibTeX entry."""
    for row in rows:
        sort = {"JOUR": "article", "ELEC": "misc"}.get(_ris_type(row), "techreport")
        fields = ",\n".join(f"  {name} = {{{text}}}" for name, text in _bibtex_fields(row))
        yield f"@{sort}{{{row.key},\n{fields}\n}}\n\n"


def _bibtex_fields(row: Publication) -> Iterator[tuple[str, str]]:
    names = [squeezed(name) for name in row.authors.split(JOIN) if name.strip()]
    if names:
        yield "author", " and ".join(_bibtex_name(name) for name in names)
    for name, field in BIBTEX_FIELDS:
        text = squeezed(str(getattr(row, field) or ""))
        if text:
            yield name, in_tex(text)
    for name in VERBATIM:
        if getattr(row, name):
            yield name, _address(getattr(row, name))
    yield "type", in_tex(row.get_kind_display())
    yield KEY, row.key


def _bibtex_name(name: str) -> str:
    """A name; a body's is kept together by brackets."""
    is_body = "," not in name or re.search(r"\band\b", name, re.IGNORECASE)
    return f"{{{in_tex(name)}}}" if is_body else in_tex(name)


def in_tex(text: str) -> str:
    """Text as TeX reads it back letter by letter."""
    written = "".join(TEX_SIGNS.get(letter, letter) for letter in text)
    return re.sub(r"-(?=-)", "-{}", written)


def _address(text: str) -> str:
    return text.replace("{", "%7B").replace("}", "%7D")


def own_rows(rows: Iterable[Publication]) -> Iterator[list[str]]:
    """The register's own list, all its columns, with their names first."""
    yield PUBLICATIONS.header
    for row in rows:
        yield list(PUBLICATIONS.cells(row).values())


def workbook(rows: Iterable[Iterable[str]]) -> bytes:
    """Rows as an Excel file, every cell text and none a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Publications")
    for row in rows:
        sheet.append([escaped(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
