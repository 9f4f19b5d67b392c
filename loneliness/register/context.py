"""What every page shows around its content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

SITE_NAME = "Loneliness needs register"
BOARD = "unified-prevention-board"


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
        return context | {"navigation": _items(request, (("My actions", reverse("home")),))}
    main = [
        ("Board", reverse("board", args=[BOARD])),
        ("Evidence", reverse("evidence:publications")),
        ("Estimates", reverse("estimates:tables")),
        ("Actions", reverse("actions:actions")),
        ("Groups", reverse("groups")),
        ("Search", reverse("search")),
    ]
    more = [
        ("Findings", reverse("evidence:findings")),
        ("Population counts", reverse("evidence:populations")),
        ("Figures", reverse("evidence:figures")),
        ("Footnotes", reverse("evidence:citations")),
        ("Life transitions", reverse("transitions")),
        ("Services", reverse("actions:services")),
        ("Policy", reverse("actions:policy")),
        ("Glossary", reverse("evidence:glossary")),
    ]
    if user.is_staff:
        more.append(("Workshop", reverse("admin:index")))
    return context | {
        "navigation": _items(request, main),
        "more_navigation": _items(request, more),
        "search_url": reverse("search"),
        "role_words": ", ".join(sorted(user.role_names)).lower(),
    }


def _items(request: HttpRequest, items: Any) -> list[NavigationItem]:
    return [NavigationItem(label, url, request.path.startswith(url)) for label, url in items]
