"""The lists of the evidence register, column by column."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string

from evidence.models import Citation, Finding, GlossaryTerm, PopulationCount, Publication
from evidence.vocabulary import Grade
from loneliness.ui.tables import NUMERIC, NumberColumn, RegisterTable

NOT_APPRAISED = "Not appraised"
GRADE_TAG = "evidence/grade_cell.html"


class GradeColumn(tables.Column):
    """The grade in force, and whether a second person confirmed it."""

    empty_values = ("",)  # None too has its words, on the page and in CSV

    def render(self, value: str | None, record: Any) -> str:
        """A tag with its words."""
        if value is None:
            return NOT_APPRAISED
        context = {"grade": value, "confirmed": record.grade_confirmed is not None}
        return render_to_string(GRADE_TAG, context)

    def value(self, value: str | None, record: Any) -> str:
        """Plain words, for CSV."""
        if value is None:
            return NOT_APPRAISED
        word = Grade(value).label
        is_settled = record.grade_confirmed or value == Grade.NOT_GRADED
        return word if is_settled else f"{word}, not confirmed"


class PublicationTable(RegisterTable):
    """All publications."""

    caption = "Publications"
    caption_hidden = True
    title = tables.Column(linkify=True)
    year = tables.Column(attrs=NUMERIC)
    commissioner_kind = tables.Column(verbose_name="Commissioned by")
    grade = GradeColumn()
    finding_count = NumberColumn(verbose_name="Findings")

    class Meta:
        model = Publication
        fields = ("title", "year", "kind", "commissioner_kind", "grade", "standing")
        order_by = ("title",)


class FindingTable(RegisterTable):
    """All findings."""

    caption = "Findings"
    caption_hidden = True
    stated = tables.Column(
        verbose_name="Figure", linkify=True, order_by=("percentage", "value_from")
    )
    group = tables.Column(order_by="group__name")
    measure = tables.Column(order_by="measure__code")
    publication = tables.Column(linkify=True, order_by="publication__title")
    grade = GradeColumn(verbose_name="Evidence")

    class Meta:
        model = Finding
        fields = ("stated", "group", "measure", "quotation", "place", "publication", "grade")
        order_by = ("publication",)


class PopulationTable(RegisterTable):
    """All population counts."""

    caption = "Population counts"
    caption_hidden = True
    count = NumberColumn(linkify=True)
    group = tables.Column(order_by="group__name")
    ages = tables.Column(order_by=("age_from", "age_to"), empty_values=("",), default="")
    area = tables.Column(order_by="area__name")
    publication = tables.Column(linkify=True, order_by="publication__title")

    class Meta:
        model = PopulationCount
        fields = ("count", "unit", "group", "ages", "area", "period", "publication")
        order_by = ("publication",)


class CitationTable(RegisterTable):
    """All footnotes."""

    caption = "Footnotes"
    caption_hidden = True
    number = tables.Column(attrs=NUMERIC)
    phrase = tables.Column(verbose_name="Stands after")
    publication = tables.Column(linkify=True, order_by="publication__title")
    certainty = tables.Column(verbose_name="How sure")

    class Meta:
        model = Citation
        fields = ("number", "section", "phrase", "publication", "certainty", "note", "alternatives")
        order_by = ("number",)


class GlossaryTable(RegisterTable):
    """All terms."""

    caption = "Glossary"
    caption_hidden = True

    class Meta:
        model = GlossaryTerm
        fields = ("term", "kind", "meaning")
        order_by = ("term",)
        row_attrs = {"id": lambda record: f"term-{record.pk}"}
