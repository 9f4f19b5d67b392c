"""Folding of words and figures, so that search finds "31,878" as 31878 on both databases."""

import re
import unicodedata
from decimal import Decimal

MOST_TERMS = 20  # a longer query is a pasted text, and a database refuses thousands
TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?%?|[^\W\d]+")


def tokens(text: str) -> list[str]:
    """Split into folded words (no accents, lower case) and figures (no thousands commas)."""
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", text)
        if not unicodedata.combining(letter)
    )
    return [token.replace(",", "") for token in TOKEN.findall(plain.casefold())]


def fold(*parts: str) -> str:
    """Join the folded tokens of all parts, with a space at both ends of each."""
    return f" {' '.join(token for part in parts for token in tokens(part))} "


def search_terms(query: str) -> list[tuple[str, ...]]:
    """What must stand in a folded text, each with its other spellings.

    Figures stand whole, with or without the per cent sign; words by their beginning.
    """
    return [_spellings(token) for token in dict.fromkeys(tokens(query))][:MOST_TERMS]


def _spellings(token: str) -> tuple[str, ...]:
    if not token[0].isdigit():
        return (f" {token}",)
    return (f" {token} ",) if token.endswith("%") else (f" {token} ", f" {token}% ")


def decimals_typed(value: Decimal) -> int:
    """How many decimals a figure was typed with: 14.0 has one."""
    return max(-int(value.as_tuple().exponent), 0)


def plain_number(value: Decimal) -> str:
    """A figure without the noughts the database adds: 4.5000 is 4.5."""
    written = f"{value:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written
