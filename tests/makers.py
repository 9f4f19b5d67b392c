"""Records for tests, each valid as made; give what the test is about, leave out the rest."""

from __future__ import annotations

import datetime
import itertools

from django.contrib.auth.models import Group
from django.utils import timezone

from actions.models import (
    Action,
    Board,
    Holding,
    Meeting,
    Organisation,
    Pack,
    PackAction,
    Person,
    Post,
    ProgressUpdate,
)
from estimates import checking
from estimates import services as estimates
from evidence.models import Area, Finding, Measure, PopulationCount, PopulationGroup, Publication
from loneliness.accounts.models import User
from loneliness.accounts.roles import WORKSHOP_ROLES, Role
from loneliness.records import outbox
from loneliness.records import services as records

PASSWORD = "only-for-the-tests-2026"
BOARD = "unified-prevention-board"
COUNCIL = "leicestershire-county-council"
VOLUNTARY = "rural-community-council"
FIRST_DAY = datetime.date(2026, 4, 1)
PEOPLE = {
    "board_member": ("Barbara Board", Role.BOARD_MEMBER),
    "secretary": ("Sam Secretary", Role.SECRETARY),
    "owner": ("Olive Owner", Role.OWNER),
    "officer": ("Edward Evidence", Role.OFFICER),
    "reviewer": ("Rita Reviewer", Role.REVIEWER),
    "second_reviewer": ("Robert Reviewer", Role.REVIEWER),
    "administrator": ("Alex Administrator", Role.ADMINISTRATOR),
}
numbers = itertools.count(1)


def address_of(who):
    """The e-mail address of one of PEOPLE."""
    return f"{who.replace('_', '-')}@example.org"


def make_mail(**fields):
    """A message as posted."""
    number = next(numbers)
    fields = {
        "key": f"action:digest:2026-11-24:{number}",
        "kind": "digest",
        "to": f"reader-{number}@example.org",
        "subject": "Your actions",
        "text": "One action is due.",
    } | fields
    return outbox.post(**fields)


def make_user(*roles, name="Una User", email=None, password=None):
    """An account with these roles; without a password it signs in by force_login only."""
    email = email or f"user-{next(numbers)}@example.org"
    user = User.objects.create_user(
        email, password, name=name, is_staff=bool(WORKSHOP_ROLES & set(roles))
    )
    user.groups.set(Group.objects.filter(name__in=roles))
    return user


def make_person(who, password=None):
    """The account of one of PEOPLE; the owner holds a post."""
    name, role = PEOPLE[who]
    user = make_user(role, name=name, email=address_of(who), password=password)
    if role == Role.OWNER:
        make_post(held_by=user)
    return user


def make_post(held_by=None, title=None):
    """A post at the council, held since the spring by the account's person when one is given."""
    by = User.objects.system()
    organisation = Organisation.objects.get(slug=COUNCIL)
    title = title or f"Lead {next(numbers)}"
    post = records.save(Post(title=title, organisation=organisation), by=by)
    if held_by is not None:
        person = Person(
            name=held_by.name, email=held_by.email, organisation=organisation, account=held_by
        )
        records.save(person, by=by)
        records.save(Holding(post=post, person=person, started_on=FIRST_DAY), by=by)
    return post


def make_outsider(name="Vera Voluntary", title="Manager"):
    """The post of somebody at a voluntary body who has no account."""
    by = User.objects.system()
    organisation = Organisation.objects.get(slug=VOLUNTARY)
    email = f"{name.split()[0].lower()}@example.org"
    person = records.save(Person(name=name, email=email, organisation=organisation), by=by)
    post = records.save(Post(title=title, organisation=organisation), by=by)
    records.save(Holding(post=post, person=person, started_on=FIRST_DAY), by=by)
    return post


def make_action(owner=None, **fields):
    """An action; ``owner`` is the post that owns it, or the account whose post does."""
    if isinstance(owner, User):
        owner = Post.objects.get(holdings__person__account=owner)
    fields["owner"] = owner
    fields = {"key": f"action-{next(numbers)}", "title": "Hold a coffee morning"} | fields
    return records.save(Action(**fields), by=User.objects.system())


def make_update(action, by, **fields):
    """An update on an action, as posted."""
    fields = {
        "status": "in-progress",
        "rag": "green",
        "happened": "The first coffee morning was held.",
        "once": f"form-{next(numbers)}",
    } | fields
    update = ProgressUpdate(action=action, posted_by=by, **fields)
    update.refresh_search_text()
    update.save()
    return update


def make_meeting(board=None, **fields):
    """A meeting of the Unified Prevention Board, or of another board."""
    board = board or Board.objects.get(slug=BOARD)
    fields = {"held_on": datetime.date(2026, 12, 4)} | fields
    return records.save(Meeting(board=board, **fields), by=User.objects.system())


def make_pack(meeting, *actions):
    """A paper as issued for a meeting, showing these actions, whose first dates then stay."""
    by, today = User.objects.system(), timezone.localdate()
    pack = Pack(
        meeting=meeting, number=0, content={}, fingerprint="0", pdf=b"%PDF-", word=b"PK",
        issued_by=by, once=f"form-{next(numbers)}",
    )  # fmt: skip
    pack.save()
    for action in actions:
        PackAction(pack=pack, action=action, due_on=action.first_due_on).save()
        records.move(action, by=by, reason="Paper issued", first_shown_on=today)
    return pack


def make_publication(by=None, **fields):
    """A research report."""
    fields = {
        "key": f"report-{next(numbers)}",
        "title": "Feeling alone in Rutland",
        "kind": "research-report",
    } | fields
    return records.save(Publication(**fields), by=by or User.objects.system())


def make_finding(by=None, **fields):
    """A percentage with its quotation, of the first measure and group of the chapter."""
    by = by or User.objects.system()
    fields = {
        "key": f"finding-{next(numbers)}",
        "percentage": "5.5",
        "decimals": 1,
        "quotation": "5.5% often felt lonely",
        "place": "page 3",
        "entered_by": by,
    } | fields
    fields.setdefault("publication", None)
    fields["publication"] = fields["publication"] or make_publication(by)
    fields.setdefault("measure", Measure.objects.order_by("pk").first())
    fields.setdefault("group", PopulationGroup.objects.order_by("pk").first())
    return records.save(Finding(**fields), by=by)


def make_population(by=None, **fields):
    """A count of people."""
    by = by or User.objects.system()
    fields = {
        "key": f"count-{next(numbers)}",
        "unit": "people",
        "count": 1000,
        "period": "2026",
        "quotation": "1,000",
        "place": "table 1",
        "entered_by": by,
    } | fields
    fields.setdefault("publication", None)
    fields["publication"] = fields["publication"] or make_publication(by)
    fields.setdefault("group", PopulationGroup.objects.order_by("pk").first())
    fields.setdefault("area", Area.objects.order_by("pk").first())
    return records.save(PopulationCount(**fields), by=by)


def approve(revision, by):
    """Approve a version after answering what the rules find new in it."""
    for found in checking.to_answer(revision):
        estimates.answer_rule(revision.table, found, by=by, answer="Looked at: it may stand.")
    return estimates.approve_revision(revision, by=by)
