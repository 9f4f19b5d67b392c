"""Publications: the documents that state evidence."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse

from evidence.querysets import PublicationQuerySet
from evidence.vocabulary import (
    CommissionerKind,
    Identification,
    PublicationKind,
    Sampling,
    Standing,
)
from loneliness.records.models import Record, Searchable, WebAddress

BASES = {"looked-up": "Looked up", "chapter": "From the chapter", "inferred": "Our reading"}


class Publication(Record, Searchable):
    """A document that states evidence. The chapter itself is one, for its own statements."""

    search_fields = tuple("key title authors publisher journal commissioner year doi isbn".split())

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
    journal = models.CharField(
        max_length=300, blank=True, help_text="The journal or book it stands in, if any."
    )
    volume = models.CharField(max_length=40, blank=True, help_text="The journal's volume.")
    issue = models.CharField(max_length=40, blank=True, help_text="The number in the volume.")
    pages = models.CharField(max_length=60, blank=True, help_text="First and last: 1171-1180.")
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
        help_text="The publication that took its place or came after, when it is in the register.",
    )
    review_by = models.DateField(
        null=True, blank=True, help_text="When its grade and standing are to be looked at again."
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
        help_text="The same publication under another short name, which is kept.",
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
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | ~models.Q(merged_into=models.F("id")),
                name="publication_not_merged_into_itself",
                violation_error_message="A publication cannot be merged into itself.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.year})" if self.year else self.title

    def get_absolute_url(self) -> str:
        """The publication's page."""
        return reverse("evidence:publication", args=[self.key])

    @property
    def basis_in_words(self) -> str:
        """Where each detail is from, for a reader: “Looked up: title, year. Inferred: sampling.”"""
        found: dict[str, list[str]] = {}
        for part in self.basis.split(";"):
            detail, is_pair, where = part.strip().partition("=")
            if not is_pair:
                return self.basis
            words = BASES.get(where, where.capitalize())
            found.setdefault(words, []).append(detail.replace("_", " "))
        return " ".join(f"{words}: {', '.join(details)}." for words, details in found.items())

    @property
    def seen_addresses(self) -> list[str]:
        """Addresses of pages where details were seen."""
        return [part for part in self.seen_at.split("; ") if part]
