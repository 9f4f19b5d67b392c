"""Bodies, boards, people, and the posts that people hold for a time."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse

from actions.querysets import HoldingQuerySet
from actions.vocabulary import BoardKind, Reminders, Sector
from loneliness.records.models import Record


class Organisation(Record):
    """A body that provides services or leads actions; bodies end and are succeeded."""

    slug = models.SlugField(max_length=100, unique=True, help_text="Short name in files.")
    name = models.CharField(max_length=200, help_text="The body's name.")
    sector = models.CharField(max_length=20, choices=Sector, help_text="Which sector.")
    valid_from = models.DateField(
        "began on", null=True, blank=True, help_text="The day it began, where known."
    )
    valid_to = models.DateField(
        "ended on", null=True, blank=True, help_text="The day it ended; empty while it exists."
    )
    succeeded_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="preceded",
        help_text="The body that took over, where there is one.",
    )
    note = models.TextField(blank=True, help_text="What took its place, with its source.")

    class Meta:
        ordering = ("name",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(name=""),
                name="organisation_has_name",
                violation_error_message="Give the organisation's name.",
            ),
            models.CheckConstraint(
                condition=models.Q(succeeded_by=None) | ~models.Q(succeeded_by=models.F("id")),
                name="organisation_not_own_successor",
                violation_error_message="An organisation cannot take over from itself.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Board(Record):
    """A board or outcome programme that actions report to."""

    slug = models.SlugField(max_length=100, unique=True, help_text="Short name in addresses.")
    name = models.CharField(max_length=200, help_text="The board's name.")
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        help_text="The board it reports to.",
    )
    kind = models.CharField(max_length=20, choices=BoardKind, help_text="What sort of board.")
    remit = models.TextField(blank=True, help_text="What it is there to do.")
    cadence = models.CharField(
        max_length=100, blank=True, help_text="How often it meets, such as every three months."
    )
    chair = models.ForeignKey(
        "Post",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="chairs",
        help_text="The post that chairs it.",
    )
    mailbox = models.EmailField(
        blank=True, help_text="Where answers to the board's messages go: a shared mailbox."
    )
    remind_before = models.PositiveSmallIntegerField(
        "days of notice", default=14, help_text="How many days before a date owners are reminded."
    )
    silent_after = models.PositiveSmallIntegerField(
        "days until silent",
        default=90,
        help_text="How many days without an update count as silence, between calls for updates.",
    )
    escalate_after = models.PositiveSmallIntegerField(
        "days until the next person is told",
        default=14,
        help_text="Days of lateness or silence until the lead is told, and as many until the "
        "chair is.",
    )
    tells_chair = models.BooleanField(
        "tells the chair by itself",
        default=False,
        help_text="Whether messages to the chair go out without the secretary's release.",
    )
    may_choose = models.BooleanField(
        "people may turn messages off",
        default=True,
        help_text="Whether people may choose to get no reminders about this board's actions.",
    )
    is_public = models.BooleanField(
        "has a public page",
        default=False,
        help_text="Whether anybody may read “We asked, you said, we did” for this board.",
    )
    valid_to = models.DateField(
        "ended on", null=True, blank=True, help_text="The day it ended; empty while it meets."
    )
    succeeded_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="preceded",
        help_text="The board that took over, where there is one.",
    )

    class Meta:
        ordering = ("name",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(name=""),
                name="board_has_name",
                violation_error_message="Give the board's name.",
            ),
            models.CheckConstraint(
                condition=models.Q(parent=None) | ~models.Q(parent=models.F("id")),
                name="board_not_own_parent",
                violation_error_message="A board cannot report to itself.",
            ),
            models.CheckConstraint(
                condition=models.Q(succeeded_by=None) | ~models.Q(succeeded_by=models.F("id")),
                name="board_not_own_successor",
                violation_error_message="A board cannot take over from itself.",
            ),
            models.CheckConstraint(
                condition=models.Q(silent_after__gte=1) & models.Q(escalate_after__gte=1),
                name="board_days_at_least_one",
                violation_error_message="Silence and the next step take at least one day.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The board's page."""
        return reverse("board", args=[self.slug])


class Person(Record):
    """Somebody who owns or leads actions, with or without an account."""

    name = models.CharField(max_length=200, help_text="As it should stand in the register.")
    email = models.EmailField("e-mail address", unique=True, help_text="Where messages go.")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="people", help_text="Whom they work for."
    )
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="person",
        help_text="Their account, when they have one.",
    )
    reminders = models.CharField(
        max_length=10,
        choices=Reminders,
        default=Reminders.DIGEST,
        help_text="What reminders they get; calls for updates always reach them.",
    )

    class Meta:
        ordering = ("name",)
        verbose_name_plural = "people"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(name=""),
                name="person_has_name",
                violation_error_message="Give the person's name.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Post(Record):
    """A role in an organisation that owns actions; people hold it for a time."""

    title = models.CharField(max_length=200, help_text="Such as Public Health lead.")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="posts", help_text="The body it belongs to."
    )

    class Meta:
        ordering = ("title",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("title", "organisation"),
                name="post_unique",
                violation_error_message="The organisation already has a post of this title.",
            ),
            models.CheckConstraint(
                condition=~models.Q(title=""),
                name="post_has_title",
                violation_error_message="Give the post's title.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.organisation}"


class Holding(Record):
    """That a person holds a post from one day to another."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings", help_text="The post.")
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="holdings", help_text="Who holds it."
    )
    started_on = models.DateField(help_text="First day.")
    ended_on = models.DateField(null=True, blank=True, help_text="Last day; empty while held.")

    objects = HoldingQuerySet.as_manager()

    class Meta:
        ordering = ("post", "-started_on")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ended_on=None) | models.Q(started_on__lte=models.F("ended_on")),
                name="holding_days_ordered",
                violation_error_message="The last day must not be before the first.",
            ),
            models.UniqueConstraint(
                fields=("post",),
                condition=models.Q(ended_on=None),
                name="holding_one_at_a_time",
                violation_error_message="Somebody already holds this post: end that first.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.post}"

    def is_in_force(self, day: datetime.date) -> bool:
        """Whether the person holds the post on a day."""
        return self.started_on <= day and (self.ended_on is None or day <= self.ended_on)
