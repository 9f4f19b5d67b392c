"""What is answered to who may not see or do something with the estimates: 403, 404 or sign in.

Who may read each page is held by ``tests/rules/routes.csv``.
"""

import pytest

from estimates import services
from tests import makers

pytestmark = pytest.mark.django_db

READ = (
    "", "table-1/", "table-1/where-from/", "table-1/table.csv", "table-1/audit.xlsx",
    "table-1/provenance.json", "table-1/chart.svg", "table-1/checklist/", "table-1/what-if/",
    "table-1/versions/1/", "table-1/versions/2/", "table-1/compare/", "table-12/answer/unit/",
    "audits/", "audits/{audit}/", "audits/lines/{line}/",
)  # fmt: skip
ONLY = {
    "table-1/quote/": "reviewer",
    "table-1/draft/": "officer",
    "renew/": "officer",
    "audits/new/": "reviewer",
    "audits/{audit}/sign/": "reviewer",
    "audits/queries/{query}/": "officer",
}
WRITE = {
    **ONLY,
    "versions/{version}/approve/": "reviewer",
    "table-12/answer/unit/": "reviewer",
    "audits/lines/{line}/": "reviewer",
}
STAFF = ("board_member", "secretary", "officer", "reviewer", "administrator")


@pytest.fixture
def people(db):
    return {who: makers.make_person(who) for who in (*STAFF, "owner")}


@pytest.fixture
def keys(people, chapter):
    """A draft, and an audit with a query, to fill the addresses with."""
    reviewer, officer = people["reviewer"], people["officer"]
    table = chapter.tables.get(number=1)
    draft = services.draft_revision(table, by=officer, kind="new-data", reason="Again")
    audit = services.start_audit(by=reviewer, title="Yearly", size=1, seed=7)
    line = audit.lines.get()
    query = services.mark(line, by=reviewer, verdict="query", note="Which?", asked=officer)
    return {"audit": audit.pk, "line": line.pk, "query": query.pk, "version": draft.pk}


def test_staff_read_a_draft_and_open_only_what_they_may_do(client_of, people, keys):
    found, wanted = {}, {}
    for who in STAFF:
        client = client_of(people[who])
        for path in ("table-1/versions/2/", *ONLY):
            found[who, path] = client.get(f"/estimates/{path.format(**keys)}").status_code
            wanted[who, path] = 200 if ONLY.get(path, who) == who else 403
    assert found == wanted


def test_who_may_not_writes_nothing(client_of, people, keys):
    for who in STAFF:
        client = client_of(people[who])
        for path in (path for path, may in WRITE.items() if may != who):
            found = client.post(f"/estimates/{path.format(**keys)}", {})
            assert found.status_code == 403, (who, path)


def test_nobody_from_outside_reads_or_writes(client, client_of, people, keys):
    owner = client_of(people["owner"])
    for path in {*READ, *WRITE}:
        address = f"/estimates/{path.format(**keys)}"
        for ask in ("get", "post"):
            assert getattr(owner, ask)(address).status_code == 404, path
            assert "/accounts/login/" in getattr(client, ask)(address)["Location"], path


@pytest.mark.parametrize("who", STAFF)
def test_only_an_administrator_sees_the_operations(client_of, people, who):
    found = client_of(people[who]).get("/operations/").status_code
    assert found == (200 if who == "administrator" else 403)
