"""Meetings of boards, what they decided, and the calls for updates before them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse

from actions.models.actions import Action
from actions.models.people import Board, Person
from actions.models.recommendations import Recommendation
from actions.querysets import CallQuerySet, MeetingQuerySet
from actions.vocabulary import DecisionKind, Publicity
from loneliness.records.models import AppendOnly, Record, WebAddress


class Meeting(Record):
    """A meeting of a board; its paper is issued, later its record is confirmed."""

    frozen_by: ClassVar[str] = "confirmed_by_id"

    board = models.ForeignKey(
        Board, models.PROTECT, related_name="meetings", help_text="The board that meets."
    )
    held_on = models.DateField("date", help_text="The day it meets.")
    address = WebAddress(
        "web address of the agenda",
        max_length=500,
        blank=True,
        help_text="Where the council's committee system keeps agenda and minutes.",
    )
    agenda_item = models.CharField(
        max_length=20, blank=True, help_text="The number of this paper on the agenda."
    )
    report_of = models.CharField(
        max_length=200, blank=True, help_text="In whose name the paper is given, as a post."
    )
    contact = models.TextField(
        "contact officer", blank=True, help_text="Whom to ask: name, post, telephone, e-mail."
    )
    publicity = models.CharField(
        "open or not for publication",
        max_length=10,
        choices=Publicity,
        default=Publicity.OPEN,
        help_text="Whether anybody may read the paper.",
    )
    publicity_reason = models.CharField(
        "why not for publication",
        max_length=300,
        blank=True,
        help_text="The paragraph of Schedule 12A of the Local Government Act 1972.",
    )
    purpose = models.TextField(blank=True, help_text="What the paper is for, in a sentence.")
    asks = models.TextField(
        "decisions asked for",
        blank=True,
        help_text="One a line: what the board is asked to decide, discuss or note.",
    )
    background = models.TextField(blank=True, help_text="What the board should know first.")
    resource_implications = models.TextField(blank=True, help_text="What it costs, and who pays.")
    equality_implications = models.TextField(
        blank=True, help_text="Whom it touches differently, and what was done about it."
    )
    risk_implications = models.TextField(blank=True, help_text="What could go wrong.")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="confirmed_meetings",
        help_text="Who entered that the record was confirmed at the next meeting.",
    )
    confirmed_on = models.DateField(
        "record confirmed on",
        null=True,
        blank=True,
        editable=False,
        help_text="The meeting at which the record was confirmed.",
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ("-held_on",)
        permissions = (
            ("verify_closure", "Can verify or return what is claimed complete"),
            ("issue_papers", "Can issue papers and confirm records of meetings"),
        )
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("board", "held_on"),
                name="meeting_once_a_day",
                violation_error_message="The board already has a meeting on this day.",
            ),
            models.CheckConstraint(
                condition=models.Q(publicity=Publicity.OPEN) | ~models.Q(publicity_reason=""),
                name="meeting_closed_has_reason",
                violation_error_message="Say why the paper is not for publication.",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None, confirmed_on=None)
                | models.Q(confirmed_by__isnull=False, confirmed_on__gt=models.F("held_on")),
                name="meeting_confirmed_later",
                violation_error_message=(
                    "The record is confirmed at a later meeting: give a day after this one."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board}, {self.held_on:%-d %B %Y}"

    def get_absolute_url(self) -> str:
        """The meeting's page."""
        return reverse("meeting", args=[self.pk])


class Decision(AppendOnly):
    """What a meeting decided, about an action, a recommendation or in general."""

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="decisions", help_text="The meeting."
    )
    kind = models.CharField(max_length=20, choices=DecisionKind, help_text="What it decided.")
    action = models.ForeignKey(
        Action,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        help_text="The action it is about, if it is about one.",
    )
    recommendation = models.ForeignKey(
        Recommendation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        help_text="The recommendation it is about, if it is about one.",
    )
    text = models.TextField("decision", help_text="In the words of the record.")
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        help_text="The entry that this one corrects.",
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="decisions", help_text="By whom."
    )
    recorded_at = models.DateTimeField(auto_now_add=True, help_text="When it was entered.")
    once = models.CharField(
        max_length=64, unique=True, help_text="The form's own number: a form counts once."
    )

    class Meta:
        ordering = ("meeting", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(text=""),
                name="decision_has_text",
                violation_error_message="Say what was decided.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text}"


class Call(AppendOnly):
    """A call for updates before a meeting: every owner is asked once."""

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="calls", help_text="The meeting it prepares."
    )
    return_by = models.DateField("return by", help_text="The last day to report for the meeting.")
    words = models.TextField(
        "message", blank=True, help_text="What the secretary adds to the message."
    )
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="calls", help_text="By whom."
    )
    sent_at = models.DateTimeField(auto_now_add=True, help_text="When.")
    once = models.CharField(
        max_length=64, unique=True, help_text="The form's own number: a form counts once."
    )

    objects = CallQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        verbose_name = "call for updates"
        verbose_name_plural = "calls for updates"

    def __str__(self) -> str:
        return f"Updates by {self.return_by:%-d %B %Y} for {self.meeting}"


class CallAsked(AppendOnly):
    """That a call asked for an update on an action, and whom it asked."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="asked", help_text="The call.")
    action = models.ForeignKey(
        Action, models.PROTECT, related_name="asked", help_text="What is asked about."
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="asked", help_text="Who was asked."
    )

    class Meta:
        ordering = ("call", "action")
        verbose_name = "request of a call"
        verbose_name_plural = "requests of a call"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("call", "action"),
                name="call_asks_once",
                violation_error_message="The call already asks about this action.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.call}: {self.action}"
