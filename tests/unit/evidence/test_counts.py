"""Reading a population file and planning what its rows would do, without the database."""

import csv
import io

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence.importing.counted import AreaSeen, Stored, Unsaid
from evidence.importing.counting import CountPlanner
from evidence.importing.counts import COLUMNS, read_counts
from evidence.importing.reading import Unreadable
from evidence.vocabulary import CountOutcome

AREAS = (
    AreaSeen("leicestershire", "Leicestershire", "county"),
    AreaSeen("blaby", "Blaby", "district", "leicestershire"),
    AreaSeen("E0700", "Oadby", "district"),
    AreaSeen("oadby-town", "Oadby", "council"),
)
GROUPS = (("men", "Men"), ("women", "Women"))
HERE = Stored(1, ("blaby", "men", "people", 16, None), None, "mid-2018", "", (500, None, None), "")
HEAD = "area,group,count,age_from,period\n"


def read(text):
    return read_counts(text.encode()).rows


def plan(text, *stored, **unsaid):
    planner = CountPlanner(Unsaid(**{"unit": "people"} | unsaid), AREAS, GROUPS, stored)
    return [planner.plan(row) for row in read(text)], planner.added


def one(text, *stored, **unsaid):
    """What the only row would do, and the first rule it breaks."""
    (planned,), _ = plan(text, *stored, **unsaid)
    return planned.outcome, next(iter(planned.problems), "")


def test_a_row_is_kept_with_its_words_and_line():
    rows = read("area;group;count;note\n\nblaby;men;1,234;seen\n")
    assert [(row.number, row.line, row.given) for row in rows] == [(1, 3, 'blaby,men,"1,234",seen')]
    assert rows[0].cells == {"area": "blaby", "group": "men", "count": "1234"}


def test_columns_that_are_not_known_are_named():
    assert read_counts(b"area,group,count,Colour\nx,y,1,red\n").notes == [
        "Columns that were not read: “Colour”."
    ]


def test_a_workbook_is_read_like_text():
    book = openpyxl.Workbook()
    for row in (["Area", "Group", "Count", "Age from"], ["blaby", "men", 12.0, 16]):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    sheet = read_counts(stream.getvalue())
    assert sheet.format == "Excel"
    assert sheet.rows[0].cells == {"area": "blaby", "group": "men", "count": "12", "age_from": "16"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no counts"),
        (b"area,group,count\n", "no counts"),
        (b"area,group\nblaby,men\n", "three of them must be"),
        (b"area,group,count,count\nblaby,men,1,2\n", "Two columns are both “count”"),
        (b"PK\x03\x04 damaged", "damaged"),
        (b"\xd0\xcf\x11\xe0 old", "Save it as .xlsx"),
    ],
)
def test_a_file_that_cannot_be_read_gets_a_sentence(content, words):
    with pytest.raises(Unreadable, match=words):
        read_counts(content)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("blaby,men,,16,", "The count is missing."),
        ("blaby,men,-4,16,", "not a whole number"),
        ("blaby,men,4.5,16,", "not a whole number"),
        ("blaby,men,4,200,", "above 150 years"),
        ("blaby,men,4,16,2018,more", "6 cells where 5 columns"),
        ("blaby,men,4,16,", "When they were counted is not stated"),
        ("blaby,nobody,4,16,2018", "not a group of the register"),
        ("nowhere,men,4,16,2018", "say in area_kind"),
        ("Oadby,men,4,16,2018", "Several areas of the register are called “Oadby”"),
    ],
)
def test_a_row_that_breaks_a_rule_is_refused_in_words(row, words):
    outcome, problem = one(HEAD + row)
    assert outcome == CountOutcome.REFUSED
    assert words in problem


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ("17,16,,,", "first age"),
        (",,1,,x", "both ends"),
        (",,6,9,x", "both ends"),
        (",,4,9,", "interval_source"),
    ],
)
def test_ages_and_intervals_are_checked(cells, words):
    head = "area,group,count,period,age_from,age_to,count_low,count_high,interval_source\n"
    assert words in one(f"{head}blaby,men,5,2018,{cells}")[1]


def test_the_form_says_what_rows_leave_unsaid():
    (planned,), _ = plan("area,group,count\nBLABY,women,7\n", period="mid-2024", unit="pupils")
    assert planned.outcome == CountOutcome.NEW
    assert (planned.counted.unit, planned.counted.period) == ("pupils", "mid-2024")
    (planned,), _ = plan("area,group,count,date\nblaby,men,7,30/6/2020\n", period="mid-2024")
    assert (str(planned.counted.date), planned.counted.period) == ("2020-06-30", "")


