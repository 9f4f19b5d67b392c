"""How long each kind of record is kept and why, and what is cleared away when its time is over."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import ProtectedError, QuerySet

from actions.models import Plan, UpdateDraft
from evidence.models import CountFile, Import
from evidence.vocabulary import ImportState
from loneliness.records import sweeping
from loneliness.records.models import Job, Mail
from loneliness.records.models.working import JobState

DAYS_OF_A_DRAFT = 365
DAYS_OF_A_PREVIEW = 90
DAYS_OF_A_JOB = 90
DAYS_OF_A_MESSAGE = 730
OVER = (JobState.DONE, JobState.CANCELLED, JobState.FAILED)


@dataclass(frozen=True)
class Kind:
    """One kind of record: which models, how long they are kept, why, and what of it is personal."""

    name: str
    models: tuple[str, ...]
    kept: str
    why: str
    personal: str


FOR_GOOD = "For good"
RECORD = "Public task: the record of what was known, published and decided"
KINDS = (
    Kind(
        "Publications, findings, counts and the chapter", ("evidence.*",), FOR_GOOD, RECORD,
        "Authors as published; who entered and who confirmed",
    ),
    Kind(
        "Tables of estimates, their versions and audits", ("estimates.*",), FOR_GOOD, RECORD,
        "Who drafted, approved and audited",
    ),
    Kind(
        "Recommendations, actions, updates, decisions, issued papers and files of evidence",
        ("actions.*",), FOR_GOOD, RECORD,
        "Names and e-mail addresses of owners; what people wrote; who reported and decided",
    ),
    Kind(
        "Drafts of updates that were not sent", ("actions.updatedraft",),
        f"{DAYS_OF_A_DRAFT} days after the last change", "Nobody reads them but their writer",
        "What its writer wrote",
    ),
    Kind(
        "Imported files and plans that were never taken in",
        (
            "evidence.import", "evidence.importrecord", "evidence.countfile", "evidence.countrow",
            "actions.plan", "actions.planrow",
        ),
        f"{DAYS_OF_A_PREVIEW} days; those taken in, for good",
        "A preview that nobody took in is of no use later", "What the file says; who brought it",
    ),
    Kind(
        "Messages", ("records.mail",),
        f"The text {DAYS_OF_A_MESSAGE} days after it was sent or withdrawn; that it was sent, for "
        "good. A private one, such as an invitation, is emptied when it is sent",
        "To answer what somebody was told", "Name and address of the reader; what it says",
    ),
    Kind(
        "Long jobs", ("records.job",), f"{DAYS_OF_A_JOB} days after they ended",
        "To see what became of them", "Who asked",
    ),
    Kind(
        "Saved filters and chosen columns", ("records.savedfilter", "records.columnchoice"),
        "Until their owner removes them", "Their owner's convenience", "Whose they are",
    ),
    Kind(
        "Accepted gaps, removals of personal text, times of the last backup",
        ("records.acceptedgap", "records.redaction", "records.lastdone"), FOR_GOOD,
        "To show who decided what; a restore needs the removals", "Who decided",
    ),
    Kind(
        "Accounts", ("accounts.*", "account.*", "socialaccount.*", "mfa.*"),
        "For good, closed when somebody leaves; the name can be removed",
        "History names the account that acted", "Name, e-mail address, roles, last sign-in",
    ),
    Kind(
        "Sessions", ("sessions.session",), "Until they run out, at most two weeks",
        "To stay signed in", "Which account is signed in",
    ),
    Kind(
        "Backups", (), "As the council's own schedule for backups says; the register deletes none",
        "To restore the register", "All of the above, sessions excepted",
    ),
)  # fmt: skip


def kind_of(label: str) -> Kind | None:
    """The kind that a model belongs to: by its own name, else by its application's."""
    app = f"{label.partition('.')[0]}.*"
    by_name = {name: kind for kind in KINDS for name in kind.models}
    return by_name.get(label) or by_name.get(app)


def _ended(now: datetime.datetime, days: int) -> datetime.datetime:
    return now - datetime.timedelta(days=days)


def _drafts(now: datetime.datetime) -> QuerySet[Any]:
    return UpdateDraft.objects.filter(saved_at__lt=_ended(now, DAYS_OF_A_DRAFT))


def _previews(model: Any) -> Callable[[datetime.datetime], QuerySet[Any]]:
    def rows(now: datetime.datetime) -> QuerySet[Any]:
        old: QuerySet[Any] = model.objects.filter(brought_at__lt=_ended(now, DAYS_OF_A_PREVIEW))
        return old.exclude(state=ImportState.APPLIED)

    return rows


def _jobs(now: datetime.datetime) -> QuerySet[Any]:
    unused = {f"{one.field.related_query_name()}": None for one in Job._meta.related_objects}
    return Job.objects.filter(state__in=OVER, finished_at__lt=_ended(now, DAYS_OF_A_JOB), **unused)


def _messages(now: datetime.datetime) -> QuerySet[Any]:
    return sweeping.past(_ended(now, DAYS_OF_A_MESSAGE))


def _sessions(now: datetime.datetime) -> QuerySet[Any]:
    return Session.objects.filter(expire_date__lt=now)


CLEARED: dict[str, Callable[[datetime.datetime], QuerySet[Any]]] = {
    "drafts that were not sent": _drafts,
    "imported files never taken in": _previews(Import),
    "files of counts never taken in": _previews(CountFile),
    "plans never taken in": _previews(Plan),
    "jobs that ended": _jobs,
    "texts of old messages": _messages,
    "sessions that ran out": _sessions,
}


def tidy(now: datetime.datetime, *, dry_run: bool = False) -> dict[str, int]:
    """Clear away what is past its time; how many of each, or with ``dry_run`` how many it would."""
    if dry_run:
        return {name: rows(now).count() for name, rows in CLEARED.items()}
    with transaction.atomic():
        return {name: _clear(rows(now)) for name, rows in CLEARED.items()}


def _clear(rows: QuerySet[Any]) -> int:
    if rows.model is Mail:
        return sweeping.forget(rows)
    return sum(_deleted(row) for row in rows)


def _deleted(row: Any) -> bool:
    """Delete a row with its own lines, unless something of the register rests on it."""
    try:
        with transaction.atomic():
            for name in ("records", "rows"):
                if hasattr(row, name):
                    getattr(row, name).all().delete()
            row.delete()
    except ProtectedError:
        return False
    return True
