"""Walk 3: an owner reports, and the board sees it; the secretary sets up a to p."""

import datetime

import pytest

from actions.models import Action, ProgressUpdate, Recommendation
from loneliness.accounts.models import User
from loneliness.records import services as records
from tests import makers
from tests.walks.test_number import text_of

pytestmark = pytest.mark.django_db
BOARD = "/boards/unified-prevention-board/"
REPORT = {
    "rag": "amber",
    "status": "in-progress",
    "happened": "Two link workers briefed.",
    "next_step": "Brief the rest in January.",
    "once": "one-form",
}


@pytest.fixture
def social_prescribing(owner):
    """The chapter's action on social prescribing, owned by the owner."""
    action = Action.objects.get(key__startswith="d-")
    action.owner = owner.person.holdings.get().post
    return records.save(action, by=User.objects.system())


def grid(client, **changes):
    """What the secretary's form would send untouched, with these changes."""
    rows = client.get("/actions/set-up/").context["rows"]
    data = {}
    for row in rows:
        for field in row.form:
            value = field.value()
            data[field.html_name] = "" if value is None else getattr(value, "pk", value)
    return data | changes


def test_an_owner_lands_on_their_actions_and_reports(client_of, owner, social_prescribing):
    client = client_of(owner)
    assert social_prescribing.title in text_of(client.get("/"))
    address = f"/actions/{social_prescribing.key}/update/"
    assert "Do not name clients" in text_of(client.get(address))
    sent = client.post(address, REPORT, follow=True)
    assert "Two link workers briefed." in text_of(sent)


def test_the_board_sees_the_update(client_of, owner, board_member, social_prescribing):
    client_of(owner).post(f"/actions/{social_prescribing.key}/update/", REPORT)
    page = text_of(client_of(board_member).get(BOARD))
    assert "Two link workers briefed." in page
    assert "Some risk" in page
    assert "Olive Owner" in page
    assert "updated 24 November 2026" in page


