"""The register as bin/run serves it, on a copy of the loaded database, for the browser.

``python -m tests.browser.server PORT``, with DATABASE_URL and REGISTER_VAR_DIR set.
"""

import sys

import django
import time_machine
import waitress
from django.conf import settings

NOW = "2026-11-24T10:00:00+00:00"

settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
django.setup()

from loneliness.wsgi import application  # noqa: E402  (models load after setup)
from tests import makers  # noqa: E402

if __name__ == "__main__":
    with time_machine.travel(NOW, tick=True):
        people = {who: makers.make_person(who, makers.PASSWORD) for who in makers.PEOPLE}
        makers.make_action(owner=people["owner"], key="coffee-morning")
        lead = makers.make_post(held_by=people["administrator"])
        makers.make_action(lead=lead, key="winter-walks", first_due_on="2026-11-27")
        makers.make_mail(held_because="It names a person.", subject="Your call of 1 November")
        waitress.serve(application, listen=f"127.0.0.1:{sys.argv[1]}", threads=4, _quiet=True)
