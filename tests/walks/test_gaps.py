"""Gaps to mend: found, listed, answered; the figure to quote; what the nightly check finds."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from estimates import services
from estimates.models import Caveat, Verification
from estimates.tasks import verify_estimates
from loneliness.records.models import Mail
from tests.walks.test_number import text_of

pytestmark = pytest.mark.django_db
ORIGINAL = "original-not-checked"  # mended by an officer, on a page that a reviewer has not


def xray(*arguments):
    out = io.StringIO()
    call_command("xray", *arguments, stdout=out)
    return out.getvalue()


def test_every_gap_says_what_is_wrong_and_where_to_mend_it(client_of, reviewer):
    found = json.loads(xray("--json"))
    assert {"rule", "record", "sentence", "link"} == set(found[0])
    rules = {gap["rule"] for gap in found}
    assert {"unit", "same-people", "needs-checking", "not-identified", "no-interval"} <= rules
    client = client_of(reviewer)
    one_of_each = {gap["rule"]: gap["link"] for gap in found if gap["rule"] != ORIGINAL}
    for link in one_of_each.values():
        assert client.get(link).status_code == 200, link


def test_what_is_mine_is_what_my_roles_mend(reviewer, officer):
    everything, mine = xray(), xray("--mine", reviewer.email)
    assert "\nunit: Table 12" in mine
    assert "no-interval" not in mine
    assert "no-interval: Table 12" in xray("--mine", officer.email)
    assert len(mine) < len(everything)
    with pytest.raises(CommandError, match="Nobody has the e-mail address"):
        xray("--mine", "nobody@example.org")


def test_the_page_narrows_down_and_says_when_nothing_is_there(client_of, reviewer):
    client = client_of(reviewer)
    page = text_of(client.get("/gaps/?rule=unit"))
    assert "A percentage of people is applied to 33,126 households. And 3 more like it." in page
    assert "Nothing to mend is found there" in text_of(client.get("/gaps/?rule=nonsense"))
    assert client.get("/gaps/?page=abc").status_code == 200
    rows = b"".join(client.get("/gaps/?format=csv").streaming_content).decode()
    assert "People, households and pupils are not the same" in rows


def test_a_reviewer_answers_once_for_all_that_a_rule_finds_in_a_table(client_of, reviewer, officer):
    address = "/estimates/table-12/answer/unit/"
    client = client_of(reviewer)
    assert "An answer is needed." in text_of(client.post(address, {"answer": ""}))
    client.post(address, {"answer": "The chapter says so only of Table 14; read as households."})
    answered = Caveat.objects.get(table__number=12, rule="unit")
    assert (answered.key, answered.answered_by) == ("t12-households-as-people", reviewer)
    assert "\nunit: Table 12" not in xray()
    assert "Answered by Rita Reviewer on 24 November 2026" in text_of(
        client.get("/estimates/table-12/")
    )
    assert client_of(officer).post(address, {"answer": "No."}).status_code == 403


def test_an_answer_without_a_caution_makes_one(client_of, reviewer):
    client_of(reviewer).post("/estimates/table-5/answer/ages-differ/", {"answer": "Not known."})
    made = Caveat.objects.get(table__number=5, rule="ages-differ")
    assert made.sentence.endswith("And 1 more like it.")
    assert made.history.get().history_user == reviewer


def test_a_changed_sentence_is_asked_again(client_of, reviewer, officer):
    client_of(reviewer).post("/estimates/table-12/answer/unit/", {"answer": "So be it."})
    caveat = Caveat.objects.get(key="t12-households-as-people")
    caveat.sentence = "Another caution."
    services.enter(caveat, by=officer, reason="Said better.")
    caveat.refresh_from_db()
    assert (caveat.sentence, caveat.answer, caveat.answered_by) == ("Another caution.", "", None)


def test_one_figure_is_chosen_to_be_quoted(client_of, reviewer, officer):
    client = client_of(reviewer)
    assert "None has been chosen to be quoted. Choose this one" in text_of(
        client.get("/estimates/table-1/")
    )
    assert "same-people: Table 1" in xray()
    page = text_of(client.get("/estimates/table-1/quote/"))
    assert "30,975 (Table 3" in page
    assert client_of(officer).get("/estimates/table-1/quote/").status_code == 403
    client.post("/estimates/table-1/quote/", {"reason": "Its rates are the best known."})
    assert "This one is the figure to quote: Its rates are the best known." in text_of(
        client.get("/estimates/table-1/")
    )
    assert "Quote Table 1 instead" in text_of(client.get("/estimates/table-3/"))
    assert "same-people" not in xray()
    client.post("/estimates/table-3/quote/", {"reason": "By age is what is planned by."})
    assert "Quote Table 3 instead" in text_of(client.get("/estimates/table-1/"))


def test_the_nightly_check_is_kept_for_the_administrator(client_of, administrator, reviewer):
    page = text_of(client_of(administrator).get("/operations/"))
    assert "The numbers have not been checked yet." in page
    assert verify_estimates() == []
    page = text_of(client_of(administrator).get("/operations/"))
    assert "Every number still follows from what it was made from: 17 versions" in page
    assert client_of(reviewer).get("/operations/").status_code == 403


def test_a_changed_row_is_named_and_told(client_of, administrator, unguarded, mailoutbox):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE estimates_revisionline SET rate_quotation = 'nobody is lonely' "
            "WHERE label = 'Males' AND count = 281025"
        )
    failures = verify_estimates()
    assert failures == [
        "Table 1, version 1: the inputs are not those the version was made from.",
        "Table 1, version 1, Males: its history says something else of: rate quotation.",
    ]
    assert Verification.objects.first().sentences == failures
    told = Mail.objects.get()
    assert (told.to_address, told.kind) == (administrator.email, "check")
    assert failures[0] in told.text
    page = text_of(client_of(administrator).get("/operations/"))
    assert "Rows were changed behind the register’s back." in page
    assert "row-changed: Table 1, version 1" in xray()
