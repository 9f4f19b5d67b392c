"""New tables that are written once."""

from django.db import migrations

from loneliness.records.guards import InstallGuard


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]
    operations = [InstallGuard("records_redaction")]
