"""New tables that are written once; the guards that altering a table has dropped."""

from django.db import migrations

from loneliness.records.guards import InstallGuard

ONCE = "duplicatedecision evidencechange findingrecheck sourcecheck".split()
HISTORY = "appraisal finding merge publication".split()
MOVES = ("publication_id", "search_text", "version")  # merging publications moves what they have


class Migration(migrations.Migration):
    dependencies = [("evidence", "0003_two_people_changes_merges")]
    operations = [
        *(InstallGuard(f"evidence_{name}") for name in ONCE),
        *(InstallGuard(f"evidence_historical{name}", key="history_id") for name in HISTORY),
        InstallGuard("evidence_finding", frozen_by="confirmed_by_id", still_open=MOVES),
        InstallGuard("evidence_appraisal", frozen_by="confirmed_by_id", still_open=MOVES),
    ]
