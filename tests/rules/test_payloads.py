"""Hostile words in every text field: no page runs them, no file is calculated from them."""

import csv
import io
import json
import random

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from openpyxl import load_workbook

from actions.models import Pack
from loneliness.records import redaction
from loneliness.ui.export import FORMULA_STARTS
from tests import bars, made_papers
from tests.rules import workshop
from tests.rules.filling import LABELS, fill
from tests.rules.matrix import Doors
from tests.rules.routes import ON_SQLITE, World
from tests.rules.visits import Visitor, faults

pytestmark = ON_SQLITE
SCRIPT = "\"'><script>alert(1)</script>"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULAS = ("=1+1", "@SUM(2)", "+1+3a", "-1+4a", "\t=1+5", "\r=1+6")


def world_of(words):
    """A world whose every text field holds the words."""
    world = World()
    paper = json.loads(made_papers.small(purpose=words, contact=words).as_json())
    with redaction.unguarded(Pack._meta.db_table):
        Pack.objects.update(content=paper)
    visitor = Visitor(world)
    took = fill(words)
    return visitor, took


def test_script_in_every_text_field_is_shown_and_never_run():
    visitor, took = world_of(SCRIPT)
    found, shown = {}, set()
    for name, _, page in visitor.pages(roles=2):
        wrong = faults(page)
        if "<script>" in page:
            wrong.append("raw words")
        if wrong:
            found[name] = wrong[:5]
        if "&lt;script&gt;" in page:
            shown.add(name)
    assert found == {}
    assert len(shown) > 60
    assert sum(map(len, took.values())) > 250


def test_script_in_every_text_field_is_shown_and_never_run_in_the_workshop():
    """Pages of records and of lists; a short run looks at some, FAULTS=long at all."""
    doors = Doors(World())
    routes = {
        name: route
        for name, route in workshop.routes(doors).items()
        if name.endswith(("_change", "_changelist", "_history"))
    }
    fill(SCRIPT)
    chosen = random.Random(bars.SEED).sample(sorted(routes), bars.size(30, len(routes)))
    shown = set()
    for name in chosen:
        page = doors.ask("administrator", "get", routes[name].address).response.content.decode()
        assert "<script>alert" not in page, name
        if "&lt;script&gt;" in page:
            shown.add(name)
    assert len(shown) > len(chosen) / 2


def cells(response):
    """Each cell of a file that a spreadsheet opens, with whether it would be calculated."""
    content = b"".join(response) if response.streaming else response.content
    if response["Content-Type"].startswith("text/csv"):
        for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")):
            for cell in row:
                yield cell, cell.startswith(FORMULA_STARTS)
    else:
        for sheet in load_workbook(io.BytesIO(content)):
            for row in sheet.iter_rows():
                for cell in row:
                    yield str(cell.value or ""), cell.data_type == "f"


def is_sheet(response):
    kind = response["Content-Type"]
    return response.status_code == 200 and (kind.startswith("text/csv") or kind == EXCEL)


def test_a_formula_in_every_text_field_is_a_word_in_every_file():
    """The fields take the formulas in turn; FAULTS=long turns until each had each."""
    visitor, _ = world_of(FORMULAS[0])
    visits = [
        (name, query, response.wsgi_request)
        for query in ("", "?format=csv")
        for name, response in visitor.visits(query)
        if is_sheet(response)
    ]
    assert len({name for name, *_ in visits}) >= 15
    carried = set()
    for turn in range(bars.size(1, len(FORMULAS))):
        fill(*FORMULAS[turn:], *FORMULAS[:turn])
        for name, _, request in visits:
            for cell, runs in cells(visitor.again(request)):
                held = {words for words in FORMULAS if words.strip() in cell}
                assert not (runs and held), (name, cell)
                carried.update((words, name) for words in held)
    files = {words: {name for one, name in carried if one == words} for words in FORMULAS}
    assert len(set.union(*files.values())) >= 10
    assert all(len(names) >= bars.size(3, 10) for names in files.values()), files


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//evil", "file:/"])
def test_an_address_that_leads_to_no_page_of_the_web_is_refused(address):
    fields = [
        field
        for label in LABELS
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.URLField)
    ]
    assert len(fields) >= 3
    for field in fields:
        with pytest.raises(ValidationError):
            field.clean(address, None)
