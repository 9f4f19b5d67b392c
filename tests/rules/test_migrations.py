"""A new database is made at once; step by step, as older ones were, it would be the same."""

import pytest
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader

from loneliness.records.guards import InstallGuard

APPS = {"records", "evidence", "estimates", "actions"}


@pytest.fixture(scope="module")
def step_by_step():
    """The migrations as if none replaced others."""
    loader = MigrationLoader(None, replace_migrations=False)
    for step, one in loader.replacements.items():
        loader.graph.remove_replacement_node(step, one.replaces)
    return loader


@pytest.fixture(scope="module")
def at_once():
    return MigrationLoader(None)


def guards(loader):
    """The guard that each table has in the end."""
    plan = dict.fromkeys(
        step for leaf in loader.graph.leaf_nodes() for step in loader.graph.forwards_plan(leaf)
    )
    operations = [one for step in plan for one in loader.get_migration(*step).operations]
    placed = [one for one in operations if isinstance(one, InstallGuard)]
    return {one.guard.table: (one.guard, one.still_open) for one in placed}


def test_every_older_migration_is_replaced(step_by_step, at_once):
    older = {step for step in step_by_step.disk_migrations if step[0] in APPS}
    steps = {step for step in at_once.graph.nodes if step[0] in APPS}
    replaced = {step for one in steps for step in at_once.get_migration(*one).replaces}
    assert replaced == older - steps
    assert len(replaced) == 33


def test_both_ways_make_the_same_models(step_by_step, at_once):
    there, here = step_by_step.project_state(), at_once.project_state()
    assert MigrationAutodetector(there, here).changes(at_once.graph) == {}
    assert MigrationAutodetector(here, there).changes(at_once.graph) == {}


def test_both_ways_place_the_same_guards(step_by_step, at_once):
    assert guards(at_once) == guards(step_by_step)
    assert len(guards(at_once)) > 60
