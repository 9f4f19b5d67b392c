"""The arithmetic of estimates: exact, half-up, and refusing what is not a count or a rate."""

from dataclasses import replace
from decimal import Decimal

import pytest

from estimates import calculation
from estimates.calculation import EXACT_SUM, NO_TOTAL, SUM_OF_ROUNDED, Inputs

TABLE_1 = [(281025, Decimal("4.9")), (292065, Decimal("6.2"))]
TABLE_11 = [
    (2211, Decimal(8)),
    (174, Decimal(24)),
    (110, Decimal(40)),
    (15, Decimal(50)),
    (87, Decimal(50)),
    (94, Decimal(50)),
]
INPUTS = [
    Inputs(1, "Males", 281025, Decimal("4.9")),
    Inputs(2, "Females", 292065, Decimal("6.2")),
]


def test_exact_keeps_every_decimal():
    assert calculation.exact(281025, Decimal("4.9")) == Decimal("13770.225")
    thirds = calculation.exact(3, Decimal("33.333333333333333333"))
    assert thirds == Decimal("0.99999999999999999999")


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [("0.5", 0, "1"), ("1.5", 0, "2"), ("2.5", 0, "3"), ("2.25", 1, "2.3"), ("2.449", 0, "2")],
)
def test_half_up_rounds_a_half_up_never_to_even(value, places, rounded):
    assert calculation.half_up(Decimal(value), places) == Decimal(rounded)


@pytest.mark.parametrize(
    ("count", "percentage", "rounded"),
    [(281025, "4.9", 13770), (750, "10.2", 77), (15, "50", 8), (0, "50", 0), (7, "0", 0)],
)
def test_estimate_is_the_product_rounded_half_up(count, percentage, rounded):
    assert calculation.estimate(count, Decimal(percentage)) == rounded


def test_estimate_at_100_per_cent_is_the_count():
    assert calculation.estimate(7353, Decimal(100)) == 7353


@pytest.mark.parametrize("count", range(0, 2001, 37))
def test_half_up_agrees_with_integer_arithmetic(count):
    for tenths in range(0, 1001, 13):
        assert calculation.estimate(count, Decimal(tenths) / 10) == (count * tenths + 500) // 1000


def test_the_two_total_rules_differ_on_table_11():
    assert calculation.total(TABLE_11, EXACT_SUM) == 361
    assert calculation.total(TABLE_11, SUM_OF_ROUNDED) == 362


def test_total_of_table_1_and_of_nothing():
    assert calculation.total(TABLE_1, EXACT_SUM) == 31878
    assert calculation.total(TABLE_1, NO_TOTAL) is None
    assert calculation.total([], EXACT_SUM) == 0


def test_an_unknown_total_rule_is_named_in_the_refusal():
    with pytest.raises(ValueError, match="Unknown total rule “mean”"):
        calculation.total(TABLE_1, "mean")


@pytest.mark.parametrize(
    ("value", "aloud"),
    [(31878, 32000), (105, 110), (99, 99), (8, 8), (0, 0), (10898, 11000), (995, 1000)],
)
def test_about_is_two_significant_figures(value, aloud):
    assert calculation.about(value) == aloud


@pytest.mark.parametrize(
    ("count", "percentage", "words"),
    [
        (281025, "4.9", "281,025 × 4.9% = 13,770.2"),
        (292065, "6.2", "292,065 × 6.2% = 18,108.0"),
        (6400, "12.5", "6,400 × 12.5% = 800"),
        (24437, "14.0", "24,437 × 14.0% = 3,421.2"),
        (15, "50", "15 × 50% = 7.5"),
    ],
)
def test_sum_in_words(count, percentage, words):
    assert calculation.sum_in_words(count, Decimal(percentage)) == words


def test_fingerprint_is_the_same_in_any_order():
    first = calculation.fingerprint(INPUTS, EXACT_SUM)
    assert first == calculation.fingerprint(INPUTS[::-1], EXACT_SUM)
    assert first == "80a3c0937780feb5bfd9856b147f929295f3e821d15aed7326d8fd524f273528"


@pytest.mark.parametrize(
    "changed",
    [
        {"count": 281026},
        {"percentage": Decimal("4.90")},
        {"label": "Men"},
        {"position": 3},
        {"rate_quotation": "4.9% of men"},
        {"rate_place": "page 3"},
        {"rate_source": "Another survey"},
        {"rate_period": "2016-17"},
        {"base": 5000},
        {"grade": "strong"},
        {"grade_confirmed": True},
        {"interval_low": Decimal(4), "interval_high": Decimal(6), "interval_method": "published"},
        {"count_quotation": "281 025"},
        {"count_place": "Table 2"},
        {"count_source": "Census"},
        {"count_period": "2011"},
        {"count_low": 281000},
        {"count_high": 282000},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_fingerprint_changes_with_every_input(changed):
    before = calculation.fingerprint(INPUTS, EXACT_SUM)
    assert calculation.fingerprint([replace(INPUTS[0], **changed), INPUTS[1]], EXACT_SUM) != before


def test_fingerprint_does_not_change_with_the_way_an_interval_is_stored():
    typed = replace(INPUTS[0], interval_low=Decimal("4.1"), interval_high=Decimal(6))
    stored = replace(INPUTS[0], interval_low=Decimal("4.1000"), interval_high=Decimal("6.0000"))
    assert calculation.fingerprint([typed], EXACT_SUM) == calculation.fingerprint(
        [stored], EXACT_SUM
    )


def test_fingerprint_changes_with_the_total_rule():
    rules = EXACT_SUM, SUM_OF_ROUNDED, NO_TOTAL
    assert len({calculation.fingerprint(INPUTS, rule) for rule in rules}) == 3


@pytest.mark.parametrize("percentage", ["-0.1", "100.1", "NaN", "Infinity"])
def test_a_percentage_outside_0_to_100_is_refused(percentage):
    with pytest.raises(ValueError, match="between 0 and 100"):
        calculation.estimate(10, Decimal(percentage))


def test_a_negative_count_is_refused():
    with pytest.raises(ValueError, match="cannot be negative: -1"):
        calculation.estimate(-1, Decimal(5))


@pytest.mark.parametrize(
    ("count", "percentage", "sentence"),
    [
        (10, 4.9, "must be a Decimal, not float"),
        (10, "4.9", "must be a Decimal, not str"),
        (10.0, Decimal(5), "whole number, not float"),
        (True, Decimal(5), "whole number, not bool"),
    ],
)
def test_floats_and_other_types_are_refused(count, percentage, sentence):
    with pytest.raises(TypeError, match=sentence):
        calculation.estimate(count, percentage)


def test_rounding_a_float_is_refused():
    with pytest.raises(TypeError, match="must be a Decimal, not float"):
        calculation.half_up(2.5)
