"""Cells of a list for a spreadsheet: text stays text, plain numbers stay numbers."""

import csv
import io
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loneliness.ui.export import FORMULA_STARTS, csv_response, escaped

NUMBER = re.compile(r"-?(\d+\.?\d*|\.\d+)", re.ASCII)
RISKY = st.builds("".join, st.tuples(st.sampled_from(FORMULA_STARTS), st.text()))


@given(RISKY | st.text())
def test_no_cell_starts_a_formula(text):
    cell = escaped(text)
    assert not cell.startswith(FORMULA_STARTS) or NUMBER.fullmatch(cell)


@given(st.integers() | st.decimals(allow_nan=False, allow_infinity=False).map(lambda d: f"{d:f}"))
def test_a_plain_number_stays_as_it_is(number):
    assert escaped(number) == str(number)


@given(RISKY | st.text())
def test_nothing_of_the_text_is_lost(text):
    assert escaped(text) in {text, f"'{text}"}


@pytest.mark.parametrize("text", ["=1+1", "+44 116", "-", "--1", "-1+1", "@SUM(A1)", "\t=1", "-٣"])
def test_what_a_spreadsheet_would_run_is_marked(text):
    assert escaped(text) == f"'{text}"


@pytest.mark.parametrize(
    ("cell", "written"), [(None, ""), (Decimal("-4.9"), "-4.9"), ("4.9%", "4.9%"), (0, "0")]
)
def test_other_cells_are_left_alone(cell, written):
    assert escaped(cell) == written


def test_a_list_is_utf_8_with_a_mark_and_every_cell_escaped():
    response = csv_response("terms", [["Term", "Meaning"], ["Café", "=cmd|' /C calc'!A0"]])
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text)))[1] == ["Café", "'=cmd|' /C calc'!A0"]
    assert response["Content-Disposition"] == 'attachment; filename="terms.csv"'
