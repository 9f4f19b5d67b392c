"""Publications and the appraisal of each."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse

from evidence.querysets import AppraisalQuerySet, PublicationQuerySet
from evidence.vocabulary import (
    Answer,
    CommissionerKind,
    Confidence,
    Grade,
    Identification,
    PublicationKind,
    Sampling,
    Standing,
)
from loneliness.records.models import Record, Searchable, WebAddress


class Publication(Record, Searchable):
    """A document that states evidence. The chapter itself is one, for its own statements."""

    search_fields = ("key", "title", "authors", "publisher", "commissioner", "year", "doi", "isbn")

    key = models.SlugField(
        max_length=100,
        unique=True,
        help_text="Short name in addresses and files, such as crisis-all-on-my-own-2015.",
    )
    title = models.CharField(max_length=500, help_text="As printed on the document.")
    authors = models.TextField(
        blank=True, help_text="People or bodies, one after another, with “; ” between them."
    )
    year = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1800), MaxValueValidator(2100)],
        help_text="Year of publication; leave empty when not known.",
    )
    publisher = models.CharField(max_length=300, blank=True, help_text="Who published it.")
    kind = models.CharField(
        max_length=30, choices=PublicationKind, help_text="What sort of document it is."
    )
    commissioner = models.CharField(
        max_length=300, blank=True, help_text="Who asked and paid for the work, by name."
    )
    commissioner_kind = models.CharField(
        max_length=30,
        choices=CommissionerKind,
        default=CommissionerKind.UNKNOWN,
        help_text="What sort of body commissioned it: this decides between strong and moderate.",
    )
    sampling = models.CharField(
        max_length=20,
        choices=Sampling,
        default=Sampling.UNKNOWN,
        help_text="How the people asked were chosen.",
    )
    sample_size = models.PositiveIntegerField(
        null=True, blank=True, help_text="How many answered; leave empty when not known."
    )
    sample_note = models.TextField(blank=True, help_text="What else is known of the sample.")
    population = models.CharField(
        max_length=300, blank=True, help_text="Whom the sample stands for, with ages."
    )
    geography = models.CharField(max_length=200, blank=True, help_text="Where they live.")
    fieldwork = models.CharField(max_length=200, blank=True, help_text="When they were asked.")
    doi = models.CharField(
        "DOI", max_length=200, blank=True, help_text="Such as 10.1371/journal.pmed.1000316."
    )
    isbn = models.CharField("ISBN", max_length=20, blank=True, help_text="The book's number.")
    url = WebAddress(
        "address", max_length=500, blank=True, help_text="On the publisher's own site."
    )
    identification = models.CharField(
        max_length=20,
        choices=Identification,
        default=Identification.CERTAIN,
        help_text="How sure we are which document is meant.",
    )
    basis = models.TextField(
        "basis of each detail",
        blank=True,
        help_text="Where each detail is from: “title=chapter; year=looked-up”.",
    )
    standing = models.CharField(
        max_length=20,
        choices=Standing,
        default=Standing.CURRENT,
        help_text="What has become of it since.",
    )
    notes = models.TextField(blank=True, help_text="Anything a reader must know.")
    standing_note = models.TextField(
        blank=True, help_text="What replaced it or came after, with its source."
    )
    standing_on = models.DateField(
        "standing as at", null=True, blank=True, help_text="The day the standing was looked up."
    )
    replaced_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        help_text="The publication that took its place, when it is in the register.",
    )
    seen_at = models.TextField(
        blank=True, help_text="Other addresses where details were seen, with “; ” between them."
    )

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ("title", "key")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("doi",),
                condition=~models.Q(doi=""),
                name="publication_doi_unique",
                violation_error_message="Another publication already has this DOI.",
            ),
            models.CheckConstraint(
                condition=~models.Q(title=""),
                name="publication_has_title",
                violation_error_message="Give the publication's title.",
            ),
            models.CheckConstraint(
                condition=models.Q(replaced_by=None) | ~models.Q(replaced_by=models.F("id")),
                name="publication_not_own_successor",
                violation_error_message="A publication cannot replace itself.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.year})" if self.year else self.title

    def get_absolute_url(self) -> str:
        """The publication's page."""
        return reverse("evidence:publication", args=[self.key])

    @property
    def seen_addresses(self) -> list[str]:
        """Addresses of pages where details were seen."""
        return [part for part in self.seen_at.split("; ") if part]


