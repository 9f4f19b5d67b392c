"""Rules that every model keeps."""

import pytest
from django.apps import apps
from django.db import models

from loneliness.records.models import AppendOnly, Historic, Working

OURS = {"accounts", "actions", "estimates", "evidence", "records"}
ACCOUNTS = "accounts.User"  # Django's own base classes bring its fields


def our_models():
    return [model for model in apps.get_models() if model._meta.app_label in OURS]


def kept_models():
    """Ours, without the tables of history and without the account."""
    kept = [model for model in our_models() if not model.__name__.startswith("Historical")]
    return [model for model in kept if model._meta.label != ACCOUNTS]


def cascading(model):
    """The foreign keys of a model that something else than PROTECT guards."""
    return [
        field.name
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey)
        and field.name != "history_relation"
        and field.remote_field.on_delete is not models.PROTECT
    ]


def unexplained(model):
    """The fields of a model without a help text."""
    fields = [*model._meta.local_fields, *model._meta.local_many_to_many]
    return [
        field.name
        for field in fields
        if not isinstance(field, models.AutoField | models.BigAutoField | models.ManyToManyField)
        and not field.help_text
    ]


def test_there_are_models_to_look_at():
    assert {model._meta.app_label for model in kept_models()} >= {
        "actions",
        "estimates",
        "evidence",
    }


@pytest.mark.parametrize("model", kept_models(), ids=lambda model: model._meta.label)
def test_every_foreign_key_protects(model):
    assert cascading(model) == []


@pytest.mark.parametrize("model", kept_models(), ids=lambda model: model._meta.label)
def test_every_field_is_explained(model):
    assert unexplained(model) == []


@pytest.mark.parametrize("model", kept_models(), ids=lambda model: model._meta.label)
def test_every_row_has_its_history_or_is_written_once(model):
    assert issubclass(model, Historic | AppendOnly | Working)
    assert hasattr(model, "history") or issubclass(model, AppendOnly | Working)


@pytest.mark.parametrize("model", kept_models(), ids=lambda model: model._meta.label)
def test_history_protects_the_person(model):
    if issubclass(model, AppendOnly | Working):
        return
    person = model.history.model._meta.get_field("history_user")
    assert person.remote_field.on_delete is models.PROTECT


@pytest.mark.parametrize("model", kept_models(), ids=lambda model: model._meta.label)
def test_constraints_answer_in_a_sentence(model):
    for constraint in model._meta.constraints:
        message = str(constraint.violation_error_message)
        assert message.endswith("."), f"{constraint.name}: {message}"
        assert constraint.name not in message


def test_many_to_many_links_are_models_of_their_own():
    made = [model._meta.label for model in kept_models() if model._meta.auto_created]
    links = [
        f"{model._meta.label}.{field.name}"
        for model in kept_models()
        for field in model._meta.local_many_to_many
        if field.remote_field.through._meta.auto_created
    ]
    assert made + links == []


def test_the_rules_can_fail():
    class Careless(models.Model):
        by = models.ForeignKey(ACCOUNTS, models.CASCADE, related_name="+")

        class Meta:
            app_label = "tests"

        def __str__(self):
            return ""

    apps.all_models["tests"].clear()
    assert cascading(Careless) == ["by"]
    assert unexplained(Careless) == ["by"]
