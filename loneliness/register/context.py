"""What every page shows around its content."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from loneliness.accounts.roles import Role

SITE_NAME = "Loneliness needs register"
BOARD = "unified-prevention-board"


MY_ACTIONS = (("My actions", "my-actions"),)
SECTIONS = {
    "/evidence/": (
        ("Publications", "evidence:publications"),
        ("Findings", "evidence:findings"),
        ("What waits", "evidence:queue"),
        ("Needs checking again", "checks"),
        ("Population counts", "evidence:populations"),
        ("Evidence map", "evidence:map"),
        ("Figures", "evidence:figures"),
        ("Footnotes", "evidence:citations"),
        ("Glossary", "evidence:glossary"),
    ),
    "/estimates/": (
        ("Tables", "estimates:tables"),
        ("Gaps to mend", "gaps"),
        ("Audits", "estimates:audits"),
    ),
    "/actions/": (
        ("All actions", "actions:actions"),
        ("Services", "actions:services"),
        ("Policy", "actions:policy"),
    ),
    "/groups/": (("Risk groups", "groups"), ("Life transitions", "transitions")),
}


@dataclass(frozen=True)
class NavigationItem:
    """A word of the navigation, where it leads, and whether the page lies under it."""

    label: str
    url: str
    active: bool


@dataclass(frozen=True)
class Contact:
    """Whom to ask."""

    name: str
    email: str


def page(request: HttpRequest) -> dict[str, Any]:
    """The names that templates/base.html documents."""
    context: dict[str, Any] = {
        "site_name": SITE_NAME,
        "contact": Contact(settings.CONTACT_NAME, settings.CONTACT_EMAIL),
        "accessibility_url": reverse("accessibility"),
    }
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return context
    if not user.is_staff_of_register:
        return context | {"navigation": _items(request, named(MY_ACTIONS))}
    main = [
        ("Board", reverse("board", args=[BOARD])),
        ("Evidence", reverse("evidence:publications")),
        ("Estimates", reverse("estimates:tables")),
        ("Actions", reverse("actions:actions")),
        ("Groups", reverse("groups")),
        ("Search", reverse("search")),
    ]
    if user.has_role(Role.OWNER):
        main += named(MY_ACTIONS)
    if user.has_role(Role.SECRETARY) or user.has_role(Role.ADMINISTRATOR):
        main.append(("Messages", reverse("messages")))
    more = [pair for section in SECTIONS.values() for pair in named(section)]
    if user.is_staff:
        more.append(("Workshop", reverse("admin:index")))
    section = next((part for start, part in SECTIONS.items() if request.path.startswith(start)), ())
    return context | {
        "navigation": _items(request, main),
        "more_navigation": _items(request, more, exactly=True),
        "section_navigation": _items(request, named(section), exactly=True),
        "search_url": reverse("search"),
        "role_words": ", ".join(sorted(user.role_names)).lower(),
    }


@cache
def named(section: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Words and addresses, from words and names of addresses."""
    return tuple((label, reverse(name)) for label, name in section)


def _items(request: HttpRequest, items: Any, *, exactly: bool = False) -> list[NavigationItem]:
    """Each item, active when the page lies under it, or ``exactly`` when it is the page."""
    lies_under = request.path.__eq__ if exactly else request.path.startswith
    return [NavigationItem(label, url, lies_under(url)) for label, url in items]
