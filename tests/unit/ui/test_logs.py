"""Lines of the log: what happened, to which request and person, and nobody's words."""

import json
import logging

import pytest
from django.http import HttpResponse

from loneliness.ui import logs
from tests import makers

SECRET = "WyJ4IiwieSJd:1sXyZ0:abcDEF123_-abcDEF"
PERSON = "ethel@example.org"


@pytest.fixture
def lines():
    """What production would write meanwhile, a dictionary a line."""
    written = []
    handler = logging.Handler()
    handler.setFormatter(logs.JsonLines())
    handler.emit = lambda record: written.append(json.loads(handler.format(record)))
    root = logging.getLogger()
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)


def test_a_request_is_one_line_with_its_id_and_the_number_of_a_person(client_of, officer, lines):
    answer = client_of(officer).get(
        "/search/", {"q": PERSON}, headers={"X-Request-ID": "0123456789abcdef"}
    )
    assert answer["X-Request-ID"] == "0123456789abcdef"
    (line,) = lines
    assert line.pop("milliseconds") >= 0
    assert line.pop("time").endswith("+00:00")
    assert line == {
        "level": "info",
        "logger": "register.request",
        "event": "request",
        "request": "0123456789abcdef",
        "user": officer.pk,
        "method": "GET",
        "path": "/search/",
        "status": 200,
    }


@pytest.mark.parametrize("given", ["", "short", "a b" * 8, "x" * 65, "0123456789<script>"])
def test_an_id_that_is_none_is_replaced(client, db, lines, given):
    answer = client.get("/health/", headers={"X-Request-ID": given})
    assert answer["X-Request-ID"] != given
    assert lines[0]["request"] == answer["X-Request-ID"]
    assert len(answer["X-Request-ID"]) == 32


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "masked"),
    [
        (f"/report/{SECRET}/", "/report/***/"),
        (
            f"/report/{SECRET}/improve-transport/3/object/",
            "/report/***/improve-transport/3/object/",
        ),
        ("/boards/unified/calendar/0a1b2c3d4e5f.ics", "/boards/unified/calendar/***"),
        ("/accounts/password/reset/key/4-cabc12-1f2e3d/", "/accounts/password/reset/key/***/"),
        (f"/somewhere/{SECRET}/", "/somewhere/***/"),
        (f"/people/{PERSON}/", "/people/***/"),
        ("/evidence/publications/holt-lunstad-2015-loneliness/",) * 2,
        ("/boards/health-and-wellbeing-board/",) * 2,
    ],
)
def test_no_token_is_written(client, lines, address, masked):
    client.get(address)
    assert [line["path"] for line in lines] == [masked]


def test_what_an_exception_says_stays_out(lines, rf):
    def view(request):
        try:
            int(f"Key (email)=({PERSON}) exists")
        except ValueError:
            log = logging.getLogger("somewhere")
            log.exception("Not kept for %s at /report/%s/", PERSON, SECRET)
        return HttpResponse()

    logs.RequestLog(view)(rf.get("/"))
    line, request = lines
    assert line["event"] == "Not kept for *** at /report/***/"
    assert line["exception"] == "builtins.ValueError"
    assert line["places"][0].endswith(" view")
    assert line["request"] == request["request"]
    assert PERSON not in json.dumps(lines)


def test_an_exception_as_an_argument_stays_out(lines):
    logging.getLogger("somewhere").error("It broke: %s", ValueError("Ethel Example"))
    assert lines[0]["event"] == "It broke: %s"


def test_a_task_is_named_without_what_it_was_given(lines):
    said = {
        "id": "1",
        "name": "records.send",
        "return_value": PERSON,
        "runtime": 0.25,
        "args": PERSON,
    }
    logging.getLogger("celery.app.trace").info("Task %(name)s: %(return_value)s", said)
    line = lines[0]
    assert (line["event"], line["task"], line["milliseconds"]) == (
        "task succeeded",
        "records.send",
        250,
    )
    assert PERSON not in json.dumps(line)


def test_the_page_itself_names_nobody(client_of, db, lines):
    person = makers.make_person("board_member")
    client_of(person).get("/my-actions/")
    assert person.name not in json.dumps(lines)
    assert person.email not in json.dumps(lines)


def test_at_the_terminal_a_request_is_short(client, db, caplog):
    with caplog.at_level(logging.INFO, "register.request"):
        client.get("/health/")
    (record,) = caplog.records
    assert logs.Readable().format(record).startswith("GET /health/ 200 ")
