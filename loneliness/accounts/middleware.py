"""Signed-in staff read the register; owners from outside see only what is opened to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

# Pages of the sign-in library that the register does without: an administrator changes addresses.
CLOSED = frozenset({
    "account_confirm_email", "account_email", "account_email_verification_sent",
    "account_set_password", "mfa_download_recovery_codes", "mfa_trust",
    "socialaccount_connections", "socialaccount_signup",
})  # fmt: skip

V = TypeVar("V", bound=Callable[..., Any])


def open_to_owners(view: V) -> V:
    """Mark a view that action owners from outside may open; it checks the record itself."""
    view.open_to_owners = True  # type: ignore[attr-defined]
    return view


class StaffOnly:
    """Answer 404 to a signed-in person without a staff role, save on views opened to owners."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; the decision is taken once the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> None:
        """Refuse before the view runs."""
        if request.resolver_match and request.resolver_match.view_name in CLOSED:
            raise Http404("The register does without this page.")
        user = request.user
        is_open = (
            getattr(view, "open_to_owners", False)
            or not getattr(view, "login_required", True)
            or view.__module__.startswith("allauth.")
        )
        if user.is_authenticated and not is_open and not user.is_staff_of_register:
            raise Http404("This page is not open to you.")


class SecondFactor:
    """Lead those whose role needs a second factor to where they set it up, and nowhere else.

    Whoever the council's directory signed in has shown theirs there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; the decision is taken once the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Lead away before the view runs."""
        user = request.user
        needed = user.is_authenticated and settings.SECOND_FACTOR_ROLES & user.role_names
        if not needed or not getattr(view, "login_required", True):
            return None
        if view.__module__.startswith("allauth.") or _by_directory(request):
            return None
        return None if is_mfa_enabled(user) else redirect("mfa_activate_totp")


def _by_directory(request: HttpRequest) -> bool:
    methods = request.session.get("account_authentication_methods", [])
    return any(one.get("method") == "socialaccount" for one in methods)
