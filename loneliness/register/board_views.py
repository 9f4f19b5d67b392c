"""A board: where its recommendations stand or stood, how they went, and when it meets."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from actions import links, policies
from actions.forms import BoardFilterForm
from actions.models import Board, Meeting
from actions.selectors import Progress, progress, returns, trends
from evidence.models import Chapter
from evidence.views.past import asked_day
from loneliness.records.history import standing
from loneliness.register import selectors
from loneliness.register.agenda import agenda, decided_to_stop
from loneliness.register.calendar import feed
from loneliness.register.checks import checks, checks_for
from loneliness.ui.charts import bar_chart, heat_map
from loneliness.ui.export import csv_response


def board(request: HttpRequest, slug: str) -> HttpResponse:
    """/boards/SLUG/: where the board's recommendations stand, or stood (``?as-at=2026-05-03``)."""
    record = get_object_or_404(Board.objects.select_related("parent", "chair"), slug=slug)
    past = asked_day(request)
    today = past.day or timezone.localdate()
    found = progress(today, board=record, past=past.day is not None)
    request.checks = checks(past.day, found.tables)  # type: ignore[attr-defined]
    meetings = sorted(standing(Meeting, past.day, board=record), key=lambda one: one.held_on)
    meeting = next((one for one in meetings if one.held_on >= today), None)
    held = [one for one in reversed(meetings) if one.held_on < today]
    form = BoardFilterForm(request.GET, posts=_posts(found))
    context = {
        "board": record,
        "past": past,
        "progress": found,
        "rows": form.narrowed(found),
        "filter": form,
        "sections": agenda(found, checks_for(request), decided_to_stop(found.actions, past.day)),
        "meeting": meeting,
        "days_left": (meeting.held_on - today).days if meeting else None,
        "returns": returns(meeting) if meeting and not past.day else None,
        "held": held[:6],
        "evidence": "" if past.day else selectors.evidence_behind(),
        "may_set_up": policies.may_set_up(request.user),
        "children": record.children.all(),
        "boards": Board.objects.all(),
        "edition": Chapter.objects.first(),
        "calendar": links.calendar_token(record),
    }
    return render(request, "pages/board.html", context)


def board_trends(request: HttpRequest, slug: str) -> HttpResponseBase:
    """/boards/SLUG/trends/: ratings, milestones and ages month by month; ``?format=csv``."""
    record = get_object_or_404(Board, slug=slug)
    today = timezone.localdate()
    found = trends(progress(today, board=record).actions, today)
    if request.GET.get("format") == "csv":
        return csv_response(f"{slug}-month-by-month", _rows(found))
    months = [f"{month.day:%b %Y}" for month in found.months]
    words = [word for word, _ in found.months[-1].ratings]
    counts = [[dict(month.ratings)[word] for month in found.months] for word in words]
    steps = [[m.planned for m in found.months], [m.met for m in found.months]]
    context = {
        "board": record,
        "trends": found,
        "words": words,
        "ratings_svg": heat_map(
            "Ratings", words, months, counts, description=_said(found.months[-1].ratings)
        ),
        "steps_svg": heat_map(
            "Milestones", ["Planned by then", "Met by then"], months, steps,
            description=f"{steps[1][-1]} met of {steps[0][-1]} planned by today.",
        ),
        "ages_svg": bar_chart(
            "Ages of open actions", list(found.ages), unit="", description=_said(found.ages)
        ),
    }  # fmt: skip
    return render(request, "pages/trends.html", context)


@login_not_required
def calendar(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """/boards/SLUG/calendar/TOKEN.ics: meetings, return dates and due dates, for a calendar."""
    record = get_object_or_404(Board, slug=slug)
    if not constant_time_compare(token, links.calendar_token(record)):
        raise Http404("This calendar is not one of ours.")
    return HttpResponse(feed(record, timezone.now()), content_type="text/calendar; charset=utf-8")


def _posts(found: Progress) -> list[tuple[str, str]]:
    """The posts that own any of these actions, to narrow the page down to one."""
    posts = {str(s.action.owner_id): str(s.action.owner) for s in found.actions if s.action.owner}
    return sorted(posts.items(), key=lambda pair: pair[1])


def _said(pairs: Any) -> str:
    return "; ".join(f"{word.lower()}: {count}" for word, count in pairs) + "."


def _rows(found: Any) -> list[list[object]]:
    words = [word for word, _ in found.months[-1].ratings]
    rows: list[list[object]] = [["By the end of", *words, "Milestones planned", "Milestones met"]]
    for month in found.months:
        counts = [count for _, count in month.ratings]
        rows.append([month.name, *counts, month.planned, month.met])
    return rows
