"""Personal text taken out of a record, and of every message, draft and paper that repeats it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.html import escape

from actions.dates import in_words
from actions.models import Pack, PlanRow, UpdateDraft, UpdateFile
from actions.papers import pdf, word
from actions.papers.content import Paper
from loneliness.accounts.models import User
from loneliness.records import redaction
from loneliness.records.models import AppendOnly, Historic, Mail, Redaction, Working

SHORTEST = 4  # fewer letters stand in too many other words to be looked for elsewhere
NOTICE = (
    "Words that are personal were removed from this paper after it was issued, the last on "
    "{day}. It is otherwise as it was issued."
)
REMOVED_FILE = "removed.txt"


def may_hold_words(model: Any) -> bool:
    """Whether words may be removed from it: not from versions of numbers, nor from redactions."""
    if issubclass(model, Historic) or model is Mail:
        return True
    of_people = model._meta.app_label in ("actions", "evidence")
    return of_people and issubclass(model, AppendOnly | Working)


def remade(record: Any) -> dict[str, Any]:
    """What follows from the words of a record: the files of a paper, the name of a file."""
    if isinstance(record, Pack):
        return _reissued(record)
    if isinstance(record, UpdateFile):
        return _renamed(record)
    return {}


def _reissued(pack: Pack) -> dict[str, Any]:
    """A paper's content with a notice of what happened to it, and both of its files."""
    notice = NOTICE.format(day=in_words(timezone.localdate()))
    paper = replace(Paper.from_json(json.dumps(pack.content)), notice=notice)
    return {
        "content": json.loads(paper.as_json()),
        "fingerprint": paper.fingerprint,
        "pdf": pdf.render(paper),
        "word": word.render(paper),
    }


def _renamed(file: UpdateFile) -> dict[str, Any]:
    """A file whose content was removed is a note that says so."""
    now = redaction.fingerprint(file.content)
    if now == file.fingerprint or not bytes(file.content).startswith(b"[removed on "):
        return {}
    return {"name": REMOVED_FILE, "kind": "text/plain", "fingerprint": now}


@transaction.atomic
def redact(
    record: models.Model,
    *,
    by: User,
    field: str,
    words: str,
    reason: str,
    elsewhere: bool = False,
) -> list[Redaction]:
    """Remove words from a record; ``elsewhere``, also from all that repeats them.

    As ``loneliness.records.redaction.redact``: PermissionDenied and ValidationError.
    """
    told: dict[str, Any] = {"by": by, "reason": reason, "remake": remade}
    done = [redaction.redact(record, field=field, words=words, **told)]
    if elsewhere and len(words.strip()) >= SHORTEST:
        for copy, name, said in list(_copies(words)):
            done.append(redaction.redact(copy, field=name, words=said, **told))
    return done


def _copies(words: str) -> Iterator[tuple[models.Model, str, str]]:
    """Where else the words stand: the row, its field, and how they are written there."""
    said = escape(words)
    held = Q(text__contains=words) | Q(subject__contains=words) | Q(html__contains=said)
    rows: tuple[Iterable[models.Model], ...] = (
        Mail.objects.filter(held | Q(to_name__contains=words)),
        UpdateDraft.objects.all(),
        Pack.objects.defer("pdf", "word"),
        PlanRow.objects.all(),
    )
    for row in chain(*rows):
        for field in redaction.fields_of(row):
            written = said if field.name == "html" else words
            if not isinstance(field, models.BinaryField) and _holds(row, field.name, written):
                yield row, field.name, written


def _holds(row: models.Model, name: str, words: str) -> bool:
    before = getattr(row, name)
    return bool(redaction.replaced(before, words, "") != before)
