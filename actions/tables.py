"""The lists of the action tracker, column by column."""

from __future__ import annotations

from collections.abc import Iterable

import django_tables2 as tables
from django.template.loader import render_to_string

from actions.dates import Due
from actions.models import Action, PolicyItem, Service
from actions.vocabulary import STATUSES, Rag
from loneliness.ui.tables import RegisterTable


class TagColumn(tables.Column):
    """A status or rating, in words and colour."""

    def __init__(self, words: Iterable[tuple[str, str]], **kwargs: object) -> None:
        self.words = dict(words)
        super().__init__(**kwargs)

    def render(self, value: str) -> str:
        """A tag with its words."""
        return render_to_string("actions/tag_cell.html", {"value": value})

    def value(self, value: str) -> str:
        """Plain words, for CSV."""
        return str(self.words[value])


class ActionTable(RegisterTable):
    """All actions."""

    caption = "Actions"
    caption_hidden = True
    letters = tables.Column(
        verbose_name="Answers",
        accessor="recommendation_links__all",
        order_by="key",
    )
    title = tables.Column(verbose_name="Action", linkify=True)
    owner = tables.Column(default="No owner yet", order_by="owner__title")
    board = tables.Column(default="No board yet", order_by="board__name")
    due_now = tables.Column(verbose_name="Due", empty_values=(), order_by="due_now")
    status = TagColumn(STATUSES, default="No update yet")
    rag = TagColumn(Rag.choices, verbose_name="Rating", default="No rating yet")
    updated_at = tables.DateColumn(verbose_name="Updated", format="j F Y", default="Never")

    class Meta:
        model = Action
        fields = (
            "letters", "title", "owner", "board", "due_now", "status", "rag", "updated_at",
        )  # fmt: skip
        order_by = ("letters",)

    def render_due_now(self, record: Action) -> str:
        """When it is due, with its first date and how often it was moved."""
        due = Due(record.first_due_on, record.due_now, record.moves, record.review_on)
        return due.words[:1].upper() + due.words[1:]

    def render_letters(self, value: object) -> str:
        """The letters of the recommendations it answers."""
        return ", ".join(link.recommendation.letter for link in value)  # type: ignore[attr-defined]


class ServiceTable(RegisterTable):
    """The services of section 6 and the appendices."""

    caption = "Services"
    caption_hidden = True
    provided_by = tables.Column(
        verbose_name="Provided by", accessor="providers__all", orderable=False
    )
    served = tables.Column(verbose_name="For", accessor="groups__all", orderable=False)

    class Meta:
        model = Service
        fields = (
            "name",
            "provided_by",
            "sector",
            "department",
            "listed_in",
            "served",
            "description",
        )
        order_by = ("name",)

    def render_provided_by(self, value: object) -> str:
        """Names of the bodies."""
        return ", ".join(str(item) for item in value) or "not stated"  # type: ignore[attr-defined]

    def render_served(self, value: object) -> str:
        """Names of the groups."""
        return ", ".join(str(item) for item in value) or "not stated"  # type: ignore[attr-defined]


class PolicyTable(RegisterTable):
    """Law, strategies and steps the chapter names."""

    caption = "Policy"
    caption_hidden = True
    date_text = tables.Column(verbose_name="When", default="not dated")
    publication = tables.Column(linkify=True, default="", order_by="publication__title")

    class Meta:
        model = PolicyItem
        fields = ("title", "level", "date_text", "text", "publication")
        order_by = ("level",)
        row_attrs = {"id": lambda record: record.key}
