"""The Word copy: real headings and heads of tables, its own marks, and whether it was edited."""

import io
import zipfile

import docx
import pytest
from docx.oxml.ns import qn

from actions.papers import ooxml, word
from actions.papers.content import Paper
from tests import made_papers
from tests.made_papers import small

EDITED = "This copy was edited: it is not the issued pack."


def opened(data):
    return docx.Document(io.BytesIO(data))


def edited(data, change):
    """The file after somebody changed it in Word and saved it."""
    document = opened(data)
    change(document)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def test_headings_language_title_and_table_heads():
    paper = small()
    document = opened(word.render(paper))
    styles = {p.text: p.style.name for p in document.paragraphs}
    assert styles[paper.title] == "Heading 1"
    assert styles["Exceptions"] == "Heading 2"
    assert styles["Recommendation d"] == "Heading 3"
    assert document.core_properties.title == paper.title
    assert document.core_properties.language == "en-GB"
    languages = {one.get(qn("w:val")) for one in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}
    heads = [bool(list(row._tr.iter(qn("w:tblHeader")))) for row in document.tables[0].rows]
    assert heads == [True, False]


def test_it_says_the_same_as_the_pdf():
    paper = made_papers.huge()
    layout = word.fitted(paper)
    text = ooxml.words(opened(word.render(paper)))
    blocks = [*layout.body, *(block for part in layout.appendices for block in part)]
    said = [block.text for block in blocks if block.kind != "table"]
    said += [i.text for block in blocks for i in block.items]
    assert len(said) > 500
    assert [one for one in said if " ".join(one.split()) not in text] == []


def test_the_foot_and_the_copy_line_carry_the_fingerprint():
    paper = small()
    document = opened(word.render(paper))
    foot = document.sections[0].footer.paragraphs[0].text
    assert foot.startswith(f"Issued 4 March 2027 · fingerprint {paper.fingerprint_in_print} · page")
    line = (
        f"This is a copy of the issued pack with fingerprint {paper.fingerprint_in_print}; "
        "once edited it is no longer the issued pack."
    )
    assert line in [paragraph.text for paragraph in document.paragraphs]


def test_a_draft_says_so():
    data = word.render(small(issued=""))
    section = opened(data).sections[0]
    assert section.header.paragraphs[0].text.startswith("DRAFT")
    assert section.footer.paragraphs[0].text.startswith("DRAFT – not issued")
    assert word.verdict(data) == "This is a copy of a draft, which is not the issued pack."
    assert not word.is_as_issued(data)


def test_two_runs_give_the_same_bytes_whatever_the_time(clock):
    before = word.render(small())
    clock.shift(86_400)
    assert word.render(small()) == before
    with zipfile.ZipFile(io.BytesIO(before)) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {ooxml.BEGINNING}
        core = packed.read("docProps/core.xml")
    assert b"created" not in core
    assert b"modified" not in core


def test_a_copy_saved_without_a_change_is_still_as_issued():
    paper = small()
    data = edited(word.render(paper), lambda document: None)
    assert word.is_as_issued(data)
    assert word.is_as_issued(data, paper)
    said = f"This copy says what the issued pack says. Fingerprint {paper.fingerprint_in_print}."
    assert word.verdict(data) == said


def first_words(document):
    document.paragraphs[8].runs[0].text += " not"


def one_cell(document):
    document.tables[0].rows[1].cells[1].text = "about 23,000"


def one_more(document):
    document.add_paragraph("One more.")


def one_less(document):
    last = document.paragraphs[-1]._p
    last.getparent().remove(last)


def inserted_with_tracking(document):
    run = document.paragraphs[8].add_run("not")._r
    kept = docx.oxml.OxmlElement("w:ins")
    run.addprevious(kept)
    kept.append(run)


@pytest.mark.parametrize(
    "change", [first_words, one_cell, one_more, one_less, inserted_with_tracking]
)
def test_an_edited_copy_is_recognised(change):
    data = edited(word.render(small()), change)
    assert not word.is_as_issued(data)
    assert word.verdict(data).startswith(EDITED)


def test_a_copy_with_forged_marks_is_recognised_beside_the_paper():
    paper = small()
    other = small(risk="There is none.")
    forged = edited(word.render(other), lambda document: mark_as(document, paper))
    assert word.is_as_issued(forged)
    assert not word.is_as_issued(forged, paper)
    assert word.verdict(forged, paper).startswith(EDITED)


def mark_as(document, paper):
    for relation in document.part.package.rels.values():
        if relation.reltype.endswith("custom-properties"):
            part = relation.target_part
            part._blob = part.blob.replace(
                small(risk="There is none.").fingerprint.encode(), paper.fingerprint.encode()
            )


def test_other_files_are_named_for_what_they_are():
    plain = io.BytesIO()
    docx.Document().save(plain)
    assert word.verdict(plain.getvalue()).startswith("This is not a copy of a pack")
    for data in (
        b"", b"%PDF-1.7", word.render(Paper("B"))[:-40], zipped("a.txt", b"x"), wrongly_packed(),
    ):  # fmt: skip
        assert word.verdict(data) == "This file cannot be read as a Word document."
        assert not word.is_as_issued(data)


def test_a_file_that_would_fill_the_memory_is_not_opened(monkeypatch):
    monkeypatch.setattr(word, "LARGEST", 1000)
    assert word.verdict(word.render(small())) == "This file cannot be read as a Word document."


def wrongly_packed():
    """A file that says LZMA packed its first part, by settings that there are none of."""
    data = bytearray(zipped("[Content_Types].xml", b"\x09\x14\x05\x00" + b"\xff" * 500))
    data[data.index(b"PK\x01\x02") + 10] = zipfile.ZIP_LZMA
    return bytes(data)


def zipped(name, data):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr(name, data)
    return file.getvalue()


@pytest.mark.parametrize("text", [*made_papers.HOSTILE, "a\x00b\x1bc\ufffed 😀 中"])
def test_text_comes_out_as_typed(text):
    said = ooxml.words(opened(word.render(made_papers.filled_with(text))))
    shown = text.replace("a\x00b\x1bc\ufffed", "abcd")
    assert said.count(shown) > 20
