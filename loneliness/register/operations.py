"""How the register is doing: each part that must work, and what to do when it does not."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from celery import current_app
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from estimates.models import Verification
from loneliness.records import guards, jobs, outbox, signs
from loneliness.records.models import Mail, MailState

logger = logging.getLogger(__name__)
WAIT = 1.5  # seconds for an answer from the broker or a worker
SOON = datetime.timedelta(minutes=5)
A_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Part:
    """One part: whether it works (None: not set up, and need not be), and a sentence."""

    name: str
    works: bool | None
    sentence: str


def parts() -> Iterator[Part]:
    """Each part in turn; one that breaks says so and hides no other."""
    for name, look in PARTS:
        try:
            works, sentence = look(timezone.now())
        except Exception:
            logger.exception("%s could not be looked at", name)
            works, sentence = False, "It could not be looked at: the log says why."
        yield Part(name, works, sentence)


Found = tuple[bool | None, str]


def _database(now: datetime.datetime) -> Found:
    kind = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False, f"{kind} does not answer."
    return True, f"{kind} answers."


def _guards(now: datetime.datetime) -> Found:
    wanted = list(guards.expected())
    missing = guards.missing(connection, wanted)
    if missing:
        return (
            False,
            f"Missing: {', '.join(missing)}. Run manage.py migrate and look at who did it.",
        )
    return True, f"{len(wanted)} tables whose rows are written once are guarded by the database."


def _role(now: datetime.datetime) -> Found:
    if connection.vendor != "postgresql":
        return None, "SQLite has none."
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")
        owned = cursor.fetchone()[0]
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if owned or cursor.fetchone()[0]:
            return None, (
                "The register runs as the owner of its tables, who can lift the guards: give it a "
                "role of its own, as deploy/install.sh does."
            )
    return True, "The register’s role owns no table and cannot lift the guards."


def _numbers(now: datetime.datetime) -> Found:
    newest = Verification.objects.first()
    if newest is None:
        return False, "Never checked: manage.py verify_estimates checks them now."
    if newest.sentences:
        return False, f"{len(newest.sentences)} rows were changed behind the register’s back."
    if now - newest.ran_at > 2 * A_DAY:
        return False, f"Last checked {_ago(now, newest.ran_at)}: they should be checked each night."
    return (
        True,
        f"{newest.versions} versions still follow from their inputs, {_ago(now, newest.ran_at)}.",
    )


def _broker(now: datetime.datetime) -> Found:
    if not settings.CELERY_BROKER_URL:
        return None, "None is set up: long work is done while the page waits."
    with current_app.connection_for_read() as broker:
        broker.ensure_connection(max_retries=1, timeout=WAIT)
    return True, "It answers."


def _worker(now: datetime.datetime) -> Found:
    if not settings.CELERY_BROKER_URL:
        return None, "None is needed without a broker."
    answers = current_app.control.ping(timeout=WAIT)
    if not answers:
        return False, "No worker answers: long work waits. Start it."
    return True, f"{len(answers)} answer{'s' if len(answers) == 1 else ''}."


def _schedule(now: datetime.datetime) -> Found:
    last = signs.last(signs.SCHEDULE)
    if not settings.CELERY_BROKER_URL:
        return None, "Without a broker, run manage.py send_due from cron."
    if last is None or now - last > SOON:
        since = f"since {_ago(now, last)}" if last else "yet"
        return False, f"Nothing was done by the schedule {since}: start beat."
    return True, f"It last ran {_ago(now, last)}."


def _jobs(now: datetime.datetime) -> Found:
    """Work left for longer than the schedule takes to begin it again."""
    count = jobs.left(now - SOON).count()
    if count:
        return False, f"{count} left undone: look at the worker and at the schedule."
    return True, "None is left undone."


def _messages(now: datetime.datetime) -> Found:
    waiting = Mail.objects.in_state(MailState.WAITING).order_by("made_at")
    failed = Mail.objects.in_state(MailState.FAILED).count()
    oldest = waiting.values_list("made_at", flat=True).first()
    words = f"{waiting.count()} wait, {failed} could not be sent"
    if not outbox.is_sending():
        return None, f"No mail server is set up. {words}."
    if failed or (oldest and now - oldest > datetime.timedelta(hours=1)):
        since = f"; the oldest was written {_ago(now, oldest)}" if oldest else ""
        return False, f"{words}{since}."
    return True, f"{words}."


def _backup(now: datetime.datetime) -> Found:
    last = signs.last(signs.BACKUP)
    if last is None:
        return False, "None was ever written: manage.py backup FILE writes one."
    return now - last <= 2 * A_DAY, f"The last was written {_ago(now, last)}."


def _ago(now: datetime.datetime, then: datetime.datetime) -> str:
    """How long ago, in the largest whole unit."""
    seconds = max(int((now - then).total_seconds()), 0)
    for size, unit in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            number = seconds // size
            return f"{number} {unit}{'' if number == 1 else 's'} ago"
    return "just now"


PARTS: tuple[tuple[str, Callable[[datetime.datetime], Found]], ...] = (
    ("Database", _database),
    ("Guards", _guards),
    ("Database role", _role),
    ("Numbers", _numbers),
    ("Broker", _broker),
    ("Worker", _worker),
    ("Schedule", _schedule),
    ("Long work", _jobs),
    ("Messages", _messages),
    ("Backup", _backup),
)
