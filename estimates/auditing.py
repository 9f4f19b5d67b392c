"""What the pages of an audit show: its lines with their marks, and how far it is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch

from estimates.models import Audit, AuditLine, AuditMark, Revision
from estimates.vocabulary import Verdict
from loneliness.accounts.models import User

SOURCES = tuple(
    f"line__{name}"
    for name in (
        "revision__table", "finding__publication", "finding__group", "population__publication",
    )
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One line of an audit with its marks, the newest first."""

    audit_line: AuditLine
    marks: tuple[AuditMark, ...]

    @property
    def mark(self) -> AuditMark | None:
        """The mark that holds."""
        return self.marks[0] if self.marks else None

    @property
    def is_open(self) -> bool:
        """Whether it is a query that nobody has answered."""
        return bool(self.mark and self.mark.asked_id and not self.mark.answers.all())

    @property
    def state(self) -> str:
        """Where it is, as a word of ``ui.STATUSES``."""
        if self.mark is None:
            return "not-marked"
        if self.mark.verdict == Verdict.QUERY:
            return "query" if self.is_open else "answered"
        return self.mark.verdict


@dataclass(frozen=True)
class AuditPage:
    """One audit with its lines."""

    audit: Audit
    rows: tuple[Row, ...]

    @property
    def done(self) -> int:
        """How many lines are marked."""
        return sum(row.mark is not None for row in self.rows)

    @property
    def tally(self) -> list[tuple[str, int]]:
        """How many lines there are of each state."""
        return sorted(Counter(row.state for row in self.rows).items())

    @property
    def is_ready(self) -> bool:
        """Whether every line is marked and no query is open."""
        return self.done == len(self.rows) and not any(row.is_open for row in self.rows)


def audit_page(audit: Audit) -> AuditPage:
    """An audit with every line, mark and answer. Three queries."""
    marks = AuditMark.objects.select_related("marked_by", "asked").prefetch_related(
        "answers__answered_by"
    )
    lines = audit.lines.select_related(*SOURCES).prefetch_related(Prefetch("marks", queryset=marks))
    return AuditPage(audit, tuple(Row(line, tuple(line.marks.all())) for line in lines))


def asked_of(user: User) -> Sequence[AuditMark]:
    """The queries that hold, that a person was asked and has not answered. One query."""
    later = AuditMark.objects.filter(audit_line=OuterRef("audit_line"), pk__gt=OuterRef("pk"))
    rows = AuditMark.objects.filter(asked=user, answers=None, audit_line__audit__signed_by=None)
    rows = rows.filter(~Exists(later))
    return list(rows.select_related("audit_line__line__revision__table", "marked_by"))


def progress() -> list[tuple[Audit, int, int]]:
    """Each audit, how many of its lines are marked and how many there are. Two queries."""
    audits = Audit.objects.select_related("started_by", "signed_by").prefetch_related(
        "lines__marks"
    )
    return [
        (audit, sum(bool(line.marks.all()) for line in audit.lines.all()), len(audit.lines.all()))
        for audit in audits
    ]


def marks_by_table() -> dict[int, Counter[str]]:
    """By table, how many lines of the answers in force have each verdict as their newest mark.

    Lines that no audit has marked are left out. One query.
    """
    newest: dict[int, tuple[int, str]] = {}
    in_force = Revision.objects.in_force().values("pk")
    marks = AuditMark.objects.filter(audit_line__line__revision__in=in_force).order_by("pk")
    for line, table, verdict in marks.values_list(
        "audit_line__line", "audit_line__line__revision__table", "verdict"
    ):
        newest[line] = (table, verdict)
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for table, verdict in newest.values():
        found[table][verdict] += 1
    return found
