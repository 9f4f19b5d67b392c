"""Tells lists which columns their reader chose."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from loneliness.records import saved


class ReaderChoices:
    """Gives every request ``chosen_columns``: a function that asks when a list needs it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        request.chosen_columns = lambda: saved.columns_of(request.user, request.path)  # type: ignore[attr-defined]
        return self.get_response(request)
