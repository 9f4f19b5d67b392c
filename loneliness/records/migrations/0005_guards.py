"""The history of accepted gaps is written once."""

from django.db import migrations

from loneliness.records.guards import InstallGuard


class Migration(migrations.Migration):
    dependencies = [("records", "0004_accepted_gaps")]
    operations = [InstallGuard("records_historicalacceptedgap", key="history_id")]
