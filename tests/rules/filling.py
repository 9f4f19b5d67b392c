"""The same words in every text field of every row, past all services, for tests of what shows."""

import itertools

from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.db.models import Value

from loneliness.records import redaction

LABELS = ("evidence", "estimates", "actions", "records", "accounts")
ADDRESS = "javascript:alert(1)//"
# Written by the register alone and read by its code: nobody types them.
READ_BY_CODE = {
    "fingerprint", "keyed_hash", "once", "search_text", "message_id", "password", "kind",
    "identity", "rule", "model", "field", "record", "columns", "path",
}  # fmt: skip


def filled(model, words):
    """The names of the model's fields that took the next of the words in all their rows."""
    took = set()
    for field in model._meta.local_concrete_fields:
        if not _is_filled(field):
            continue
        text = ADDRESS if isinstance(field, models.URLField) else next(words)
        value = Value(text[: field.max_length])
        if field.unique:
            continue
        try:
            with transaction.atomic():
                rows = model._base_manager.update(**{field.name: value})
        except DatabaseError:
            continue
        if rows:
            took.add(field.name)
    return took


def _is_filled(field):
    return (
        isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.SlugField)
        and not field.choices
        and field.name not in READ_BY_CODE
    )


def fill(*words):
    """Put words, in turn, into every text field; which fields of which models took them."""
    found = [m for label in LABELS for m in apps.get_app_config(label).get_models()]
    took, turns = {}, itertools.cycle(words)
    with redaction.unguarded(*(model._meta.db_table for model in found)):
        for model in found:
            took[model._meta.label] = filled(model, turns)
    return took
