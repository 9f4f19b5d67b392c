"""Jobs say what is to be done, so that they can be begun again; how often, and until when held."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0007_redaction_length")]
    operations = [
        migrations.AddField(
            model_name="job",
            name="task",
            field=models.CharField(
                default="", max_length=200, help_text="The task that does it."
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="job",
            name="arguments",
            field=models.JSONField(
                blank=True, default=list, help_text="What the task is given."
            ),
        ),
        migrations.AddField(
            model_name="job",
            name="begun",
            field=models.PositiveSmallIntegerField(
                default=0,
                help_text="How many times it was begun: again when who did it was killed.",
            ),
        ),
        migrations.AddField(
            model_name="job",
            name="held_until",
            field=models.DateTimeField(
                blank=True,
                null=True,
                default=django.utils.timezone.now,  # what ran before the upgrade was left by it
                help_text="Until when nobody else may begin it.",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="job",
            name="rung_at",
            field=models.DateTimeField(
                default=django.utils.timezone.now,
                help_text="When somebody was last told that it waits.",
            ),
        ),
    ]
