"""What a Word file needs beyond its paragraphs: numbering, language, fields, marks, fixed times."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # what every custom property carries
NUMBERING = 77  # unlike those of the template
LEVELS = (("decimal", "%1.", 400), ("lowerRoman", "(%2)", 900))
BEGINNING = (1980, 1, 1, 0, 0, 0)  # the first time a zip file knows
DATES = ("dcterms:created", "dcterms:modified")


def set_language(document: Document, language: str) -> None:
    """The language that a screen reader speaks and a spelling checker checks."""
    for found in document.styles.element.iter(qn("w:lang")):
        found.set(qn("w:val"), language)
    for found in document.settings.element.iter(qn("w:themeFontLang")):
        found.set(qn("w:val"), language)


def set_font(style: Any, name: str) -> None:
    """The font of a style; the theme's would come first otherwise."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), name)


def add_numbering(document: Document) -> None:
    """Paragraphs 1, 2, 3 through the whole paper, with lines (i), (ii) that start again."""
    levels = "".join(
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="{400 + 60 * index}"/></w:pPr></w:lvl>'
        for index, (kind, text, left) in enumerate(LEVELS)
    )
    root = document.part.numbering_part.element
    named = f'{nsdecls("w")} w:abstractNumId="{NUMBERING}"'
    multi = '<w:multiLevelType w:val="multilevel"/>'
    root.insert(0, parse_xml(f"<w:abstractNum {named}>{multi}{levels}</w:abstractNum>"))
    numbered = f'{nsdecls("w")} w:numId="{NUMBERING}"'
    which = f'<w:abstractNumId w:val="{NUMBERING}"/>'
    root.append(parse_xml(f"<w:num {numbered}>{which}</w:num>"))


def number(paragraph: Paragraph, level: int) -> None:
    """Give a paragraph the next number of that level."""
    wanted = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    wanted.get_or_add_ilvl().val = level
    wanted.get_or_add_numId().val = NUMBERING


def add_field(paragraph: Paragraph, name: str) -> None:
    """A number that Word works out, such as PAGE."""
    for kind in ("begin", "", "end"):
        run = paragraph.add_run()._r
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = name
        run.append(element)


def repeat_as_header(row: Any) -> None:
    """Mark a table's row as its head, to be repeated on each page and read with each cell."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def add_properties(document: Document, named: dict[str, str]) -> None:
    """Keep marks in the file that no reader sees."""
    lines = "".join(
        f'<property fmtid="{FORMAT}" pid="{index}" name={quoteattr(name)}>'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for index, (name, value) in enumerate(named.items(), start=2)
    )
    xml = f'<Properties xmlns="{PROPERTIES}" xmlns:vt="{TYPES}">{lines}</Properties>'
    package = document.part.package
    part = Part(PackURI("/docProps/custom.xml"), CONTENT_TYPE, xml.encode(), package)
    package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)


def properties(document: Document) -> dict[str, str]:
    """The marks kept in the file; none when it has none."""
    for relation in document.part.package.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.CUSTOM_PROPERTIES:
            root = parse_xml(relation.target_part.blob)
            return {one.get("name"): "".join(one.itertext()) for one in root}
    return {}


def words(document: Document) -> str:
    """All words of the body, spaces and line ends evened out."""
    lines = (
        "".join(node.text or "" if node.tag == qn("w:t") else " " for node in _shown(paragraph))
        for paragraph in document.element.body.iter(qn("w:p"))
    )
    return "\n".join(" ".join(re.split(r"\s+", line)).strip() for line in lines)


def _shown(paragraph: Any) -> Any:
    return paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br"))


def to_bytes(document: Document) -> bytes:
    """The file, without the time it was made, so that the same paper gives the same bytes."""
    core = document.core_properties._element
    for name in DATES:
        for found in core.findall(qn(name)):
            core.remove(found)
    written, fixed = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as given, zipfile.ZipFile(fixed, "w") as made:
        for name in given.namelist():
            entry = zipfile.ZipInfo(name, BEGINNING)
            entry.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(entry, given.read(name))
    return fixed.getvalue()
