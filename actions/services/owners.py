"""Who holds which post: appointing, leaving, handing over, and bodies that end."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from actions import policies
from actions.dates import in_words
from actions.models import Action, Board, Holding, Organisation, Person, Post, RecommendationBoard
from actions.services.entering import ONLY_SECRETARY
from loneliness.accounts.models import User
from loneliness.accounts.roles import WORKSHOP_ROLES
from loneliness.records import services as records

A_DAY = datetime.timedelta(days=1)


@transaction.atomic
def appoint(
    *, by: User, name: str, email: str, organisation: Organisation, title: str, on: datetime.date
) -> Post:
    """Record that a person holds a post from a day; person and post are made when new.

    Whoever held the post before ends the day before.
    """
    records.require(policies.may_set_up(by), ONLY_SECRETARY)
    person = find_or_make_person(by=by, name=name, email=email, organisation=organisation)
    post = Post.objects.filter(title__iexact=title, organisation=organisation).first()
    post = post or records.save(Post(title=title, organisation=organisation), by=by)
    current = post.holdings.filter(ended_on=None).first()
    if current and current.person_id == person.pk:
        return post
    _refuse_overlap(post, on)
    if current:
        current.ended_on = on - A_DAY
        records.save(current, by=by, reason=f"{name} took over")
    records.save(Holding(post=post, person=person, started_on=on), by=by)
    return post


def _refuse_overlap(post: Post, on: datetime.date) -> None:
    """Refuse a first day on which somebody else already held the post, or held it later."""
    taken = post.holdings.filter(Q(started_on__gte=on) | Q(ended_on__gte=on))
    holding = taken.select_related("person").order_by("-started_on").first()
    if holding:
        until = f" until {in_words(holding.ended_on)}" if holding.ended_on else ""
        raise ValidationError(
            f"{holding.person} holds this post from {in_words(holding.started_on)}{until}: "
            "choose a later day."
        )


@transaction.atomic
def invite(
    *, by: User, name: str, email: str, organisation: Organisation, roles: Iterable[Group]
) -> User:
    """Make an account without a password, its roles, and the person it belongs to."""
    records.require(policies.may_invite(by), "Only an administrator may invite people.")
    roles = list(roles)
    user = User.objects.create_user(
        email, name=name, is_staff=bool(WORKSHOP_ROLES & {role.name for role in roles})
    )
    user.groups.set(roles)
    person = find_or_make_person(by=by, name=name, email=user.email, organisation=organisation)
    person.account = user
    records.save(person, by=by, reason="Invited")
    return user


def find_or_make_person(*, by: User, name: str, email: str, organisation: Organisation) -> Person:
    """The person of this address, made when there is none."""
    person = Person.objects.filter(email__iexact=email).first()
    return person or records.save(
        Person(name=name, email=email.lower(), organisation=organisation), by=by
    )


@transaction.atomic
def leave(
    person: Person, last_day: datetime.date, successors: Mapping[int, Person | None], *, by: User
) -> list[Holding]:
    """End all that a person holds, each post handed to a successor or left vacant.

    ``successors`` has for each holding, by its key, who takes over the day after, or None.
    Returns the holdings that begin. ValidationError when a holding is not named or has begun
    after the last day.
    """
    records.require(policies.may_set_up(by), ONLY_SECRETARY)
    held = list(person.holdings.filter(ended_on=None).select_related("post__organisation"))
    if not held:
        raise ValidationError(f"{person} holds no post.")
    begun: list[Holding] = []
    for holding in held:
        if holding.pk not in successors:
            raise ValidationError(f"Say who takes over {holding.post}, or that it is vacant.")
        next_one = successors[holding.pk]
        if next_one == person:
            raise ValidationError(f"{person} cannot take over {holding.post} from themselves.")
        holding.ended_on = last_day
        records.save(holding, by=by, reason=f"{person} leaves on {in_words(last_day)}")
        if next_one:
            following = Holding(post=holding.post, person=next_one, started_on=last_day + A_DAY)
            begun.append(records.save(following, by=by, reason=f"Takes over from {person}"))
    return begun


@transaction.atomic
def end_organisation(
    organisation: Organisation,
    on: datetime.date,
    successor: Organisation | None,
    *,
    by: User,
    note: str,
) -> list[Post]:
    """End a body on a day; posts, their holders and their actions go to its successor in one step.

    Without a successor its posts are vacant from the next day. Returns the posts handed over.
    """
    records.require(policies.may_set_up(by), ONLY_SECRETARY)
    if successor == organisation:
        raise ValidationError({"successor": "An organisation cannot take over from itself."})
    organisation.valid_to, organisation.succeeded_by = on, successor
    organisation.note = "\n".join(filter(None, (organisation.note, note)))
    records.save(organisation, by=by, reason=note)
    reason = f"{organisation} ends on {in_words(on)}"
    handed = [_hand_over(post, on, successor, by, reason) for post in organisation.posts.all()]
    if successor:
        for person in organisation.people.all():
            person.organisation = successor
            records.save(person, by=by, reason=reason)
    return [post for post in handed if post]


def _hand_over(
    post: Post, on: datetime.date, successor: Organisation | None, by: User, reason: str
) -> Post | None:
    """End a post's holding; with a successor, its like there takes holder and actions over."""
    current = post.holdings.filter(ended_on=None).first()
    if current:
        current.ended_on = on
        records.save(current, by=by, reason=reason)
    if successor is None:
        return None
    new = Post.objects.filter(title__iexact=post.title, organisation=successor).first()
    new = new or records.save(Post(title=post.title, organisation=successor), by=by, reason=reason)
    if current and not new.holdings.filter(ended_on=None).exists():
        following = Holding(post=new, person=current.person, started_on=on + A_DAY)
        records.save(following, by=by, reason=reason)
    for action in Action.objects.filter(Q(owner=post) | Q(lead=post)):
        action.owner = new if action.owner_id == post.pk else action.owner
        action.lead = new if action.lead_id == post.pk else action.lead
        records.save(action, by=by, reason=reason)
    return new


@transaction.atomic
def end_board(
    board: Board, on: datetime.date, successor: Board | None, *, by: User, reason: str
) -> Board:
    """End a board on a day; its actions and recommendations go to its successor in one step."""
    records.require(policies.may_set_up(by), ONLY_SECRETARY)
    board.valid_to, board.succeeded_by = on, successor
    records.save(board, by=by, reason=reason)
    if successor is None:
        return board
    for action in board.actions.all():
        action.board = successor
        records.save(action, by=by, reason=reason)
    already = successor.recommendation_links.values("recommendation")
    for link in board.recommendation_links.exclude(recommendation__in=already):
        new = RecommendationBoard(recommendation=link.recommendation, board=successor)
        records.save(new, by=by, reason=reason)
    return board
