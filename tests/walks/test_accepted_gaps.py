"""Gaps that are accepted for now: by whom they concern, with a reason, until a day."""

import datetime
import io
import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from loneliness.records.models import AcceptedGap
from loneliness.register import accepting, xray
from tests.walks.test_number import text_of

pytestmark = pytest.mark.django_db
NEXT_YEAR = datetime.date(2027, 11, 24)
ANSWER = {"reason": "The publisher was asked.", "review_on": "2027-11-24"}


def find(rule, number):
    """A gap of a table, accepted or not."""
    found = xray.gaps(accepted=True)
    return next(gap for gap in found if (gap.rule, gap.table) == (rule, number))


def is_listed(gap):
    return gap.identity in {one.identity for one in xray.gaps()}


def listed(*arguments):
    out = io.StringIO()
    call_command("xray", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def gap(db):
    """One that a reviewer mends."""
    return find("unit", 12)


@pytest.fixture
def address(gap):
    return f"/gaps/{gap.identity}/accept/"


def test_every_gap_is_told_from_every_other():
    found = xray.gaps(accepted=True)
    assert len({gap.identity for gap in found}) == len(found) > 50


def test_an_accepted_gap_leaves_the_list_and_is_listed_apart(client_of, reviewer, gap, address):
    client = client_of(reviewer)
    assert address in client.get("/gaps/?rule=unit").content.decode()
    page = text_of(client.post(address, ANSWER, follow=True))
    assert "Accepted for now (1)" in page
    assert "The publisher was asked. Rita Reviewer, 24 November 2026" in page
    assert "24 November 2027" in page
    page = client.get("/gaps/?rule=unit&table=12").content.decode()
    assert "There is nothing to mend here." in page
    assert address not in page
    rows = b"".join(client.get("/gaps/?format=csv&rule=unit").streaming_content).decode()
    assert "Table 12" not in rows
    assert AcceptedGap.objects.get().history.get().history_user == reviewer


def test_one_that_is_accepted_leaves_out_no_other(client_of, reviewer, gap, address):
    before = {one.identity for one in xray.gaps()}
    client_of(reviewer).post(address, ANSWER)
    assert before - {one.identity for one in xray.gaps()} == {gap.identity}


def test_it_comes_back_when_its_day_has_passed(reviewer, gap, clock):
    accepting.accept(gap, by=reviewer, reason="Asked.", review_on=NEXT_YEAR)
    clock.move_to("2027-11-24T12:00:00+00:00")
    assert not is_listed(gap)
    clock.move_to("2027-11-25T12:00:00+00:00")
    assert is_listed(gap)
    again = accepting.accept(
        gap, by=reviewer, reason="Asked again.", review_on=datetime.date(2028, 1, 1)
    )
    assert not is_listed(gap)
    assert again.history.count() == 2


def test_it_comes_back_when_something_else_is_found(reviewer, gap):
    accepting.accept(gap, by=reviewer, reason="Asked.", review_on=NEXT_YEAR)
    stored = AcceptedGap.objects.get()
    AcceptedGap.objects.filter(pk=stored.pk).update(sentence="Fewer.")
    assert is_listed(gap)


def test_it_is_taken_back(client_of, reviewer, officer, gap, address):
    client = client_of(reviewer)
    client.post(address, ANSWER)
    back = address.replace("accept", "take-back")
    assert client.get(back).status_code == 405
    assert client_of(officer).post(back).status_code == 403
    page = text_of(client.post(back, follow=True))
    assert "Taken back: it is a gap to mend again." in page
    assert is_listed(gap)
    assert AcceptedGap.history.filter(history_type="-").get().history_user == reviewer
    assert "is not accepted any more" in text_of(client.post(back, follow=True))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reason": " "}, "An answer is needed."),
        ({"review_on": ""}, "An answer is needed."),
        ({"review_on": "2026-11-24"}, "Choose a day after today"),
        ({"review_on": "2026-01-01"}, "Choose a day after today"),
        ({"review_on": "2028-11-25"}, "Choose a day within two years"),
        ({"review_on": "next week"}, "Give a date that there is"),
    ],
)
def test_a_wrong_entry_gets_a_sentence(client_of, reviewer, gap, address, changes, sentence):
    assert sentence in text_of(client_of(reviewer).post(address, ANSWER | changes))
    assert is_listed(gap)


