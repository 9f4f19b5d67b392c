"""Messages: written with what causes them, sent afterwards, and kept."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse

from loneliness.records.models.base import Working


class MailState(models.TextChoices):
    """Where a message is."""

    WAITING = "waiting", "Waits to be sent"
    HELD = "held", "Waits for release"
    FAILED = "failed", "Could not be sent"
    SENT = "sent", "Sent"
    WITHDRAWN = "withdrawn", "Withdrawn"


OPEN = Q(sent_at=None, withdrawn_at=None)
STATES: dict[str, Q] = {
    MailState.WAITING: OPEN & Q(held_because="") & ~Q(next_try_at=None),
    MailState.HELD: OPEN & ~Q(held_because=""),
    MailState.FAILED: OPEN & Q(held_because="", next_try_at=None),
    MailState.SENT: ~Q(sent_at=None),
    MailState.WITHDRAWN: ~Q(withdrawn_at=None),
}


class MailQuerySet(models.QuerySet["Mail"]):
    """Questions about messages."""

    def in_state(self, state: str) -> MailQuerySet:
        """The messages that are in a state."""
        return self.filter(STATES[state])

    def by_state(self) -> list[tuple[str, str, int]]:
        """Each state with its words and how many messages are in it. One query."""
        counts = {state.value: Count("pk", filter=STATES[state]) for state in MailState}
        found = self.aggregate(**counts)
        return [(state.value, str(state.label), found[state.value]) for state in MailState]

    def not_being_sent(self, now: datetime) -> MailQuerySet:
        """Those that were not sent and that nobody is sending."""
        return self.filter(OPEN, Q(claimed_until=None) | Q(claimed_until__lt=now))

    def due(self, now: datetime) -> MailQuerySet:
        """Those to be sent now that nobody is sending."""
        waiting = self.not_being_sent(now).in_state(MailState.WAITING)
        return waiting.filter(next_try_at__lte=now)


class Mail(Working):
    """A message to one person: waits, is sent once, and says how that went."""

    key = models.CharField(
        max_length=300, unique=True, help_text="What it is of, its kind, the date and for whom."
    )
    kind = models.CharField(
        max_length=40, help_text="One short word, such as digest, copy, invitation or sign-in."
    )
    to_address = models.EmailField(help_text="The e-mail address it goes to.")
    to_name = models.CharField(
        max_length=200, blank=True, help_text="The name of the person it goes to."
    )
    subject = models.CharField(max_length=300, help_text="What it is about.")
    text = models.TextField(
        blank=True, help_text="What it says; taken out of a private one when it is done with."
    )
    html = models.TextField(blank=True, help_text="The same with headings and links.")
    reply_to = models.EmailField(blank=True, help_text="Where answers go, if not to the sender.")
    message_id = models.CharField(
        max_length=200, unique=True, help_text="Its name in the mail system; a second copy has it."
    )
    made_at = models.DateTimeField(auto_now_add=True, help_text="When it was written.")
    held_because = models.TextField(
        blank=True, help_text="Why it waits for the secretary’s release; empty when it does not."
    )
    is_private = models.BooleanField(
        default=False, help_text="Whether only the person it goes to may read it."
    )
    attempts = models.PositiveIntegerField(default=0, help_text="How often it was tried.")
    broke_off = models.PositiveIntegerField(
        default=0, help_text="How often sending broke off, so that a copy may have arrived."
    )
    last_error = models.TextField(blank=True, help_text="What went wrong the last time.")
    next_try_at = models.DateTimeField(
        null=True, blank=True, help_text="When it is tried next; empty when no more."
    )
    claimed_until = models.DateTimeField(
        null=True, blank=True, help_text="Until when somebody is sending it."
    )
    sent_at = models.DateTimeField(null=True, blank=True, help_text="When it was sent.")
    withdrawn_at = models.DateTimeField(null=True, blank=True, help_text="When it was withdrawn.")
    withdrawn_because = models.TextField(blank=True, help_text="Why it was withdrawn.")
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="handled_mail",
        help_text="Who last released it, withdrew it or had it tried again.",
    )
    handled_at = models.DateTimeField(null=True, blank=True, help_text="When they did.")

    objects = MailQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        verbose_name = "message"
        permissions = (("handle_mail", "Can release, withdraw and send messages again"),)
        indexes: ClassVar = [
            models.Index(fields=["next_try_at"], name="mail_waiting", condition=OPEN)
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(key=""),
                name="mail_has_key",
                violation_error_message="Give the message a key, so that it is written once.",
            ),
            models.CheckConstraint(
                condition=~Q(kind=""),
                name="mail_has_kind",
                violation_error_message="Say of what kind the message is.",
            ),
            models.CheckConstraint(
                condition=~Q(to_address=""),
                name="mail_has_address",
                violation_error_message="Give the e-mail address the message goes to.",
            ),
            models.CheckConstraint(
                condition=~Q(subject=""),
                name="mail_has_subject",
                violation_error_message="Say what the message is about.",
            ),
            models.CheckConstraint(
                condition=~Q(text="") | Q(is_private=True),
                name="mail_has_text",
                violation_error_message="Write what the message says.",
            ),
            models.CheckConstraint(
                condition=Q(is_private=False) | Q(sent_at=None) | Q(text="", html=""),
                name="mail_private_text_not_kept",
                violation_error_message="What a private message said is not kept once it is sent.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(sent_at=None),
                name="mail_sent_or_withdrawn",
                violation_error_message="A message that was sent cannot be withdrawn.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_because="")
                | (~Q(withdrawn_at=None) & ~Q(withdrawn_because="")),
                name="mail_withdrawn_with_reason",
                violation_error_message="Say why the message is withdrawn.",
            ),
            models.CheckConstraint(
                condition=Q(held_because="") | Q(sent_at=None),
                name="mail_held_not_sent",
                violation_error_message="A message that waits for release is not sent.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}, to {self.to_name or self.to_address}"

    def get_absolute_url(self) -> str:
        """The page of the message."""
        return reverse("message", args=[self.pk])

    @property
    def state(self) -> MailState:
        """Where it is."""
        if self.sent_at:
            return MailState.SENT
        if self.withdrawn_at:
            return MailState.WITHDRAWN
        if self.held_because:
            return MailState.HELD
        return MailState.WAITING if self.next_try_at else MailState.FAILED
