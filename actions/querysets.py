"""The questions the action tracker asks of its own rows."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from actions.vocabulary import COMPLETE, MERGED, RemarkKind, Status
from loneliness.records.querysets import SearchableQuerySet

if TYPE_CHECKING:
    from actions.models import Action, Call, Holding, Meeting, ProgressUpdate


class HoldingQuerySet(models.QuerySet["Holding"]):
    """Who holds which post."""

    def as_at(self, day: datetime.date) -> Any:
        """Holdings in force on a day."""
        return self.going_on(day).filter(started_on__lte=day)

    def going_on(self, day: datetime.date) -> Any:
        """Holdings that are not over on a day, whether or not they have begun."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gte=day))


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Meetings, seen from a day."""

    def coming(self, day: datetime.date) -> Any:
        """Meetings on the day or later, the next one first."""
        return self.filter(held_on__gte=day).order_by("held_on")

    def past(self, day: datetime.date) -> Any:
        """Meetings before the day, the newest first."""
        return self.filter(held_on__lt=day).order_by("-held_on")


class CallQuerySet(models.QuerySet["Call"]):
    """Calls for updates."""

    def answered(self) -> Any:
        """Requests of calls that were answered: an update on the action came after the call."""
        asked = self.model._meta.get_field("asked").related_model
        later = Q(action__updates__posted_at__gte=F("call__sent_at"))
        return asked._default_manager.filter(later, call__in=self).distinct()


class ActionQuerySet(SearchableQuerySet["Action"]):
    """Actions with where they are."""

    def kept(self) -> Any:
        """Actions that are worked on by themselves: merged ones left out."""
        return self.filter(merged_into=None)

    def with_latest(self) -> Any:
        """Annotate ``status``, ``rag`` and ``updated_at`` from the newest update.

        The status is what ``ActionState.status`` says: a claim is complete once verified.
        """
        updates = self.model._meta.get_field("updates").related_model._default_manager
        newest = updates.filter(action=OuterRef("pk")).order_by("-pk")
        return self.annotate(
            said=Subquery(newest.values("status")[:1]),
            verified=Subquery(newest.values("closure__verified")[:1]),
            status=Case(
                When(merged_into__isnull=False, then=Value(MERGED)),
                When(said=Status.CLAIMED, verified=True, then=Value(COMPLETE)),
                When(said=Status.CLAIMED, verified=False, then=Value(Status.IN_PROGRESS)),
                default=F("said"),
            ),
            rag=Subquery(newest.values("rag")[:1]),
            updated_at=Subquery(newest.values("posted_at")[:1]),
        )

    def with_dates(self) -> Any:
        """Annotate ``due_now``, the date agreed last, and ``moves``, how often it was moved."""
        changes = self.model._meta.get_field("date_changes").related_model._default_manager
        granted = changes.filter(action=OuterRef("pk"), granted=True).order_by("-pk")
        return self.annotate(
            due_now=Coalesce(Subquery(granted.values("due_on")[:1]), "first_due_on"),
            moves=Count("date_changes", filter=Q(date_changes__granted=True)),
        )

    def owned_by(self, user: Any, day: datetime.date) -> Any:
        """Actions whose owning post this account's person holds on a day."""
        return self._held(day, owner__holdings__person__account=user)

    def held_by(self, person: Any, day: datetime.date) -> Any:
        """Actions whose owning post this person holds on a day."""
        return self._held(day, owner__holdings__person=person)

    def _held(self, day: datetime.date, **who: Any) -> Any:
        return self.filter(
            Q(owner__holdings__ended_on=None) | Q(owner__holdings__ended_on__gte=day),
            owner__holdings__started_on__lte=day,
            **who,
        ).distinct()


class ProgressUpdateQuerySet(SearchableQuerySet["ProgressUpdate"]):
    """Updates, newest first."""

    def newest_of_each(self, until: datetime.datetime | None = None) -> Any:
        """The newest update of each action, up to a moment when one is given."""
        newest = self.model._default_manager.filter(action=OuterRef("action")).order_by("-pk")
        if until is not None:
            newest = newest.filter(posted_at__lte=until)
        return self.filter(pk=Subquery(newest.values("pk")[:1])).with_who_and_file()

    def newest_first(self) -> Any:
        """Ordered from the newest, with who sent them, their file, and whether confirmed."""
        remarks = self.model._meta.get_field("remarks").related_model._default_manager
        confirmed = remarks.filter(update=OuterRef("pk"), kind=RemarkKind.CONFIRMED)
        rows = self.annotate(is_confirmed=Exists(confirmed)).order_by("-pk")
        return rows.with_who_and_file()

    def with_who_and_file(self) -> Any:
        """With who sent them and their file, whose content stays where it is."""
        return self.select_related("posted_by", "reported_by", "file").defer("file__content")
