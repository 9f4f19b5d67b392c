"""Tables, their lines and cautions: entered, answered, chosen to be quoted."""

from __future__ import annotations

from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from estimates import policies
from estimates.checking import Gathered
from estimates.models import Caveat, EstimateLine, EstimateTable
from loneliness.accounts.models import User
from loneliness.records import services as records

ONLY_REVIEWER_QUOTES = "Only a reviewer may choose the figure to quote."
ONLY_REVIEWER = "Only a reviewer may answer a caution."

# What an answer is to, and the fields of the answer as they are while there is none.
ASKED = ("sentence", "rule", "table_id", "line_id", "finding_id")
NOT_ANSWERED = {"answer": "", "answered_by_id": None, "answered_at": None}

R = TypeVar("R", EstimateTable, EstimateLine, Caveat)


def check_enter(record: R, *, by: User) -> None:
    """Complete what the register fills in and check the record as a save would.

    ValidationError says what is wrong; nothing is saved.
    """
    if isinstance(record, EstimateLine) and record.position is None:
        highest = record.table.lines.aggregate(Max("position")) if record.table.pk else {}
        record.position = (highest.get("position__max") or 0) + 1
    if isinstance(record, Caveat):
        if record.line and record.line.table_id != record.table_id:
            raise ValidationError({"line": "This line stands in another table."})
        if not record.key:
            about = record.line or record.table or record.finding or "caution"
            record.key = records.new_key(Caveat, "key", about, record.kind)


@transaction.atomic
def enter(record: R, *, by: User, expected_version: int | None = None, reason: str = "") -> R:
    """Save a new or corrected table, line or caution; the table's figures are found at once.

    PermissionDenied for anybody but an evidence officer, ValidationError for a bad record,
    StaleRecord when somebody saved since ``expected_version`` was read.
    """
    records.require(
        policies.may_enter_estimates(by), "Only an evidence officer may build estimates."
    )
    check_enter(record, by=by)
    if isinstance(record, Caveat):
        _ask_again(record)
    records.save(record, by=by, expected_version=expected_version, reason=reason)
    if isinstance(record, EstimateLine):
        refresh_search(record.table)
    return record


@transaction.atomic
def answer_caveat(
    caveat: Caveat, *, by: User, answer: str, expected_version: int | None = None
) -> Caveat:
    """Answer a caution: why the figure may stand all the same.

    PermissionDenied for anybody but a reviewer, StaleRecord when the caution changed meanwhile.
    """
    records.require(policies.may_answer(by), ONLY_REVIEWER)
    caveat.answer = answer.strip()
    if not caveat.answer:
        raise ValidationError({"answer": "Write why the figure may stand all the same."})
    caveat.answered_by = by
    caveat.answered_at = timezone.now()
    return records.save(caveat, by=by, expected_version=expected_version, reason="Answered")


@transaction.atomic
def answer_rule(table: EstimateTable, found: Gathered, *, by: User, answer: str) -> Caveat:
    """Answer all that one rule finds in a table; a caution of the rule is made when there is none.

    PermissionDenied for anybody but a reviewer, ValidationError without words.
    """
    records.require(policies.may_answer(by), ONLY_REVIEWER)
    table = EstimateTable.objects.select_for_update().get(pk=table.pk)
    rule = found.rule
    caveat = Caveat.objects.filter(table=table, line=None, rule=rule.name).first()
    if caveat is None:
        key = records.new_key(Caveat, "key", f"t{table.number}", rule.name)
        caveat = Caveat(
            key=key, table=table, kind=rule.kind, sentence=found.sentence, rule=rule.name
        )
    return answer_caveat(caveat, by=by, answer=answer)


@transaction.atomic
def quote(
    table: EstimateTable,
    *,
    by: User,
    reason: str,
    instead_of: tuple[EstimateTable, ...] = (),
) -> EstimateTable:
    """Choose the table's figure as the one to quote, with the reason; the others lose it."""
    records.require(policies.may_approve_estimates(by), ONLY_REVIEWER_QUOTES)
    if not reason.strip():
        raise ValidationError({"reason": "Say why this is the figure to quote."})
    for each in sorted((table, *instead_of), key=lambda one: one.pk):
        each.refresh_from_db(from_queryset=EstimateTable.objects.select_for_update())
    for other in instead_of:
        if other.quoted_because:
            other.quoted_because = ""
            records.save(other, by=by, reason=f"Table {table.number} was chosen to be quoted")
    table.quoted_because = reason.strip()
    return records.save(table, by=by, reason="Chosen to be quoted")


def refresh_search(table: EstimateTable) -> None:
    """Let search find the table by the figures it now holds."""
    table.refresh_search_text()
    EstimateTable.objects.filter(pk=table.pk).update(search_text=table.search_text)


def _ask_again(caveat: Caveat) -> None:
    """An answer is to one sentence in one place: when that changes, it is asked again."""
    stored = Caveat.objects.filter(pk=caveat.pk).values(*ASKED, *NOT_ANSWERED).first()
    stays = stored and all(stored[name] == getattr(caveat, name) for name in ASKED)
    for name, nothing in NOT_ANSWERED.items():
        setattr(caveat, name, stored[name] if stored and stays else nothing)
