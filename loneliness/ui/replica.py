"""Reads of public pages go to a copy of the database, where one is given by REPLICA_URL.

Only pages of people who are not signed in: whoever writes reads the database itself, and so never
misses what they just wrote because a copy is a second behind.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COPY = "replica"
PUBLIC = "/public/"
_from_copy: ContextVar[bool] = ContextVar("from_copy", default=False)


class PublicFromReplica:
    """Let a public page that is only read be read from the copy."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Choose, answer, forget."""
        is_public = request.method in {"GET", "HEAD"} and request.path.startswith(PUBLIC)
        is_signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES
        before = _from_copy.set(is_public and not is_signed_in)
        try:
            return self.get_response(request)
        finally:
            _from_copy.reset(before)


class Router:
    """Which database a query goes to."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        """The copy for a public page, and no opinion otherwise."""
        return COPY if _from_copy.get() else None

    def allow_relation(self, first: Any, second: Any, **hints: Any) -> bool:
        """Both hold the same rows."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        """A copy is never migrated: it follows."""
        return False if db == COPY else None
