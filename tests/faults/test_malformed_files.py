"""Files that something happened to: refused, or read with each record accounted for and named."""

import collections
import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from actions.models import Action, Plan, ProgressUpdate
from evidence.importing import ris
from evidence.importing.reading import decode
from evidence.models import CountFile, Import, PopulationCount, Publication
from loneliness.accounts.roles import Role
from tests import bars, makers, malformed, plans

pytestmark = [pytest.mark.bar, pytest.mark.django_db]
FILES = bars.size(30, 300)
MARK = re.compile(r"Study \d of towns|Town \d")
AT_FAULT = re.compile(r"“[^”]+”|\d")
IS_MISSING = re.compile(r"There is no title|names no action|is missing|no line|ends within this")
SUMMARY = re.compile(r"govuk-error-summary.*?govuk-error-summary__list.*?\w", re.DOTALL)


@pytest.fixture
def client(client_of):
    return client_of(makers.make_user(Role.OFFICER, Role.SECRETARY))


class References:
    """How a list of references is brought, and what became of it."""

    model, written, make = Import, (Publication,), staticmethod(malformed.references)
    rows = "records"

    def send(self, client, file):
        return client.post("/evidence/import/", {"file": file}, follow=True)

    def told(self, file):
        return file.created + file.updated + file.skipped + file.refused


class Counts:
    """The same of a list of counts."""

    model, written, make = CountFile, (PopulationCount,), staticmethod(malformed.counts)
    rows = "rows"

    def send(self, client, file):
        given = {"publication": Publication.objects.first().key, "unit": "people", "file": file}
        return client.post("/evidence/populations/import/", given, follow=True)

    def told(self, file):
        return file.created + file.updated + file.same + file.refused


class Plans:
    """The same of a partner's plan."""

    model, written, make = Plan, (Action, ProgressUpdate), staticmethod(malformed.plan)
    rows = "rows"

    def send(self, client, file):
        return plans.send(client, file.read(), file.name)[1]

    def told(self, file):
        return file.created + file.updated + file.same + file.skipped + file.refused


PLACES = (References(), Counts(), Plans())


def tried(client, place, content, tally):
    """Bring a file, look at every page of it, take it in; count what became of it."""
    before = place.model.objects.count()
    stood = [model.objects.count() for model in place.written]
    page = place.send(client, SimpleUploadedFile("file", content))
    assert page.status_code == 200
    assert [model.objects.count() for model in place.written] == stood
    file = place.model.objects.first()
    if place.model.objects.count() == before or file.state == "failed":
        assert SUMMARY.search(page.content.decode())
        tally["refused as a whole"] += 1
        return
    rows = list(getattr(file, place.rows).all())
    assert file.seen == len(rows)
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    dropped = list(silent(place, content, file, rows))
    assert dropped == []
    check_named(client, file, rows)
    assert client.post(file.get_absolute_url(), {"take": "yes"}, follow=True).status_code == 200
    file.refresh_from_db()
    if file.state == "applied":
        assert file.seen == place.told(file)
    tally["read"] += 1
    tally["rows"] += len(rows)
    tally["rows refused"] += sum(row.outcome == "refused" for row in rows)


def check_named(client, file, rows):
    """Each refused row stands on its page with its line and with the words or value at fault."""
    refused = [row for row in rows if row.outcome == "refused"]
    for row in refused:
        assert row.line
        assert AT_FAULT.search(row.remarks) or IS_MISSING.search(row.remarks), row.remarks
    if refused:
        page = client.get(f"{file.get_absolute_url()}?kind=refused").content.decode()
        assert re.search(rf"\b{refused[0].line}\b", page)


def silent(place, content, file, rows):
    """What still stands in the file as it was, and that nobody was told of."""
    text = rows_of(content) if content.startswith(b"PK") else decode(content)[0]
    for number, line in enumerate(text.split("\n"), 1):
        for mark in MARK.findall(line):
            if not is_told(file, rows, number, mark):
                yield number, mark, text


def rows_of(content):
    """The rows of an OpenDocument file, one a line; nothing for Excel, whose texts stand apart."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if "content.xml" not in packed.namelist():
            return ""
        rows = packed.read("content.xml").decode("utf-8", "replace").split("<table:table-row")
    return "\n".join(row.replace("\n", " ") for row in rows[1:])


def is_told(file, rows, number, mark):
    """Whether the record that the line stands in has the words, or is refused, or a note has."""
    covering = [row for row in rows if row.line <= number]
    if mark in file.notes or re.search(rf"line {number}\b", file.notes):
        return True
    if number == 1 and "The first row names" in file.notes:
        return True
    if not covering:
        return False
    row = covering[-1]
    return (
        row.outcome == "refused"
        or mark in f"{row.cells} {row.remarks}"
        or ("Not kept: " in row.remarks)
    )


def test_no_malformed_file_is_an_error_and_none_drops_a_record(client, chapter, measured):
    tally = collections.Counter()
    for number in range(FILES):
        place, seed = PLACES[number % 3], bars.SEED * FILES + number // 3
        with transaction.atomic():
            tried(client, place, place.make(seed), tally)
            transaction.set_rollback(True)
    assert tally["read"] > FILES / 5
    dropped = without_a_guard(client)
    measured(
        "malformed-files",
        f"{FILES} files: {tally['refused as a whole']} refused as a whole, {tally['read']} read; "
        f"of their {tally['rows']} records {tally['rows refused']} refused, 0 dropped",
        control=dropped,
    )


def without_a_guard(client):
    """What is found when the reader of RIS forgets each record that is broken."""
    whole = malformed.ris(malformed.STUDIES).replace(b"TY  - JOUR\nTI  - Study 4", b"TI  - Study 4")
    with pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(ris, "_without_beginning", lambda *_: [])
        with pytest.raises(AssertionError, match="Study 4 of towns"):
            tried(client, PLACES[0], whole, collections.Counter())
        transaction.set_rollback(True)
    return "a record dropped by a reader that forgets it is found"
