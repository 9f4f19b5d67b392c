"""A paper as Word, in the words of the PDF, and whether a copy still says what was issued."""

from __future__ import annotations

import hashlib
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterable

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from actions.papers import ooxml
from actions.papers.blocks import Block, Item, seen
from actions.papers.content import Paper
from actions.papers.layout import Layout
from actions.papers.pdf import fitted

FONT = "Arial"
SIZES = {"Heading 1": 17, "Heading 2": 13, "Heading 3": 12, "Heading 4": 11, "Normal": 11}
BEFORE = {"Heading 2": 9, "Heading 3": 12, "Heading 4": 9}
LABEL = Mm(42)
COLUMNS = (Mm(19), Mm(54), Mm(22), Mm(36), Mm(35))  # of the table of figures
LARGEST = 50_000_000  # bytes of a file once unpacked
FINGERPRINT, WORDS, ISSUED = "Fingerprint", "Words", "Issued"
UNREADABLE = (
    AttributeError, KeyError, OSError, PackageNotFoundError, RuntimeError, SyntaxError,
    ValueError, lzma.LZMAError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip


def render(paper: Paper) -> bytes:
    """The Word file; the same paper gives the same bytes."""
    layout = fitted(paper)
    document = _blank(layout)
    _draw(document, layout.body[:2])
    document.add_paragraph(_copy_of(paper))
    _draw(document, layout.body[2:])
    for index, appendix in enumerate(layout.appendices):
        _draw(document, appendix, new_page=index == 0)
    marks = {FINGERPRINT: paper.fingerprint, WORDS: _hash(document), ISSUED: seen(paper.issued)}
    ooxml.add_properties(document, marks)
    return ooxml.to_bytes(document)


def is_as_issued(data: bytes, paper: Paper | None = None) -> bool:
    """Whether a Word file still says what was issued; compared with the paper itself if given."""
    document = _opened(data)
    marks = ooxml.properties(document) if document else {}
    if not document or not marks.get(ISSUED) or _hash(document) != marks.get(WORDS):
        return False
    if paper is None:
        return True
    issued = _opened(render(paper))
    return issued is not None and ooxml.properties(issued) == marks


def verdict(data: bytes, paper: Paper | None = None) -> str:
    """What is to be said of a Word file that somebody hands in."""
    document = _opened(data)
    if document is None:
        return "This file cannot be read as a Word document."
    marks = ooxml.properties(document)
    if not marks.get(FINGERPRINT):
        return "This is not a copy of a pack, or its marks were taken away."
    if is_as_issued(data, paper):
        return f"This copy says what the issued pack says. Fingerprint {_printed(marks)}."
    if not marks.get(ISSUED):
        return "This is a copy of a draft, which is not the issued pack."
    return f"This copy was edited: it is not the issued pack. Fingerprint {_printed(marks)}."


def _printed(marks: dict[str, str]) -> str:
    mark = marks[FINGERPRINT]
    return " ".join(mark[at : at + 4] for at in range(0, 16, 4))


def _opened(data: bytes) -> Document | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > LARGEST:
                return None
        document = docx.Document(io.BytesIO(data))
        ooxml.properties(document)
        ooxml.words(document)
    except UNREADABLE:
        return None
    return document


def _hash(document: Document) -> str:
    return hashlib.sha256(ooxml.words(document).encode("utf-8")).hexdigest()


def _copy_of(paper: Paper) -> str:
    if not paper.issued:
        return "This is a copy of a draft. It has not been issued."
    return (
        f"This is a copy of the issued pack with fingerprint {paper.fingerprint_in_print}; "
        "once edited it is no longer the issued pack."
    )


def _blank(layout: Layout) -> Document:
    document = docx.Document()
    ooxml.set_language(document, "en-GB")
    ooxml.add_numbering(document)
    _set_styles(document)
    core = document.core_properties
    core.title, core.author = seen(layout.title)[:255], seen(layout.author)[:255]
    core.language, core.comments = "en-GB", ""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin = section.bottom_margin = Mm(23)
    _set_margins(document, layout)
    return document


def _set_styles(document: Document) -> None:
    for name, size in SIZES.items():
        style = document.styles[name]
        ooxml.set_font(style, FONT)
        style.font.size, style.font.bold = Pt(size), name != "Normal"
        style.font.italic, style.font.color.rgb = False, RGBColor(0, 0, 0)
        style.paragraph_format.space_before = Pt(BEFORE.get(name, 0))
        style.paragraph_format.space_after = Pt(3)
        style.paragraph_format.line_spacing = 1.0
    bullets = document.styles["List Bullet"].paragraph_format
    bullets.left_indent, bullets.first_line_indent = Mm(12), Mm(-5)
    facts = document.styles.add_style("Facts", WD_STYLE_TYPE.PARAGRAPH).paragraph_format
    document.styles["Facts"].base_style = document.styles["Normal"]
    facts.left_indent, facts.first_line_indent, facts.space_after = LABEL, -LABEL, Pt(1)
    facts.tab_stops.add_tab_stop(LABEL)


def _set_margins(document: Document, layout: Layout) -> None:
    """What stands above and below every page."""
    section = document.sections[0]
    running = [words for words in (layout.mark, layout.running) if words]
    section.header.paragraphs[0].add_run(seen(" · ".join(running)))
    foot = section.footer.paragraphs[0]
    foot.add_run(seen(f"{layout.foot} · page "))
    ooxml.add_field(foot, "PAGE")
    foot.add_run(" of ")
    ooxml.add_field(foot, "NUMPAGES")


def _draw(document: Document, blocks: Iterable[Block], new_page: bool = False) -> None:
    for index, block in enumerate(blocks):
        if block.kind == "heading":
            made = document.add_heading(seen(block.text), block.level)
            made.paragraph_format.page_break_before = new_page and index == 0
        elif block.kind == "facts":
            _facts(document, block.items)
        elif block.kind == "table":
            _table(document, block.rows)
        else:
            _paragraph(document, block)


def _facts(document: Document, items: Iterable[Item]) -> None:
    for item in items:
        made = document.add_paragraph(style="Facts")
        made.add_run(seen(item.lead)).bold = True
        made.add_run(f"\t{seen(item.text)}")


def _paragraph(document: Document, block: Block) -> None:
    if block.lead or block.text:
        made = _led(document.add_paragraph(), Item(block.lead, block.text))
        made.paragraph_format.keep_with_next = bool(block.items)
        if block.number:
            ooxml.number(made, 0)
    for item in block.items:
        style = None if block.roman else "List Bullet"
        made = _led(document.add_paragraph(style=style), item)
        if block.roman:
            ooxml.number(made, 1)


def _led(paragraph: Paragraph, item: Item) -> Paragraph:
    if item.lead:
        paragraph.add_run(seen(item.lead)).bold = True
    between = " " if item.lead and item.text else ""
    paragraph.add_run(f"{between}{seen(item.text)}")
    return paragraph


def _table(document: Document, rows: tuple[tuple[str, ...], ...]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    table.autofit = False
    for row in rows:
        cells = table.add_row().cells
        for cell, words in zip(cells, row, strict=True):
            cell.paragraphs[0].add_run(seen(words)).bold = row is rows[0]
    for column, width in zip(table.columns, COLUMNS, strict=True):
        column.width = width
    ooxml.repeat_as_header(table.rows[0])
