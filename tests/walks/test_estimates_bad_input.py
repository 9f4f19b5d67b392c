"""Estimates asked for in ways that no link of ours would: a message, never a broken page."""

import io

import pytest
from openpyxl import load_workbook

from estimates import services
from estimates.models import Audit
from tests import makers

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("asked", ["²", "9" * 5000, "99999999999999999999", "abc"])
def test_a_version_that_is_no_number(client_of, reviewer, asked):
    found = client_of(reviewer).get("/estimates/table-12/answer/unit/", {"version": asked})
    assert found.status_code in (200, 404)


@pytest.mark.parametrize("given", ["NaN", "1e999", "0e99999999", "sNaN", "9" * 3000, "²"])
def test_what_if_of_odd_numbers(client_of, reviewer, given):
    found = client_of(reviewer).get("/estimates/table-1/what-if/", {"p1": given})
    assert found.status_code == 200


def test_two_clicks_begin_one_audit(client_of, reviewer):
    client = client_of(reviewer)
    for _ in range(2):
        client.post("/estimates/audits/new/", {"title": "Yearly", "size": "3", "seed": "7"})
    assert Audit.objects.count() == 1
    services.mark(Audit.objects.get().lines.first(), by=reviewer, verdict="agree")
    client.post("/estimates/audits/new/", {"title": "Yearly", "size": "3", "seed": "7"})
    assert Audit.objects.count() == 2


def test_a_query_that_no_longer_holds_is_asked_of_nobody(client_of, officer, reviewer):
    audit = services.start_audit(by=reviewer, title="Yearly", size=1, seed=7)
    line = audit.lines.get()
    services.mark(line, by=reviewer, verdict="query", note="Which year?", asked=officer)
    assert "Which year?" in client_of(officer).get("/estimates/audits/").content.decode()
    services.mark(line, by=reviewer, verdict="agree")
    assert "Which year?" not in client_of(officer).get("/estimates/audits/").content.decode()


@pytest.fixture
def odd_version(chapter, officer, reviewer):
    """A version with a quotation as it is copied from a PDF, and a result in whole thousands."""
    table = chapter.tables.get(number=1)
    old = table.lines.get(position=1)
    finding = makers.make_finding(
        quotation="5.5%\x0boften\x0cfelt lonely", percentage="5", decimals=0,
        group=old.finding.group, measure=old.finding.measure, age_from=16, area=old.finding.area,
    )  # fmt: skip
    count = makers.make_population(
        group=old.population.group, area=old.population.area, age_from=16, count=80_000
    )
    draft = services.draft_revision(
        table, by=officer, kind="new-data", reason="Odd",
        choices={1: services.Choice(count, finding)},
    )  # fmt: skip
    return makers.approve(draft, reviewer)


def test_a_quotation_with_signs_that_a_workbook_refuses(client_of, reviewer, odd_version):
    found = client_of(reviewer).get("/estimates/table-1/audit.xlsx")
    sheet = load_workbook(io.BytesIO(found.content))["Lines"]
    assert sheet["J2"].value == "5.5% often felt lonely"


def test_a_round_result_is_written_out(client_of, reviewer, odd_version):
    found = client_of(reviewer).get("/estimates/table-1/table.csv")
    text = b"".join(found.streaming_content).decode()
    assert "80000,5,4000,4000" in text
    told = client_of(reviewer).get("/estimates/table-1/provenance.json").content.decode()
    assert '"register:exact": "4000"' in told
