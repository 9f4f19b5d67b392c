"""What a file holds and the register does not take is named, whatever shape it has."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from evidence.importing.files import read
from evidence.importing.reading import Unreadable

GOOD = "TY  - JOUR\nTI  - A good one\nER  - \n"
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text")
)


def opendocument(cell, more=""):
    """A sheet with a title in one cell, as bytes."""
    first = "<table:table-row><table:table-cell><text:p>title</text:p></table:table-cell>"
    row = f"{first}</table:table-row><table:table-row><table:table-cell>{cell}</table:table-cell>"
    table = f'<table:table table:name="One">{row}</table:table-row></table:table>'
    body = f"<office:body><office:spreadsheet>{table}{more}</office:spreadsheet></office:body>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(
            "content.xml",
            f"<office:document-content {SPACES}>{body}</office:document-content>",
        )
    return out.getvalue()


@pytest.mark.parametrize(
    "lost",
    ["TY- JOUR\nTI- Lost study\nER- \n", "ty  - JOUR\nti  - Lost study\ner  - \n", "TY: JOUR\n"],
)
@pytest.mark.parametrize("where", ["before", "after"])
def test_a_record_whose_first_line_cannot_be_read_is_refused_with_its_line(lost, where):
    text = f"{GOOD}{lost}" if where == "after" else f"{lost}{GOOD}"
    found = read(text.encode())
    (refused,) = [item for item in found.records if item.problems]
    assert "begins a record that cannot be read" in refused.problems[0]
    assert refused.line == (4 if where == "after" else 1)
    assert [item.number for item in found.records] == [1, 2]
    assert [item.title for item in found.records if not item.problems] == ["A good one"]


def test_loose_words_between_records_are_told_of_and_their_numbers_are_not():
    found = read(f"Exported on Monday\n1.\n{GOOD}\n2.\n{GOOD}".encode())
    assert len(found.records) == 2
    assert found.notes == [
        "Not kept, since it stands outside any record: text without a tag (line 1)."
    ]


def test_a_comment_on_a_cell_is_no_part_of_what_the_cell_says():
    comment = "<office:annotation><text:p>Is this the right one?</text:p></office:annotation>"
    found = read(opendocument(f"{comment}<text:p>All on my own</text:p>"))
    assert found.records[0].title == "All on my own"


@pytest.mark.parametrize(
    "cell",
    [
        '<text:p>a<text:s text:c="x"/></text:p>',
        f"<text:p>{'<text:span>' * 3000}a{'</text:span>' * 3000}</text:p>",
    ],
)
def test_a_damaged_opendocument_cell_refuses_the_file(cell):
    with pytest.raises(Unreadable, match="damaged"):
        read(opendocument(cell))


def test_entries_within_too_many_brackets_are_refused_and_the_others_read():
    deep = f"@article{{a,\n title = {{{'{' * 3000}x{'}' * 3000}}}\n}}\n"
    found = read(f"{deep}@article{{b,\n title = {{Kept}}\n}}\n".encode())
    assert [bool(item.problems) for item in found.records] == [True, False]
    assert found.records[1].title == "Kept"


def test_further_sheets_of_an_opendocument_file_are_named():
    found = read(opendocument("<text:p>One</text:p>", '<table:table table:name="More studies"/>'))
    assert found.notes[0].startswith("Only the first sheet was read. Not read: 1 more (“More st")


def test_further_sheets_of_an_excel_file_are_named_when_they_say_something():
    book = Workbook()
    book.active.append(["title"])
    book.active.append(["One"])
    book.create_sheet("Empty")
    book.create_sheet("More studies").append(["title"])
    out = io.BytesIO()
    book.save(out)
    found = read(out.getvalue())
    assert [item.title for item in found.records] == ["One"]
    assert "Not read: 1 more (“More studies”)" in found.notes[0]
