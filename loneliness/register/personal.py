"""All that is held about one person, for a subject access request, and its erasure."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from actions.models import Holding, Person
from actions.services import redacting
from loneliness.accounts.models import SYSTEM_EMAIL, User
from loneliness.accounts.services import close
from loneliness.records import redaction, services
from loneliness.records.models import Mail, Redaction
from loneliness.register.retention import kind_of
from loneliness.ui.export import escaped

LABELS = (
    "evidence", "estimates", "actions", "records", "accounts", "account", "socialaccount", "mfa",
)  # fmt: skip
SECRET = {"password", "search_text", "data"}
ABOUT = """What the loneliness needs register holds about {who}, written on {day:%-d %B %Y}.

Each file is one kind of record, as a table (CSV) of the rows that name this person's account,
their entry among the owners, or their e-mail address. mentions.csv lists where their name stands
in words that people wrote. everything.json holds the same rows.

Before this is sent: take out what is about other people, and see whether an exemption applies.
"""
KEPT = (
    "Refused in part: the register keeps this under its public task, as the record of who "
    "reported, confirmed and decided (UK GDPR, Article 17(3)(b) and (d)): {what}."
)
STILL_HOLDS = (
    "{who} still holds a post, so messages and actions go to them: hand it over first, where "
    "the secretary enters that somebody leaves."
)
NOBODY = "Nobody with this address is held: look under the address they used."


@dataclass(frozen=True)
class Held:
    """Who it is, and the rows held about them by kind."""

    address: str
    account: User | None
    person: Person | None
    rows: dict[str, list[Any]]

    @property
    def names(self) -> list[str]:
        """What they are called."""
        return sorted({one.name for one in (self.account, self.person) if one})


def held(address: str) -> Held:
    """All rows about the person with an e-mail address; ValidationError when there are none."""
    account = User.objects.filter(email__iexact=address).exclude(email=SYSTEM_EMAIL).first()
    person = Person.objects.filter(Q(email__iexact=address) | Q(account=account or -1)).first()
    rows: dict[str, list[Any]] = {}
    for model in _models():
        about = _about(model, account, person, address)
        found = list(model._base_manager.filter(about).distinct()) if about else []
        if found:
            rows[model._meta.label_lower] = found
    if not rows:
        raise ValidationError(NOBODY)
    return Held(address, account, person, rows)


def _models() -> Iterator[Any]:
    for label in LABELS:
        yield from apps.get_app_config(label).get_models()


def _about(model: Any, account: User | None, person: Person | None, address: str) -> Q:
    """The condition under which a row names the person."""
    about = Q()
    for field in model._meta.local_concrete_fields:
        of = {User: account, Person: person}.get(field.related_model)
        if of is not None:
            about |= Q(**{field.name: of.pk})
        if isinstance(field, models.EmailField):
            about |= Q(**{f"{field.name}__iexact": address})
    return about


def packed(found: Held) -> bytes:
    """A ZIP file of what is held: a table for each kind, and all of it as JSON."""
    tables = {label: [_plain(row) for row in rows] for label, rows in found.rows.items()}
    tables["mentions"] = list(_mentions(found))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        who = f"{', '.join(found.names)} ({found.address})"
        file.writestr("about.txt", ABOUT.format(who=who, day=timezone.localdate()))
        file.writestr("everything.json", json.dumps(tables, indent=1, ensure_ascii=False))
        for name, rows in tables.items():
            file.writestr(f"{name}.csv", _csv(rows))
    return target.getvalue()


def _plain(row: Any) -> dict[str, str]:
    told = {}
    for field in row._meta.concrete_fields:
        if field.name in SECRET or isinstance(field, models.BinaryField):
            continue
        value = getattr(row, field.attname)
        told[field.name] = "" if value is None else str(value)
    return told


def _mentions(found: Held) -> Iterator[dict[str, str]]:
    """Where their name stands in words, whoever wrote them."""
    for model in _models():
        texts = [f for f in model._meta.local_concrete_fields
                 if isinstance(f, models.CharField | models.TextField)
                 and f.name not in SECRET]  # fmt: skip
        for field in texts:
            for name in found.names:
                rows = model._base_manager.filter(**{f"{field.name}__contains": name})
                for pk, text in rows.values_list("pk", field.name):
                    record = f"{model._meta.label_lower} {pk}"
                    yield {"record": record, "field": field.name, "text": str(text)}


def _csv(rows: list[dict[str, str]]) -> str:
    target = io.StringIO()
    writer = csv.writer(target)
    if rows:
        writer.writerow(rows[0])
    writer.writerows([escaped(cell) for cell in row.values()] for row in rows)
    return "\ufeff" + target.getvalue()


def why_kept(found: Held) -> str:
    """The sentence that refuses erasure, with what is kept; empty when nothing is."""
    kept = {kind.name: 0 for label in found.rows if (kind := kind_of(label))}
    for label, rows in found.rows.items():
        if kind := kind_of(label):
            kept[kind.name] += len(rows)
    what = "; ".join(f"{name} ({count})" for name, count in kept.items())
    return KEPT.format(what=what) if what else ""


@transaction.atomic
def erase(found: Held, *, by: User, reason: str) -> list[Redaction]:
    """Close the account, and put a mark in place of the name and address wherever they stand.

    The rows stay. PermissionDenied for anybody but an administrator; ValidationError while the
    person still holds a post, for one's own account, and without a reason.
    """
    services.require(by.has_perm("records.redact"), "Only an administrator removes personal text.")
    today = timezone.localdate()
    if found.account == by:
        raise ValidationError("Somebody else must do this: it is your own account.")
    if found.person and Holding.objects.as_at(today).filter(person=found.person).exists():
        raise ValidationError(STILL_HOLDS.format(who=found.person))
    done: list[Redaction] = []
    for row, field, words in list(_places(found)):
        done.append(_replaced(row, field, words, by=by, reason=reason))
    if found.account:
        close(found.account)
    return done


def _places(found: Held) -> Iterator[tuple[Any, str, str]]:
    """Each row and field in which the name or the address stands, and how it is written there."""
    for row in (found.person, found.account):
        if row is not None:
            yield row, "name", row.name
            yield row, "email", row.email
    for mail in Mail.objects.filter(to_address__iexact=found.address):
        yield mail, "to_address", mail.to_address
    seen = set()
    for mention in _mentions(found):
        label, pk = mention["record"].split()
        row = _written(apps.get_model(label), pk)
        place = (row, mention["field"])
        if row is not None and place not in seen and _is_of_people(row, mention["field"]):
            seen.add(place)
            texts = [mention["text"], str(getattr(row, mention["field"]))]
            yield from ((*place, name) for name in found.names if any(name in t for t in texts))


def _written(model: Any, pk: str) -> Any:
    """The row itself, also where only its history has the words."""
    if model._meta.pk.name == "history_id":
        past = model._base_manager.get(pk=pk)
        return model.instance_type._base_manager.filter(pk=past.id).first()
    return model._base_manager.get(pk=pk)


def _is_of_people(row: Any, field: str) -> bool:
    """Whether it is a field of the tracker or a message; what is published stays as published."""
    of_tracker = row._meta.app_label == "actions" or isinstance(row, Mail)
    named = field in {one.name for one in redaction.fields_of(row)}
    return of_tracker and named and not isinstance(row, Person)


def _replaced(row: Any, field: str, words: str, *, by: User, reason: str) -> Redaction:
    """Put a mark in place of a name, or an address to which nothing can be sent."""
    if isinstance(row._meta.get_field(field), models.EmailField):
        mark = f"removed-{row._meta.model_name}-{row.pk}@removed.invalid"
        kept = Redaction(
            model=row._meta.label_lower, record=str(row.pk), field=field, mark=mark,
            keyed_hash=redaction.keyed_hash(words), length=len(words), reason=reason.strip(),
            removed_by=by,
        )  # fmt: skip
        kept.full_clean()
        redaction.take_out(row, field, words, mark, redacting.remade)
        kept.save()
        return kept
    return redaction.redact(
        row, by=by, field=field, words=words, reason=reason, remake=redacting.remade
    )
