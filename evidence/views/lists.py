"""The lists of the evidence register."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase

from evidence import policies, references
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
from evidence.views import exchange
from evidence.views.bibliography import bibliography
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
    template_name = "evidence/publications.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, or with ``format`` the whole filtered list as references or a sheet."""
        response = super().get(request, *args, **kwargs)
        kind = request.GET.get("format", "")
        if kind == "bibliography":
            return bibliography(request, list(self.object_list))
        return exchange.whole_list(self.object_list, kind) if kind in exchange.WORDS else response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Where the list can be taken to, and for officers where others come from."""
        query = self.request.GET.copy()
        query.pop("page", None)
        downloads = []
        for kind, words in exchange.WORDS.items():
            query["format"] = kind
            downloads.append((words, f"?{query.urlencode()}"))
        query["format"] = "bibliography"
        for style, words in references.STYLES.items():
            query["style"] = style
            downloads.append((f"References in {words}", f"?{query.urlencode()}"))
        context = super().get_context_data(**kwargs)
        may_enter = policies.may_enter_evidence(self.request.user)
        return context | {"downloads": downloads, "may_enter": may_enter}


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
    template_name = "evidence/populations.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """For officers also where others come from."""
        may_enter = policies.may_enter_evidence(self.request.user)
        return super().get_context_data(**kwargs) | {"may_enter": may_enter}


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
