"""Services there are today, and the policy around them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse

from actions.models.people import Organisation
from actions.vocabulary import PolicyLevel, Sector
from evidence.models import PopulationGroup, Publication
from loneliness.records.models import Historic, Record, Searchable
from loneliness.records.querysets import SearchableQuerySet


class Service(Record, Searchable):
    """A service of section 6 or an appendix."""

    search_fields = ("name", "description", "department")

    key = models.SlugField(max_length=120, unique=True, help_text="Short name in files.")
    name = models.CharField(max_length=300, help_text="The service's name.")
    providers = models.ManyToManyField(
        Organisation, through="ServiceProvider", related_name="services"
    )
    sector = models.CharField(max_length=20, choices=Sector, help_text="Which sector provides it.")
    department = models.CharField(
        max_length=100, blank=True, help_text="The council department, where the chapter says."
    )
    listed_in = models.CharField(max_length=60, help_text="Where the chapter lists it.")
    groups = models.ManyToManyField(
        PopulationGroup, through="ServiceGroup", related_name="services"
    )
    description = models.TextField(help_text="The chapter's words.")

    objects = SearchableQuerySet.as_manager()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Where the service stands on the page of services."""
        return f"{reverse('actions:services')}?q={self.key}"

    def search_parts(self) -> list[object]:
        """Found by its words and its short name."""
        return [*super().search_parts(), self.key]


class ServiceProvider(Historic):
    """That an organisation provides a service."""

    service = models.ForeignKey(
        Service, models.PROTECT, related_name="provider_links", help_text="The service."
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="service_links", help_text="Who provides it."
    )
    position = models.PositiveSmallIntegerField(default=0, help_text="Order.")

    class Meta:
        ordering = ("service", "position")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("service", "organisation"),
                name="service_provider_once",
                violation_error_message="The organisation already provides this service.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.service}: {self.organisation}"


class ServiceGroup(Historic):
    """A group that a service is for."""

    service = models.ForeignKey(
        Service, models.PROTECT, related_name="group_links", help_text="The service."
    )
    group = models.ForeignKey(
        PopulationGroup, models.PROTECT, related_name="service_links", help_text="Whom it is for."
    )
    position = models.PositiveSmallIntegerField(default=0, help_text="Order.")

    class Meta:
        ordering = ("service", "position")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("service", "group"),
                name="service_group_once",
                violation_error_message="The service is already for this group.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.service}: {self.group}"


class PolicyItem(Record, Searchable):
    """A law, strategy or step that the chapter's section 5 or foreword names."""

    search_fields = ("title", "text")

    key = models.SlugField(max_length=120, unique=True, help_text="Short name in files.")
    level = models.CharField(max_length=20, choices=PolicyLevel, help_text="Who set it.")
    date_text = models.CharField(max_length=100, blank=True, help_text="When, as printed.")
    title = models.CharField(max_length=300, help_text="What it is.")
    text = models.TextField(help_text="The chapter's words.")
    publication = models.ForeignKey(
        Publication,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="policy_items",
        help_text="The document, when it is in the register.",
    )

    objects = SearchableQuerySet.as_manager()

    class Meta:
        ordering = ("level", "key")
        verbose_name = "policy item"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where the item stands on the page of policy."""
        return f"{reverse('actions:policy')}#{self.key}"
