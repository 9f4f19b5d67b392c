"""The register with one of its guards taken away, to be served for the proof of a trial.

WITHOUT says which: ``version`` (a save asks nobody what was read), ``once`` (each post is a form
of its own), ``limits`` (no file is too large, and none is looked over), ``page`` (an error is an
error, whatever it is), or ``nothing``. FULL names a file: while it stands there, SQLite finds no
room on the disk.
"""

from loneliness.wsgi import application  # noqa: I001  (it sets up what the others need)

import os
import uuid
from pathlib import Path

from django.conf import settings
from django.db.backends.signals import connection_created
from django.db.models import F

from actions.services import reporting
from evidence.forms import importing
from loneliness import urls
from loneliness.records import services

__all__ = ["application"]
LIMITLESS = 2**40


def version():
    def overwrite(record, expected):
        rows = type(record)._default_manager.filter(pk=record.pk)
        rows.update(version=F("version") + 1)
        record.version = rows.get().version

    services._claim_version = overwrite


def once():
    def forgotten(update):
        update.once = uuid.uuid4().hex

    reporting._posted_already = forgotten


def limits():
    settings.MOST_BYTES_SENT = importing.MOST_BYTES = LIMITLESS
    importing._look_over = bool


def page():
    urls.handler500 = "django.views.defaults.server_error"


def nothing():
    pass


def take_room(connection, **known):
    """No page more than there is, once the file that FULL names stands there."""
    if Path(os.environ["FULL"]).exists() and connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            (pages,) = cursor.execute("PRAGMA page_count").fetchone()
            cursor.execute(f"PRAGMA max_page_count = {pages}")


GUARDS = {each.__name__: each for each in (version, once, limits, page, nothing)}
GUARDS[os.environ["WITHOUT"]]()
if "FULL" in os.environ:
    connection_created.connect(take_room)
