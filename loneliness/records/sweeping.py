"""Sending what waits: each message is claimed, sent, and marked, one after the other.

Nothing is sent within a transaction. Whoever is killed between sending and marking leaves a
claim that runs out; the message is then sent again under the same Message-ID, but only once:
when sending broke off twice, a person decides.
"""

from __future__ import annotations

import logging
import smtplib
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import formataddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import Case, F, Q, QuerySet, When
from django.utils import timezone

from loneliness.records.models import Mail, MailState

logger = logging.getLogger(__name__)
CLAIM = timedelta(minutes=10)
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    *(timedelta(hours=6),) * 12,  # three days in all
)
COPIES = 2
MAY_HAVE_ARRIVED = (
    "Sending broke off twice without an answer, so it may have arrived, at most twice. Ask the "
    "person before you send it again."
)
LOST = (smtplib.SMTPServerDisconnected, ConnectionError, TimeoutError)


@dataclass(frozen=True)
class Swept:
    """What one pass did: sent, failed; and what is left: held for release, waiting."""

    sent: int
    failed: int
    held: int
    left: int


class _ServerAway(Exception):
    """The mail server cannot be used: the rest waits for the next pass."""


def sweep(now: datetime) -> Swept:
    """Send the messages that are due; what fails is kept and tried later."""
    outcomes = _send_all(now) if settings.OUTBOX_BACKEND else []
    return Swept(
        sent=outcomes.count(True),
        failed=outcomes.count(False),
        held=Mail.objects.in_state(MailState.HELD).count(),
        left=Mail.objects.in_state(MailState.WAITING).count(),
    )


def _send_all(now: datetime) -> list[bool]:
    outcomes: list[bool] = []
    connection = get_connection(settings.OUTBOX_BACKEND)
    try:
        for pk in list(Mail.objects.due(now).order_by("pk").values_list("pk", flat=True)):
            mail = claim(pk, max(now, timezone.now()))
            if mail is not None:
                outcomes.append(_deliver(mail, connection))
    except _ServerAway:
        outcomes.append(False)
    finally:
        _close(connection)
    return outcomes


def claim(pk: int, now: datetime) -> Mail | None:
    """Take a message to send it; None when somebody else has it. One conditional update."""
    broke_off = Case(When(claimed_until=None, then=F("broke_off")), default=F("broke_off") + 1)
    taken = Mail.objects.due(now).filter(pk=pk)
    if not taken.update(claimed_until=now + CLAIM, attempts=F("attempts") + 1, broke_off=broke_off):
        return None
    return Mail.objects.get(pk=pk)


def _deliver(mail: Mail, connection: Any) -> bool:
    """Send a claimed message and mark it; False when it was not sent."""
    if mail.broke_off >= COPIES:
        _give_up(mail, MAY_HAVE_ARRIVED)
        return False
    _open(mail, connection)
    try:
        connection.send_messages([_message(mail)])
    except LOST as error:
        _failed(mail, error, broke_off=mail.broke_off + 1)
        raise _ServerAway from error
    except Exception as error:
        logger.exception("Message %s could not be sent", mail.pk)
        _failed(mail, error)
        _close(connection)
        return False
    mark_sent(mail)
    return True


def _open(mail: Mail, connection: Any) -> None:
    """Reach the mail server, or leave this message and all others for later."""
    try:
        connection.open()
    except Exception as error:
        logger.exception("The mail server cannot be reached")
        _failed(mail, error)
        raise _ServerAway from error


def _close(connection: Any) -> None:
    try:
        connection.close()
    except OSError:
        logger.warning("The mail server did not say goodbye", exc_info=True)


def _message(mail: Mail) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        to=[formataddr((mail.to_name, mail.to_address))],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def mark_sent(mail: Mail) -> None:
    """Say of a message that it is sent, and forget what a private one said."""
    _settle(mail, sent_at=timezone.now(), last_error="", **forgotten(mail))


def _failed(mail: Mail, error: Exception, broke_off: int = 0) -> None:
    """Keep the message for a later try, or list it as failed after the last one."""
    words = f"{type(error).__name__}: {error}"[:500]
    broke_off = max(broke_off, mail.broke_off)
    if broke_off >= COPIES or mail.attempts > len(WAITS):
        _give_up(mail, MAY_HAVE_ARRIVED if broke_off >= COPIES else words, broke_off)
        return
    later = timezone.now() + WAITS[mail.attempts - 1]
    _settle(mail, last_error=words, next_try_at=later, broke_off=broke_off)


def _give_up(mail: Mail, words: str, broke_off: int = COPIES) -> None:
    _settle(mail, last_error=words, next_try_at=None, broke_off=broke_off, **forgotten(mail))


def forgotten(mail: Mail) -> dict[str, str]:
    """What is emptied when a message is done with."""
    return {"text": "", "html": ""} if mail.is_private else {}


NOT_KEPT = "What this message said is no longer kept: it is older than two years."


def past(end: datetime) -> QuerySet[Mail]:
    """Messages that were sent or withdrawn before a moment and still say something."""
    done = Q(sent_at__lt=end) | Q(withdrawn_at__lt=end)
    return Mail.objects.filter(done).exclude(text__in=("", NOT_KEPT))


def forget(mails: QuerySet[Mail]) -> int:
    """Empty messages; that they were sent stays. How many."""
    return mails.update(text=NOT_KEPT, html="")


def _settle(mail: Mail, **values: Any) -> None:
    """Write how it went; what was sent is marked even when the claim has run out."""
    rows = Mail.objects.filter(pk=mail.pk, sent_at=None, withdrawn_at=None)
    if "sent_at" not in values:
        rows = rows.filter(claimed_until=mail.claimed_until)
    rows.update(claimed_until=None, **values)
