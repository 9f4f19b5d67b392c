"""What is too large, or unpacks to too much, is refused at once, wherever files are taken."""

import contextlib
import re
import socket
from dataclasses import dataclass

import pytest
from django.db import connection

from loneliness.accounts.roles import Role
from tests import bars, copies, plans
from tests.faults import bombs
from tests.faults.processes import done
from tests.faults.served import TOKEN, Served, served

pytestmark = [
    pytest.mark.bar,
    pytest.mark.worker,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="Refused before the database."),
]
MEGABYTE = 1024 * 1024
LARGE, ROWS = bars.size((30, 200_000), (100, 1_000_000))
ROOM, SECONDS = 50 * 1024, 2  # kilobytes
PREPARE = """
import uuid
from actions.models import Organisation
from evidence.models import Publication
from tests import makers
council = Organisation.objects.get(slug=makers.COUNCIL)
action = makers.make_action(key=uuid.uuid4().hex)
print(Publication.objects.first().key, council.pk, action.key)
"""
KEPT = " + ".join(
    f"(SELECT count(*) FROM {table} WHERE state <> 'failed')"
    for table in ("evidence_import", "evidence_countfile", "actions_plan")
)
LIST, TEXT, EXCEL, OPEN, WORD = "refs.ris", "rows.csv", "rows.xlsx", "rows.ods", "paper.docx"
SWOLLEN = "swollen.xlsx"
SENTENCE = re.compile(
    r"larger than \d+ MB|up to 20 MB|more than (50,000|5,000|200,000)|unpacks to (far )?more|"
    r"not an Excel|is damaged|declares document types|kind of file is not taken|one of them must|"
    r"needs the columns"
)
GOOD = b"title,area,group,count,Action,Due\na,b,c,1,d,e\n"
MANY = b"title,area,group,count,Action,Due\n"


@dataclass(frozen=True)
class Place:
    """A form that takes files, with what else it asks for."""

    address: str
    fields: dict[str, object]
    kinds: tuple[str, ...]


@dataclass
class Trial:
    """A served register, an officer's browser on it, and what its forms did with files."""

    register: Served
    officer: object
    places: list[Place]
    refused: int = 0
    slowest: float = 0.0
    largest: int = 0

    def send(self, place, name, content):
        """Send a file; the answer, and how many kilobytes more the process held meanwhile."""
        before, _ = self.register.memory()
        answer = self.officer.upload(place.address, name, content, **place.fields)
        _, most = self.register.memory()
        return answer, most - before

    def refuse(self, place, name, content):
        answer, more = self.send(place, name, content)
        assert answer.status in (200, 413), (place.address, name, answer)
        assert SENTENCE.search(answer.text), (place.address, name, said(answer))
        assert more < ROOM, (place.address, name, more, answer.seconds)
        assert answer.seconds < SECONDS or not bars.IS_LONG, (place.address, name, answer.seconds)
        assert self.register.left_over() == []
        self.refused += 1
        self.slowest = max(self.slowest, answer.seconds)
        self.largest = max(self.largest, more)


def said(answer):
    """What the summary of errors says, or the whole of a page without one."""
    found = re.search(r"govuk-error-summary.*?</div>\s*</div>", answer.text, re.DOTALL)
    return re.sub(r"<[^>]+>|\s+", " ", found[0] if found else answer.text)


@contextlib.contextmanager
def trial(address, application="loneliness.wsgi:application", **environment):
    with served(address, application, **environment) as register:
        publication, council, action = done(register.environment, PREPARE).split()[-3:]
        (officer,) = register.people(1, Role.OFFICER, Role.SECRETARY)
        told = {
            "rag": "amber", "status": "in-progress", "happened": "Briefed.", "once": "one",
            "told_by": "Olive", "told_how": "telephone", "told_on": "2026-01-20",
        }  # fmt: skip
        sheets = (TEXT, EXCEL, SWOLLEN, OPEN)
        places = [
            Place("/evidence/import/", {}, (*sheets, LIST)),
            Place(
                "/evidence/populations/import/",
                {"publication": publication, "unit": "people"},
                sheets,
            ),
            Place("/actions/import/", {"organisation": council, "told_on": "2026-01-20"}, sheets),
            Place(f"/actions/{action}/update/", told, (TEXT, SWOLLEN, WORD)),
        ]
        tried = Trial(register, officer, places)
        for place in places[:3]:  # all that is loaded at the first file is loaded
            for name, good in ((TEXT, GOOD), (EXCEL, plans.excel(bombs.ROWS))):
                tried.send(place, name, good)
        yield tried


def rows(length):
    """Many rows of so many letters each."""
    return MANY + b"".join(
        f"Study {number},".encode().ljust(length - 1, b"x") + b"\n" for number in range(ROWS)
    )


def large():
    """Files larger than any form takes, with how they are sent."""
    whole = b"title\n" + b"x" * (LARGE * MEGABYTE)
    yield TEXT, whole
    yield TEXT, [whole[at : at + MEGABYTE] for at in range(0, len(whole), MEGABYTE)]
    yield TEXT, rows(22 * 1_000_000 // ROWS)
    yield TEXT, rows(19 * 1_000_000 // ROWS)  # not too many bytes, but too many rows
    yield LIST, b"TY  - JOUR\nER  -\n" * ROWS


def packed_files():
    """Each bomb with a name of its kind."""
    chosen = bars.size(slice(None, None, 3), slice(None))
    kinds = ((SWOLLEN, bombs.SWOLLEN), (EXCEL, bombs.COSTLY), (OPEN, bombs.OPENDOCUMENT))
    for name, makers in kinds:
        for make in makers[chosen]:
            yield name, make()
    yield WORD, bombs.large_document()


def lie(register, session, length, sent):
    """Say one length and send another; the connection is closed after a moment."""
    head = (
        f"POST /evidence/import/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {length}\r\n"
        f"Cookie: sessionid={session}; csrftoken={TOKEN}\r\n"
        "Content-Type: multipart/form-data; boundary=edge\r\n\r\n--edge\r\n"
    )
    line = socket.create_connection(("127.0.0.1", register.port), 10)
    with line, contextlib.suppress(ConnectionError, TimeoutError):
        line.sendall(head.encode() + b"x" * sent)
        line.settimeout(1)
        line.recv(1000)


def kept(address):
    return copies.ask(address, f"SELECT {KEPT} + (SELECT count(*) FROM actions_updatefile)")[0][0]


def test_what_is_too_large_is_refused_at_once_wherever_files_are_taken(copied_database, measured):
    with trial(copied_database) as tried:
        before = kept(copied_database)
        for name, content in (*large(), *packed_files()):
            for place in tried.places:
                if name in place.kinds:
                    tried.refuse(place, name, content)
        for length, sent in ((100, LARGE * MEGABYTE), (LARGE * MEGABYTE, 100)):
            resting, _ = tried.register.memory()
            lie(tried.register, tried.officer.session, length, sent)
            assert tried.register.memory()[1] - resting < ROOM
        assert tried.officer.get("/evidence/import/").status == 200
        assert tried.register.left_over() == []
        assert kept(copied_database) == before
    with trial(copied_database, "tests.faults.without:application", WITHOUT="limits") as careless:
        place, content = careless.places[0], next(large())
        answer, more = careless.send(place, *content)
    assert more > ROOM, (answer, more)
    measured(
        "big-uploads",
        f"{tried.refused} files refused within {tried.slowest:.1f} s and "
        f"{tried.largest // 1024} MB, no temporary file left",
        control=f"{more // 1024} MB for one of {LARGE} MB",
    )
