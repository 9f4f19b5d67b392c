"""What leaves the register of one table: its rows with their sources, and what they are about."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from decimal import Decimal

from estimates import reading
from estimates.checking import Gathered
from estimates.guard import Fault
from estimates.models import RevisionLine
from estimates.selectors import LineAnswer, TableAnswer

HEADINGS = (
    "Line", "Count", "Percentage", "Exact", "Estimate", "Printed", "Lower end (95%)",
    "Upper end (95%)", "Quotation", "Place", "Publication", "Asked", "Grade", "Confirmed",
    "Quotation of the count", "Place of the count", "Counted by", "Counted", "Gaps",
)  # fmt: skip


def rows(answer: TableAnswer, found: Sequence[Gathered]) -> Iterator[list[object]]:
    """A heading and a row a line, each with its sources, its grade and what is missing."""
    yield list(HEADINGS)
    for item in answer.lines:
        yield [*numbers(item), *sources(item, found)]


def numbers(item: LineAnswer) -> list[object]:
    """The line's sum: count, percentage, exact and rounded result, print and interval."""
    line = item.line
    ends: tuple[Decimal | None, Decimal | None] = line.interval or (None, None)
    return [
        line.label, line.count, line.printed_percentage, plain(line.exact), line.estimate,
        item.printed, *(None if end is None else plain(end) for end in ends),
    ]  # fmt: skip


def plain(value: Decimal) -> Decimal:
    """The value without noughts at its end that say nothing, and never as a power of ten."""
    return Decimal(f"{value.normalize():f}")


def sources(item: LineAnswer, found: Sequence[Gathered]) -> list[object]:
    """The words and places the line stands on, the grade, and what the rules find in it."""
    line = item.line
    return [
        line.rate_quotation, line.rate_place, line.rate_source, line.rate_period,
        line.get_grade_display() or "Not graded", "yes" if line.grade_confirmed else "no",
        line.count_quotation, line.count_place, line.count_source, line.count_period,
        "; ".join(gaps_of(line, found)),
    ]  # fmt: skip


def gaps_of(line: RevisionLine, found: Sequence[Gathered]) -> list[str]:
    """What the rules find in one line, or in the percentage it uses, and nobody has answered."""
    said = []
    for group in found:
        own = [one for one in group.found if one.fault.position == line.position]
        shared = [one for one in group.found if _shares_rate(one.fault, line)]
        said += [
            f"{one.fault.rule.title}: {one.fault.sentence}"
            for one in own or shared[:1]
            if not one.answered
        ]
    return said


def _shares_rate(fault: Fault, line: RevisionLine) -> bool:
    """Whether a fault of the percentage itself was found where another line uses it first."""
    return bool(fault.rule.of_rate and fault.line and fault.line.finding_id == line.finding_id)


def about(
    answer: TableAnswer, found: Sequence[Gathered], address: str, day: datetime.date
) -> list[tuple[str, str]]:
    """What a table is about, as pairs of name and words: to stand beside its numbers."""
    revision = answer.revision
    if revision is None:
        return [("Table", str(answer.table)), ("Version", "none is approved yet")]
    approved = f"{revision.approved_at:%-d %B %Y}" if revision.approved_at else "not yet"
    return [
        ("Table", str(answer.table)),
        ("Read aloud", reading.aloud(answer)),
        ("Version", f"{revision.number}, {revision.get_kind_display().lower()}"),
        ("Why", revision.reason),
        ("Approved", f"{revision.approved_by or 'nobody'}, {approved}"),
        ("Total", f"{revision.get_total_rule_display()}"),
        ("Interval", answer.interval_in_words or "not known"),
        ("Weakest evidence", _weakest(answer)),
        ("Fingerprint of its inputs", revision.fingerprint),
        ("Gaps of the whole table", _whole(found)),
        ("Cautions", " ".join(caveat.sentence for caveat in answer.caveats)),
        ("Cite", reading.cite(answer, address, day)),
    ]


def _whole(found: Sequence[Gathered]) -> str:
    faults = [one.fault for group in found for one in group.found if not one.answered]
    said = [f"{fault.rule.title}: {fault.sentence}" for fault in faults if fault.line is None]
    return "; ".join(said) or "none"


def _weakest(answer: TableAnswer) -> str:
    weakest = answer.evidence.weakest
    if weakest is None:
        return "not graded"
    return f"{weakest.get_grade_display()}, {weakest.publication} ({answer.evidence.tally})"
