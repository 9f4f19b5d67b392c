"""Due dates in words: the first stays beside today's, moves and days are counted."""

import datetime

import pytest

from actions.dates import Due, days

FIRST, LATER = datetime.date(2026, 9, 30), datetime.date(2027, 3, 31)
TODAY = datetime.date(2026, 11, 24)


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (Due(), "no date yet"),
        (Due(FIRST, FIRST), "due 30 September 2026"),
        (
            Due(FIRST, LATER, 2),
            "due 31 March 2027, first 30 September 2026, moved twice, 182 days",
        ),
        (
            Due(FIRST, datetime.date(2026, 10, 1), 1),
            "due 1 October 2026, first 30 September 2026, moved once, 1 day",
        ),
        (
            Due(LATER, FIRST, 3),
            "due 30 September 2026, first 31 March 2027, moved 3 times, 182 days earlier",
        ),
        (Due(review=LATER), "ongoing, reviewed 31 March 2027"),
    ],
)
def test_in_words(due, words):
    assert due.words == words


@pytest.mark.parametrize(
    ("due", "late", "over"),
    [
        (Due(FIRST, FIRST), 55, 55),
        (Due(FIRST, LATER, 1), 55, 0),
        (Due(TODAY, TODAY), 0, 0),
        (Due(LATER, FIRST, 1), 0, 55),
        (Due(review=FIRST), 0, 0),
        (Due(), 0, 0),
    ],
)
def test_late_against_the_first_date_and_over_the_last(due, late, over):
    assert (due.days_late(TODAY), due.days_over(TODAY)) == (late, over)


def test_one_day_is_not_days():
    assert [days(0), days(1), days(2)] == ["0 days", "1 day", "2 days"]
