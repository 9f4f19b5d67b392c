"""A record as it stood on a past day, and what is said of one that was removed."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date

from loneliness.records import history

ASK = "as-at"


@dataclass(frozen=True)
class Past:
    """The day asked for; None for now."""

    day: datetime.date | None = None

    @property
    def moment(self) -> datetime.datetime | None:
        """The end of that day in London."""
        return history.end_of(self.day) if self.day else None


def asked(request: HttpRequest, record: Any) -> tuple[Past, Any]:
    """The day the address asks for, and the record as it stood then.

    A day that is none, is still to come or lies before the record says so in a message.
    """
    text = request.GET.get(ASK, "")
    if not text:
        return Past(), record
    day = _day(text)
    then = day and history.as_at(record, day)
    if then:
        return Past(day), then
    why = f"“{text}” is not a day such as 2026-05-03"
    if day:
        why = f"It was not yet in the register on {day:%-d %B %Y}"
        if day > timezone.localdate():
            why = "That day has not come yet"
    messages.warning(request, f"{why}: this is how it is now.")
    return Past(), record


def asked_day(request: HttpRequest) -> Past:
    """The past day that the address of a page asks for; nonsense says so in a message."""
    text = request.GET.get(ASK, "")
    day = _day(text) if text else None
    if day and day <= timezone.localdate():
        return Past(day)
    if text:
        why = "That day has not come yet" if day else f"“{text}” is not a day such as 2026-05-03"
        messages.warning(request, f"{why}: this is how it is now.")
    return Past()


def _day(text: str) -> datetime.date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def removed(request: HttpRequest, model: Any, key: str) -> HttpResponse:
    """What is said at the address of a record that was removed; 404 when there was none."""
    entry = history.removal(model, key=key)
    if entry is None:
        raise Http404
    return render(request, "evidence/removed.html", {"entry": entry}, status=410)
