"""History and progress updates are written once."""

from django.db import migrations

from loneliness.records.guards import InstallGuard

HISTORY = (
    "action actionrecommendation actiontable board holding organisation person policyitem post "
    "recommendation recommendationboard recommendationgroup service servicegroup serviceprovider"
).split()


class Migration(migrations.Migration):
    dependencies = [("actions", "0001_initial")]
    operations = [
        *(InstallGuard(f"actions_historical{name}", key="history_id") for name in HISTORY),
        InstallGuard("actions_progressupdate"),
    ]
