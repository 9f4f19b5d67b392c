"""Corrections say how much they matter; every guard of an altered or new table stands."""

from django.db import migrations, models

from loneliness.records.guards import InstallGuard

HISTORY = "audit caveat estimateline estimatetable revision revisionline".split()
ONCE = "auditanswer auditline auditmark revisionline verification".split()


class Migration(migrations.Migration):
    dependencies = [("estimates", "0006_copy_what_versions_stand_on")]
    operations = [
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'correction'), models.Q(('severity', ''), _negated=True)), models.Q(models.Q(('kind', 'correction'), _negated=True), ('severity', '')), _connector='OR'), name='revision_correction_has_severity', violation_error_message='Say how much a correction of our own error matters; other versions say nothing of it.'),
        ),
        *(InstallGuard(f"estimates_historical{name}", key="history_id") for name in HISTORY),
        *(InstallGuard(f"estimates_{name}") for name in ONCE),
        InstallGuard("estimates_revision", frozen_by="approved_by_id"),
        InstallGuard("estimates_audit", frozen_by="signed_by_id"),
    ]
