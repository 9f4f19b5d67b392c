"""History and the lines of versions are written once; approved versions are frozen."""

from django.db import migrations

from loneliness.records.guards import InstallGuard

HISTORY = "caveat estimateline estimatetable revision revisionline".split()


class Migration(migrations.Migration):
    dependencies = [("estimates", "0001_initial")]
    operations = [
        *(InstallGuard(f"estimates_historical{name}", key="history_id") for name in HISTORY),
        InstallGuard("estimates_revisionline"),
        InstallGuard("estimates_revision", frozen_by="approved_by_id"),
    ]
