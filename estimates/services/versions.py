"""Versions of a table's answer: worked out, drafted, approved and so frozen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from estimates import calculation, checking, guard, policies, uncertainty
from estimates.comparable import SOURCES
from estimates.models import EstimateLine, EstimateTable, Revision, RevisionLine
from estimates.selectors import lines_of
from estimates.services.entering import refresh_search
from estimates.uncertainty import Interval
from estimates.vocabulary import IntervalMethod, RevisionKind, TotalRule
from evidence.models import Appraisal, Finding, PopulationCount
from evidence.selectors import appraisals_in_force
from evidence.vocabulary import Sampling, Weighting
from loneliness.accounts.models import User
from loneliness.records import services as records

RANDOM = (Sampling.RANDOM, Sampling.CENSUS)


@dataclass(frozen=True)
class Choice:
    """The count and the percentage that a line is to use."""

    population: PopulationCount
    finding: Finding


@dataclass(frozen=True)
class WorkedOut:
    """A version that is not saved: its lines in order and its totals."""

    revision: Revision
    lines: tuple[RevisionLine, ...]


def work_out(
    table: EstimateTable, choices: Mapping[int, Choice] | None = None, rule: str = ""
) -> WorkedOut:
    """The table's answer from its lines as they stand, or with other inputs; nothing is saved.

    ``choices`` gives, by position, the inputs of the lines that are to use others; ``rule`` is the
    total rule when it is to be another than the table's. Two queries.
    """
    chosen, rule = choices or {}, rule or table.total_rule
    rows = list(table.lines.select_related(*SOURCES))
    pairs = [
        (line, chosen.get(line.position, Choice(line.population, line.finding))) for line in rows
    ]
    in_force = appraisals_in_force(choice.finding.publication_id for _, choice in pairs)
    lines = [
        _line(line, choice, in_force.get(choice.finding.publication_id)) for line, choice in pairs
    ]
    low, high = total_interval(lines, rule) or (None, None)
    revision = Revision(
        table=table,
        total_rule=rule,
        total=calculation.total([factors(line) for line in lines], rule),
        population_total=population_total(lines, rule),
        total_low=low,
        total_high=high,
        fingerprint=calculation.fingerprint([line.inputs for line in lines], rule),
    )
    return WorkedOut(revision, tuple(lines))


def preview(
    table: EstimateTable, choices: Mapping[int, Choice] | None = None, rule: str = ""
) -> WorkedOut:
    """The same, refused where a save would be: ValidationError with a sentence for each rule."""
    made = work_out(table, choices, rule)
    if not made.lines:
        raise ValidationError("The table has no lines yet: add them in the workshop first.")
    _refuse_nonsense(table, made.lines, made.revision.total_rule)
    return made


@transaction.atomic
def record_as_printed(table: EstimateTable, *, by: User) -> Revision:
    """Make version 1 of a table of the chapter: what was printed, recomputed and frozen."""
    made = work_out(table)
    reason = "As printed in 2019."
    return _freeze(_keep(made, by=by, kind=RevisionKind.AS_PRINTED, reason=reason), by=by)


@transaction.atomic
def draft_revision(
    table: EstimateTable,
    *,
    by: User,
    kind: str,
    reason: str,
    severity: str = "",
    choices: Mapping[int, Choice] | None = None,
    rule: str = "",
) -> Revision:
    """Work the table out again; somebody else approves it. The lines move only then.

    ValidationError when the inputs together make nonsense, one sentence for each rule they break.
    """
    records.require(
        policies.may_enter_estimates(by), "Only an evidence officer may make a new version."
    )
    if kind == RevisionKind.AS_PRINTED:
        raise ValidationError({"kind": "Only the chapter's own figures are as printed."})
    table = EstimateTable.objects.select_for_update().get(pk=table.pk)
    made = preview(table, choices, rule)
    twin = table.revisions.filter(
        approved_by=None, fingerprint=made.revision.fingerprint, kind=kind, reason=reason
    ).first()
    if twin:
        raise ValidationError(f"This is drafted already: it waits as version {twin.number}.")
    return _keep(made, by=by, kind=kind, reason=reason, severity=severity)


@transaction.atomic
def approve_revision(revision: Revision, *, by: User) -> Revision:
    """Approve and freeze a version that somebody else made: it becomes the table's answer.

    The table's lines then use the inputs that the version was made from. ValidationError when its
    inputs, changed since, make nonsense, and while something does not match that the version in
    force had not, and no reviewer has answered it.
    """
    table = EstimateTable.objects.select_for_update().get(pk=revision.table_id)
    revision.refresh_from_db(from_queryset=Revision.objects.select_for_update())
    revision.table = table
    records.require(
        policies.may_approve(by, revision),
        "Only a reviewer who did not make this version may approve it, only once, and not when "
        "a newer version is approved already.",
    )
    _refuse_overtaken(revision)
    _refuse_nonsense(table, lines_of(revision), revision.total_rule)
    waiting = checking.to_answer(revision)
    if waiting:
        rules = ", ".join(one.rule.title.lower() for one in waiting)
        raise ValidationError(f"Answer first what the rules find in this version: {rules}.")
    frozen = _freeze(revision, by=by)
    _move_lines(frozen, by=by)
    return frozen


def factors(line: RevisionLine) -> tuple[int, Decimal]:
    """Count and percentage of a line, the percentage with the decimals of its source."""
    return line.count, line.printed_percentage


def population_total(lines: Sequence[RevisionLine], rule: str) -> int | None:
    """The sum of the counts; None where the table has no total."""
    return None if rule == TotalRule.NONE else sum(line.count for line in lines)


def total_interval(lines: Sequence[RevisionLine], rule: str) -> Interval | None:
    """The interval of the total; None where there is no total or a line has no interval."""
    if rule == TotalRule.NONE:
        return None
    return uncertainty.total((line.exact, line.interval, line.finding_id) for line in lines)


def _refuse_overtaken(revision: Revision) -> None:
    """A version drafted before another was approved would put that one's inputs back."""
    since = revision.table.revisions.filter(approved_at__gt=revision.created_at).first()
    if since:
        raise ValidationError(
            f"Version {since.number} was approved after this one was drafted, so this one would "
            "put back what changed there. Draft it anew."
        )


