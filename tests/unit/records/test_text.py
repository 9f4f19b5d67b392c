"""Folding of words and figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loneliness.records.text import fold, search_terms, tokens


def found(query, text):
    """Whether a query finds a text, as the database decides it."""
    terms = search_terms(query)
    folded = fold(text)
    return bool(terms) and all(any(one in folded for one in spellings) for spellings in terms)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("31,878", "an estimate of 31878 people"),
        ("31878", "31,878 in all"),
        ("5.5", "just over 5.5% felt lonely"),
        ("11.4 %", "11.4% live alone"),
        ("5.5%", "just over 5.5% felt lonely"),
        ("CAFE", "the Café’s regulars"),
        ("lonel", "Loneliness among carers"),
        ("carers lonely", "Lonely carers"),
    ],
)
def test_finds(query, text):
    assert found(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("31,87", "31,878"),
        ("5%", "5.5%"),
        ("878", "31,878"),
        ("ness", "loneliness"),
        ("", "anything"),
        ("—", "—"),
    ],
)
def test_does_not_find(query, text):
    assert not found(query, text)


@given(st.integers(min_value=0, max_value=10**12))
def test_a_number_is_found_with_and_without_commas(number):
    assert found(f"{number:,}", f"some {number} people")
    assert found(f"{number}", f"some {number:,} people")


@given(st.text())
def test_a_text_is_found_by_its_own_words(text):
    assert found(text, text) or not tokens(text)


@given(st.text(), st.text())
def test_folding_two_parts_keeps_the_tokens_of_both(one, other):
    assert fold(one, other).split() == tokens(one) + tokens(other)


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