def test_two_years_are_allowed(client_of, reviewer, gap, address):
    client_of(reviewer).post(address, ANSWER | {"review_on": "2028-11-24"})
    assert not is_listed(gap)


def test_accepted_twice_keeps_the_first(client_of, reviewer, second_reviewer, address):
    client_of(reviewer).post(address, ANSWER)
    page = text_of(client_of(second_reviewer).post(address, ANSWER | {"reason": "Mine."}))
    assert "Somebody has accepted this gap already" in page
    assert AcceptedGap.objects.get().accepted_by == reviewer


@pytest.mark.parametrize("who", ["board_member", "officer", "secretary", "administrator"])
def test_only_whose_role_mends_it_accepts_it(request, client_of, who, gap, address):
    user = request.getfixturevalue(who)
    client = client_of(user)
    for response in (client.get(address), client.post(address, ANSWER)):
        assert response.status_code == 403
        assert "Only somebody whose role mends a gap" in response.content.decode()
    with pytest.raises(PermissionDenied):
        accepting.accept(gap, by=user, reason="No.", review_on=NEXT_YEAR)
    assert address not in client.get("/gaps/?all=1").content.decode()
    assert is_listed(gap)


def test_an_officer_accepts_what_officers_mend(client_of, officer):
    gap = find("no-interval", 12)
    client_of(officer).post(f"/gaps/{gap.identity}/accept/", ANSWER)
    assert not is_listed(gap)


def test_one_that_is_mended_is_not_found(client_of, reviewer):
    assert client_of(reviewer).get("/gaps/nonsense/accept/").status_code == 404


def test_the_list_opens_on_mine_worst_first(client_of, reviewer, board_member):
    page = client_of(reviewer).get("/gaps/")
    assert page.context["scope"] == "mine"
    ranks = [gap.seriousness for gap in page.context["page"].paginator.object_list]
    assert ranks == sorted(ranks)
    everything = client_of(reviewer).get("/gaps/?all=1").context
    assert everything["total"] > page.context["total"] > 0
    assert client_of(reviewer).get("/gaps/?mine=1").context["total"] == page.context["total"]
    assert client_of(board_member).get("/gaps/").context["scope"] == "all"
    assert client_of(board_member).get("/gaps/?mine=1").context["total"] == 0


def test_the_command_leaves_accepted_ones_out_unless_asked(reviewer, gap):
    count = len(xray.gaps())
    accepting.accept(gap, by=reviewer, reason="Asked.", review_on=NEXT_YEAR)
    assert "\nunit: Table 12" not in listed()
    assert f"{count - 1} gaps to mend." in listed()
    told = listed("--accepted")
    assert "(accepted by Rita Reviewer until 24 November 2027)" in told
    assert f"{count - 1} gaps to mend, 1 accepted for now." in told
    assert len(json.loads(listed("--json", "--accepted"))) == count
    assert len(json.loads(listed("--json"))) == count - 1


def test_it_costs_one_question_more(reviewer, gap):
    with CaptureQueriesContext(connection) as before:
        xray.gaps()
    accepting.accept(gap, by=reviewer, reason="Asked.", review_on=NEXT_YEAR)
    with CaptureQueriesContext(connection) as after:
        xray.gaps()
    assert len(after) == len(before)


def test_a_gap_without_a_reason_is_refused_by_the_service(reviewer, gap):
    with pytest.raises(ValidationError):
        accepting.accept(gap, by=reviewer, reason=" ", review_on=NEXT_YEAR)
