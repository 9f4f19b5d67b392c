"""The register with one of its guards taken away, to be served for the proof of a trial.

WITHOUT says which: ``version`` (a save asks nobody what was read), ``once`` (each post is a form
of its own), ``limits`` (no file is too large, and none is looked over).
"""

from loneliness.wsgi import application  # noqa: I001  (it sets up what the others need)

import os
import uuid

from django.conf import settings
from django.db.models import F

from actions.services import reporting
from evidence.forms import importing
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


{"version": version, "once": once, "limits": limits}[os.environ["WITHOUT"]]()
