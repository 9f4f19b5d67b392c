"""The reference pages that are written from the code: what each field means, who may do what."""

from __future__ import annotations

import csv
from pathlib import Path

from django.apps import apps
from django.db import models

import actions.policies
import estimates.policies
import evidence.importers
import evidence.policies
from actions.vocabulary import DERIVED_MEANING, RAG_MEANING, STATUS_MEANING, STATUSES, Rag
from loneliness.accounts.roles import Role
from loneliness.register import retention

POLICIES = (evidence.policies, estimates.policies, actions.policies)
APPS = ("evidence", "estimates", "actions", "accounts")
WRITTEN = "*Written by `manage.py write_reference`. Change the code or the seed file, not this.*"
TERM_KINDS = {"abbreviation": "Abbreviations", "definition": "Definitions", "grade": "Grades"}
TRACKER = {
    "Where an action is": {
        word: (STATUS_MEANING | DERIVED_MEANING)[value] for value, word in STATUSES
    },
    "How an action is going": {rag.label: RAG_MEANING[rag] for rag in Rag},
}
BEFORE_PERMISSIONS = (
    "Everybody with a staff role reads the whole register; an action owner sees the actions they "
    "own and reports on them. The table says what each role may do in the officers' workshop and "
    "by the forms. Beyond it, nobody confirms or approves what they entered themselves."
)
BEFORE_RETENTION = (
    "`manage.py tidy` clears away each week what is past its time; `manage.py tidy --dry-run` "
    "counts it. What is kept for good can lose personal text all the same: see "
    "[personal data](../how-to/personal-data.md)."
)
VERBS = {"add": "add", "change": "change", "view": "see"}


def pages() -> dict[str, str]:
    """Every generated page: its file name and its text."""
    return {
        "data-dictionary.md": data_dictionary(),
        "glossary.md": glossary(),
        "permissions.md": permissions(),
        "retention.md": retention_table(),
    }


def retention_table() -> str:
    """Each kind of record: how long it is kept, why, and what of it is personal."""
    rows = ["| Records | Kept | Why | Personal in it |", "| --- | --- | --- | --- |"]
    rows += [f"| {k.name} | {k.kept} | {k.why} | {k.personal} |" for k in retention.KINDS]
    return _page(["# What is kept and how long", WRITTEN, BEFORE_RETENTION, "\n".join(rows)])


def data_dictionary() -> str:
    """Each model with its fields, in the words an officer reads."""
    parts = ["# What each record holds", WRITTEN]
    for label in APPS:
        parts.append(f"## {label}")
        for model in _models(label):
            parts += [f"### {model.__name__}", _sentence(model), _fields(model)]
    return _page(parts)


def glossary() -> str:
    """The chapter's terms, by kind, and the words of the action tracker."""
    path = evidence.importers.DIRECTORY / "glossary.csv"
    rows = _rows(path)
    parts = ["# Glossary", WRITTEN]
    for kind, heading in TERM_KINDS.items():
        lines = [f"- **{row['term']}**: {row['meaning']}" for row in rows if row["kind"] == kind]
        parts += [f"## {heading}", "\n".join(lines)]
    for heading, words in TRACKER.items():
        parts += [f"## {heading}", "\n".join(f"- **{word}**: {words[word]}" for word in words)]
    return _page(parts)


def permissions() -> str:
    """Who may do what, one row for each kind of record."""
    parts = [
        "# Who may do what",
        WRITTEN,
        BEFORE_PERMISSIONS,
    ]
    roles = [role for role in Role if _granted(role)]
    lines = [f"| Record | {' | '.join(roles)} |", "|---|" + "---|" * len(roles)]
    for subject, by_role in sorted(_by_subject(roles).items()):
        cells = [", ".join(sorted(by_role.get(role, ()))) for role in roles]
        lines.append(f"| {subject} | {' | '.join(cells)} |")
    return _page([*parts, "\n".join(lines)])


def _models(label: str) -> list[type[models.Model]]:
    found = apps.get_app_config(label).get_models()
    return [model for model in found if not model.__name__.startswith("Historical")]


def _sentence(model: type[models.Model]) -> str:
    return (model.__doc__ or "").strip().split("\n\n")[0].replace("\n", " ")


def _fields(model: type[models.Model]) -> str:
    lines = ["| Field | Meaning |", "|---|---|"]
    for field in model._meta.get_fields():
        meaning = str(getattr(field, "help_text", ""))
        if meaning and not field.auto_created:
            lines.append(f"| {field.name} | {_cell(meaning)} |")
    return "\n".join(lines)


def _granted(role: str) -> list[str]:
    return [name for app in POLICIES for name in app.GRANTS.get(role, ())]


def _by_subject(roles: list[Role]) -> dict[str, dict[str, list[str]]]:
    """Subject -> role -> verbs; a permission of its own is its own verb."""
    table: dict[str, dict[str, list[str]]] = {}
    for role in roles:
        for name in _granted(role):
            subject, verb = _subject(*name.split("."))
            table.setdefault(subject, {}).setdefault(role, []).append(verb)
    return table


def _subject(app: str, codename: str) -> tuple[str, str]:
    verb, _, model_name = codename.partition("_")
    if verb in VERBS:
        model = apps.get_model(app, model_name)
        return str(model._meta.verbose_name).capitalize(), VERBS[verb]
    for model in _models(app):
        words = dict(model._meta.permissions)
        if codename in words:
            return str(words[codename]), "yes"
    raise LookupError(f"No model declares the permission {app}.{codename}.")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _page(parts: list[str]) -> str:
    return "\n\n".join(parts) + "\n"
