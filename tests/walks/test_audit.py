"""An audit: begun by a reviewer, marked, asked, answered, signed, and then unchanged."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from estimates import services
from estimates.models import Audit, AuditMark
from estimates.services.auditing import drawn, lines_in_force
from tests.walks.test_number import text_of

pytestmark = pytest.mark.django_db
SAMPLE = {"title": "Yearly audit", "size": 3, "seed": 2026}


@pytest.fixture
def audit(reviewer):
    return services.start_audit(by=reviewer, **SAMPLE)


def test_an_audit_of_everything_looks_at_every_line(client_of, reviewer):
    response = client_of(reviewer).post("/estimates/audits/new/", {"title": "Everything"})
    page = text_of(client_of(reviewer).get(response["Location"]))
    assert "0 of 49 lines are marked." in page
    assert "Every line of the tables’ answers in force" in page


def test_a_sample_is_drawn_again_from_its_number(audit, chapter):
    again = drawn(lines_in_force(), 3, 2026)
    assert [row.line for row in audit.lines.all()] == again
    assert drawn(lines_in_force(), 3, 2027) != again
    assert len(drawn(lines_in_force(), 500, 1)) == 49


def test_a_sample_needs_both_numbers(client_of, reviewer):
    told = {"title": "Half", "size": 3}
    page = text_of(client_of(reviewer).post("/estimates/audits/new/", told))
    assert "A sample needs both" in page


def test_a_query_is_asked_answered_and_the_report_signed(client_of, reviewer, officer, audit):
    client, lines = client_of(reviewer), list(audit.lines.all())
    first = f"/estimates/audits/lines/{lines[0].pk}/"
    response = client.post(first, {"verdict": "agree"})
    assert response["Location"] == f"/estimates/audits/lines/{lines[1].pk}/"
    second = response["Location"]
    assert "Choose the officer who is asked" in text_of(
        client.post(second, {"verdict": "query", "note": "Which page?"})
    )
    client.post(second, {"verdict": "query", "note": "Which page?", "asked": officer.pk})
    client.post(f"/estimates/audits/lines/{lines[2].pk}/", {"verdict": "disagree", "note": "Old."})
    sign = f"/estimates/audits/{audit.pk}/sign/"
    told = {"conclusion": "Two of three hold.", "version": audit.version}
    assert "1 queries are not answered yet." in text_of(client.post(sign, told))
    asked = client_of(officer)
    assert "You are asked: Table" in text_of(asked.get("/estimates/audits/"))
    query = AuditMark.objects.get(verdict="query")
    answer = f"/estimates/audits/queries/{query.pk}/"
    assert client.post(answer, {"answer": "Page 3."}).status_code == 403
    page = text_of(asked.post(answer, {"answer": "Page 3, the second table."}, follow=True))
    assert "Edward Evidence: Page 3, the second table." in page
    page = text_of(client.post(sign, told, follow=True))
    assert "Report, signed by Rita Reviewer on 24 November 2026. Two of three hold." in page
    rows = b"".join(client.get(f"/estimates/audits/{audit.pk}/?format=csv").streaming_content)
    assert "Page 3, the second table." in rows.decode()


def test_a_signed_report_stays_as_it_is(reviewer, audit):
    for line in audit.lines.all():
        services.mark(line, by=reviewer, verdict="agree")
    signed = services.sign_audit(audit, by=reviewer, conclusion="All hold.", expected_version=1)
    with pytest.raises(ValidationError, match="is signed"):
        services.mark(audit.lines.first(), by=reviewer, verdict="disagree", note="No.")
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        Audit.objects.filter(pk=signed.pk).update(conclusion="Nothing holds.")


def test_an_unmarked_line_keeps_the_report_open(reviewer, audit):
    with pytest.raises(ValidationError, match="3 lines are not marked yet"):
        services.sign_audit(audit, by=reviewer, conclusion="Done.", expected_version=1)


def test_a_second_click_marks_once_and_a_change_of_mind_is_kept_beside(reviewer, audit):
    line = audit.lines.first()
    for _ in range(2):
        services.mark(line, by=reviewer, verdict="agree")
    services.mark(line, by=reviewer, verdict="disagree", note="On second thoughts, no.")
    assert [mark.verdict for mark in line.marks.all()] == ["disagree", "agree"]


def test_only_reviewers_audit_and_only_officers_are_asked(
    client_of, officer, board_member, reviewer, audit
):
    assert client_of(officer).get("/estimates/audits/new/").status_code == 403
    line = audit.lines.first()
    address = f"/estimates/audits/lines/{line.pk}/"
    assert client_of(board_member).get(address).status_code == 200
    assert client_of(board_member).post(address, {"verdict": "agree"}).status_code == 403
    assert client_of(officer).post(f"/estimates/audits/{audit.pk}/sign/", {}).status_code == 403
    with pytest.raises(ValidationError, match="Choose an evidence officer"):
        services.mark(line, by=reviewer, verdict="query", note="Why?", asked=board_member)


def test_the_pages_take_few_queries(client_of, reviewer, audit, django_assert_max_num_queries):
    client = client_of(reviewer)
    everything = services.start_audit(by=reviewer, title="Everything")
    for address in ("/estimates/audits/", everything.get_absolute_url()):
        with django_assert_max_num_queries(16):
            client.get(address)


def test_the_first_screens_say_what_is_asked_and_marked(client_of, reviewer, officer, audit):
    line = audit.lines.first()
    services.mark(line, by=reviewer, verdict="query", note="Which page?", asked=officer)
    page = text_of(client_of(officer).get("/"))
    assert "A reviewer asks you: Table" in page
    page = text_of(client_of(reviewer).get("/"))
    assert "1 queried" in page
    assert "0 makes nonsense" in page
    assert re.search(r"[1-9]\d* does not match", page)
