"""What sign-in does differently here: people are invited, and signing in is noted."""

from __future__ import annotations

import base64
import hashlib
import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from loneliness.accounts.models import User

logger = logging.getLogger("register.sign_in")


class InvitationOnly(DefaultAccountAdapter):
    """allauth's adapter with sign-up closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: an administrator invites people."""
        return False

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note for which account a sign-in was refused, by its number; never what was typed."""
        super().authentication_failed(request, **credentials)
        address = credentials.get("email") or credentials.get("username") or ""
        account = User.objects.filter(email__iexact=address).values_list("pk", flat=True).first()
        logger.warning("Sign-in refused for account %s", account or "unknown")

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Note which account signed in."""
        logger.info("Account %s signed in", user.pk)
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response


class CouncilSignIn(DefaultSocialAccountAdapter):
    """The council's directory signs in whoever was invited by the same address, nobody else."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Refuse: an administrator invites people."""
        return False


class SecondFactors(DefaultMFAAdapter):
    """Second factors, their secrets encrypted: a backup alone gives nobody a code."""

    def encrypt(self, text: str) -> str:
        """The secret as the database keeps it."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again."""
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> Fernet:
    key = hashlib.sha256(f"second-factor:{settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
