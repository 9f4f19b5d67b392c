"""The register with one of its guards taken away, to be served for the proof of a trial.

WITHOUT says which: ``version`` (a save asks nobody what was read), ``once`` (each post is a form
of its own), ``page`` (an error is an error, whatever it is), or ``nothing``. FULL names a file:
while it stands there, SQLite finds no room on the disk.
"""

import os
import uuid
from importlib import import_module
from pathlib import Path

from django.db.backends.signals import connection_created
from django.db.models import F

from loneliness.wsgi import application

__all__ = ["application"]


def version():
    from loneliness.records import services

    def overwrite(record, expected):
        rows = type(record)._default_manager.filter(pk=record.pk)
        rows.update(version=F("version") + 1)
        record.version = rows.get().version

    services._claim_version = overwrite


def once():
    from actions.services import reporting

    def forgotten(update):
        update.once = uuid.uuid4().hex

    reporting._posted_already = forgotten


def page():
    import_module("loneliness.urls").handler500 = "django.views.defaults.server_error"


def take_room(connection, **known):
    """No page more than there is, once the file that FULL names stands there."""
    if Path(os.environ["FULL"]).exists() and connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            (pages,) = cursor.execute("PRAGMA page_count").fetchone()
            cursor.execute(f"PRAGMA max_page_count = {pages}")


def nothing():
    pass


GUARDS = {"version": version, "once": once, "page": page, "nothing": nothing}
GUARDS[os.environ["WITHOUT"]]()
if "FULL" in os.environ:
    connection_created.connect(take_room)
