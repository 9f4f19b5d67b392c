"""Sheets of plans as they really look: merged, coloured, hidden, with headings anywhere."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.plans import grids, reading
from actions.plans.columns import LABELS, guess
from actions.plans.reading import Chosen
from evidence.importing.reading import Unreadable
from tests import plans
from tests.faults import bombs

HEADINGS = plans.HEADINGS


def read(content, remembered=None, chosen=None):
    return reading.read(grids.read(content), remembered or {}, chosen or {})


def test_headings_in_row_five_with_a_title_above():
    above = [["Loneliness plan of the partnership"], [], ["Version 3"], []]
    found = read(plans.excel([*above, HEADINGS, ["Hold a café", "Ann", "March 2027"]]))
    assert [(row.line, row.cells["title"], row.cells["due"]) for row in found.rows] == [
        (6, "Hold a café", "March 2027")
    ]
    assert "Sheet “Sheet 1”: Lines above the headings are not read: 1, 3." in found.notes


def test_two_sheets_with_headings_of_their_own():
    one = [HEADINGS, ["Hold a café"], ["Print leaflets", "Bob"]]
    other = [[], ["Ref", "What we will do", "Who"], [1, "Visit clubs", "Cat"]]
    found = read(plans.excel(one, other))
    assert [(row.sheet, row.line) for row in found.rows] == [
        ("Sheet 1", 2), ("Sheet 1", 3), ("Sheet 2", 3),
    ]  # fmt: skip
    assert found.rows[2].cells == {"title": "Visit clubs", "owner": "Cat"}
    assert "Sheet “Sheet 2”: Columns that are not read: “Ref”." in found.notes


def test_a_merged_action_is_one_with_the_milestones_of_its_rows():
    rows = [
        ["Theme", "Action", "Owner", "Milestone", "Milestone date"],
        ["Places", "Hold a café", "Ann", "Room found", "31/01/2027"],
        [None, None, None, "Opened", "31/03/2027"],
        [None, "Print leaflets", "Bob", None, None],
    ]

    def change(book):
        for cells in ("A2:A4", "B2:B3", "C2:C3"):
            book.worksheets[0].merge_cells(cells)

    found = read(plans.excel(rows, change=change))
    assert [row.line for row in found.rows] == [2, 4]
    assert found.rows[0].cells["milestones"] == "Room found: 31/01/2027\nOpened: 31/03/2027"
    assert found.rows[1].cells == {"title": "Print leaflets", "owner": "Bob"}


def test_rows_of_one_merged_action_that_contradict_each_other_are_told_of():
    rows = [["Action", "Owner"], ["Hold a café", "Ann"], [None, "Bob"]]
    content = plans.excel(rows, change=lambda book: book.worksheets[0].merge_cells("A2:A3"))
    (row,) = read(content).rows
    assert row.problems == (
        "Owner says “Bob” in line 3 and “Ann” in the first line of the same action: give it once.",
    )


def test_headings_between_actions_are_named_and_not_read():
    rows = [
        HEADINGS,
        ["Priority 1: places"],
        ["Hold a café", "Ann"],
        [],
        ["Priority 2: people"],
        ["Visit clubs", "Bob"],
        HEADINGS,
    ]

    def change(book):
        for cells in ("A2:F2", "A5:F5"):
            book.worksheets[0].merge_cells(cells)

    found = read(plans.excel(rows, change=change))
    assert [(row.cells["title"], row.section) for row in found.rows] == [
        ("Hold a café", "Priority 1: places"), ("Visit clubs", "Priority 2: people"),
    ]  # fmt: skip
    assert "Sheet “Sheet 1”: Lines taken as headings between actions: 2, 5." in found.notes
    assert "Sheet “Sheet 1”: Lines that repeat the headings: 7." in found.notes


def test_an_action_merged_over_two_columns_is_no_heading():
    rows = [["Action", None, "Owner"], ["Hold a café", None, None]]

    def change(book):
        for cells in ("A1:B1", "A2:B2"):
            book.worksheets[0].merge_cells(cells)

    found = read(plans.excel(rows, change=change))
    assert [row.cells["title"] for row in found.rows] == ["Hold a café"]
    assert found.notes == []


def test_a_colour_alone_is_seen_but_never_read():
    rows = [HEADINGS, ["Hold a café", "Ann", "", "", ""], ["Visit clubs", "Bob", "", "", "Green"]]
    found = read(plans.excel(rows, change=plans.coloured("E2", "E3")))
    assert [(row.is_coloured, row.cells.get("rating")) for row in found.rows] == [
        (True, None), (False, "Green"),
    ]  # fmt: skip


def test_the_colour_of_a_whole_row_is_no_rating():
    rows = [HEADINGS, ["Hold a café", "Ann", "", "", ""]]
    (row,) = read(plans.excel(rows, change=plans.coloured("A2", "B2", "E2"))).rows
    assert not row.is_coloured


def test_hidden_rows_are_marked_and_hidden_sheets_named():
    def change(book):
        book.worksheets[0].row_dimensions[2].hidden = True
        book.worksheets[1].sheet_state = "hidden"

    rows = [HEADINGS, ["Hold a café", "Ann"], ["Visit clubs", "Bob"]]
    found = read(plans.excel(rows, rows, change=change))
    assert [row.is_hidden for row in found.rows] == [True, False]
    assert any("“Sheet 2”: Hidden, or an example" in note for note in found.notes)


def test_a_formula_without_its_result_and_an_error_are_told_of():
    rows = [HEADINGS, ["Hold a café", "Ann", "=TODAY()"], ["Visit clubs", "#REF!", ""]]
    one, two = read(plans.excel(rows)).rows
    assert "The cell C2 holds a formula whose result is not in the file" in one.problems[0]
    assert two.problems == ("“#REF!” shows an error of the spreadsheet program.",)


def test_dates_and_shares_of_excel_are_read_as_they_are_shown():
    rows = [["Action", "Due", "% complete"], ["Hold a café", plans.SENT, 0.4]]

    def change(book):
        book.worksheets[0]["C2"].number_format = "0%"

    (row,) = read(plans.excel(rows, change=change)).rows
    assert (row.cells["due"], row.cells["per_cent"]) == ("2026-11-20", "40%")


def test_a_merged_range_of_a_whole_sheet_is_read_at_once():
    content = plans.excel(
        [HEADINGS, ["Hold a café", "Ann"]],
        change=lambda book: book.worksheets[0].merged_cells.add("H3:XFD1048576"),
    )
    assert len(read(content).rows) == 1


def test_a_row_with_more_cells_than_headings_is_told_of():
    (row,) = read(b"Action,Owner\nHold a cafe,Ann,slipped\n").rows
    assert "“slipped” stands to the right of the last heading" in row.problems[0]


def test_pasted_rows_may_have_a_title_above_with_other_signs():
    title = "Plan, of the partnership; version 3, draft"
    rows = (plans.HEADINGS, ["Hold a café", "Ann", "May 2027", "", "", "Well, it goes; slowly, so"])
    content = f"{title}\n\n".encode() + plans.text(*rows)
    (row,) = read(content).rows
    assert (row.line, row.cells["owner"]) == (4, "Ann")


def test_a_broken_row_of_text_is_told_of():
    found = read(b'Action,Owner\nHold a cafe,Ann\n"Visit clubs,Bob\n')
    assert [bool(row.problems) for row in found.rows] == [False, True]


def test_columns_chosen_go_before_those_guessed():
    content = plans.excel([["Thing", "Who?"], ["Hold a café", "Ann"]])
    assert read(content).rows == []
    chosen = {"Sheet 1": Chosen(1, ("title", "owner"))}
    assert read(content, chosen=chosen).rows[0].cells == {"title": "Hold a café", "owner": "Ann"}
    assert read(content, remembered={"thing": "title"}).rows[0].cells["owner"] == "Ann"
    assert read(content, chosen={"Sheet 1": Chosen(0)}).rows == []


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        (["Action", "Lead officer", "Due"], ("title", "owner", "due")),
        (["Action", "Owner", "Lead officer"], ("title", "owner", "lead")),
        (["Update", "Action", "Comments"], ("happened", "title", "")),
        (["BRAG rating", "Key actions", "Timescale"], ("rating", "title", "due")),
        (list(LABELS.values()), tuple(LABELS)),
    ],
)
def test_what_a_column_holds_is_guessed_from_its_heading(headings, fields):
    assert guess(headings, {}) == fields


def test_too_many_rows_and_nothing_at_all_are_refused():
    with pytest.raises(Unreadable, match="more than 5,000 rows"):
        grids.read(b"Action\n" + b"a\n" * 5_001)
    with pytest.raises(Unreadable, match="holds nothing"):
        grids.read(b" \n\n")


CELL = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=12)
ROWS = st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=12)


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_every_row_of_text_is_an_action_or_named(rows):
    lines = "\n".join("\t".join(cell.replace('"', "") for cell in row) for row in rows)
    content = f"Action\tOwner\tStatus\n{lines}".encode()
    found = read(content)
    told = " ".join(found.notes)
    taken = {row.line for row in found.rows}
    for number, line in enumerate(content.decode().split("\n")[1:], 2):
        if line.strip("\t '\u00a0") and line.strip():
            assert number in taken or str(number) in told, line


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.booleans())
def test_a_damaged_file_is_refused_with_a_sentence(junk, packed):
    content = plans.excel([HEADINGS, ["Hold a café", "Ann"]]) if packed else b""
    at = len(junk) * 7 % (len(content) or 1)
    with contextlib.suppress(Unreadable):  # and nothing else
        read(content[:at] + junk + content[at + len(junk) :])


@pytest.mark.parametrize("bomb", [*bombs.SWOLLEN, *bombs.COSTLY, *bombs.OPENDOCUMENT])
def test_a_file_that_unpacks_to_too_much_is_refused(bomb):
    with pytest.raises(Unreadable):
        grids.read(bomb())
