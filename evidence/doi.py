"""What is known of a publication by its DOI, asked of one fixed service; off unless configured.

The service passes a question on to the registry of the DOI, so a redirect is followed to that
registry and to nowhere else. The answer has a time limit as a whole, and a size limit.
"""

from __future__ import annotations

import http.client
import json
import time
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from evidence.importing.records import JOIN, Draft, Parsed, people

SECONDS = 5.0
MOST_BYTES = 1024 * 1024
CHUNK = 8 * 1024
ACCEPT = "application/vnd.citationstyles.csl+json"
REGISTRIES = frozenset({"api.crossref.org", "data.crosscite.org", "api.datacite.org"})
NOT_FOUND = "There is no publication under this DOI: check it letter by letter."
TOO_SLOW = "The service did not answer within 5 seconds. Nothing was changed; try again later."
NO_ANSWER = "The service could not be reached. Nothing was changed; try again later."
ELSEWHERE = "The service wanted to lead elsewhere, which is not followed. Nothing was changed."
NOT_UNDERSTOOD = "The service’s answer could not be understood. Nothing was changed."
BUSY = "The service asks to wait{wait}. Nothing was changed."


class NoAnswer(Exception):
    """Nothing came of the question; the sentence says why."""


class _OnlyRegistries(HTTPRedirectHandler):
    """Follows redirects to the registries and to the service itself."""

    def __init__(self, origin: str) -> None:
        self.origin = origin

    def redirect_request(self, *args: Any) -> Request | None:
        """The next question, or NoAnswer when it would be asked of somebody else."""
        parts = urlsplit(args[-1])
        same = f"{parts.scheme}://{parts.netloc}" == self.origin
        if not same and not (parts.scheme == "https" and parts.netloc in REGISTRIES):
            raise NoAnswer(ELSEWHERE)
        return super().redirect_request(*args)


def look_up(doi: str, service: str) -> Parsed:
    """What the service says of a DOI, as a record of a file; NoAnswer with a sentence."""
    parts = urlsplit(service)
    opener = build_opener(_OnlyRegistries(f"{parts.scheme}://{parts.netloc}"))
    request = Request(  # noqa: S310  (the address is a setting)
        f"{service.rstrip('/')}/{quote(doi, safe='/:;()')}", headers={"Accept": ACCEPT}
    )
    until = time.monotonic() + SECONDS
    try:
        with opener.open(request, timeout=SECONDS) as answer:
            content = _read(answer, until)
    except HTTPError as error:
        raise NoAnswer(_refusal(error)) from None
    except TimeoutError:
        raise NoAnswer(TOO_SLOW) from None
    except ValueError:  # an address it leads to that is none
        raise NoAnswer(ELSEWHERE) from None
    except (URLError, OSError, http.client.HTTPException) as error:
        slow = isinstance(getattr(error, "reason", None), TimeoutError)
        raise NoAnswer(TOO_SLOW if slow else NO_ANSWER) from None
    return _record(doi, content)


def _read(answer: Any, until: float) -> bytes:
    """The whole answer, unless it drips in too slowly or does not end."""
    content = b""
    while piece := answer.read1(CHUNK):
        content += piece
        if time.monotonic() > until:
            raise NoAnswer(TOO_SLOW)
        if len(content) > MOST_BYTES:
            raise NoAnswer(NOT_UNDERSTOOD)
    return content


def _refusal(error: HTTPError) -> str:
    if error.code == 429:
        wait = error.headers.get("Retry-After", "")
        return BUSY.format(wait=f" {wait} seconds" if wait.isdecimal() and len(wait) < 7 else "")
    return NOT_FOUND if error.code in (404, 410) else NO_ANSWER


def _record(doi: str, content: bytes) -> Parsed:
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        raise NoAnswer(NOT_UNDERSTOOD) from None
    if not isinstance(told, dict) or not _text(told.get("title")):
        raise NoAnswer(NOT_UNDERSTOOD)
    draft = Draft()
    draft.put("doi", doi)
    draft.put("title", _text(told.get("title")))
    draft.put("authors", people(_names(told.get("author"))))
    draft.put_year(_year(told.get("issued")))
    for name, key in (
        ("journal", "container-title"), ("publisher", "publisher"), ("volume", "volume"),
        ("issue", "issue"), ("pages", "page"),
    ):  # fmt: skip
        draft.put(name, _text(told.get(key)))
    draft.put_number(_text(told.get("ISBN")))
    draft.put_kind(_text(told.get("type")))
    return draft.done(1, 1)


def _text(value: Any) -> str:
    """A text of the answer; the first, where there are several."""
    if isinstance(value, list):
        value = value[0] if value else ""
    return str(value) if isinstance(value, str | int) else ""


def _names(authors: Any) -> list[str]:
    people_told = (
        [one for one in authors if isinstance(one, dict)] if isinstance(authors, list) else []
    )
    return [_name(one).replace(JOIN, ", ") for one in people_told]


def _name(person: dict[str, Any]) -> str:
    family, given = _text(person.get("family")), _text(person.get("given"))
    return f"{family}, {given}" if family and given else family or _text(person.get("literal"))


def _year(issued: Any) -> str:
    """The year of a date written as lists of numbers."""
    parts: Any = issued.get("date-parts") if isinstance(issued, dict) else None
    while isinstance(parts, list) and parts:
        parts = parts[0]
    return _text(parts)
