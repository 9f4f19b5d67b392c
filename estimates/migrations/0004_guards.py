"""New tables that are written once."""

from django.db import migrations

from loneliness.records.guards import InstallGuard


class Migration(migrations.Migration):
    dependencies = [("estimates", "0003_rechecks")]
    operations = [InstallGuard("estimates_tablerecheck")]
