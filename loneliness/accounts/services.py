"""The one way to change an account: never one's own rights, never a stronger account's."""

from __future__ import annotations

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from loneliness.accounts.models import SYSTEM_EMAIL, User
from loneliness.accounts.roles import WORKSHOP_ROLES, Role


def check_change(user: User, *, by: User, roles: Iterable[Group]) -> None:
    """ValidationError with a sentence when ``by`` may not change the account like this."""
    if user.email == SYSTEM_EMAIL:
        raise ValidationError("This account stands for the chapter of 2019: it stays as it is.")
    if user.is_superuser and not by.is_superuser:
        raise ValidationError("Only somebody with every right may change this account.")
    keeps_role = Role.ADMINISTRATOR in {role.name for role in roles}
    if user == by and not (user.is_active and (keeps_role or by.is_superuser)):
        raise ValidationError("Somebody else must end your own access: you cannot do so here.")


@transaction.atomic
def change(user: User, *, by: User, roles: Iterable[Group]) -> User:
    """Save an account's name, address, roles and whether it may sign in.

    PermissionDenied for anybody but an administrator; ValidationError for a bad entry.
    """
    if not by.has_perm("accounts.change_user"):
        raise PermissionDenied("Only an administrator may change accounts.")
    roles = list(roles)
    check_change(user, by=by, roles=roles)
    user.email = user.email.lower()
    user.is_staff = user.is_superuser or bool(WORKSHOP_ROLES & {role.name for role in roles})
    user.full_clean(exclude=["password"])
    user.save(update_fields=["email", "name", "is_active", "is_staff"])
    user.groups.set(roles)
    return user


@transaction.atomic
def close(user: User) -> None:
    """Let nobody sign in with an account any more, and forget how its person did."""
    for model in (EmailAddress, SocialAccount, Authenticator):
        model.objects.filter(user=user).delete()
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])
