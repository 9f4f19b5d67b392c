"""What the lists of the action tracker can be narrowed to."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet

from actions.models import Action, Board, Organisation, PolicyItem, Post, Service
from actions.vocabulary import STATUSES, PolicyLevel, Rag, Sector
from evidence.models import PopulationGroup
from loneliness.ui.filters import RegisterFilter


class ActionFilter(RegisterFilter):
    """Actions by board, owner, status and rating."""

    board = django_filters.ModelChoiceFilter(queryset=Board.objects.all())
    owner = django_filters.ModelChoiceFilter(queryset=Post.objects.select_related("organisation"))
    owned = django_filters.ChoiceFilter(
        choices=(("no", "No owner yet"), ("yes", "Has an owner")),
        method="by_owned",
        label="Owned",
    )
    status = django_filters.ChoiceFilter(choices=STATUSES, label="Status")
    rag = django_filters.ChoiceFilter(choices=Rag, label="Rating")

    class Meta(RegisterFilter.Meta):
        model = Action
        fields = ()

    def by_owned(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Actions with or without an owner."""
        return rows.filter(owner__isnull=value == "no")


class ServiceFilter(RegisterFilter):
    """Services by sector, body, group and where they are listed."""

    sector = django_filters.ChoiceFilter(choices=Sector)
    listed_in = django_filters.AllValuesFilter(label="Listed in")
    providers = django_filters.ModelChoiceFilter(
        queryset=Organisation.objects.filter(services__isnull=False).distinct(),
        label="Provided by",
    )
    groups = django_filters.ModelChoiceFilter(
        queryset=PopulationGroup.objects.filter(services__isnull=False).distinct(), label="For"
    )

    class Meta(RegisterFilter.Meta):
        model = Service
        fields = ()


class PolicyFilter(RegisterFilter):
    """Policy by who set it."""

    level = django_filters.ChoiceFilter(choices=PolicyLevel)

    class Meta(RegisterFilter.Meta):
        model = PolicyItem
        fields = ()
