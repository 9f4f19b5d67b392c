"""Where a table's answer is from, as a W3C PROV document that other programs read."""

from __future__ import annotations

from typing import Any

from prov.model import PROV, ProvDocument

from estimates.models import Revision, RevisionLine
from estimates.selectors import LineAnswer, TableAnswer


def provenance(answer: TableAnswer, base: str) -> str:
    """PROV-JSON of the answer in force; ``base`` is the register's address, ending in a slash.

    Each number is an entity made by working out the version, from a finding and a count; each of
    those is derived from a publication and attributed to the person who entered it. People are
    named by their key only.
    """
    document: Any = ProvDocument()
    document.set_default_namespace(base)
    document.add_namespace("register", f"{base}terms#")
    if answer.revision is not None:
        _version(document, answer, answer.revision)
    return str(document.serialize(format="json", indent=2))


def _version(document: Any, answer: TableAnswer, revision: Revision) -> None:
    name = f"estimates/table-{answer.table.number}/versions/{revision.number}/"
    made = document.activity(
        f"{name}worked-out", revision.created_at, None,
        {"prov:label": f"Version {revision.number} worked out: {revision.reason}"},
    )  # fmt: skip
    whole = document.entity(
        name,
        {
            "prov:label": str(answer.table),
            "register:total": revision.total if revision.total is not None else "none",
            "register:totalRule": revision.total_rule,
            "register:fingerprint": revision.fingerprint,
        },
    )
    document.wasGeneratedBy(whole, made, revision.created_at)
    document.wasAssociatedWith(made, _person(document, revision.author))
    if revision.approved_by:
        document.wasAttributedTo(whole, _person(document, revision.approved_by))
    for item in answer.lines:
        number = _line(document, item, name, made)
        document.hadMember(whole, number)


def _line(document: Any, item: LineAnswer, version: str, made: Any) -> Any:
    line = item.line
    number = document.entity(
        f"{version}lines/{line.position}/",
        {
            "prov:label": line.label,
            "prov:value": line.estimate,
            "register:exact": f"{line.exact.normalize():f}",
            "register:sum": line.sum_in_words,
        },
    )
    document.wasGeneratedBy(number, made)
    for source in (_finding(document, line), _count(document, line)):
        document.used(made, source)
        document.wasDerivedFrom(number, source)
    return number


def _finding(document: Any, line: RevisionLine) -> Any:
    finding = line.finding
    entity = document.entity(
        finding.get_absolute_url().lstrip("/"),
        {
            "prov:label": str(finding),
            "prov:value": str(line.printed_percentage),
            "register:quotation": line.rate_quotation,
            "register:place": line.rate_place,
            "register:grade": line.grade or "not graded",
            "register:gradeConfirmed": line.grade_confirmed,
        },
    )
    _from(document, entity, finding.publication)
    document.wasAttributedTo(entity, _person(document, finding.entered_by))
    if finding.confirmed_by:
        document.wasAttributedTo(entity, _person(document, finding.confirmed_by))
    return entity


def _count(document: Any, line: RevisionLine) -> Any:
    population = line.population
    entity = document.entity(
        population.get_absolute_url().lstrip("/"),
        {
            "prov:label": str(population),
            "prov:value": line.count,
            "register:quotation": line.count_quotation,
            "register:place": line.count_place,
        },
    )
    _from(document, entity, population.publication)
    document.wasAttributedTo(entity, _person(document, population.entered_by))
    return entity


def _from(document: Any, entity: Any, publication: Any) -> None:
    source = document.entity(
        publication.get_absolute_url().lstrip("/"), {"prov:label": str(publication)}
    )
    document.wasQuotedFrom(entity, source)


def _person(document: Any, user: Any) -> Any:
    return document.agent(f"people/{user.pk}", {PROV["type"]: PROV["Person"]})
