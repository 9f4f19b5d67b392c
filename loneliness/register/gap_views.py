"""The page of gaps to mend, and the one of how the register is doing."""

from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from actions import policies
from estimates.models import Verification
from loneliness.register import xray
from loneliness.ui.export import csv_response

A_PAGE = 50


def gaps(request: HttpRequest) -> HttpResponseBase:
    """/gaps/: every gap, the most serious first; ``?mine=1&rule=unit&table=12`` narrows it down."""
    found = xray.gaps(mine=request.user if request.GET.get("mine") else None)
    asked = {name: request.GET.get(name, "") for name in ("rule", "table")}
    shown = [gap for gap in found if _fits(gap, **asked)]
    if any(asked.values()) and not shown:
        messages.warning(request, "Nothing to mend is found there: look at all of them.")
    if request.GET.get("format") == "csv":
        return csv_response("gaps-to-mend", _rows(shown))
    page = Paginator(shown, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rules": _rules(found),
        "total": len(found),
        "asked": asked,
        "mine": request.GET.get("mine"),
    }
    return render(request, "pages/gaps.html", context)


def operations(request: HttpRequest) -> HttpResponse:
    """/operations/: whether the numbers still hold, for the administrator."""
    if not policies.may_invite(request.user):
        raise PermissionDenied("Only an administrator sees how the register is doing.")
    context = {
        "verifications": Verification.objects.all()[:10],
        "database": connection.vendor,
    }
    return render(request, "pages/operations.html", context)


def _fits(gap: xray.Gap, rule: str, table: str) -> bool:
    return rule in ("", gap.rule) and table in ("", str(gap.table))


def _rules(found: list[xray.Gap]) -> list[tuple[str, str, str, int]]:
    """Each rule with its title, how serious it is and how often it is broken."""
    counts = Counter((gap.rule, gap.title, gap.seriousness_in_words) for gap in found)
    return [(*names, count) for names, count in counts.items()]


def _rows(found: list[xray.Gap]) -> list[list[object]]:
    rows: list[list[object]] = [["Rule", "How serious", "Record", "What is wrong", "Where"]]
    return rows + [
        [gap.title, gap.seriousness_in_words, gap.record, gap.sentence, gap.link] for gap in found
    ]
