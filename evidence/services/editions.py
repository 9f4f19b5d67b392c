"""Entering a new edition of a survey: its publication and its figures beside the old ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from evidence import policies
from evidence.models import Finding, Measure, Publication
from evidence.services.entering import ONLY_OFFICER, enter
from evidence.vocabulary import IntervalState, QuotedFrom, Standing
from loneliness.accounts.models import User
from loneliness.records import services as records

KEPT = (
    "authors", "publisher", "kind", "commissioner", "commissioner_kind", "sampling", "population",
    "geography",
)  # fmt: skip
ALREADY = "The register already has “{title}”, {year}: choose it as the new edition instead."
ENTERED = "{finding} was entered from this edition already: leave its row empty."


@dataclass(frozen=True)
class NewFigure:
    """One figure of the new edition. Percentage and interval are 0-100 as printed."""

    earlier: Finding
    percentage: Decimal
    decimals: int
    quotation: str
    place: str
    base: int | None = None
    interval_low: Decimal | None = None
    interval_high: Decimal | None = None

    @property
    def is_rounder(self) -> bool:
        """Whether it is printed with fewer decimals than the figure of the edition before."""
        return self.decimals < self.earlier.decimals


@dataclass(frozen=True)
class NewWording:
    """Another question than in the edition before: its words, blank when not known."""

    measure: Measure
    wording: str


@dataclass(frozen=True)
class Edition:
    """What an officer enters of a new edition of ``old``."""

    old: Publication
    publication: Publication
    period: str
    figures: Sequence[NewFigure]
    wordings: Sequence[NewWording] = ()
    interval_source: str = ""
    interval_state: str = IntervalState.NOT_LOOKED_FOR

    @property
    def rounds(self) -> bool:
        """Whether any of its figures has fewer decimals than the edition before printed."""
        return any(figure.is_rounder for figure in self.figures)


def next_edition(old: Publication, **given: object) -> Publication:
    """A new publication like the old one, save for what is given; not saved."""
    return Publication(**{name: getattr(old, name) for name in KEPT}, **given)


@transaction.atomic
def enter_edition(edition: Edition, *, by: User) -> Publication:
    """Save the edition and its figures, all or nothing; return its publication.

    The old publication is marked as having a newer edition: a note, no alarm. Tables stay on
    the old figures until a new version of them is made. ValidationError when the edition or one
    of its figures is in the register already.
    """
    records.require(policies.may_enter_evidence(by), ONLY_OFFICER)
    old = Publication.objects.select_for_update().get(pk=edition.old.pk)
    publication = edition.publication
    if publication.pk is None:
        _refuse_twin(publication)
        enter(publication, by=by, reason=f"New edition of {old}")
    measures = {item.measure.pk: _new_measure(item, edition, by) for item in edition.wordings}
    for figure in edition.figures:
        measure = measures.get(figure.earlier.measure_id, figure.earlier.measure)
        enter(_finding(edition, publication, figure, measure), by=by)
    _mark(old, publication, by)
    return publication


def _refuse_twin(publication: Publication) -> None:
    twins = Publication.objects.kept().filter(
        title__iexact=publication.title, year=publication.year
    )
    if twins.exists():
        raise ValidationError(ALREADY.format(title=publication.title, year=publication.year))


def _new_measure(item: NewWording, edition: Edition, by: User) -> Measure:
    """The measure of a question that was worded anew: never the old one, so never comparable."""
    code = records.new_key(Measure, "code", item.measure.code, edition.period)
    measure = Measure(code=code, wording=item.wording, measures=item.measure.measures)
    return enter(measure, by=by, reason=f"Worded anew in {edition.publication}")


def _finding(
    edition: Edition, publication: Publication, figure: NewFigure, measure: Measure
) -> Finding:
    earlier = figure.earlier
    if earlier.later.filter(publication=publication).exists():
        raise ValidationError(ENTERED.format(finding=earlier))
    has_interval = figure.interval_low is not None
    return Finding(
        publication=publication,
        measure=measure,
        group=earlier.group,
        age_from=earlier.age_from,
        age_to=earlier.age_to,
        area=earlier.area,
        period=edition.period,
        percentage=figure.percentage,
        decimals=figure.decimals,
        quotation=figure.quotation,
        quoted_from=QuotedFrom.SOURCE,
        place=figure.place,
        base=figure.base,
        interval_low=figure.interval_low,
        interval_high=figure.interval_high,
        interval_source=edition.interval_source if has_interval else "",
        interval_state=IntervalState.RECORDED if has_interval else edition.interval_state,
        earlier=earlier,
    )


def _mark(old: Publication, publication: Publication, by: User) -> None:
    """Let the old edition name the new one; a graver standing stays as it is."""
    old.replaced_by = old.replaced_by or publication
    if old.standing == Standing.CURRENT:
        old.standing = Standing.NEWER_EDITION
    enter(old, by=by, reason=f"A newer edition was entered: {publication}")
