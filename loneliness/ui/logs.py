"""What the register writes to its log: one line for each request, with no personal data.

A line names a person by number only. Tokens in addresses are masked, query strings are left out,
and of an exception stand its class and the places it came through, never its words, which may
quote what somebody typed.
"""

from __future__ import annotations

import datetime
import json
import logging
import re
import time
import traceback
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-ID"
GOOD_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
MASK = "***"
TOKENS = re.compile(r"(/report/|/calendar/|/reset/key/)[^/\s]+")
LONG = re.compile(r"(?<=/)(?=[^/\s]*[0-9])(?=[^/\s]*[A-Z])(?=[^/\s]*[a-z])[\w:=+-]{20,}")
ADDRESS = re.compile(r"[^\s@/<>\"'(),;:]+@[^\s@/<>\"'(),;:]+")

logger = logging.getLogger("register.request")
_request: ContextVar[HttpRequest | None] = ContextVar("request", default=None)


def masked(text: str) -> str:
    """A text without the tokens in its addresses, and without addresses of mail."""
    text = TOKENS.sub(rf"\1{MASK}", text)
    return ADDRESS.sub(MASK, LONG.sub(MASK, text))


class RequestLog:
    """Give each request an id, the web server's or a new one, and write its line."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, say the id in the answer, and how it went in the log."""
        given = request.headers.get(HEADER, "")
        request.log_id = given if GOOD_ID.fullmatch(given) else uuid.uuid4().hex  # type: ignore[attr-defined]
        began = time.perf_counter()
        before = _request.set(request)
        try:
            response = self.get_response(request)
            response[HEADER] = request.log_id  # type: ignore[attr-defined]
            logger.info("request", extra={"fields": _fields(request, response, began)})
        finally:
            _request.reset(before)
        return response


def _fields(request: HttpRequest, response: HttpResponse, began: float) -> dict[str, Any]:
    return {
        "method": request.method,
        "path": masked(request.path),
        "status": response.status_code,
        "milliseconds": round((time.perf_counter() - began) * 1000),
    }


class JsonLines(logging.Formatter):
    """Each record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Time, level, event, the request and person it belongs to, and what else is known."""
        at = datetime.datetime.fromtimestamp(record.created, datetime.UTC)
        line = {
            "time": at.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _event(record),
            **_whose(),
            **_task(record),
            **getattr(record, "fields", {}),
            **_exception(record),
        }
        return json.dumps(line, ensure_ascii=False, default=str)


class Readable(logging.Formatter):
    """For a person at the terminal: the line of a request in short, everything else as usual."""

    def format(self, record: logging.LogRecord) -> str:
        """One line for a request."""
        fields = getattr(record, "fields", None)
        if not fields:
            return super().format(record)
        return "{method} {path} {status} {milliseconds} ms".format(**fields)


def _event(record: logging.LogRecord) -> str:
    """What happened; an exception's words and a task's arguments stay out."""
    if task := _task(record):
        return f"task {task['outcome']}"
    return masked(record.msg if _quotes(record) else record.getMessage())


def _quotes(record: logging.LogRecord) -> bool:
    """Whether an exception is among what the message is filled with."""
    args = record.args if isinstance(record.args, tuple) else ()
    return any(isinstance(one, BaseException) for one in args)


def _whose() -> dict[str, Any]:
    """The request at hand and the number of the person who is signed in."""
    request = _request.get()
    if request is None:
        return {}
    user = getattr(request, "_cached_user", None)  # asked by nobody: no query, no cookie
    return {"request": request.log_id, "user": getattr(user, "pk", None)}  # type: ignore[attr-defined]


def _task(record: logging.LogRecord) -> dict[str, Any]:
    """What Celery says of a task, without what it was given and what it returned."""
    said = record.args
    if not record.name.startswith("celery.") or not isinstance(said, dict) or "id" not in said:
        return {}
    found = {"task": said.get("name"), "task_id": said["id"], "outcome": "received"}
    if record.name == "celery.app.trace":
        found["outcome"] = said.get("description", "succeeded")
    if "runtime" in said:
        found["milliseconds"] = round(float(str(said["runtime"])) * 1000)
    return found


def _exception(record: logging.LogRecord) -> dict[str, Any]:
    """The class of an exception and where it came through."""
    if not record.exc_info or record.exc_info[0] is None:
        return {}
    kind, _, trace = record.exc_info
    places = [f"{one.filename}:{one.lineno} {one.name}" for one in traceback.extract_tb(trace)]
    return {"exception": f"{kind.__module__}.{kind.__qualname__}", "places": places}