def _refuse_nonsense(table: EstimateTable, lines: Sequence[RevisionLine], rule: str) -> None:
    refused = guard.refusals(table, lines, rule)
    if refused:
        raise ValidationError([found.sentence for found in refused])


def _keep(made: WorkedOut, *, by: User, kind: str, reason: str, severity: str = "") -> Revision:
    revision, table = made.revision, made.revision.table
    newest = table.revisions.order_by("-number").first()
    revision.number = newest.number + 1 if newest else 1
    revision.kind, revision.reason, revision.severity = kind, reason, severity
    revision.author = by
    records.save(revision, by=by, reason=reason)
    for line in made.lines:
        line.revision = revision
    records.save_new(list(made.lines), by=by, reason=reason)
    refresh_search(table)
    return revision


def _line(line: EstimateLine, choice: Choice, appraisal: Appraisal | None) -> RevisionLine:
    finding, population = choice.finding, choice.population
    rate, method = _rate_interval(finding)
    percentage = finding.printed_percentage or Decimal(0)
    counts = (
        None
        if population.count_low is None or population.count_high is None
        else (population.count_low, population.count_high)
    )
    interval = uncertainty.product(population.count, percentage, rate, counts)
    return RevisionLine(
        position=line.position,
        label=line.label,
        population=population,
        finding=finding,
        count=population.count,
        percentage=percentage,
        decimals=finding.decimals,
        **_words(finding, population, appraisal),
        **_ends("interval", rate),
        interval_method=method,
        **_ends("count", counts),
        exact=calculation.exact(population.count, percentage),
        estimate=calculation.estimate(population.count, percentage),
        **_ends("estimate", interval),
    )


def _words(
    finding: Finding, population: PopulationCount, appraisal: Appraisal | None
) -> dict[str, object]:
    """What the sources say, copied, so that a version reads the same for ever."""
    day = population.date.isoformat() if population.date else ""
    return {
        "rate_quotation": finding.quotation,
        "rate_place": finding.place,
        "rate_source": str(finding.publication),
        "rate_period": finding.period,
        "base": finding.base,
        "grade": appraisal.grade if appraisal else "",
        "grade_confirmed": bool(appraisal and appraisal.is_confirmed),
        "count_quotation": population.quotation,
        "count_place": population.place,
        "count_source": str(population.publication),
        "count_period": population.period or day,
    }


def _ends(name: str, interval: tuple[object, object] | None) -> dict[str, object]:
    low, high = interval or (None, None)
    return {f"{name}_low": low, f"{name}_high": high}


def _rate_interval(finding: Finding) -> tuple[Interval | None, str]:
    """The interval of a percentage, and where it is from; Wilson's for plain random shares."""
    if finding.interval_low is not None and finding.interval_high is not None:
        ends = Decimal(finding.interval_low), Decimal(finding.interval_high)
        return ends, IntervalMethod.PUBLISHED
    plain = finding.weighting == Weighting.SIMPLE and finding.publication.sampling in RANDOM
    if plain and finding.base and finding.printed_percentage is not None:
        return uncertainty.wilson(finding.printed_percentage, finding.base), IntervalMethod.WILSON
    return None, ""


def _freeze(revision: Revision, *, by: User) -> Revision:
    revision.approved_by = by
    revision.approved_at = timezone.now()
    return records.save(revision, by=by, reason="Approved")


def _move_lines(revision: Revision, *, by: User) -> None:
    """Let the table's lines and its total rule follow the version in force."""
    reason, table = f"Version {revision.number} was approved", revision.table
    used = {line.position: line for line in revision.lines.all()}
    for line in table.lines.all():
        now = used.get(line.position)
        if now and (line.finding_id, line.population_id) != (now.finding_id, now.population_id):
            line.finding_id, line.population_id = now.finding_id, now.population_id
            records.save(line, by=by, reason=reason)
    if table.total_rule != revision.total_rule:
        table.total_rule = revision.total_rule
        records.save(table, by=by, reason=reason)
