"""The ages that a finding or a count is about."""

from __future__ import annotations

AGES_DISORDERED = "The first age must not be above the last."


def ages_in_words(age_from: int | None, age_to: int | None) -> str:
    """16 and over, under 18, 16 to 24, or nothing when neither is stated."""
    if age_from is not None and age_to is not None:
        return f"{age_from} to {age_to}"
    if age_from is not None:
        return f"{age_from} and over"
    return f"up to {age_to}" if age_to is not None else ""
