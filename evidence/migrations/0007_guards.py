"""The guards that altering findings and counts has dropped."""

from django.db import migrations

from loneliness.records.guards import InstallGuard

MOVES = ("publication_id", "search_text", "version")  # merging publications moves what they have


class Migration(migrations.Migration):
    dependencies = [("evidence", "0006_figures_that_match")]
    operations = [
        InstallGuard("evidence_historicalfinding", key="history_id"),
        InstallGuard("evidence_historicalpopulationcount", key="history_id"),
        InstallGuard("evidence_finding", frozen_by="confirmed_by_id", still_open=MOVES),
    ]
