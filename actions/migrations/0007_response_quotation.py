"""The words by which a recommendation is said to be done already."""

from django.db import migrations, models

from loneliness.records.guards import InstallGuard


def quote_the_reason(apps, schema_editor):
    """What was said to be done already gave its words as the reason: they are the quotation."""
    rows = apps.get_model("actions", "Recommendation").objects.filter(response="already-done")
    rows.update(response_quotation=models.F("response_reason"))


class Migration(migrations.Migration):

    dependencies = [
        ('actions', '0006_guards'),
        ('evidence', '0008_counts_by_area'),
    ]

    operations = [
        migrations.AddField(
            model_name='historicalrecommendation',
            name='response_quotation',
            field=models.TextField(blank=True, help_text='For what is done or under way: the words that say so, and where they stand.', verbose_name='what is done already, quoted'),
        ),
        migrations.AddField(
            model_name='recommendation',
            name='response_quotation',
            field=models.TextField(blank=True, help_text='For what is done or under way: the words that say so, and where they stand.', verbose_name='what is done already, quoted'),
        ),
        migrations.RunPython(quote_the_reason, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='recommendation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('response', 'already-done'), _negated=True), models.Q(('response_quotation', ''), _negated=True), _connector='OR'), name='recommendation_done_is_quoted', violation_error_message='Quote the words that say it is done or under way, and where they stand.'),
        ),
        InstallGuard("actions_historicalrecommendation", key="history_id"),
    ]