def test_the_same_is_known_with_or_without_its_day():
    assert one(HEAD + "blaby,men,500,16,mid-2018", HERE) == (CountOutcome.SAME, "")
    dated = "area,group,count,age_from,date,period\nblaby,men,500,16,2018-06-30,mid-2018"
    assert one(dated, HERE) == (CountOutcome.SAME, "")
    assert one(HEAD + "blaby,men,500,16,mid-2019", HERE) == (CountOutcome.NEW, "")
    assert one(HEAD + "blaby,men,500,17,mid-2018", HERE) == (CountOutcome.NEW, "")


def test_another_figure_changes_the_count_unless_approved_figures_stand_on_it():
    (planned,), _ = plan(HEAD + "blaby,men,501,16,mid-2018", HERE)
    assert planned.outcome == CountOutcome.CHANGED
    assert planned.changes == [["count", "500", "501"]]
    carrying = Stored(**{**HERE.__dict__, "carries": True})
    outcome, problem = one(HEAD + "blaby,men,501,16,mid-2018", carrying)
    assert outcome == CountOutcome.REFUSED
    assert "The register says 500" in problem
    assert "a period of its own" in problem
    assert one(HEAD + "blaby,men,500,16,mid-2018", carrying)[0] == CountOutcome.SAME


def test_a_changed_count_outside_its_stored_interval_is_refused():
    here = Stored(**{**HERE.__dict__, "figures": (500, 490, 510), "interval_source": "ONS"})
    assert "interval of 490 to 510" in one(HEAD + "blaby,men,600,16,mid-2018", here)[1]


def test_one_row_says_it_and_the_next_is_refused():
    planned, _ = plan(HEAD + "blaby,men,1,16,2018\nBlaby,Men,2,16,2018\n")
    assert [item.outcome for item in planned] == ["new", "refused"]
    assert planned[1].problems == ("Line 2 counts the same people.",)


def test_new_areas_are_added_once_and_may_lie_in_each_other():
    text = (
        "area,area_name,area_kind,parent_area,group,count\n"
        "w1,Enderby,ward,blaby,men,1\nw1,Enderby,ward,blaby,women,2\n"
        "s1,Enderby 1,small-area,w1,men,1\ns2,Far,small-area,w9,men,1\n"
        "w1,Elsewhere,ward,blaby,men,3\nblaby,,ward,,men,1\nEnderby hill,,ward,,men,4\n"
    )
    planned, added = plan(text, period="2018")
    assert [item.outcome for item in planned] == ["new"] * 3 + ["refused"] * 4
    assert added == [
        AreaSeen("w1", "Enderby", "ward", "blaby", 2),
        AreaSeen("s1", "Enderby 1", "small-area", "w1", 4),
    ]
    words = [item.problems[0] for item in planned[3:]]
    assert "“w9” is not an area of the register" in words[0]
    assert "described otherwise in line 2" in words[1]
    assert "in the register as district, not ward" in words[2]
    assert "give its code and its area_name" in words[3]


def test_a_refused_row_adds_no_area():
    _, added = plan("area,area_kind,group,count\nw1,ward,nobody,1\n", period="2018")
    assert added == []


CELL = st.sampled_from(
    ["", " ", "blaby", "men", "women", "Oadby", "w1", "ward", "16", "5", "1,000", "=1", "\x07", "é"]
)
ROWS = st.lists(st.lists(CELL, min_size=3, max_size=len(COLUMNS) + 1), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=ROWS, known=st.booleans())
def test_every_row_is_accounted_for_whatever_it_holds(rows, known):
    text = io.StringIO()
    csv.writer(text).writerows([COLUMNS, *rows])
    content = text.getvalue().encode()
    filled = sum(any(cell.strip() for cell in row) for row in rows)
    if not filled:
        with pytest.raises(Unreadable):
            read_counts(content)
        return
    planner = CountPlanner(Unsaid("people", "2018"), AREAS, GROUPS, [HERE] if known else [])
    planned = [planner.plan(row) for row in read_counts(content).rows]
    assert len(planned) == filled
    assert all(bool(item.problems) == (item.outcome == CountOutcome.REFUSED) for item in planned)
    new = [item.counted for item in planned if item.outcome == CountOutcome.NEW]
    told = [(one.people, one.date, one.period, one.split_by) for one in new]
    assert len(set(told)) == len(told)
