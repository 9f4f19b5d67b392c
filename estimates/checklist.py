"""The checklist of a table: is it trustworthy, is it good, is it of use? Filled from the record.

The questions follow the Aqua Book (HM Treasury, 2025) on quality assurance of analysis and the
three pillars of the Code of Practice for Statistics: trustworthiness, quality and value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from estimates.checking import Gathered
from estimates.models import AuditMark, Revision, RevisionLine
from estimates.selectors import LineAnswer, TableAnswer
from estimates.services import verify_revision
from estimates.vocabulary import RevisionKind, Verdict
from evidence.vocabulary import QuotedFrom

TRUST, QUALITY, VALUE = "Trustworthiness", "Quality", "Value"
SYSTEM = "the chapter's own figures are entered by the register"


@dataclass(frozen=True)
class Item:
    """One question, whether it is met, and what in the record says so."""

    pillar: str
    question: str
    is_met: bool
    because: str


def checklist(answer: TableAnswer, found: Sequence[Gathered]) -> list[Item]:
    """Every question of the list for a table with an answer. Three queries."""
    if answer.revision is None:
        return []
    return [*_trust(answer, answer.revision), *_quality(answer, found), *_value(answer)]


def _trust(answer: TableAnswer, revision: Revision) -> Iterator[Item]:
    two = revision.author_id != revision.approved_by_id
    by = f"made by {revision.author}, approved by {revision.approved_by}" if two else SYSTEM
    yield Item(TRUST, "Made by one person and approved by another?", two, by)
    failures = list(verify_revision(answer.table, revision))
    yield Item(
        TRUST, "Does every number still follow from its inputs?", not failures,
        " ".join(failures) or f"worked out again; fingerprint {revision.fingerprint[:12]}…",
    )  # fmt: skip
    standings = {item.line.finding.publication.standing for item in answer.lines}
    standings |= {item.line.population.publication.standing for item in answer.lines}
    overtaken = sorted(standings - {"current", "newer-edition"})
    became = f"a source was {' and '.join(overtaken)}" if overtaken else "none was replaced"
    yield Item(TRUST, "Does every source still stand?", not overtaken, became)


def _quality(answer: TableAnswer, found: Sequence[Gathered]) -> Iterator[Item]:
    lines = answer.lines
    yield _share(QUALITY, "Was each quotation compared with the source itself?", lines, _original)
    yield _share(QUALITY, "Is each percentage confirmed by a second person?", lines, _confirmed)
    yield _share(QUALITY, "Is each source's grade confirmed?", lines, _grade_confirmed)
    yield _share(QUALITY, "Is it known how far each percentage may be out?", lines, _interval)
    if answer.revision and answer.revision.kind == RevisionKind.AS_PRINTED:
        agrees = "every figure is the one printed" if answer.agrees else "a figure differs"
        yield Item(QUALITY, "Do print and sum agree?", answer.agrees, agrees)
    waiting = [one for one in found if not one.rule.unknown and not one.is_answered]
    yield Item(
        QUALITY, "Is everything that does not match answered by a reviewer?", not waiting,
        f"{len(waiting)} rules wait for an answer" if waiting else "nothing waits",
    )  # fmt: skip
    agreed = _agreed([item.line for item in lines])
    yield Item(
        QUALITY, "Was each line audited and agreed?", agreed == len(lines),
        f"{agreed} of {len(lines)} lines",
    )  # fmt: skip


def _value(answer: TableAnswer) -> Iterator[Item]:
    chosen = answer.table.quoted_because or answer.quoted or not answer.others
    yield Item(
        VALUE, "Is it clear which figure to quote for these people?", bool(chosen),
        "others give another figure and none is chosen" if not chosen else "it is",
    )  # fmt: skip
    yield _share(VALUE, "Is it said when and where each percentage is of?", answer.lines, _dated)
    reviewed = [item for item in answer.lines if item.line.finding.publication.review_by]
    yield Item(
        VALUE, "Is a day set to look at each source again?", len(reviewed) == len(answer.lines),
        f"{len(reviewed)} of {len(answer.lines)} lines",
    )  # fmt: skip


def _share(
    pillar: str, question: str, lines: Sequence[LineAnswer], holds: Callable[[LineAnswer], bool]
) -> Item:
    met = sum(holds(item) for item in lines)
    return Item(pillar, question, met == len(lines), f"{met} of {len(lines)} lines")


def _original(item: LineAnswer) -> bool:
    finding = item.line.finding
    checked = any(check.outcome == "agrees" for check in finding.source_checks.all())
    return checked or finding.quoted_from == QuotedFrom.SOURCE


def _confirmed(item: LineAnswer) -> bool:
    return item.line.finding.is_confirmed


def _grade_confirmed(item: LineAnswer) -> bool:
    return bool(item.appraisal and item.appraisal.is_confirmed)


def _interval(item: LineAnswer) -> bool:
    return item.line.interval is not None


def _dated(item: LineAnswer) -> bool:
    finding = item.line.finding
    return bool(finding.period and finding.area_id)


def _agreed(lines: Iterable[RevisionLine]) -> int:
    """How many of the lines have “agree” as the newest mark of any audit. One query."""
    newest: dict[int, str] = {}
    marks = AuditMark.objects.filter(audit_line__line__in=list(lines)).order_by("pk")
    for line, verdict in marks.values_list("audit_line__line", "verdict"):
        newest[line] = verdict
    return sum(verdict == Verdict.AGREE for verdict in newest.values())
