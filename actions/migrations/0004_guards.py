"""New tables that are written once."""

from django.db import migrations

from loneliness.records.guards import InstallGuard


class Migration(migrations.Migration):
    dependencies = [("actions", "0003_rechecks")]
    operations = [
        InstallGuard("actions_recommendationrecheck"),
        InstallGuard("actions_actionrecheck"),
    ]
