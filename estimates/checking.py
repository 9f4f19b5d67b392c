"""What the rules find in the answers in force, and which of it a reviewer has answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet, prefetch_related_objects
from django.urls import reverse

from estimates import calculation, guard
from estimates.guard import Fault, Other, Rule
from estimates.models import Caveat, EstimateTable, Revision, RevisionLine
from estimates.selectors import TableAnswer, answers, lines_of
from evidence.models import Finding


@dataclass(frozen=True)
class Checked:
    """A fault and the cautions that say the same; answered when one of them is."""

    fault: Fault
    caveats: tuple[Caveat, ...]

    @property
    def answered(self) -> Caveat | None:
        """The caution that a reviewer has answered; None while nobody has."""
        return next((caveat for caveat in self.caveats if caveat.answered_by_id), None)


def check(
    tables: QuerySet[EstimateTable] | None = None, everything: Sequence[TableAnswer] | None = None
) -> list[Checked]:
    """All that the rules find in the answers in force, the most serious first.

    ``tables`` are those looked at; every current table when left out. Each is compared with
    ``everything``: all answers, where they have been read already. Twelve queries, six then.
    """
    everything = answers() if everything is None else everything
    wanted = None if tables is None else set(tables.values_list("pk", flat=True))
    looked_at = [one for one in everything if wanted is None or one.table.pk in wanted]
    found = guard.faults(
        [
            guard.looked_at(one.revision, [item.line for item in one.lines])
            for one in looked_at
            if one.revision
        ],
        [_beside(one) for one in everything],
        _overall(looked_at),
    )
    return sorted(beside_cautions(found), key=lambda one: one.fault.rule.seriousness)


@dataclass(frozen=True)
class Gathered:
    """All that one rule finds in one table; one answer settles them together."""

    table: EstimateTable
    rule: Rule
    found: tuple[Checked, ...]

    @property
    def is_answered(self) -> bool:
        """Whether a reviewer has answered each of them."""
        return all(one.answered for one in self.found)

    @property
    def faults(self) -> list[Fault]:
        """What was found."""
        return [one.fault for one in self.found]

    @property
    def caveats(self) -> list[Caveat]:
        """The cautions that say the same, each once."""
        return list({caveat.pk: caveat for one in self.found for caveat in one.caveats}.values())

    @property
    def sentence(self) -> str:
        """What was found, in one sentence, and how often."""
        first = self.found[0].fault
        where = f"{first.line.label}: " if first.line else ""
        more = len(self.found) - 1
        return f"{where}{first.sentence}" + (f" And {more} more like it." if more else "")

    def get_absolute_url(self) -> str:
        """The page on which a reviewer answers it."""
        return reverse("estimates:answer", args=[self.table.number, self.rule.name])


def gathered(checked: Iterable[Checked]) -> list[Gathered]:
    """What was found, by table and rule, in the order given."""
    found: dict[tuple[int, str], list[Checked]] = defaultdict(list)
    for one in checked:
        found[(one.fault.table.pk, one.fault.rule.name)].append(one)
    return [
        Gathered(group[0].fault.table, group[0].fault.rule, tuple(group))
        for group in found.values()
    ]


def of_table(
    table: EstimateTable, everything: Sequence[TableAnswer] | None = None
) -> list[Gathered]:
    """What the rules find in a table's answer in force, compared as ``check`` does."""
    return gathered(check(EstimateTable.objects.filter(pk=table.pk), everything))


def of_version(
    revision: Revision,
    lines: Sequence[RevisionLine],
    everything: Sequence[TableAnswer] | None = None,
) -> list[Gathered]:
    """What the rules find in one version, saved or not, compared as ``check`` does."""
    others = _others(revision.table, everything)
    return gathered(beside_cautions(_found_in(revision, lines, others)))


def news(
    revision: Revision,
    lines: Sequence[RevisionLine],
    everything: Sequence[TableAnswer] | None = None,
) -> list[Fault]:
    """What the rules find in a version, saved or not, that the one in force has not."""
    table = revision.table
    others = _others(table, everything)
    in_force = Revision.objects.in_force().filter(table=table).first()
    before: list[Fault] = []
    if in_force:
        in_force.table = table
        before = _found_in(in_force, lines_of(in_force), others)
    return guard.news(_found_in(revision, lines, others), before)


def to_answer(
    revision: Revision, everything: Sequence[TableAnswer] | None = None
) -> list[Gathered]:
    """What a version brings that does not match and that no reviewer has answered.

    What the version in force had already, and what is only not known, is left out.
    """
    found = news(revision, lines_of(revision), everything)
    new = [fault for fault in found if not fault.rule.unknown]
    return [one for one in gathered(beside_cautions(new)) if not one.is_answered]


def beside_cautions(found: Iterable[Fault]) -> list[Checked]:
    """Each fault with the cautions on its table, line or finding that its rule is named in."""
    found = list(found)
    prefetch_related_objects(list({id(one.table): one.table for one in found}.values()), "lines")
    known: dict[tuple[str, str, int], list[Caveat]] = defaultdict(list)
    rows = Caveat.objects.exclude(rule="").select_related("line", "answered_by", "table", "finding")
    for caveat in rows:
        known[(caveat.rule, *_about(caveat))].append(caveat)
    return [Checked(fault, tuple(_known(fault, known))) for fault in found]


def _about(caveat: Caveat) -> tuple[str, int]:
    if caveat.line_id:
        return "line", caveat.line_id
    if caveat.table_id:
        return "table", caveat.table_id
    return "finding", caveat.finding_id or 0


def _known(fault: Fault, known: dict[tuple[str, str, int], list[Caveat]]) -> Iterable[Caveat]:
    """Cautions on the whole table, on the fault's line, and on the findings it is about."""
    yield from known[(fault.rule.name, "table", fault.table.pk)]
    for line in fault.table.lines.all():
        if line.position == fault.position:
            yield from known[(fault.rule.name, "line", line.pk)]
    for finding in dict.fromkeys(line.finding_id for line in fault.lines):
        yield from known[(fault.rule.name, "finding", finding)]


def _found_in(
    revision: Revision, lines: Sequence[RevisionLine], others: Sequence[Other]
) -> list[Fault]:
    mine = _other(revision.table, revision, lines)
    return guard.faults([guard.looked_at(revision, lines)], [*others, mine])


def _others(table: EstimateTable, everything: Sequence[TableAnswer] | None) -> list[Other]:
    """The answers in force of the other tables."""
    everything = answers() if everything is None else everything
    return [_beside(one) for one in everything if one.table.pk != table.pk]


def _beside(one: TableAnswer) -> Other:
    return _other(one.table, one.revision, [item.line for item in one.lines])


def _other(table: EstimateTable, revision: Revision | None, lines: Sequence[RevisionLine]) -> Other:
    return Other(
        table.number,
        revision.population_total if revision else None,
        frozenset(line.finding.measure_id for line in lines),
        revision.total if revision else None,
        table.section,
        bool(table.quoted_because),
    )


def _overall(found: Sequence[TableAnswer]) -> dict[int, list[tuple[Decimal, int]]]:
    """By table, each percentage of all its people that no line uses, and what it would give."""
    rates: dict[int, list[tuple[Decimal, int]]] = defaultdict(list)
    groups = {whole.group_id for one in found for whole in one.wholes}
    rows = list(Finding.objects.percentages().in_force().filter(group__in=groups).order_by("key"))
    for one in found:
        for finding in one.overall_in(rows):
            rate = finding.printed_percentage or Decimal(0)
            rates[one.table.pk].append((rate, calculation.estimate(one.population or 0, rate)))
    return rates
