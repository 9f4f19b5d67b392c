"""Every page of the register as whoever may do most on it sees it, for the tests of its safety."""

import csv
import re
from html.parser import HTMLParser
from pathlib import Path

from django.test import Client

TABLE = Path(__file__).with_name("routes.csv")
MOST_FIRST = (
    "administrator", "secretary", "reviewer", "officer", "board member", "owner", "no role",
    "anonymous",
)  # fmt: skip
SCHEMES = ("http://", "https://", "mailto:", "tel:", "/", "?", "#", "data:,")
ADDRESSES = ("href", "src", "action", "formaction", "data", "poster", "srcset", "xlink:href")


def readers(letters="r"):
    """For each route that somebody may read (or, with ``rw``, send to), those who may."""
    with TABLE.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            may = [role for role in MOST_FIRST if set(letters) & set(row[role])]
            if may and " " not in row["route"]:
                yield row["route"], may


class Visitor:
    """Opens pages as each role; ``world`` is tests.rules.routes.World."""

    def __init__(self, world):
        self.world = world
        self.examples = world.examples()
        self.clients = {role: Client() for role in MOST_FIRST}
        for role, client in self.clients.items():
            if world.accounts[role]:
                client.force_login(world.accounts[role])

    def visits(self, query="", roles=1):
        """Each route's name and its answer to the first of those who may read it."""
        for name, may in readers():
            if name in ("account_logout",):
                continue
            for role in may[:roles]:
                yield name, self.clients[role].get(self.world.address(name, self.examples) + query)

    def again(self, request, query=None):
        """The answer to the same person who asks again, or with another query."""
        accounts = self.world.accounts.items()
        pk = request.user.pk
        role = next((r for r, a in accounts if a and a.pk == pk), "anonymous")
        address = request.get_full_path() if query is None else f"{request.path}?{query}"
        return self.clients[role].get(address)

    def pages(self, query="", roles=1):
        """The same for pages: what is answered with 200 and HTML, as text."""
        for name, response in self.visits(query, roles):
            if is_page(response):
                yield name, response, response.content.decode()


def is_page(response):
    """Whether somebody is shown a page."""
    return response.status_code == 200 and response["Content-Type"].startswith("text/html")


class _Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.faults = []
        self.inside = ""

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.inside = tag if tag in ("script", "style") and "src" not in given else ""
        if self.inside and given.get("type") not in ("application/json", "importmap"):
            self.faults.append(f"<{tag}> with its content in the page")
        for name, value in given.items():
            self._attribute(tag, name, value or "")

    def _attribute(self, tag, name, value):
        if name.startswith("on") or name in ("style", "srcdoc"):
            self.faults.append(f"<{tag} {name}>")
        scheme = re.match(r"\s*[a-z][a-z0-9+.-]*:", value, re.IGNORECASE)
        if name in ADDRESSES and scheme and not value.startswith(SCHEMES):
            self.faults.append(f"<{tag} {name}={value[:40]!r}>")


def faults(page):
    """What a strict policy would refuse in a page: script, style, on-attributes, odd addresses."""
    reader = _Page()
    reader.feed(page)
    return reader.faults
