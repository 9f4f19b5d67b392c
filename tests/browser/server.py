"""The register as bin/run serves it, on a copy of the loaded database, for the browser.

``python -m tests.browser.server PORT``, with DATABASE_URL and REGISTER_VAR_DIR set.
"""

import datetime
import sys

import django
import time_machine
import waitress
from django.conf import settings

NOW = "2026-11-24T10:00:00+00:00"

settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
django.setup()

from actions.models import Board, Call  # noqa: E402  (models load after setup)
from actions.services import call_for_updates  # noqa: E402
from loneliness.wsgi import application  # noqa: E402
from tests import makers  # noqa: E402

DUE = datetime.date(2026, 9, 30)
CLAIM = {
    "status": "claimed-complete",
    "happened": "Every branch does it.",
    "evidence_url": "https://example.org/evidence",
    "evidence_on": datetime.date(2026, 11, 20),
}
CLAIMED = {"library-talks": "Hold talks in libraries", "walking-groups": "Start walking groups"}


def prepare(people):
    """A board's cycle half way: owners inside and outside, claims, a meeting and its call."""
    board = Board.objects.get(slug=makers.BOARD)
    of_owner = {"owner": people["owner"], "board": board}
    makers.make_action(**of_owner, key="coffee-morning", first_due_on=DUE)
    for key, title in CLAIMED.items():
        claim = makers.make_action(**of_owner, key=key, title=title)
        makers.make_update(claim, people["owner"], **CLAIM)
    makers.make_action(
        makers.make_outsider(), board=board, key="befriending", title="Find befrienders"
    )
    meeting = makers.make_meeting(board, report_of="Director of Public Health")
    call = Call(meeting=meeting, return_by=datetime.date(2026, 12, 1), once="call")
    call_for_updates(call, by=people["secretary"])


if __name__ == "__main__":
    with time_machine.travel(NOW, tick=True):
        everybody = {who: makers.make_person(who, makers.PASSWORD) for who in makers.PEOPLE}
        prepare(everybody)
        lead = makers.make_post(held_by=everybody["administrator"])
        makers.make_action(lead=lead, key="winter-walks", first_due_on="2026-11-27")
        makers.make_mail(held_because="It names a person.", subject="Your call of 1 November")
        waitress.serve(application, listen=f"127.0.0.1:{sys.argv[1]}", threads=4, _quiet=True)
