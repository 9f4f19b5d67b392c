"""The check that every version still holds what it was made from."""

from __future__ import annotations

from collections.abc import Iterator

from estimates import calculation, uncertainty
from estimates.models import EstimateTable, Revision, RevisionLine, Verification
from estimates.services.versions import factors, population_total, total_interval
from estimates.vocabulary import RevisionKind
from loneliness.records import history

WITHOUT = "it is not there, or its history is not"


def verify() -> Iterator[str]:
    """Recompute every version from its stored inputs; a sentence for each row that fails."""
    tables = EstimateTable.objects.prefetch_related("lines", "revisions__lines")
    for table in tables:
        for revision in table.revisions.all():
            yield from verify_revision(table, revision)
    yield from _compare_with_history()


def record_verification() -> Verification:
    """Check every version and keep what was found, for the people who look after the register."""
    versions = Revision.objects.count()
    found = Verification(versions=versions, failures="\n".join(verify()))
    found.full_clean()
    found.save()
    return found


def verify_revision(table: EstimateTable, revision: Revision) -> Iterator[str]:
    """Recompute one version from its stored inputs; a sentence for each row that fails.

    What was changed into something that no sum can be made of is named too, and stops nothing.
    """
    name = f"Table {table.number}, version {revision.number}"
    try:
        yield from _verify_version(name, table, revision)
    except (ValueError, ArithmeticError) as error:
        yield f"{name}: it cannot be worked out again. {error}"


def _verify_version(name: str, table: EstimateTable, revision: Revision) -> Iterator[str]:
    lines = list(revision.lines.all())
    for line in lines:
        yield from _verify_line(f"{name}, {line.label}", line)
    rule = revision.total_rule
    if revision.total != calculation.total([factors(line) for line in lines], rule):
        yield f"{name}: the stored total does not follow its rule."
    if revision.population_total != population_total(lines, rule):
        yield f"{name}: the stored sum of the counts is not their sum."
    if revision.interval != total_interval(lines, rule):
        yield f"{name}: the stored interval of the total does not follow from its lines."
    if revision.fingerprint != calculation.fingerprint([line.inputs for line in lines], rule):
        yield f"{name}: the inputs are not those the version was made from."
    if revision.kind == RevisionKind.AS_PRINTED:
        yield from _compare_with_print(name, table, revision, lines)


def _verify_line(name: str, line: RevisionLine) -> Iterator[str]:
    if line.exact != calculation.exact(line.count, line.percentage):
        yield f"{name}: the stored product is not count times percentage."
    if line.estimate != calculation.estimate(*factors(line)):
        yield f"{name}: the stored result is not the product, rounded half up."
    if line.interval != uncertainty.product(
        *factors(line), line.rate_interval, line.count_interval
    ):
        yield f"{name}: the stored interval does not follow from its inputs."


def _compare_with_history() -> Iterator[str]:
    """Whatever no sum shows, a reason or a name, and the history itself: the two say the same."""
    for model in (Revision, RevisionLine):
        for record, fields in history.strays(model):
            names = ", ".join(name.removesuffix("_id").replace("_", " ") for name in fields)
            said = f"its history says something else of: {names}" if names else WITHOUT
            yield f"{record}: {said}."


def _compare_with_print(
    name: str, table: EstimateTable, revision: Revision, lines: list[RevisionLine]
) -> Iterator[str]:
    printed = {line.position: line.printed_estimate for line in table.lines.all()}
    for line in lines:
        was = printed.get(line.position)
        if was not in (None, line.estimate):
            yield f"{name}, {line.label}: printed {was}, computed {line.estimate}."
    if table.printed_total not in (None, revision.total):
        yield f"{name}: printed total {table.printed_total}, computed {revision.total}."
