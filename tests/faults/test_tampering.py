"""Whatever of a version is changed behind the application's back, ``verify_estimates`` names it."""

import datetime
import random
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from estimates.models import EstimateLine, EstimateTable, Revision, RevisionLine
from estimates.services import verifying
from loneliness.records import guards, history
from loneliness.records.guards import Guard
from tests import bars

pytestmark = [pytest.mark.django_db, pytest.mark.bar]
CHANGES = bars.size(20, 200)
KEPT = (Revision, RevisionLine)
SAID_BY = {"history_id", "history_date", "history_type", "history_user", "history_change_reason"}
CELLS = [
    *((model, field) for model in KEPT for field in model._meta.concrete_fields),
    *(
        (model.history.model, field)
        for model in KEPT
        for field in model.history.model._meta.concrete_fields
        if field.name not in SAID_BY
    ),
    (EstimateLine, EstimateLine._meta.get_field("printed_estimate")),
    (EstimateTable, EstimateTable._meta.get_field("printed_total")),
]


@pytest.fixture
def open_tables(unguarded):
    """Versions and their history without their guards."""
    for model in KEPT:
        guards.lift(connection, Guard(model.history.model._meta.db_table, key="history_id"))


def another(field, value, chance):
    """A value of the field's kind, which it may or may not have already."""
    if field.is_relation:
        return chance.choice(field.related_model._base_manager.values_list("pk", flat=True))
    change = CHANGED.get(field.get_internal_type(), text)
    return change(value, chance, field)


def text(value, chance, _):
    return chance.choice([f"{value}.", value[1:], value.swapcase(), "0" * len(value)])


def number(value, chance, _):
    return (value or 0) + chance.randrange(1, 100)


def decimal(value, chance, field):
    return (value or Decimal(0)) + Decimal(chance.choice((1, 10, 10**4))).scaleb(
        -field.decimal_places
    )


def moment(value, chance, _):
    return (value or timezone.now()) + datetime.timedelta(microseconds=chance.choice((1, 10**9)))


CHANGED = {
    "BooleanField": lambda value, *_: not value,
    "DateTimeField": moment,
    "DecimalField": decimal,
    **dict.fromkeys(
        ("BigAutoField", "BigIntegerField", "IntegerField", "PositiveIntegerField",
         "PositiveSmallIntegerField", "PositiveBigIntegerField"), number
    ),
}  # fmt: skip


class Tampering:
    """Changes by chance, one at a time, each taken back; those the database itself refuses or
    that change nothing are not counted.
    """

    def __init__(self):
        self.chance = random.Random(bars.SEED)

    def __iter__(self):
        made = 0
        while made < CHANGES:
            with transaction.atomic():
                if told := self.changed():
                    made += 1
                    yield told
                transaction.set_rollback(True)

    def changed(self):
        """Change a cell; what it was, and the names its row had and has."""
        model, field = self.chance.choice(CELLS)
        row = self.chance.choice(rows(model))
        value = another(field, getattr(row, field.attname), self.chance)
        if value == getattr(row, field.attname):
            return None
        try:
            with transaction.atomic():
                model._base_manager.filter(pk=row.pk).update(**{field.attname: value})
                connection.check_constraints()
        except DatabaseError:
            return None
        now = model._base_manager.get(pk=value if field.primary_key else row.pk)
        return f"{model.__name__}.{field.name} of {row.pk}", {name(row), name(now)}


def rows(model):
    """The rows whose change is to be seen: of a history, the newest of each record."""
    if hasattr(model, "instance_type"):
        newest = model.objects.values("id").annotate(newest=models.Max("history_id"))
        return list(model.objects.filter(pk__in=newest.values("newest")))
    if model in KEPT:
        return list(model._base_manager.all())
    printed = {"EstimateLine": "printed_estimate", "EstimateTable": "printed_total"}
    return list(model._base_manager.exclude(**{printed[model.__name__]: None}))


def name(row):
    """How verify names a row, or the record that a row of the history is of."""
    if hasattr(row, "history_id"):
        row = row.instance
    if isinstance(row, EstimateTable):
        return f"Table {row.number}, "
    return f"Table {row.table.number}, " if isinstance(row, EstimateLine) else str(row)


def test_every_change_behind_the_applications_back_is_named(open_tables, monkeypatch, measured):
    assert list(verifying.verify()) == []
    seen = [(told, names, list(verifying.verify())) for told, names in Tampering()]
    unnamed = [
        told for told, names, sentences in seen
        if not any(sentence.startswith(tuple(names)) for sentence in sentences)
    ]  # fmt: skip
    assert unnamed == []
    assert list(verifying.verify()) == []
    monkeypatch.setattr(history, "strays", lambda model: ())
    missed = sum(not list(verifying.verify()) for _ in Tampering())
    monkeypatch.setattr(verifying, "verify_revision", lambda *_: ())
    assert [list(verifying.verify()) for _ in Tampering()] == [[]] * CHANGES
    measured(
        "tampering",
        f"{CHANGES} changes over {len(CELLS)} columns: 0 not named",
        control=f"{missed} not named without the history, {CHANGES} without the sums",
    )
    assert missed > 0


def test_the_command_names_it(open_tables):
    version = Revision.objects.first()
    Revision.objects.filter(pk=version.pk).update(reason="Another.")
    with pytest.raises(CommandError, match=f"{version}: its history says .* of: reason"):
        call_command("verify_estimates")


@pytest.mark.parametrize("model", KEPT)
def test_a_row_without_its_history_or_gone_is_named(open_tables, model):
    record = model.objects.last()
    told = f"{record}: it is not there, or its history is not."
    with transaction.atomic():
        model.history.filter(id=record.pk)._raw_delete("default")
        assert told in list(verifying.verify())
        transaction.set_rollback(True)
    if model is RevisionLine:
        model.objects.filter(pk=record.pk)._raw_delete("default")
        assert told in list(verifying.verify())
