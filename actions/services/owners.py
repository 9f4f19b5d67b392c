"""Who holds which post: appointing, leaving, handing over, and bodies that end."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from actions import policies
from actions.dates import in_words
from actions.models import Action, Board, Holding, Organisation, Person, Post, RecommendationBoard
from actions.services.entering import ONLY_SECRETARY, keep_apart
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
    if current and current.started_on < on:
        current.ended_on = on - A_DAY
        records.save(current, by=by, reason=f"{name} took over")
    _begin(Holding(post=post, person=person, started_on=on), by=by)
    return post


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

    ``successors`` has for each holding, by its key, who takes over the day after, or None; what
    was to begin or to end later, the successor begins and ends then. Returns the holdings that
    begin. ValidationError when a holding is not named.
    """
    records.require(policies.may_set_up(by), ONLY_SECRETARY)
    from_then = max(last_day, timezone.localdate()) + A_DAY
    held = list(person.holdings.going_on(from_then).select_related("post__organisation"))
    if not held:
        raise ValidationError(f"{person} holds no post after that day.")
    begun: list[Holding] = []
    for holding in held:
        if holding.pk not in successors:
            raise ValidationError(f"Say who takes over {holding.post}, or that it is vacant.")
        next_one = successors[holding.pk]
        if next_one == person:
            raise ValidationError(f"{person} cannot take over {holding.post} from themselves.")
        following = _rest(holding, last_day + A_DAY, person=next_one) if next_one else None
        _cut(holding, last_day, by=by, reason=f"{person} leaves on {in_words(last_day)}")
        if following:
            begun.append(_begin(following, by=by, reason=f"Takes over from {person}"))
    return begun


def _rest(holding: Holding, day: datetime.date, **other: Post | Person) -> Holding:
    """What is left of a holding from a day, for another person or at another post."""
    who = {"post": holding.post, "person": holding.person} | other
    return Holding(started_on=max(holding.started_on, day), ended_on=holding.ended_on, **who)


def _cut(holding: Holding, last_day: datetime.date, *, by: User, reason: str) -> None:
    """End a holding on a day; one that was to begin later never does, and one that ended stays."""
    if holding.started_on > last_day:
        records.remove(holding, by=by, reason=reason)
    elif holding.ended_on is None or holding.ended_on > last_day:
        holding.ended_on = last_day
        records.save(holding, by=by, reason=reason)


def _begin(holding: Holding, *, by: User, reason: str = "") -> Holding:
    keep_apart(holding)
    return records.save(holding, by=by, reason=reason)


@transaction.atomic
def end_organisation(
    organisation: Organisation,
    on: datetime.date,
    successor: Organisation | None,
    *,
    by: User,
    note: str,
) -> list[Post]:
    """End a body on a day; posts, their holders and all they answer for go to its successor.

    The successor's posts are held from today where the day is still to come, so that nothing is
    vacant until then. Without a successor its posts are vacant from the next day. Returns the
    posts handed over; ending it twice in the same way ends it once.
    """
    records.require(policies.may_set_up(by), ONLY_SECRETARY)
    if successor == organisation:
        raise ValidationError({"successor": "An organisation cannot take over from itself."})
    if (organisation.valid_to, organisation.succeeded_by) != (on, successor):
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
    """End a post's holdings; with a successor, its like there takes them and its work over."""
    begins = min(on + A_DAY, timezone.localdate())
    held = list(post.holdings.going_on(begins).select_related("person"))
    new = _like(post, successor, by, reason) if successor else None
    is_free = new is not None and not new.holdings.going_on(begins).exists()
    following = [_rest(one, begins, post=new) for one in held] if new and is_free else []
    for holding in held:
        _cut(holding, on, by=by, reason=reason)
    for holding in following:
        _begin(holding, by=by, reason=reason)
    if new:
        _hand_work_over(post, new, by, reason)
    return new


def _like(post: Post, organisation: Organisation, by: User, reason: str) -> Post:
    """The post of the same title in another body, made when there is none."""
    found = Post.objects.filter(title__iexact=post.title, organisation=organisation).first()
    made = Post(title=post.title, organisation=organisation)
    return found or records.save(made, by=by, reason=reason)


def _hand_work_over(post: Post, new: Post, by: User, reason: str) -> None:
    """The actions a post owns or leads, and the boards it chairs."""
    for model, names in ((Action, ("owner", "lead")), (Board, ("chair",))):
        for name in names:
            for record in model.objects.filter(**{name: post}):
                setattr(record, name, new)
                records.save(record, by=by, reason=reason)


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
