"""Gaps to mend: what is missing in the register or contradicts itself, with where to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from django.urls import reverse
from django.utils import timezone

from estimates.checking import Gathered, check, gathered
from estimates.models import EstimateTable, Revision, Verification
from estimates.selectors import TableAnswer, answers
from evidence.models import Finding, Publication
from evidence.vocabulary import Identification, QuotedFrom
from loneliness.accounts.models import User
from loneliness.accounts.roles import Role
from loneliness.records.models import AcceptedGap
from loneliness.register.action_gaps import action_gaps
from loneliness.register.checks import checks
from loneliness.register.gap import NOT_KNOWN, Gap


def gaps(*, mine: User | None = None, accepted: bool = False) -> list[Gap]:
    """Every gap, the most serious first; with ``mine`` those that the person's roles mend.

    Those accepted for now are left out unless ``accepted``. Some fifty queries, however many
    gaps there are.
    """
    tables = answers()
    found: Iterable[Gap] = (
        *_failing_rows(),
        *_tables_without_answer(),
        *_drafts(),
        *_needs_checking(tables),
        *_faults(tables),
        *_unidentified(),
        *_originals_not_checked(),
        *action_gaps(timezone.localdate(), tables),
    )
    if mine is not None:
        found = (gap for gap in found if mine.has_role(gap.role))
    found = _with_acceptances(found)
    if not accepted:
        found = (gap for gap in found if gap.acceptance is None)
    return sorted(found, key=lambda gap: gap.seriousness)


def _with_acceptances(found: Iterable[Gap]) -> Iterator[Gap]:
    """Each gap with the acceptance that covers it today, if one does."""
    today = timezone.localdate()
    rows = AcceptedGap.objects.filter(review_on__gte=today).select_related("accepted_by")
    known = {row.identity: row for row in rows}
    for gap in found:
        row = known.get(gap.identity)
        covered = row is not None and row.holds(gap.sentence, today)
        yield replace(gap, acceptance=row) if covered else gap


def _failing_rows() -> Iterator[Gap]:
    newest = Verification.objects.first()
    for sentence in newest.sentences if newest else ():
        yield Gap(
            "row-changed", "A row was changed behind the register’s back",
            sentence.split(":")[0], sentence, reverse("operations"), Role.ADMINISTRATOR, 0,
        )  # fmt: skip


def _tables_without_answer() -> Iterator[Gap]:
    answered = Revision.objects.in_force().values("table")
    for table in EstimateTable.objects.current().exclude(pk__in=answered):
        yield _of_table(
            table, "no-answer", "A table without an answer",
            "No version of it has been approved.", table.get_absolute_url(), Role.OFFICER,
        )  # fmt: skip


def _drafts() -> Iterator[Gap]:
    for draft in Revision.objects.filter(approved_by=None).select_related("table"):
        if not draft.is_overtaken:
            yield _of_table(
                draft.table, "draft-waits", "A version waits for approval",
                f"Version {draft.number} waits for a reviewer.", draft.get_absolute_url(),
                Role.REVIEWER,
            )  # fmt: skip


def _needs_checking(tables: Sequence[TableAnswer]) -> Iterator[Gap]:
    for item in checks(tables=tables).still_open:
        yield Gap(
            "needs-checking", "Needs checking again", str(item.change.publication),
            f"{item.change.sentence} {len(item.still_open)} records stand on it unchecked.",
            reverse("check", args=[item.change.pk]), Role.REVIEWER,
        )  # fmt: skip


def _faults(tables: Sequence[TableAnswer]) -> Iterator[Gap]:
    for one in gathered(check(everything=tables)):
        if not one.is_answered:
            yield _fault(one)


def _fault(one: Gathered) -> Gap:
    rule = one.rule
    link, role = one.get_absolute_url(), Role.OFFICER if rule.unknown else Role.REVIEWER
    return _of_table(one.table, rule.name, rule.title, one.sentence, link, role, rule.seriousness)


def _unidentified() -> Iterator[Gap]:
    unknown = Publication.objects.kept().filter(identification=Identification.NOT_IDENTIFIED)
    for publication in unknown:
        yield Gap(
            "not-identified", "Publication not identified", str(publication),
            "Which document the chapter means is not known.", publication.get_absolute_url(),
            Role.OFFICER, NOT_KNOWN,
        )  # fmt: skip


def _originals_not_checked() -> Iterator[Gap]:
    rows = Finding.objects.behind_tables().filter(quoted_from=QuotedFrom.CHAPTER)
    for finding in rows.filter(source_checks=None).select_related("group"):
        yield Gap(
            "original-not-checked", "Original not checked", str(finding),
            "It carries a table and is quoted from the chapter only.",
            reverse("evidence:check-original", args=[finding.key]), Role.OFFICER, NOT_KNOWN,
        )  # fmt: skip


def _of_table(
    table: EstimateTable,
    rule: str,
    title: str,
    sentence: str,
    link: str,
    role: Role,
    seriousness: int = 1,
) -> Gap:
    name = f"Table {table.number}"
    return Gap(rule, title, name, sentence, link, role, seriousness, table.number)
