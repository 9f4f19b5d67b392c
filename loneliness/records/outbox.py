"""Messages: posted in the transaction that causes them, sent from the table afterwards.

The broker is only a doorbell: a message that nobody was told of is sent by the next pass.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any

from celery.exceptions import OperationalError
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone

from loneliness.accounts.models import User
from loneliness.records import services, tasks
from loneliness.records.models import Mail, MailState
from loneliness.records.sweeping import Swept, forgotten, sweep

__all__ = [
    "Swept", "Words", "full_url", "is_sending", "may_handle", "post", "release", "sweep",
    "try_again", "withdraw", "write",
]  # fmt: skip
logger = logging.getLogger(__name__)
ONLY = "Only the board secretary or an administrator sees and handles the messages."
NOT_HELD = "This message does not wait for release any more: look at what it says now."
NOT_OPEN = "This message cannot be withdrawn any more: it was sent, or is being sent just now."
NOT_FAILED = "This message did not fail: look at what it says now."
NOT_KEPT = "What this message said is not kept, because it is private: let them ask for another."


@dataclass(frozen=True)
class Words:
    """What a message says."""

    subject: str
    text: str
    html: str


def write(template: str, context: Mapping[str, Any]) -> Words:
    """Words from templates/emails/: NAME.txt, whose first line is the subject, and NAME.html."""
    given = {
        "contact_name": settings.CONTACT_NAME,
        "contact_email": settings.CONTACT_EMAIL,
        "site_url": full_url(""),
    } | dict(context)
    plain = _plain(f"emails/{template}.txt", given)
    subject, _, text = plain.strip().partition("\n")
    html = get_template(f"emails/{template}.html").render(given | {"subject": subject.strip()})
    return Words(subject.strip(), f"{text.strip()}\n", html)


def _plain(name: str, context: dict[str, Any]) -> str:
    """A template of plain text, in which nothing is escaped."""
    plain = get_template(name).template  # type: ignore[attr-defined]
    return str(plain.render(Context(context, autoescape=False)))


def full_url(path: str) -> str:
    """The whole address of a page, for a link in a message."""
    return f"{settings.SITE_URL.rstrip('/')}{path}"


@transaction.atomic
def post(
    *,
    key: str,
    kind: str,
    to: str,
    name: str = "",
    subject: str,
    text: str,
    html: str = "",
    reply_to: str = "",
    held_because: str = "",
    is_private: bool = False,
) -> Mail:
    """Write a message in the caller's transaction, once for each key; it is sent afterwards.

    A key that is taken gives the message that has it, unchanged. ValidationError for a bad entry.
    """
    fields = {
        "kind": kind,
        "to_address": to,
        "to_name": " ".join(name.split()),
        "subject": " ".join(subject.split()),
        "text": text,
        "html": html,
        "reply_to": reply_to,
        "held_because": held_because.strip(),
        "is_private": is_private,
        "message_id": _message_id(),
        "next_try_at": timezone.now(),
    }
    Mail(key=key, **fields).full_clean(validate_unique=False)
    mail, is_new = Mail.objects.get_or_create(key=key, defaults=fields)
    if is_new and not held_because:
        transaction.on_commit(ring, robust=True)
    return mail


def _message_id() -> str:
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return f"<{uuid.uuid4().hex}@{sender.rpartition('@')[2] or 'localhost'}>"


def ring() -> None:
    """Say that messages wait; when nobody hears it, the next pass finds them all the same."""
    try:
        tasks.sweep.apply_async(retry=False)
    except (OperationalError, OSError):
        logger.warning("The broker cannot be reached: messages wait for the next pass")


def is_sending() -> bool:
    """Whether a mail server, or what stands for one, is set up."""
    return bool(settings.OUTBOX_BACKEND)


def may_handle(user: User) -> bool:
    """The board secretary and administrators look after the messages."""
    return user.has_perm("records.handle_mail")


def release(mail: Mail, *, by: User) -> Mail:
    """Let a message that waits for release be sent."""
    return _move(mail, MailState.HELD, NOT_HELD, by, held_because="", next_try_at=timezone.now())


def withdraw(mail: Mail, *, by: User, reason: str) -> Mail:
    """Take back a message that was not sent, with a reason; ValidationError when it was."""
    values = {"withdrawn_at": timezone.now(), "withdrawn_because": reason.strip()}
    return _move(mail, None, NOT_OPEN, by, **values, **forgotten(mail))


def try_again(mail: Mail, *, by: User) -> Mail:
    """Send a message that failed once more, from the start."""
    services.require(may_handle(by), ONLY)
    if not mail.text:
        raise ValidationError(NOT_KEPT)
    fresh = {"attempts": 0, "broke_off": 0, "next_try_at": timezone.now()}
    return _move(mail, MailState.FAILED, NOT_FAILED, by, **fresh)


@transaction.atomic
def _move(mail: Mail, state: str | None, refusal: str, by: User, **values: Any) -> Mail:
    """Change a message that is still where the person saw it; ValidationError when it is not."""
    services.require(may_handle(by), ONLY)
    values |= {"handled_by": by, "handled_at": timezone.now()}
    for name, value in values.items():
        setattr(mail, name, value)
    mail.full_clean(validate_unique=False)
    rows = Mail.objects.in_state(state) if state else Mail.objects.not_being_sent(timezone.now())
    if not rows.filter(pk=mail.pk).update(**values):
        raise ValidationError(refusal)
    mail.refresh_from_db()
    transaction.on_commit(ring, robust=True)
    return mail
