"""How long removed words were, so that a restore can find them again."""

from django.db import migrations, models

from loneliness.records.guards import InstallGuard


class Migration(migrations.Migration):
    dependencies = [("records", "0006_last_done")]
    operations = [
        migrations.AddField(
            model_name="redaction",
            name="length",
            field=models.PositiveIntegerField(
                default=0,
                help_text="How many letters were removed; nought where it is not known.",
            ),
        ),
        InstallGuard("records_redaction"),
    ]
