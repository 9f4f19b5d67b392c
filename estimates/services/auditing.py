"""Audits: started, marked line by line, answered by officers, signed."""

from __future__ import annotations

import random
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from estimates import policies
from estimates.auditing import audit_page
from estimates.models import Audit, AuditAnswer, AuditLine, AuditMark, Revision, RevisionLine
from loneliness.accounts.models import User
from loneliness.records import services as records

ONLY_REVIEWER_AUDITS = "Only a reviewer may audit."
SIGNED = "The report of this audit is signed: it is not changed any more."


def lines_in_force() -> list[RevisionLine]:
    """Every line of the answers in force of the current tables, in order. One query."""
    versions = Revision.objects.in_force().filter(table__chapter__replaced_by=None)
    lines = RevisionLine.objects.filter(revision__in=versions)
    return list(
        lines.select_related("revision__table").order_by("revision__table__number", "position")
    )


def drawn(lines: Sequence[RevisionLine], size: int, seed: int) -> list[RevisionLine]:
    """A random sample of the lines, the same for the same lines, size and seed, in their order."""
    chosen = random.Random(seed).sample(range(len(lines)), min(size, len(lines)))  # noqa: S311
    return [lines[index] for index in sorted(chosen)]


@transaction.atomic
def start_audit(*, by: User, title: str, size: int | None = None, seed: int | None = None) -> Audit:
    """Begin an audit of every line in force, or of a sample of ``size`` lines drawn with ``seed``.

    The same audit begun twice is kept once, until a line of it is marked. PermissionDenied for
    anybody but a reviewer; ValidationError for a sample without both numbers.
    """
    records.require(policies.may_audit(by), ONLY_REVIEWER_AUDITS)
    lines = lines_in_force()
    if (size is None) != (seed is None):
        raise ValidationError("A sample needs both: how many lines, and the number it starts from.")
    if size is not None and seed is not None:
        lines = drawn(lines, size, seed)
    if not lines:
        raise ValidationError("There is no line to audit.")
    audit = Audit(title=title, seed=seed, started_by=by)
    twin = _begun_already(audit, lines)
    if twin:
        return twin
    records.save(audit, by=by)
    AuditLine.objects.bulk_create(
        AuditLine(audit=audit, line=line, position=position)
        for position, line in enumerate(lines, start=1)
    )
    return audit


@transaction.atomic
def mark(
    audit_line: AuditLine, *, by: User, verdict: str, note: str = "", asked: User | None = None
) -> AuditMark:
    """Say of a line whether you agree; a query goes to a named officer.

    PermissionDenied for anybody but a reviewer; ValidationError once the report is signed. The
    same mark twice is kept once.
    """
    records.require(policies.may_audit(by), ONLY_REVIEWER_AUDITS)
    _refuse_signed(audit_line.audit_id)
    given = AuditMark(
        audit_line=audit_line, verdict=verdict, note=note.strip(), asked=asked, marked_by=by
    )
    newest = audit_line.marks.first()
    if newest and _says(newest) == _says(given):
        return newest
    if asked and not policies.may_enter_estimates(asked):
        raise ValidationError({"asked": "Choose an evidence officer."})
    given.full_clean()
    given.save()
    return given


@transaction.atomic
def answer_query(query: AuditMark, *, by: User, answer: str) -> AuditAnswer:
    """Answer a query that one was asked. PermissionDenied for anybody else."""
    records.require(query.asked_id == by.pk, "Only the officer who is asked may answer.")
    _refuse_signed(query.audit_line.audit_id)
    newest = query.answers.first()
    if newest and newest.answer == answer.strip():
        return newest
    given = AuditAnswer(mark=query, answer=answer.strip(), answered_by=by)
    given.full_clean()
    given.save()
    return given


@transaction.atomic
def sign_audit(audit: Audit, *, by: User, conclusion: str, expected_version: int) -> Audit:
    """Sign the report: every line is marked and no query is open. Nothing changes afterwards."""
    records.require(policies.may_audit(by), ONLY_REVIEWER_AUDITS)
    _refuse_signed(audit.pk)
    page = audit_page(audit)
    if page.done < len(page.rows):
        raise ValidationError(f"{len(page.rows) - page.done} lines are not marked yet.")
    waiting = sum(row.is_open for row in page.rows)
    if waiting:
        raise ValidationError(f"{waiting} queries are not answered yet.")
    audit.conclusion, audit.signed_by, audit.signed_at = conclusion.strip(), by, timezone.now()
    return records.save(audit, by=by, expected_version=expected_version, reason="Signed")


def _begun_already(audit: Audit, lines: Sequence[RevisionLine]) -> Audit | None:
    """The same person's audit of the same lines that nobody has marked or signed yet."""
    User.objects.select_for_update().get(pk=audit.started_by_id)
    alike = Audit.objects.filter(title=audit.title, seed=audit.seed, started_by=audit.started_by)
    for one in alike.filter(signed_by=None, lines__marks=None).distinct():
        page = audit_page(one)
        if not page.done and [row.audit_line.line_id for row in page.rows] == [
            line.pk for line in lines
        ]:
            return one
    return None


def _says(given: AuditMark) -> tuple[object, ...]:
    return given.verdict, given.note, given.asked_id, given.marked_by_id


def _refuse_signed(audit: int) -> None:
    if Audit.objects.select_for_update().get(pk=audit).is_signed:
        raise ValidationError(SIGNED)
