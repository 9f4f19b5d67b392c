"""The lists of the evidence register."""

from __future__ import annotations

from typing import ClassVar

from evidence.filters import (
    CitationFilter,
    FindingFilter,
    GlossaryFilter,
    PopulationFilter,
    PublicationFilter,
)
from evidence.models import Citation, Finding, GlossaryTerm, PopulationCount, Publication
from evidence.tables import (
    CitationTable,
    FindingTable,
    GlossaryTable,
    PopulationTable,
    PublicationTable,
)
from loneliness.ui.views import RegisterListView


class PublicationList(RegisterListView):
    """/evidence/publications/: all publications."""

    queryset = Publication.objects.kept().with_grade().with_counts()
    table_class = PublicationTable
    filterset_class = PublicationFilter
    title = "Publications"
    introduction = (
        "What the needs assessment rests on: each publication, how strong it is as evidence and "
        "why. The chapter itself is one, for its own statements."
    )
    noun = "publication"
    nouns = "publications"


class FindingList(RegisterListView):
    """/evidence/findings/: all findings."""

    queryset = Finding.objects.with_sources().with_grade()
    table_class = FindingTable
    filterset_class = FindingFilter
    title = "Findings"
    introduction = "What publications state, each figure pinned to the words that state it."
    noun = "finding"
    nouns = "findings"


class PopulationList(RegisterListView):
    """/evidence/populations/: all population counts."""

    queryset = PopulationCount.objects.select_related("group", "area", "publication")
    table_class = PopulationTable
    filterset_class = PopulationFilter
    title = "Population counts"
    introduction = "How many people, households or pupils there are, and who counted them."
    noun = "count"
    nouns = "population counts"


class CitationList(RegisterListView):
    """/evidence/citations/: the chapter's footnotes and what each is taken to cite."""

    queryset = Citation.objects.current().select_related("publication")
    table_class = CitationTable
    filterset_class = CitationFilter
    title = "Footnotes of the chapter"
    introduction = (
        "The chapter’s footnotes lost their texts in print. Each is taken to cite the publication "
        "beside it, with how sure we are."
    )
    noun = "footnote"
    nouns = "footnotes"


class GlossaryList(RegisterListView):
    """/evidence/glossary/: words and abbreviations explained."""

    queryset = GlossaryTerm.objects.all()
    table_class = GlossaryTable
    filterset_class = GlossaryFilter
    table_pagination: ClassVar[dict[str, int]] = {"per_page": 100}
    title = "Glossary"
    introduction = "Words, abbreviations and the three grades of evidence, in plain words."
    noun = "term"
    nouns = "terms"
