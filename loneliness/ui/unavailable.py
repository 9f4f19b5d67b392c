"""What people see when the register fails: an error of ours, or a database that is away or full."""

from __future__ import annotations

import errno
import sqlite3
import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from redis.exceptions import RedisError

AWAY = (OperationalError, InterfaceError, RedisError)
FULL = "53100"  # PostgreSQL's code of a full disk
RETRY = 30  # seconds


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler of an exception that nobody caught; the page asks the database nothing."""
    template, status = _answer(sys.exc_info()[1])
    contact = {"name": settings.CONTACT_NAME, "email": settings.CONTACT_EMAIL}
    response = HttpResponse(render_to_string(template, {"contact": contact}), status=status)
    if status == 503:
        response["Retry-After"] = str(RETRY)
    return response


def _answer(error: BaseException | None) -> tuple[str, int]:
    if is_full(error):
        return "full.html", 503
    return ("503.html", 503) if isinstance(error, AWAY) else ("500.html", 500)


def is_full(error: BaseException | None) -> bool:
    """Whether nothing could be written because a disk is full."""
    cause = error.__cause__ if isinstance(error, OperationalError) else error
    if isinstance(cause, OSError):
        return cause.errno in (errno.ENOSPC, errno.EDQUOT)
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
    return getattr(cause, "pgcode", None) == FULL
