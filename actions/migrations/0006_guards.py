"""New tables that are written once, and those whose tables the fields before were added to."""

from django.db import migrations

from loneliness.records.guards import InstallGuard

HISTORY = (
    "action actiongroup board meeting milestone organisation person"
).split()
WRITTEN_ONCE = (
    "call callasked closure decision duedatechange milestonereport pack packaction packrevision progressupdate "
    "remark updatefile"
).split()


class Migration(migrations.Migration):
    dependencies = [("actions", "0005_tracker")]
    operations = [
        *(InstallGuard(f"actions_historical{name}", key="history_id") for name in HISTORY),
        *(InstallGuard(f"actions_{name}") for name in WRITTEN_ONCE),
        InstallGuard("actions_meeting", "confirmed_by_id"),
        InstallGuard(
            "actions_action", "first_shown_on", values=("first_due_on", "first_shown_on")
        ),
    ]
