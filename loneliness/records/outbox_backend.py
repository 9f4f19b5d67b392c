"""Mail that Django and its libraries send, written into the table of messages instead."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from email.utils import parseaddr

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.html import strip_tags

from loneliness.records import outbox


class Backend(BaseEmailBackend):
    """Posts one private message for each recipient; the sweeper sends it."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the messages; return how many."""
        for message in email_messages:
            if message.attachments:
                raise ValueError("A message carries no files: give a link to the page instead.")
            for recipient in message.recipients():
                _post(message, recipient)
        return len(email_messages)


def _post(message: EmailMessage, recipient: str) -> None:
    name, address = parseaddr(recipient)
    named = message.extra_headers.get("Message-ID") or uuid.uuid4().hex
    text, html = _parts(message)
    outbox.post(
        key=f"sign-in:{named}:{address}",
        kind="sign-in",
        to=address,
        name=name,
        subject=message.subject,
        text=text,
        html=html,
        reply_to=parseaddr(message.reply_to[0])[1] if message.reply_to else "",
        is_private=True,
    )


def _parts(message: EmailMessage) -> tuple[str, str]:
    """The plain text and the HTML of a message."""
    body = str(message.body)
    if message.content_subtype == "html":
        return strip_tags(body), body
    others = message.alternatives if isinstance(message, EmailMultiAlternatives) else []
    html = [str(content) for content, kind in others if kind == "text/html"]
    return body, html[0] if html else ""