class Appraisal(Record):
    """The answers to the criteria, the grade they suggest and the grade given, with its reason."""

    publication = models.ForeignKey(
        Publication, models.PROTECT, related_name="appraisals", help_text="What is appraised."
    )
    professional = models.CharField(
        "professionally conducted?",
        max_length=10,
        choices=Answer,
        default=Answer.UNKNOWN,
        help_text="By a research body, statistics office or university team.",
    )
    large = models.CharField(
        "large scale?",
        max_length=10,
        choices=Answer,
        default=Answer.UNKNOWN,
        help_text="Large enough for the groups it reports; about 1,000 or more is usual.",
    )
    method_clear = models.CharField(
        "method clear?",
        max_length=10,
        choices=Answer,
        default=Answer.UNKNOWN,
        help_text="Whether the document says how people were chosen and asked.",
    )
    self_selecting = models.CharField(
        "self-selecting?",
        max_length=10,
        choices=Answer,
        default=Answer.UNKNOWN,
        help_text="Whether people chose to take part, as in an open web form.",
    )
    suggested_grade = models.CharField(
        max_length=20,
        choices=Grade,
        blank=True,
        editable=False,
        help_text="What the chapter's rule suggested when the answers were given; empty for none.",
    )
    grade = models.CharField(max_length=20, choices=Grade, help_text="The grade you give.")
    reason = models.TextField(help_text="Why, in a sentence a councillor can follow.")
    departure_reason = models.TextField(
        blank=True, help_text="Only when your grade is not the suggested one: why not."
    )
    confidence = models.CharField(
        max_length=10,
        choices=Confidence,
        default=Confidence.MEDIUM,
        help_text="How sure you are of the grade.",
    )
    appraised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="appraisals",
        editable=False,
        help_text="Who gave the grade.",
    )
    appraised_at = models.DateTimeField(auto_now_add=True, help_text="When the grade was given.")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="confirmed_appraisals",
        editable=False,
        help_text="Who confirmed it: somebody else.",
    )
    confirmed_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When it was confirmed."
    )

    objects = AppraisalQuerySet.as_manager()

    class Meta:
        ordering = ("publication", "-id")
        permissions = (("confirm_appraisal", "Can confirm an appraisal that somebody else made"),)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="appraisal_has_reason",
                violation_error_message="Say why you give this grade.",
            ),
            models.CheckConstraint(
                condition=models.Q(suggested_grade="")
                | models.Q(grade=models.F("suggested_grade"))
                | ~models.Q(departure_reason=""),
                name="appraisal_departure_reason",
                violation_error_message=(
                    "Your grade is not the one the rule suggests: give the reason for departing."
                ),
            ),
            models.CheckConstraint(
                condition=~models.Q(confirmed_by=models.F("appraised_by")),
                name="appraisal_two_people",
                violation_error_message="Somebody else must confirm your appraisal.",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None, confirmed_at=None)
                | models.Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="appraisal_confirmed_pair",
                violation_error_message="A confirmation has both a person and a time.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_grade_display()}: {self.publication}"

    @property
    def grade_in_words(self) -> str:
        """The grade, and that it is not confirmed where so."""
        word = str(self.get_grade_display())
        is_settled = self.is_confirmed or self.grade == Grade.NOT_GRADED
        return word if is_settled else f"{word}, not confirmed"

    @property
    def is_confirmed(self) -> bool:
        """Whether a second person confirmed the grade."""
        return self.confirmed_by_id is not None
