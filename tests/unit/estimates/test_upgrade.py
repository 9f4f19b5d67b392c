"""What an upgrade adds to the history of versions made before."""

import importlib

import pytest
from django.apps import apps
from django.db import connection

from estimates.models import Revision, RevisionLine
from estimates.services import verify
from loneliness.records import guards
from loneliness.records.guards import Guard

upgrade = importlib.import_module("estimates.migrations.0008_history_of_what_versions_stand_on")
pytestmark = pytest.mark.django_db


@pytest.fixture
def older():
    """Versions whose history is from before they kept the words that they stand on."""
    for model in (Revision, RevisionLine):
        history = model.history.model
        guards.lift(connection, Guard(history._meta.db_table, key="history_id"))
        given = upgrade.GIVEN[model.__name__]
        empty = {name: history._meta.get_field(name).get_default() for name in given}
        history.objects.update(**empty | ({"fingerprint": "0"} if model is Revision else {}))


def test_the_history_says_what_older_versions_were_given(older):
    assert "its history says something else of: fingerprint" in "\n".join(verify())
    upgrade.say(apps, None)
    assert list(verify()) == []
    row = Revision.objects.first().history.first()
    assert (row.history_type, row.history_change_reason) == ("~", "Copied at the upgrade")


def test_a_history_that_says_it_is_left_as_it_is(unguarded):
    rows = RevisionLine.history.count()
    RevisionLine.objects.filter(position=1).update(rate_quotation="Nobody is lonely.")
    upgrade.say(apps, None)
    assert RevisionLine.history.count() == rows
