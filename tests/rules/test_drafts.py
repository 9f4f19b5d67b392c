"""What somebody has written and not sent is read by nobody else, whoever they are."""

from django.test import Client

from actions import services
from tests.rules.routes import ON_SQLITE, World
from tests.rules.visits import Visitor, readers

pytestmark = ON_SQLITE
OTHERS = ("evidence:", "estimates:", "account", "mfa", "openid", "/accounts")
TYPED, BY_LINK = "Nobody else has read this yet.", "Nor this, by the link."


def test_a_draft_is_shown_to_its_writer_alone():
    """One of an owner with an account, one by a personal link; all pages that may show actions."""
    world = World()
    owner, another = world.accounts["owner"], "another owner"
    services.save_draft(world.action, {"happened": [TYPED]}, account=owner)
    services.save_draft(world.report, {"happened": [BY_LINK]}, person=world.outside)
    visitor, shown, asked = Visitor(world), set(), 0
    visitor.clients[another] = Client()
    visitor.clients[another].force_login(world.accounts[another])
    for name, may in readers():
        if name.startswith(OTHERS):
            continue
        for role in (*may, another):
            response = visitor.clients[role].get(world.address(name, visitor.examples))
            content = b"".join(response) if response.streaming else response.content
            asked += 1
            drafts = [draft for draft in (TYPED, BY_LINK) if draft.encode() in content]
            shown |= {(draft, name, role) for draft in drafts}
    by_link = {one for one in shown if one[:2] == (BY_LINK, "report-on")}
    assert by_link
    assert shown - by_link == {(TYPED, "actions:update", "owner")}
    assert asked > 300
