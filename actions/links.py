"""Links by which owners without an account report: signed, personal, good for a time.

A link says whose it is and is void once the person's address changes; what it shows is decided
anew each time it is opened, from the posts the person holds that day.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from django.core import signing
from django.urls import reverse
from django.utils.crypto import salted_hmac

from actions.models import Board, Person
from loneliness.records import outbox

SALT = "actions.links.report"
PERSONAL = re.compile(r"https?://\S+/report/\S+")
GOOD_FOR = datetime.timedelta(days=45)


@dataclass(frozen=True)
class Opened:
    """Whose link it is, and whether its time has passed."""

    person: Person
    is_expired: bool = False


def token(person: Person) -> str:
    """The signed part of a person's link, made today."""
    return signing.dumps([person.pk, _address_of(person)], salt=SALT)


def opened(text: str) -> Opened | None:
    """Whose link this is; None for one that was never given or whose address has changed."""
    is_expired = False
    try:
        key, address = signing.loads(text, salt=SALT, max_age=GOOD_FOR)
    except signing.SignatureExpired:
        is_expired = True
        key, address = signing.loads(text, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    person = Person.objects.select_related("account").filter(pk=key).first()
    if person is None or address != _address_of(person):
        return None
    return Opened(person, is_expired)


def report_address(person: Person) -> str:
    """The whole address that a message gives a person: their pages, or their personal link."""
    if person.account and person.account.is_active:
        return outbox.full_url(reverse("my-actions"))
    return outbox.full_url(reverse("report", args=[token(person)]))


def reminders_address(person: Person) -> str:
    """The whole address at which a person chooses their reminders."""
    if person.account and person.account.is_active:
        return outbox.full_url(reverse("my-reminders"))
    return outbox.full_url(reverse("report-reminders", args=[token(person)]))


def without_links(text: str) -> str:
    """A message's words for others than its reader: personal links are left out."""
    return PERSONAL.sub("(a personal link, which only its reader may use)", text)


def calendar_token(board: Board) -> str:
    """The part of a board's calendar address that only those who were given it know."""
    return salted_hmac("actions.links.calendar", str(board.pk)).hexdigest()[:24]


def _address_of(person: Person) -> str:
    return salted_hmac(SALT, person.email.lower()).hexdigest()[:12]
