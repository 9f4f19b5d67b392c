"""Whoever may save a form sets what is on it and nothing else, whatever else is posted."""

import random
import re
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.db import models

from actions.forms import ChangeForm
from tests import bars
from tests.rules import matrix, posts, workshop
from tests.rules.filling import LABELS
from tests.rules.matrix import Doors
from tests.rules.routes import ON_SQLITE, World

pytestmark = ON_SQLITE
TELLING = {
    models.BooleanField: "on",
    models.DateTimeField: "2020-02-02T02:02",
    models.DateField: "2020-02-02",
    models.DecimalField: "7",
    models.IntegerField: "7",
    models.EmailField: "forged@example.org",
    models.URLField: "https://forged.example/",
    models.CharField: "forged",
    models.TextField: "forged",
}
# What the same address offers on another page than its first.
ELSEWHERE = {"actions:plan": {"columns"}, "actions:change": set(ChangeForm.base_fields)}
MADE_ANEW = re.compile(
    r"'![A-Za-z0-9]{40}'|"
    r"<memory at [^>]+>|\b[0-9a-f]{32}\b|md5\$[^']*|<[^>]+@localhost>|WyI[\w:-]+|gAAAA[\w-]+"
)


def telling(field):
    """A value for a field that would be noticed if it were kept."""
    if field.choices:
        return str(list(field.flatchoices)[-1][0])
    if field.many_to_one or field.one_to_one:
        return str(field.related_model._base_manager.order_by("-pk").values_list("pk").first()[0])
    return next((TELLING[kind] for kind in type(field).__mro__ if kind in TELLING), "forged")


def every_field():
    """A telling value under the name of each field of each model, and names a form might take."""
    found = {"verified": "on", "user": "1", "by": "1", "account": "1", "person": "1", "id": "1"}
    for label in LABELS:
        for model in apps.get_app_config(label).get_models():
            for field in model._meta.local_concrete_fields:
                if not field.primary_key:
                    found.setdefault(field.name, _given(field))
                    found.setdefault(field.attname, found[field.name])
    return found


def _given(field):
    try:
        return telling(field)
    except TypeError:  # nothing is stored that it could name
        return "1"


class Controls(HTMLParser):
    """The names of a page's controls."""

    def __init__(self, page):
        super().__init__()
        self.names = set()
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag in ("input", "select", "textarea", "button") and given.get("name"):
            self.names.add(given["name"])


def written(answer):
    """What a request wrote, save for what is made anew each time."""
    return [(table, sql, MADE_ANEW.sub("…", str(params))) for table, sql, params in answer.writes]


def offered(doors, role, route):
    """The names that a role's own page offers, and those of the example."""
    page = doors.ask(role, "get", route.address).response
    is_page = page.status_code == 200 and not page.streaming
    named = Controls(page.content.decode()).names if is_page else set()
    return named | set(route.fields)


def taken(doors, role, route, extra):
    """The names of what a role's post took beyond the fields of its form."""
    plain = doors.ask(role, "post", route.address, route.fields)
    assert plain.writes, (role, route.address)

    def differs(given):
        return written(doors.ask(role, "post", route.address, given | route.fields)) != written(
            plain
        )

    if not differs(extra):
        return []
    return [name for name, value in extra.items() if differs({name: value})] or ["several"]


@pytest.mark.parametrize("kind", ["routes", "workshop"])
def test_nothing_is_taken_that_a_form_does_not_offer(kind):
    """A short run tries each form as one of those who may save it; FAULTS=long as all of them."""
    world = World()
    routes = posts.routes(world)
    doors, forged = Doors(world), every_field()
    if kind == "workshop":
        routes = workshop.routes(doors)
    found, saved, reviewed = {}, set(), matrix.table(f"{kind}.csv")
    chance = random.Random(bars.SEED)
    for name, route in sorted(routes.items(), key=lambda one: one[0] == matrix.LAST):
        savers = [role for role, may in reviewed.get(name, {}).items() if "s" in may]
        for role in chance.sample(savers, min(len(savers), bars.size(1, len(savers)))):
            saved.add(name)
            known = offered(doors, role, route) | ELSEWHERE.get(name, set())
            extra = {field: value for field, value in forged.items() if field not in known}
            if took := taken(doors, role, route, extra):
                found[name, role] = took
    assert found == {}
    assert len(saved) >= {"routes": 60, "workshop": 30}[kind]
