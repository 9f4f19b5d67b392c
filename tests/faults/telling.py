"""A secretary who notes what an owner told them: a save with its history row and its message."""

from loneliness.accounts.roles import Role
from tests import copies
from tests.faults.processes import done

SET_OUT = """
from loneliness.accounts.roles import Role
from tests import makers
owner = makers.make_user(Role.OWNER, name="Olive Owner")
makers.make_post(held_by=owner)
print(makers.make_action(owner=owner).key)
"""
TOLD = {
    "rag": "amber",
    "status": "in-progress",
    "happened": "Two link workers briefed.",
    "told_by": "Olive Owner",
    "told_how": "telephone",
    "told_on": "2026-01-20",
}
UPDATES = (
    "SELECT u.id FROM actions_progressupdate u JOIN actions_action a ON u.action_id = a.id "
    "WHERE a.key = '{key}'"
)
COPIES = "SELECT id FROM records_mail WHERE key = 'copy/{pk}'"


def kept(address, key):
    """How many updates of the action there are, and how many messages about them."""
    updates = copies.ask(address, UPDATES.format(key=key))
    mails = [copies.ask(address, COPIES.format(pk=pk)) for (pk,) in updates]
    return len(updates), sum(map(len, mails))


class Telling:
    """An action, and a secretary's browser on the served register."""

    def __init__(self, register, address):
        self.address = address
        self.key = done({"DATABASE_URL": address}, SET_OUT).split()[-1]
        (self.browser,) = register.people(1, Role.SECRETARY)
        self.page = f"/actions/{self.key}/"

    def tell(self, once, *, long=False):
        """Send the form, with a long text on demand; the same ``once`` is the same form."""
        told = TOLD | ({"happened": TOLD["happened"] * 400} if long else {})
        return self.browser.post(f"{self.page}update/", once=once, **told)

    def kept(self):
        """How many updates of the action there are, and how many messages about them."""
        return kept(self.address, self.key)
