"""A board's calendar: meetings, days by which updates are due back, and due dates."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.utils import timezone
from icalendar import Calendar, Event

from actions.models import Board
from actions.selectors import progress
from loneliness.records import outbox


def feed(board: Board, now: datetime.datetime) -> bytes:
    """The calendar as RFC 5545 has it: whole days, no names of people. Some twenty queries."""
    calendar = Calendar()
    calendar.add("prodid", "-//Loneliness needs register//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", " ".join(f"{board}: loneliness".split()))
    for key, day, title, address in _days(board, timezone.localdate(now)):
        event = Event()
        event.add("uid", f"{key}@register")
        event.add("dtstamp", now)
        event.add("dtstart", day)
        event.add("dtend", day + datetime.timedelta(days=1))
        event.add("summary", title)
        event.add("url", outbox.full_url(address))
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _days(board: Board, today: datetime.date) -> Iterator[tuple[str, datetime.date, str, str]]:
    """Each entry: its lasting key, its day, what stands there, and the page it leads to."""
    for meeting in board.meetings.prefetch_related("calls"):
        address = meeting.get_absolute_url()
        yield f"meeting-{meeting.pk}", meeting.held_on, f"Meeting: {board}", address
        for call in meeting.calls.all():
            yield f"call-{call.pk}", call.return_by, f"Updates due back: {board}", address
    for state in progress(today, board=board).actions:
        day = state.due.now or state.due.review
        if day and not state.is_over:
            what = "Due" if state.due.now else "Review"
            address = state.action.get_absolute_url()
            yield f"action-{state.action.pk}", day, f"{what}: {state.action.title}", address
