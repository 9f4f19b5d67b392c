"""What somebody has written and not sent is read by nobody else, whoever they are."""

import pytest
from django.db import connection

from actions import services
from tests.rules.routes import World
from tests.rules.visits import Visitor, readers

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        connection.vendor == "postgresql", reason="Every page is walked through once, on SQLite."
    ),
]
OTHERS = ("evidence:", "estimates:", "account", "mfa", "openid", "/accounts")
UNSENT = "Nobody else has read this yet."


def test_a_draft_is_shown_to_its_writer_alone():
    """Writers: an owner with an account, and the holder of a personal link (``report-on``)."""
    world = World()
    owner = world.accounts["owner"]
    services.save_draft(world.action, {"happened": [UNSENT]}, account=owner)
    services.save_draft(world.report, {"happened": [UNSENT]}, person=world.outside)
    visitor, shown, asked = Visitor(world), set(), 0
    for name, may in readers():
        if name.startswith(OTHERS):
            continue
        for role in may:
            response = visitor.clients[role].get(world.address(name, visitor.examples))
            content = b"".join(response) if response.streaming else response.content
            asked += 1
            if UNSENT.encode() in content:
                shown.add((name, role))
    by_link = {(name, role) for name, role in shown if name == "report-on"}
    assert by_link
    assert shown - by_link == {("actions:update", "owner")}
    assert asked > 250
