"""``manage.py make_demo_accounts``: people to try the register with, embedded mode only."""

import datetime
import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from actions.models import Action, Board, Holding, Meeting, Organisation, Person, Post
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
OUTSIDER = ("vera@example.org", "Vera Voluntary")
OUTSIDERS_POST = "Manager (demonstration)"
OUTSIDERS_ACTION = "e-"
COUNCIL = "leicestershire-county-council"
VOLUNTARY = "voluntary-action-leicestershire"
BOARD = "unified-prevention-board"
MAILBOX = "prevention-board@example.org"
UNTIL_MEETING = datetime.timedelta(days=40)
WHY = "Demonstration"


class Command(BaseCommand):
    """Idempotent: passwords are printed once, when made or when asked for anew."""

    help = "Makes demonstration accounts, owners and a meeting. Never outside the embedded mode."

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
        _owner()
        _outsider()
        _board()
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


def _owner() -> None:
    """Let the demonstration owner hold a post that owns one action."""
    user = User.objects.get(email=ACCOUNTS[2][0])
    if not Person.objects.filter(account=user).exists():
        person = Person(name=user.name, email=user.email, account=user)
        _hold(person, OWNERS_POST, COUNCIL, OWNERS_ACTION)


def _outsider() -> None:
    """An owner outside the council, without an account, who reports by a personal link."""
    email, name = OUTSIDER
    if not Person.objects.filter(email=email).exists():
        _hold(Person(name=name, email=email), OUTSIDERS_POST, VOLUNTARY, OUTSIDERS_ACTION)


def _hold(person: Person, title: str, body: str, letter: str) -> None:
    """Enter a person with a post; an action that nobody owns yet is theirs from today."""
    by = User.objects.system()
    organisation = Organisation.objects.filter(slug=body).first()
    if organisation is None or Post.objects.filter(title=title).exists():
        return
    person.organisation = organisation
    post = records.save(Post(title=title, organisation=organisation), by=by)
    person = records.save(person, by=by)
    records.save(Holding(post=post, person=person, started_on=timezone.localdate()), by=by)
    action = Action.objects.filter(key__startswith=letter, owner=None).first()
    if action:
        action.owner = post
        records.save(action, by=by, reason=WHY)


def _board() -> None:
    """A next meeting and a shared mailbox, once: a board that has met or will is left alone."""
    board = Board.objects.filter(slug=BOARD, meetings=None).first()
    if board is None:
        return
    by = User.objects.system()
    held_on = timezone.localdate() + UNTIL_MEETING
    records.save(Meeting(board=board, held_on=held_on), by=by, reason=WHY)
    if not board.mailbox:
        board.mailbox = MAILBOX
        records.save(board, by=by, reason=WHY)
