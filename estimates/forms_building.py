"""The form of a new table: what it says, and a count and a percentage for each line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from estimates.forms import named
from estimates.models import EstimateLine, EstimateTable
from estimates.services import fill_headings
from estimates.vocabulary import TotalRule
from evidence.models import Finding, Measure, PopulationCount
from evidence.vocabulary import Unit
from loneliness.ui.forms import GovukForm

MOST_LINES = 60
OFFERED = 100
HEADINGS = ("population_heading", "percentage_heading", "estimate_heading")
HALF = "Choose both a count and a percentage for this line, or neither."


class BuildForm(GovukForm):
    """A new table with some lines; what is left empty of a line leaves the line out."""

    title = forms.CharField(max_length=300, label="Title")
    introduction = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        label="Introduction",
        help_text="What the table shows, in a sentence or two.",
    )
    measure = forms.ModelChoiceField(
        queryset=Measure.objects.all(),
        to_field_name="code",
        label="The question",
        help_text="What was asked; only its percentages are offered below.",
    )
    unit = forms.ChoiceField(choices=Unit.choices, label="What is counted")
    total_rule = forms.ChoiceField(choices=TotalRule.choices, label="How is the total made?")
    population_heading = forms.CharField(
        required=False, max_length=200, label="Heading over the counts"
    )
    percentage_heading = forms.CharField(
        required=False, max_length=200, label="Heading over the percentages"
    )
    estimate_heading = forms.CharField(
        required=False,
        max_length=200,
        label="Heading over the results",
        help_text="A heading that is left empty is made from what the lines use.",
    )
    find_counts = forms.CharField(
        required=False,
        label="Find counts",
        help_text="Words or figures: a group, an area, a period. Then choose “Search”.",
    )
    find_findings = forms.CharField(
        required=False,
        label="Find percentages",
        help_text="Words or figures of the finding, its group or its publication.",
    )

    def __init__(self, *args: Any, rows: int, told: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = range(1, rows + 1)
        chosen = {name: str(told.get(name) or "") for name in self._names()}
        counts = _offered(_counts(told.get("find_counts") or ""), _of(chosen, "population"))
        found = _findings(told.get("find_findings") or "", told.get("measure") or "")
        findings = _offered(found, _of(chosen, "finding"))
        self.counts = {one.key: one for one in counts}
        self.findings = {one.key: one for one in findings}
        for row in self.rows:
            self._add_row(row)

    def clean(self) -> dict[str, Any]:
        """Each line has both or neither."""
        told: dict[str, Any] = super().clean() or {}
        for row in self.rows:
            count, finding = told.get(f"population-{row}"), told.get(f"finding-{row}")
            if bool(count) != bool(finding):
                self.add_error(f"finding-{row}" if count else f"population-{row}", HALF)
        return told

    def table(self) -> EstimateTable:
        """The table, not saved, with headings made where none are given."""
        names = ("title", "introduction", "measure", "unit", "total_rule", *HEADINGS)
        table = EstimateTable(**{name: self.cleaned_data[name] for name in names})
        fill_headings(table, self.lines())
        return table

    def lines(self) -> list[EstimateLine]:
        """The lines, not saved, in their order."""
        told = self.cleaned_data
        return [
            _line(
                told[f"label-{row}"],
                self.counts[told[f"population-{row}"]],
                self.findings[told[f"finding-{row}"]],
            )
            for row in self.rows
            if told.get(f"population-{row}") and told.get(f"finding-{row}")
        ]

    @property
    def about(self) -> list[Any]:
        """The fields that are not of a line."""
        names = ("title", "introduction", "measure", "unit", "total_rule", *HEADINGS)
        return [self[name] for name in names]

    @property
    def searches(self) -> list[Any]:
        """The fields that narrow down what lines are offered."""
        return [self["find_counts"], self["find_findings"]]

    @property
    def line_fields(self) -> list[tuple[int, list[Any]]]:
        """The fields of each line."""
        kinds = ("population", "finding", "label")
        return [(row, [self[f"{kind}-{row}"] for kind in kinds]) for row in self.rows]

    def _names(self) -> list[str]:
        return [f"{kind}-{row}" for row in self.rows for kind in ("population", "finding")]

    def _add_row(self, row: int) -> None:
        self.fields[f"population-{row}"] = _select(f"Line {row}: count", self.counts.values())
        self.fields[f"finding-{row}"] = _select(f"Line {row}: percentage", self.findings.values())
        self.fields[f"label-{row}"] = forms.CharField(
            required=False,
            max_length=200,
            label=f"Line {row}: label",
            help_text="Left empty, it is the group that is counted and its ages.",
        )


def _line(label: str, population: PopulationCount, finding: Finding) -> EstimateLine:
    aged = f", aged {population.ages}" if population.ages else ""
    return EstimateLine(
        label=label or f"{population.group}{aged}"[:200], population=population, finding=finding
    )


def _of(chosen: Mapping[str, str], kind: str) -> list[str]:
    return [key for name, key in chosen.items() if key and name.startswith(kind)]


def _offered(rows: QuerySet[Any], chosen: list[str]) -> list[Any]:
    """What is chosen already, and the first that a search finds. Two queries."""
    model = rows.model._default_manager
    joined = ("publication", "group", "area")
    kept = list(model.filter(key__in=chosen).select_related(*joined)) if chosen else []
    rest = rows.exclude(key__in=chosen).select_related(*joined).order_by("-pk")
    return [*kept, *rest[:OFFERED]]


def _counts(query: str) -> QuerySet[PopulationCount]:
    rows: QuerySet[PopulationCount] = PopulationCount.objects.all()
    for word in query.split():
        held = PopulationCount.objects.search(word).values("pk")
        rows = rows.filter(Q(pk__in=held) | Q(area__name__icontains=word))
    return rows


def _findings(query: str, measure: str) -> QuerySet[Finding]:
    rows = Finding.objects.percentages().in_force()
    if measure:
        rows = rows.filter(measure__code=measure)
    found: QuerySet[Finding] = rows.search(query) if query.strip() else rows
    return found


def _select(label: str, offered: Iterable[Any]) -> forms.ChoiceField:
    choices = [("", "Choose one"), *((one.key, named(one)) for one in offered)]
    return forms.ChoiceField(choices=choices, required=False, label=label)
