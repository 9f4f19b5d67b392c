"""History is written once; confirmed findings and appraisals are frozen."""

from django.db import migrations

from loneliness.records.guards import InstallGuard

HISTORY = (
    "appraisal area chapter citation figure figurepoint finding findingcitation "
    "findingcomparison glossaryterm groupparent measure populationcount populationgroup "
    "publication"
).split()


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_initial")]
    operations = [
        *(InstallGuard(f"evidence_historical{name}", key="history_id") for name in HISTORY),
        InstallGuard("evidence_finding", frozen_by="confirmed_by_id"),
        InstallGuard("evidence_appraisal", frozen_by="confirmed_by_id"),
    ]
