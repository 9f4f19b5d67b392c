"""What sign-in does differently here: nobody signs up, people are invited; signing in is noted."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse

logger = logging.getLogger(__name__)


class InvitationOnly(DefaultAccountAdapter):
    """allauth's adapter with sign-up closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: an administrator invites people."""
        return False

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note for whom a sign-in was refused and from where; never the password."""
        super().authentication_failed(request, **credentials)
        address = credentials.get("email") or credentials.get("username")
        logger.warning("Sign-in refused for %r from %r", address, request.META.get("REMOTE_ADDR"))

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Note who signed in and from where."""
        logger.info("Account %s signed in from %r", user.pk, request.META.get("REMOTE_ADDR"))
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response