def test_a_double_click_posts_once(client_of, owner, social_prescribing):
    client = client_of(owner)
    answers = [client.post(f"/actions/{social_prescribing.key}/update/", REPORT) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert ProgressUpdate.objects.count() == 1


def test_a_form_of_another_action_is_refused_with_a_sentence(client_of, owner, social_prescribing):
    other = makers.make_action(owner=owner)
    client = client_of(owner)
    client.post(f"/actions/{other.key}/update/", REPORT)
    page = client.post(f"/actions/{social_prescribing.key}/update/", REPORT)
    assert page.status_code == 200
    assert "There is a problem" in text_of(page)


def test_an_empty_report_gets_a_sentence(client_of, owner, social_prescribing):
    empty = REPORT | {"happened": "", "rag": ""}
    page = client_of(owner).post(f"/actions/{social_prescribing.key}/update/", empty)
    assert page.status_code == 200
    assert "There is a problem" in text_of(page)
    assert not ProgressUpdate.objects.exists()


def test_an_owner_sees_nothing_else(client_of, owner, social_prescribing):
    client = client_of(owner)
    others = Action.objects.exclude(pk=social_prescribing.pk).first()
    for address in (
        f"/actions/{others.key}/",
        f"/actions/{others.key}/update/",
        "/actions/",
        BOARD,
        "/estimates/table-1/",
        "/evidence/publications/",
        "/people/",
    ):
        assert client.get(address).status_code == 404, address


def test_the_secretary_enters_an_update_for_somebody(client_of, secretary, social_prescribing):
    client = client_of(secretary)
    address = f"/actions/{social_prescribing.key}/update/"
    refused = client.post(address, REPORT)
    assert "Who told you" in text_of(refused)
    told = REPORT | {"told_by": "Olive Owner", "told_how": "telephone", "told_on": "2026-11-20"}
    page = text_of(client.post(address, told, follow=True))
    assert "told by Olive Owner, by telephone, on 20 November 2026" in page


def test_the_secretary_saves_the_grid_half_filled(client_of, secretary):
    client = client_of(secretary)
    post = makers.make_post(title="Public Health lead")
    changes = {
        "a-response": "accepted",
        "a-response_reason": "It is our work plan.",
        "b-owner": post.pk,
        "c-first_due_on": "2027-03-31",
    }
    page = text_of(client.post("/actions/set-up/", grid(client, **changes), follow=True))
    assert "Saved: 3 changed." in page
    assert Recommendation.objects.get(letter="a").response == "accepted"
    assert Action.objects.get(key__startswith="b-").owner == post
    due = Action.objects.get(key__startswith="c-").first_due_on
    assert due == datetime.date(2027, 3, 31)
    assert "Accepted" in text_of(client.get(BOARD))


def test_a_bad_row_saves_nothing_and_says_which(client_of, secretary):
    client = client_of(secretary)
    changes = {"a-response": "accepted", "b-first_due_on": "2027-02-31"}
    page = client.post("/actions/set-up/", grid(client, **changes))
    words = text_of(page)
    assert "a, reason for the response: Give the reason for the response." in words
    assert "b, due: Give a date that there is, such as 3/5/2026." in words
    assert not Recommendation.objects.exclude(response="").exists()


def test_a_stale_grid_is_refused_and_overwrites_nothing(client_of, secretary):
    client = client_of(secretary)
    earlier = grid(client)
    answered = {"a-response": "in-part", "a-response_reason": "Half of it."}
    client.post("/actions/set-up/", earlier | answered)
    late = client.post(
        "/actions/set-up/",
        earlier | {"a-response": "not-accepted", "a-response_reason": "No money."},
    )
    assert late.status_code == 409
    words = text_of(late)
    assert "Somebody else changed this recommendation" in words
    assert "Response: now “Accepted in part”, yours “Not accepted”." in words
    assert "Reason for the response: now “Half of it.”, yours “No money.”." in words
    assert Recommendation.objects.get(letter="a").response == "in-part"


def test_a_stale_row_that_was_read_is_saved_when_sent_again(client_of, secretary):
    client = client_of(secretary)
    earlier = grid(client)
    first = {"a-response": "in-part", "a-response_reason": "Half of it."}
    client.post("/actions/set-up/", earlier | first)
    mine = {"a-response": "not-accepted", "a-response_reason": "No money."}
    refused = client.post("/actions/set-up/", earlier | mine)
    again = {
        field.html_name: field.value()
        for row in refused.context["rows"]
        for field in row.form
        if field.name.endswith("_version")
    }
    page = text_of(client.post("/actions/set-up/", earlier | mine | again, follow=True))
    assert "Saved: 1 changed." in page
    assert Recommendation.objects.get(letter="a").response == "not-accepted"


def test_an_owner_is_appointed_and_can_be_chosen(client_of, secretary):
    client = client_of(secretary)
    council = makers.make_post().organisation
    appointed = {
        "name": "Priya Shah",
        "email": "priya@example.org",
        "organisation": council.pk,
        "title": "Carers lead",
        "on": "2026-11-01",
    }
    client.post("/actions/owners/appoint/", appointed)
    assert "Carers lead" in text_of(client.get("/actions/set-up/"))


def test_evidence_of_a_day_to_come_is_refused(client_of, owner, social_prescribing):
    address = f"{social_prescribing.get_absolute_url()}update/"
    page = client_of(owner).get(address).context["form"]
    entry = {
        "once": page.initial.get("once") or page["once"].value(),
        "rag": "green",
        "status": "in-progress",
        "happened": "Two link workers briefed.",
        "evidence_url": "https://www.example.org/",
        "evidence_on": "2999-01-01",
    }
    words = client_of(owner).post(address, entry).content.decode()
    assert "This date has not come yet" in words
    assert (
        "Give a web address"
        in client_of(owner)
        .post(address, entry | {"evidence_url": "javascript:alert(1)"})
        .content.decode()
    )
    assert not social_prescribing.updates.exists()
