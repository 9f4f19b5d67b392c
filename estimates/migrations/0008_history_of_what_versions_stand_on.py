"""The history of older versions says, too, what they were given to stand on at the upgrade before.

A row is added for each version and line whose history has none of it yet; nothing else is touched.
"""

from django.db import migrations
from django.utils import timezone

GIVEN = {
    "Revision": ("fingerprint", "severity"),
    "RevisionLine": (
        "rate_quotation", "rate_place", "rate_source", "rate_period", "base", "grade",
        "grade_confirmed", "count_quotation", "count_place", "count_source", "count_period",
    ),
}  # fmt: skip


def lacks(row, record, given):
    """Whether a row of the history is from before the record was given what it has."""
    fingerprint = getattr(row, "fingerprint", None)
    if fingerprint is not None:
        return fingerprint != record.fingerprint
    return not any(getattr(row, field) for field in given) and any(
        getattr(record, field) for field in given
    )


def say(apps, schema_editor):
    """Add to the history what each version and line was given."""
    for name, given in GIVEN.items():
        history = apps.get_model("estimates", f"Historical{name}").objects
        newest = {row.id: row for row in history.order_by("history_id")}
        for record in apps.get_model("estimates", name).objects.iterator():
            row = newest.get(record.pk)
            if row and lacks(row, record, given):
                for field in given:
                    setattr(row, field, getattr(record, field))
                row.history_id, row.history_type, row.history_date = None, "~", timezone.now()
                row.history_user_id, row.history_change_reason = None, "Copied at the upgrade"
                row.save(force_insert=True)


class Migration(migrations.Migration):
    dependencies = [("estimates", "0007_guards")]
    operations = [migrations.RunPython(say, migrations.RunPython.noop)]
