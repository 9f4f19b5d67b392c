"""``manage.py make_demo_accounts``: one account for each role, embedded mode only."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from actions.models import Action, Holding, Organisation, Person, Post
from loneliness.accounts.models import User
from loneliness.accounts.roles import WORKSHOP_ROLES, Role
from loneliness.records import services as records

ACCOUNTS = (
    ("board@example.org", "Barbara Board", Role.BOARD_MEMBER),
    ("secretary@example.org", "Sam Secretary", Role.SECRETARY),
    ("owner@example.org", "Olive Owner", Role.OWNER),
    ("officer@example.org", "Edward Evidence", Role.OFFICER),
    ("reviewer@example.org", "Rita Reviewer", Role.REVIEWER),
    ("second-reviewer@example.org", "Robert Reviewer", Role.REVIEWER),
    ("administrator@example.org", "Alex Administrator", Role.ADMINISTRATOR),
)
OWNERS_POST = "Public Health lead (demonstration)"
OWNERS_ACTION = "d-"


class Command(BaseCommand):
    """Idempotent: passwords are printed once, when made or when asked for anew."""

    help = "Makes a demonstration account for each role. Never outside the embedded mode."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to print new passwords."""
        parser.add_argument("--new-passwords", action="store_true")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Make what is missing and print what is new."""
        if not settings.EMBEDDED:
            raise CommandError("Demonstration accounts are never made in production.")
        printed = []
        for email, name, role in ACCOUNTS:
            user = User.objects.filter(email=email).first()
            if user is None or options["new_passwords"]:
                user, password = self._account(user, email, name, role)
                printed.append(f"  {role:<17} {email:<28} {password}")
        self._owner()
        if printed:
            self.stdout.write(
                "Demonstration accounts (printed once; --new-passwords makes new ones):"
            )
            self.stdout.write("\n".join(printed))

    def _account(self, user: User | None, email: str, name: str, role: str) -> tuple[User, str]:
        password = "-".join(secrets.token_hex(3) for _ in range(3))
        if user is None:
            user = User.objects.create_user(email, name=name, is_staff=role in WORKSHOP_ROLES)
            user.groups.add(Group.objects.get(name=role))
        user.set_password(password)
        user.save()
        return user, password

    def _owner(self) -> None:
        """Let the demonstration owner hold a post that owns one action."""
        user = User.objects.get(email=ACCOUNTS[2][0])
        action = Action.objects.filter(key__startswith=OWNERS_ACTION).first()
        organisation = Organisation.objects.filter(slug="leicestershire-county-council").first()
        if Person.objects.filter(account=user).exists() or not (action and organisation):
            return
        by = User.objects.system()
        person = records.save(
            Person(name=user.name, email=user.email, organisation=organisation, account=user),
            by=by,
        )
        post = records.save(Post(title=OWNERS_POST, organisation=organisation), by=by)
        records.save(Holding(post=post, person=person, started_on=timezone.localdate()), by=by)
        if action.owner is None:
            action.owner = post
            records.save(action, by=by, reason="Demonstration")
