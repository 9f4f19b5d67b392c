"""Forms of the estimates."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms

from estimates.comparable import Options
from estimates.selectors import TableAnswer
from estimates.services import Choice
from estimates.vocabulary import RevisionKind, Severity, TotalRule, Verdict
from evidence.models import Finding, PopulationCount
from loneliness.accounts.models import User
from loneliness.accounts.roles import Role
from loneliness.ui.forms import GovukForm

KINDS = [choice for choice in RevisionKind.choices if choice[0] != RevisionKind.AS_PRINTED]
SEVERITY_NEEDED = "Say how much the correction matters."
SEVERITY_EXTRA = "Only a correction of our own error says how much it matters: choose “Not one”."


class DraftForm(GovukForm):
    """Why a table is worked out again, and with which inputs; one pair of fields for each line."""

    kind = forms.ChoiceField(
        choices=KINDS, widget=forms.RadioSelect, label="Why is there a new version?"
    )
    severity = forms.ChoiceField(
        choices=[("", "Not a correction"), *Severity.choices],
        required=False,
        label="If it is a correction: how much does the error matter?",
    )
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        label="What changed",
        help_text="A sentence that a reviewer can check.",
    )
    rule = forms.ChoiceField(choices=TotalRule.choices, label="How is the total made?")

    def __init__(self, *args: Any, options: Iterable[Options], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.options = list(options)
        for one in self.options:
            self.fields[_name("finding", one)] = _choice(
                f"{one.line.label}: percentage", one.line.finding, _finding_groups(one)
            )
            self.fields[_name("population", one)] = _choice(
                f"{one.line.label}: count", one.line.population, _population_groups(one)
            )

    def clean(self) -> dict[str, Any]:
        """A correction says how much it matters; nothing else does."""
        told: dict[str, Any] = super().clean() or {}
        is_correction = told.get("kind") == RevisionKind.CORRECTION
        if is_correction and not told.get("severity"):
            self.add_error("severity", SEVERITY_NEEDED)
        if told.get("kind") and not is_correction and told.get("severity"):
            self.add_error("severity", SEVERITY_EXTRA)
        return told

    def choices(self) -> dict[int, Choice]:
        """The inputs chosen for each line, by its position."""
        return {one.line.position: self._chosen(one) for one in self.options}

    def why(self) -> dict[str, str]:
        """The answers that are not about one line."""
        return {name: self.cleaned_data[name] for name in ("kind", "severity", "reason", "rule")}

    def _chosen(self, one: Options) -> Choice:
        finding = self.cleaned_data[_name("finding", one)]
        population = self.cleaned_data[_name("population", one)]
        return Choice(
            next(count for count in one.populations if str(count.pk) == population),
            next(found for found in one.findings if str(found.pk) == finding),
        )


class RenewForm(GovukForm):
    """Which tables are drafted with the newest figures there are."""

    tables = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        label="Tables",
        error_messages={"required": "Choose at least one table."},
    )
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        label="What changed",
        help_text="One sentence for all of them, that a reviewer can check.",
    )


class QuoteForm(GovukForm):
    """Why this figure is the one to quote."""

    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        label="Why is this the figure to quote?",
        help_text="Say what makes it better than the other figures for the same people.",
    )


class AnswerForm(GovukForm):
    """What a reviewer says of a caution."""

    answer = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4}),
        label="Your answer",
        help_text="Why the figure may stand all the same, or what has been done about it.",
    )


class AuditForm(GovukForm):
    """What an audit is for, and which lines it looks at."""

    title = forms.CharField(max_length=200, label="What is the audit for?")
    size = forms.IntegerField(min_value=1, required=False, label="How many lines, drawn at random?")
    seed = forms.IntegerField(
        min_value=0,
        max_value=2_000_000_000,
        required=False,
        label="The number the draw starts from",
        help_text="Any number. It is printed in the report, so that others draw the same lines.",
    )


class MarkForm(GovukForm):
    """What a reviewer says of one line."""

    verdict = forms.ChoiceField(
        choices=Verdict.choices, widget=forms.RadioSelect, label="Does the line hold?"
    )
    note = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        label="Note",
        help_text="For a query: what you ask. When you disagree: what is wrong.",
    )
    asked = forms.ModelChoiceField(
        queryset=User.objects.filter(groups__name=Role.OFFICER, is_active=True).order_by("name"),
        required=False,
        label="For a query: which officer is asked?",
    )


class QueryAnswerForm(GovukForm):
    """What an officer answers to a query."""

    answer = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4}),
        label="Your answer",
        help_text="With where to look, so that the reviewer can see for themselves.",
    )


class SignForm(GovukForm):
    """What an audit found."""

    conclusion = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 6}), label="What did the audit find?"
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class WhatIfForm(GovukForm):
    """Other percentages for the lines of a table, and whether weak evidence is left out."""

    without_weak = forms.BooleanField(
        required=False, label="Leave out lines whose evidence is weak or not graded"
    )

    def __init__(self, *args: Any, answer: TableAnswer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in answer.lines:
            line = item.line
            self.fields[f"p{line.position}"] = forms.DecimalField(
                label=line.label,
                min_value=0,
                max_value=100,
                decimal_places=4,
                required=False,
                initial=line.printed_percentage,
                help_text=f"Now {line.printed_percentage}%. Empty leaves it as it is.",
                error_messages={"invalid": "Give a percentage from 0 to 100, such as 5.5."},
            )

    def percentages(self) -> dict[int, Decimal]:
        """The percentages given, by the position of their lines."""
        return {
            int(name[1:]): value
            for name, value in self.cleaned_data.items()
            if name != "without_weak" and value is not None
        }


def _name(field: str, one: Options) -> str:
    return f"{field}-{one.line.position}"


def _choice(label: str, used: Finding | PopulationCount, groups: list[Any]) -> forms.ChoiceField:
    now = ("In use now", [(str(used.pk), named(used))])
    given = [(words, [(str(one.pk), named(one)) for one in found]) for words, found in groups]
    offered = [now, *((words, found) for words, found in given if found)]
    return forms.ChoiceField(choices=offered, initial=str(used.pk), label=label)


def _finding_groups(one: Options) -> list[Any]:
    return [
        ("Newer edition or correction of it", one.newer),
        ("Same question, group and ages", one.alike),
        ("Same question, other people", one.others),
    ]


def _population_groups(one: Options) -> list[Any]:
    return [
        ("Same people and place, counted at another time or by others", one.counts),
        ("Same group, other ages or unit", one.other_counts),
    ]


def named(one: Finding | PopulationCount) -> str:
    """A finding or a count in a list: its figure, when and by whom, to tell editions apart."""
    counted = isinstance(one, PopulationCount)
    figure = f"{one.count:,} {one.get_unit_display().lower()}" if counted else one.stated
    aged = f"aged {one.ages}" if one.ages else ""
    parts = (figure, one.period, str(one.publication), str(one.group), aged, str(one.area or ""))
    return ", ".join(part for part in parts if part)
