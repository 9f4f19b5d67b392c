"""What cells of plans mean, what is asked, and what is refused."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.plans import days, words
from actions.plans.said import NOTHING

TODAY = datetime.date(2026, 11, 24)
ASKED, REFUSED = "asked", "refused"

DATES = [
    ("31/03/2027", "2027-03-31"),
    ("03/04/2027", "2027-04-03"),
    ("31.3.27", "2027-03-31"),
    ("31-03-2027", "2027-03-31"),
    ("2027-03-31", "2027-03-31"),
    ("2027-03-31 00:00:00", "2027-03-31"),
    ("31 March 2027", "2027-03-31"),
    ("31st of March 2027", "2027-03-31"),
    ("Wed 31 March 2027", "2027-03-31"),
    ("31-Mar-27", "2027-03-31"),
    ("March 31, 2027", "2027-03-31"),
    ("by 31 March 2027", "2027-03-31"),
    ("March 2027", "2027-03-31"),
    ("Feb 2028", "2028-02-29"),
    ("end of March 2027", "2027-03-31"),
    ("by the end of Sept 2027", "2027-09-30"),
    ("03/2027", "2027-03-31"),
    ("2027-03", "2027-03-31"),
    ("Sept '26", "2026-09-30"),
    ("Sept 32", "2032-09-30"),
    ("Q3 2026/27", "2026-12-31"),
    ("Q4 26/27", "2027-03-31"),
    ("Quarter 1 2027-28", "2027-06-30"),
    ("2026/27 Q2", "2026-09-30"),
    ("", ""),
    ("TBC", ""),
    ("-", ""),
    ("n/a", ""),
    ("To be confirmed.", ""),
    ("31/02/2027", REFUSED),
    ("99/99/9999", REFUSED),
    ("Dec 1066", REFUSED),
    ("Q3 2026/28", REFUSED),
    ("Sept 26", ASKED),
    ("Mar-27", ASKED),
    ("26 Sept", ASKED),
    ("March", ASKED),
    ("Spring 2027", ASKED),
    ("Winter 2026/27", ASKED),
    ("end of year", ASKED),
    ("year end", ASKED),
    ("2027", ASKED),
    ("2026/27", ASKED),
    ("Q3", ASKED),
    ("Q3 2026", ASKED),
    ("03/31/2027", ASKED),
    ("46477", ASKED),
    ("Jan - Mar 2027", ASKED),
    ("01/04/2026 - 31/03/2027", ASKED),
    ("ongoing", ASKED),
    ("On-going, monthly", ASKED),
    ("ASAP", ASKED),
    ("when the grant comes", ASKED),
]
RATINGS = [
    ("Green", "green"),
    ("g", "green"),
    ("RAG: Green", "green"),
    ("On track", "green"),
    ("Green - on target", "green"),
    ("AMBER", "amber"),
    ("A", "amber"),
    ("Some risk", "amber"),
    ("red", "red"),
    ("Off track", "red"),
    ("🔴", "red"),
    ("Blue", "complete"),
    ("B", "complete"),
    ("Complete", "complete"),
    ("n/a", ""),
    ("", ""),
    ("Amber/Green", ASKED),
    ("A/G", ASKED),
    ("Green (was amber)", ASKED),
    ("not green", ASKED),
    ("yellow", ASKED),
    ("grey", ASKED),
    ("3", ASKED),
    ("slipping", ASKED),
]
STATUSES = [
    ("Not started", "not-started"),
    ("Yet to start", "not-started"),
    ("In Progress", "in-progress"),
    ("in_progress", "in-progress"),
    ("Underway", "in-progress"),
    ("Ongoing", "in-progress"),
    ("Partially complete", "in-progress"),
    ("On hold", "paused"),
    ("Deferred", "paused"),
    ("Complete", "claimed-complete"),
    ("DONE.", "claimed-complete"),
    ("Claimed complete", "claimed-complete"),
    ("Cancelled", "not-proceeding"),
    ("No longer required", "not-proceeding"),
    ("tbc", ""),
    ("Closed", ASKED),
    ("Delayed", ASKED),
    ("not complete", ASKED),
    ("On track", ASKED),
]
SHARES = [
    ("50%", "50"),
    ("50", "50"),
    ("100 per cent", "100"),
    ("0", "0"),
    ("40% complete", "40"),
    ("", ""),
    ("0.5", ASKED),
    ("1.0", ASKED),
    ("120%", REFUSED),
    ("half", REFUSED),
    ("-5", REFUSED),
]
LETTERS = [
    ("a", "a"),
    ("A, c", "a,c"),
    ("Recommendations a and b", "a,b"),
    ("d/e; f", "d,e,f"),
    ("-", ""),
    ("a-c", REFUSED),
    ("all", REFUSED),
]
CASES = [
    *((days.due, *case) for case in DATES),
    *((words.rating, *case) for case in RATINGS),
    *((words.status, *case) for case in STATUSES),
    *((words.per_cent, *case) for case in SHARES),
    *((words.letters, *case) for case in LETTERS),
    (words.reach, "For some", "targeted"),
    (words.reach, "Universal", "universal"),
    (words.reach, "many", REFUSED),
    (words.capacity, "BAU", "usual"),
    (words.capacity, "Additional capacity", "additional"),
    (words.address, "https://example.org/report", "https://example.org/report"),
    (words.address, "see the report", REFUSED),
]


def outcome(said):
    if said.problem:
        assert not said.value
        assert not said.question
        return REFUSED
    if said.is_asked:
        assert not said.value
        assert said.choices[-1][0] == NOTHING
        return ASKED
    return said.value


@pytest.mark.parametrize(
    ("read", "text", "meant"), CASES, ids=lambda one: getattr(one, "__name__", one)
)
def test_a_cell_is_understood_asked_or_refused(read, text, meant):
    assert outcome(read(text, TODAY)) == meant


@pytest.mark.parametrize(
    ("text", "days_offered"),
    [
        ("Sept 26", ["2026-09-26", "2027-09-26", "2026-09-30"]),
        ("Spring 2027", ["2027-03-31", "2027-04-30", "2027-05-31"]),
        ("Winter 2026", ["2026-12-31", "2027-01-31", "2027-02-28"]),
        ("end of year", ["2026-12-31", "2027-03-31"]),
        ("Q3 2026", ["2026-12-31", "2026-09-30"]),
        ("46477", ["2027-03-31"]),
        ("April 2026 to March 2027", ["2027-03-31", "2026-04-30"]),
    ],
)
def test_what_could_be_several_days_offers_them(text, days_offered):
    assert [value for value, _ in days.due(text, TODAY).choices[:-1]] == days_offered


def test_ongoing_work_is_asked_when_it_is_reviewed():
    said = days.due("ongoing", TODAY)
    assert said.free == "review"
    assert said.question == "“ongoing” has no end. When is the work reviewed?"


@given(st.text(max_size=300))
def test_no_cell_breaks_a_reader_and_none_is_dropped(text):
    for read in (days.due, words.rating, words.status, words.per_cent, words.letters):
        said = read(text, TODAY)
        assert bool(said.value) + bool(said.question) + bool(said.problem) <= 1
        if read is days.due and said.value:
            datetime.date.fromisoformat(said.value)


@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2100, 12, 31)))
def test_a_day_is_read_back_however_it_is_written(day):
    written = [
        f"{day:%-d %B %Y}",
        f"{day:%d/%m/%Y}",
        f"{day:%d.%m.%Y}",
        f"{day:%d-%b-%Y}",
        str(day),
    ]
    assert {days.due(text, TODAY).value for text in written} == {day.isoformat()}


@pytest.mark.parametrize("text", ["by " * 5000, "q" * 100_000, "1" * 100_000, "end of " * 9_000])
def test_a_very_long_cell_is_asked_or_refused_at_once(text):
    assert outcome(days.due(text, TODAY)) in (ASKED, REFUSED)
