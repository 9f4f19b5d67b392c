"""A number in words, ready to be read aloud."""

from __future__ import annotations

import datetime

from estimates import calculation
from estimates.models import Revision
from estimates.selectors import TableAnswer, VersionPage
from estimates.vocabulary import RevisionKind

NO_TOTAL = "This table has no answer in one figure: its lines are read one by one, not added up."

MOST_NAMED = 8  # lines or areas that a listener can follow


def aloud(answer: TableAnswer) -> str:
    """The table's figure in sentences: about how many, of whom, how worked out, and what else.

    "About 32,000, printed as 31,878. An estimate, not a count: …"
    """
    if answer.revision is None:
        return "This table has no answer yet: no version of it has been approved."
    if answer.total is None:
        return NO_TOTAL
    parts = [_first(answer), _how(answer)]
    if answer.others:
        parts.append(_others(answer))
    return " ".join(parts)


def _first(answer: TableAnswer) -> str:
    printed = answer.printed_total
    beside = f", printed as {printed:,}" if printed is not None else ""
    between = f" It may be anything from {answer.interval_in_words}." if answer.interval else ""
    return f"About {answer.about:,}{beside}.{between}"


def _how(answer: TableAnswer) -> str:
    rates = " and ".join(_rates(answer))
    unit = answer.table.get_unit_display().lower()
    areas = sorted({item.line.population.area.name for item in answer.lines})
    area = ", ".join(areas) if len(areas) <= MOST_NAMED else f"{len(areas):,} areas"
    when = ", ".join(sorted({item.line.count_period for item in answer.lines} - {""}))
    dated = f" ({when})" if when else ""
    return (
        f"An estimate, not a count: {rates}, applied to {answer.population:,} {unit} "
        f"in {area}{dated}."
    )


def _rates(answer: TableAnswer) -> list[str]:
    """The percentages, gathered by the publication they are from."""
    by_source: dict[str, list[str]] = {}
    few = len(answer.lines) <= MOST_NAMED
    for item in answer.lines:
        rates = by_source.setdefault(item.line.rate_source, [])
        whom = f" of {item.line.label[:1].lower()}{item.line.label[1:]}" if few else ""
        words = f"{item.line.printed_percentage}%{whom}"
        if words not in rates:
            rates.append(words)
    return [f"{_listed(_same_rate(rates))} from {source}" for source, rates in by_source.items()]


def _same_rate(rates: list[str]) -> list[str]:
    """One percentage for all lines is said once."""
    percentages = {rate.split("%")[0] for rate in rates}
    return [f"{percentages.pop()}%"] if len(percentages) == 1 and len(rates) > 1 else rates


def _listed(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]


def _others(answer: TableAnswer) -> str:
    figures = [f"{other.estimate:,} ({_short(other)})" for other in answer.others]
    return f"Other figures for the same people: {_listed(figures)}."


def _short(other: object) -> str:
    table = getattr(other, "table", None)
    return f"Table {table.number}" if table else str(getattr(other, "words", ""))


def notice(page: VersionPage, address: str) -> str:
    """The notice of a correction, ready to be sent; empty for a version of another kind.

    ``address`` is the version's address in full.
    """
    revision, before = page.revision, page.before
    if revision.kind != RevisionKind.CORRECTION or before is None:
        return ""
    day = f"On {revision.approved_at:%-d %B %Y}" if revision.approved_at else "When it is approved"
    return (
        f"Correction. {day} Table {page.table.number}, {page.table.title}, was corrected. "
        f"It said {_figure(before)}; it says {_figure(revision)}. What was wrong: "
        f"{revision.reason} How much it matters: {revision.get_severity_display().lower()}. "
        f"Please use the new figure wherever you quoted the old one: {address}"
    )


def cite(answer: TableAnswer, address: str, day: datetime.date) -> str:
    """How to cite the table's answer in force, read on a day at its address in full."""
    if answer.revision is None:
        return ""
    return (
        f"Leicestershire County Council, Loneliness needs register: Table {answer.table.number}, "
        f"{answer.table.title}, version {answer.revision.number} of "
        f"{answer.revision.created_at:%-d %B %Y}. {address} (read on {day:%-d %B %Y})."
    )


def _figure(revision: Revision) -> str:
    if revision.total is None:
        return "no total"
    return f"{revision.total:,} (about {calculation.about(revision.total):,})"
