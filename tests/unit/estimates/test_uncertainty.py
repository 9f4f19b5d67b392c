"""Intervals: Wilson's beside frozen reference values, carried through products and sums.

``wilson.csv`` holds what statsmodels 0.15.0 gives: proportion_confint(share, base, 0.05, "wilson").
"""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimates import calculation, uncertainty

D = Decimal
FROZEN = [
    line.split(",") for line in (Path(__file__).parent / "wilson.csv").read_text().splitlines()[1:]
]
percentages = st.decimals(0, 100, places=2)
bases = st.integers(1, 1_000_000)
counts = st.integers(0, 10_000_000)


@pytest.mark.parametrize(("share", "base", "low", "high"), FROZEN)
def test_wilson_is_that_of_the_reference(share, base, low, high):
    percentage = 100 * D(share) / D(base)
    low_end, high_end = uncertainty.wilson(percentage, int(base))
    assert abs(low_end - D(low)) <= D("0.0001")
    assert abs(high_end - D(high)) <= D("0.0001")


@given(percentages, bases)
def test_wilson_holds_the_percentage_and_stays_within_0_and_100(percentage, base):
    low, high = uncertainty.wilson(percentage, base)
    assert 0 <= low <= percentage + D("0.0001")
    assert percentage - D("0.0001") <= high <= 100


@given(percentages, st.integers(1, 100_000))
def test_more_answers_make_a_narrower_interval(percentage, base):
    few, many = uncertainty.wilson(percentage, base), uncertainty.wilson(percentage, base * 4)
    assert many[1] - many[0] <= few[1] - few[0]


def test_no_answers_have_no_interval():
    with pytest.raises(ValueError, match="needs at least one answer"):
        uncertainty.wilson(D(5), 0)


def test_a_published_interval_is_carried_through_the_product():
    assert uncertainty.product(1000, D("5.0"), (D("4.0"), D("6.5"))) == (D(40), D(65))


def test_a_percentage_without_an_interval_gives_none_however_sure_the_count_is():
    assert uncertainty.product(1000, D(5), None, (990, 1010)) is None


def test_the_count_adds_its_part():
    """50 ± 10 of the percentage and ± 7.5 of the count: √(10² + 7.5²) is 12.5."""
    found = uncertainty.product(1000, D(5), (D(4), D(6)), (850, 1150))
    assert found == (D("37.5"), D("62.5"))
    assert uncertainty.rate_part(1000, D(5), (D(4), D(6))) == uncertainty.Part(D(10), D(10))
    assert uncertainty.count_part(1000, D(5), (850, 1150)) == uncertainty.Part(D("7.5"), D("7.5"))


def test_percentages_that_err_apart_are_joined_by_squares():
    lines = [(D(50), (D(47), D(53)), "men"), (D(60), (D(56), D(64)), "women")]
    assert uncertainty.total(lines) == (D(105), D(115))


def test_lines_of_one_percentage_err_together():
    lines = [(D(50), (D(47), D(53)), "all"), (D(60), (D(56), D(64)), "all")]
    assert uncertainty.total(lines) == (D(103), D(117))


def test_a_total_with_a_line_of_no_interval_has_none():
    assert uncertainty.total([(D(50), (D(47), D(53)), "men"), (D(60), None, "women")]) is None
    assert uncertainty.total([]) is None


@pytest.mark.parametrize(
    ("value", "interval", "shown"),
    [
        ("31878", ("30348", "33408"), 32000),  # half of the width is 1,530
        ("31878", ("31728", "32028"), 31900),  # 150
        ("31878", ("31877", "31879"), 31878),
        ("31878", ("1878", "61878"), 30000),
        ("4", ("4", "4"), 4),
    ],
)
def test_a_figure_is_shown_to_the_place_its_interval_supports(value, interval, shown):
    assert uncertainty.supported(D(value), tuple(map(D, interval))) == shown


def test_an_interval_is_said_in_rounded_words():
    assert uncertainty.in_words((D("30348.2"), D("33408.9"))) == "30,000 to 33,000"


@given(counts, percentages, bases)
def test_every_product_lies_within_its_interval(count, percentage, base):
    rate = uncertainty.wilson(percentage, base)
    low, high = uncertainty.product(count, percentage, rate)
    exact = calculation.exact(count, percentage)
    slack = calculation.exact(count, D("0.0001")) + D("0.000001")
    assert low - slack <= exact <= high + slack
