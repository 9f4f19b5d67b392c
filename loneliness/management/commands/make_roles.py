"""``manage.py make_roles``: the six roles as groups, with the permissions each app grants them."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand
from django.db import transaction
from django.db.models import Q

import actions.policies
import estimates.policies
import evidence.policies
from loneliness.accounts.roles import Role

APPS = (evidence.policies, estimates.policies, actions.policies)


def granted(role: str) -> set[str]:
    """The permissions of a role, as ``app.codename``."""
    return {name for app in APPS for name in app.GRANTS.get(role, ())}


class Command(BaseCommand):
    """Idempotent: run after every migrate."""

    help = "Makes the roles and gives each its permissions."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Set each group's permissions to those granted."""
        for role in Role:
            group, _ = Group.objects.get_or_create(name=role)
            group.permissions.set(self._permissions(granted(role)))

    def _permissions(self, names: set[str]) -> list[Permission]:
        wanted = Q(pk=None)
        for name in names:
            app, codename = name.split(".")
            wanted |= Q(content_type__app_label=app, codename=codename)
        permissions = list(Permission.objects.filter(wanted))
        if len(permissions) != len(names):
            raise LookupError(f"Permissions missing among {sorted(names)}: run migrate first.")
        return permissions
