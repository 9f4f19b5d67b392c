"""What the register may give to anybody who asks: everything but names, with posts instead."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.utils import timezone

from actions.models import (
    Action,
    Decision,
    Holding,
    Meeting,
    Pack,
    Person,
    ProgressUpdate,
    Recommendation,
)
from actions.papers import pdf
from actions.papers.content import Paper
from loneliness.accounts.models import SYSTEM_EMAIL, User
from loneliness.ui.export import escaped

SOMEBODY = "[name removed]"
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")
NOTICE = "In this copy names are replaced by posts."
ABOUT = """What the loneliness needs register holds, without names, written on {day:%-d %B %Y}.

Names of people are replaced by their posts, or by “{somebody}” where no post is known; e-mail
addresses by “{somebody}”. Files of evidence, messages, drafts and papers not for publication are
left out: papers.csv names those papers and why. Read it through before it is sent: somebody who
is in no list of the register may still be named in what people wrote.
"""


class Names:
    """Every name that the register knows, and the post to put in its place."""

    def __init__(self) -> None:
        holdings = Holding.objects.select_related("person", "post__organisation")
        posts = {one.person_id: str(one.post) for one in holdings.order_by("started_on")}
        said = {one.name: posts.get(one.pk, SOMEBODY) for one in Person.objects.all()}
        for account in User.objects.exclude(email=SYSTEM_EMAIL):
            said.setdefault(account.name, SOMEBODY)
        self.posts = dict(sorted(said.items(), key=lambda pair: -len(pair[0])))

    def without(self, value: Any) -> Any:
        """A text, or what is stored as JSON, with posts in place of names."""
        if isinstance(value, dict):
            return {name: self.without(part) for name, part in value.items()}
        if isinstance(value, list):
            return [self.without(part) for part in value]
        if not isinstance(value, str):
            return "" if value is None else value
        for name, post in self.posts.items():
            value = re.sub(rf"\b{re.escape(name)}\b", post.replace("\\", ""), value)
        return ADDRESS.sub(SOMEBODY, value)


def write(folder: Path) -> list[Path]:
    """Write the tables and papers into a new folder; FileExistsError when it is there."""
    folder.mkdir(parents=True)
    names = Names()
    written = [_table(folder / f"{name}.csv", rows, names) for name, rows in _tables()]
    about = folder / "about.txt"
    about.write_text(ABOUT.format(day=timezone.localdate(), somebody=SOMEBODY), encoding="utf-8")
    return [about, *written, *_papers(folder, names)]


def _table(path: Path, rows: Iterable[tuple[Any, ...]], names: Names) -> Path:
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file)
        for row in rows:
            writer.writerow([escaped(names.without(cell)) for cell in row])
    return path


def _tables() -> Iterator[tuple[str, Iterator[tuple[Any, ...]]]]:
    yield "recommendations", _recommendations()
    yield "actions", _actions()
    yield "updates", _updates()
    yield "meetings", _meetings()
    yield "decisions", _decisions()
    yield "papers", _paper_rows()


def _recommendations() -> Iterator[tuple[Any, ...]]:
    yield "Letter", "Recommendation"
    for one in Recommendation.objects.all():
        yield one.letter, one.text


def _actions() -> Iterator[tuple[Any, ...]]:
    yield "Key", "Action", "Owner (post)", "Lead (post)", "Board", "First due", "First shown"
    for one in Action.objects.select_related("owner__organisation", "lead__organisation", "board"):
        yield (
            one.key, one.title, one.owner, one.lead, one.board, one.first_due_on,
            one.first_shown_on,
        )  # fmt: skip


def _updates() -> Iterator[tuple[Any, ...]]:
    yield (
        "Action", "Reported", "Status", "Rating", "What happened", "Next step", "Per cent done",
        "Asks for", "Because", "Evidence",
    )  # fmt: skip
    for one in ProgressUpdate.objects.select_related("action").order_by("pk"):
        yield (
            one.action.key, one.posted_at.date(), one.get_status_display(), one.get_rag_display(),
            one.happened, one.next_step, one.per_cent, one.asks_for, one.asks_because,
            one.evidence_url,
        )  # fmt: skip


def _meetings() -> Iterator[tuple[Any, ...]]:
    yield "Board", "Held on", "Agenda", "Record confirmed on"
    for one in Meeting.objects.select_related("board"):
        yield one.board, one.held_on, one.address, one.confirmed_on


def _decisions() -> Iterator[tuple[Any, ...]]:
    yield "Board", "Meeting", "Kind", "Decision", "Action"
    for one in Decision.objects.select_related("meeting__board", "action"):
        action = one.action.key if one.action else ""
        kind = one.get_kind_display()
        yield one.meeting.board, one.meeting.held_on, kind, one.text, action


def _paper_rows() -> Iterator[tuple[Any, ...]]:
    yield "Board", "Meeting", "Number", "Issued", "File, or why it is left out"
    for pack in _packs():
        file = _name(pack) if _is_open(pack) else f"Left out: {pack.meeting.publicity_reason}"
        yield pack.meeting.board, pack.meeting.held_on, pack.number, pack.issued_at.date(), file


def _packs() -> Any:
    return Pack.objects.select_related("meeting__board").defer("pdf", "word")


def _is_open(pack: Pack) -> bool:
    return _paper(pack).is_open


def _paper(pack: Pack) -> Paper:
    return Paper.from_json(json.dumps(pack.content))


def _name(pack: Pack) -> str:
    return f"paper-{pack.meeting.board.slug}-{pack.meeting.held_on}-{pack.number}.pdf"


def _papers(folder: Path, names: Names) -> Iterator[Path]:
    """Each open paper as issued, save for the names."""
    for pack in _packs():
        if _is_open(pack):
            said = Paper.from_json(json.dumps(names.without(pack.content)))
            path = folder / _name(pack)
            notice = f"{said.notice} {NOTICE}".strip()
            path.write_bytes(pdf.render(replace(said, notice=notice)))
            yield path
