"""The cycle of a meeting: called, chased, drafted, issued, decided, confirmed, by the secretary."""

import datetime
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from actions import services
from actions.models import Action, Board, Decision, Meeting, Milestone, Pack
from actions.papers import word
from loneliness.accounts.models import User
from loneliness.records import services as records
from loneliness.records.models import Mail
from tests import makers
from tests.walks.test_number import text_of

pytestmark = pytest.mark.django_db
PARTS = (".pdf", ".docx", "/")
DUE = datetime.date(2026, 9, 30)


@pytest.fixture
def board():
    return Board.objects.get(slug=makers.BOARD)


@pytest.fixture
def action(owner, board):
    """Recommendation d's action, owned, late and reported as on track."""
    action = Action.objects.get(key__startswith="d-")
    action.owner, action.board = owner.person.holdings.get().post, board
    action.first_due_on = DUE
    action = records.save(action, by=User.objects.system())
    makers.make_update(action, owner, happened="Two link workers briefed.")
    return action


@pytest.fixture
def client(client_of, secretary):
    return client_of(secretary)


@pytest.fixture
def meeting(action):
    return makers.make_meeting(report_of="Director of Public Health", asks="Note the progress.")


def once_of(client, address):
    return client.get(address).context["form"]["once"].value()


def issue(client, meeting, **fields):
    address = f"/meetings/{meeting.pk}/issue/"
    return client.post(address, {"once": once_of(client, address)} | fields, follow=True)


def test_the_secretary_enters_a_meeting(client, board):
    address = f"/boards/{board.slug}/meetings/add/"
    entry = {"held_on": "2027-03-12", "publicity": "open", "purpose": "To report progress."}
    page = client.post(address, entry, follow=True)
    assert "The meeting is in the register." in text_of(page)
    again = client.post(address, entry)
    assert "The board already has a meeting on this day." in text_of(again)
    closed = client.post(address, entry | {"held_on": "2027-06-12", "publicity": "closed"})
    assert "Say why the paper is not for publication." in text_of(closed)


def test_updates_are_called_for_counted_and_chased(
    client, client_of, owner, meeting, action, clock
):
    clock.shift(60)
    address = f"/meetings/{meeting.pk}/call/"
    assert "Olive Owner" in text_of(client.get(address))
    entry = {"once": once_of(client, address), "return_by": "2026-12-01", "words": ""}
    answers = [client.post(address, entry, follow=True) for _ in range(2)]
    assert "0 of 1 update returned" in text_of(answers[0])
    assert Mail.objects.filter(kind="call").count() == 1
    page = client.post(f"/meetings/{meeting.pk}/chase/", follow=True)
    assert "1 reminded" in text_of(page)
    report = {"rag": "green", "status": "in-progress", "happened": "More.", "once": "later"}
    client_of(owner).post(f"/actions/{action.key}/update/", report | {"rated": "green"})
    assert "1 of 1 update returned" in text_of(client.get(meeting.get_absolute_url()))


def test_the_page_of_a_meeting_says_what_blocks_the_papers(client, meeting):
    with CaptureQueriesContext(connection) as queries:
        page = text_of(client.get(meeting.get_absolute_url()))
    assert "In 10 days." in page
    assert "Late (1)" in page
    assert "our check says off track: 55 days past its date" in page
    assert len(queries) <= 60


def test_two_downloads_of_an_issued_paper_are_the_same_bytes(
    client, client_of, board_member, meeting, owner, action
):
    assert "is issued" in text_of(issue(client, meeting))
    address = f"/meetings/{meeting.pk}/pack"
    first = [client.get(f"{address}{part}").content for part in (".pdf", ".docx")]
    makers.make_update(action, owner, happened="Something quite new.", rag="red")
    meeting.refresh_from_db()
    meeting.background = "Written later."
    services.enter(meeting, by=User.objects.get(name="Sam Secretary"))
    reader = client_of(board_member)
    assert [reader.get(f"{address}{part}").content for part in (".pdf", ".docx")] == first
    page = text_of(reader.get(f"{address}/"))
    assert "Two link workers briefed." in page
    assert "Something quite new." not in page
    assert "Written later." not in page


def test_the_footer_carries_the_fingerprint_and_a_word_copy_tells_when_edited(client, meeting):
    issue(client, meeting)
    pack = Pack.objects.get()
    short = pack.fingerprint[:4]
    reader = PdfReader(io.BytesIO(bytes(pack.pdf)))
    assert all(f"fingerprint {short}" in page.extract_text() for page in reader.pages)
    assert word.is_as_issued(bytes(pack.word))


def test_the_first_date_is_frozen_once_a_paper_showed_it(client, meeting, action):
    issue(client, meeting)
    action.refresh_from_db()
    assert action.first_shown_on == datetime.date(2026, 11, 24)
    page = text_of(client.get(f"/actions/{action.key}/date/"))
    assert "Is the new date agreed?" in page
    approver = makers.make_post(held_by=makers.make_user(name="Cara Chair")).holdings.get().person
    entry = {
        "once": "a-move", "due_on": "2027-03-31", "granted": "yes", "reason": "Staff left.",
        "approver": approver.pk, "decision": "",
    }  # fmt: skip
    page = text_of(client.post(f"/actions/{action.key}/date/", entry, follow=True))
    assert "Due 31 March 2027, first 30 September 2026, moved once, 182 days" in page
    assert "Agreed by Cara Chair" in page


def test_only_an_addendum_follows_an_issued_paper(client, meeting):
    issue(client, meeting)
    refused = issue(client, meeting)
    assert "An answer is needed" in text_of(refused)
    page = issue(client, meeting, reason="The returns of two districts came late.")
    assert "Addendum 1" in text_of(page)
    addendum = text_of(client.get(f"/meetings/{meeting.pk}/pack-1/"))
    assert "The returns of two districts came late." in addendum
    assert Pack.objects.count() == 2


def test_issuing_twice_by_a_double_click_issues_once(client, meeting):
    address = f"/meetings/{meeting.pk}/issue/"
    entry = {"once": once_of(client, address)}
    for _ in range(2):
        client.post(address, entry | {"reason": "x"}, follow=True)
    assert Pack.objects.count() == 1


def test_the_next_paper_says_what_changed_since(
    client, client_of, secretary, meeting, action, owner, clock
):
    issue(client, meeting)
    clock.move_to(datetime.datetime(2027, 2, 1, 10, tzinfo=datetime.UTC))
    step = records.save(
        Milestone(action=action, title="Brief them all", due_on=DUE), by=User.objects.system()
    )
    update = makers.make_update(action, owner, rag="red", status="paused")
    update.milestones.create(milestone=step, met_on=datetime.date(2027, 1, 20))
    later = makers.make_meeting(held_on=datetime.date(2027, 3, 12))
    page = text_of(client_of(secretary).get(f"/meetings/{later.pk}/pack/"))
    assert "progress since 4 December 2026" in page
    assert "status in progress → paused" in page
    assert "rating on track → off track" in page
    assert "milestone met: Brief them all" in page


def test_a_paper_shows_the_actions_that_answer_no_recommendation(client, meeting, owner, board):
    action = makers.make_action(owner, board=board, title="Ring the widowed")
    makers.make_update(action, owner, happened="Twelve were rung.")
    page = text_of(client.get(f"/meetings/{meeting.pk}/pack/"))
    further = page.partition("Further actions of this board")[2].partition("Appendix B")[0]
    assert "Ring the widowed" in further
    assert "Twelve were rung." in further


def test_a_parents_paper_carries_its_sub_groups(client, action, board):
    parent = board.parent
    meeting = makers.make_meeting(board=parent)
    page = text_of(client.get(f"/meetings/{meeting.pk}/pack/"))
    assert board.name in page
    assert "55 days past its first date" in page


def test_a_draft_is_for_the_secretary_only(client, client_of, board_member, meeting):
    for part in PARTS:
        assert client.get(f"/meetings/{meeting.pk}/pack{part}").status_code == 200
        other = client_of(board_member).get(f"/meetings/{meeting.pk}/pack{part}")
        assert other.status_code == 404
    assert "DRAFT" in text_of(client.get(f"/meetings/{meeting.pk}/pack/"))


def test_nobody_else_runs_the_cycle(client_of, board_member, owner, meeting):
    for part in ("call", "edit", "issue", "decisions/add", "confirm"):
        address = f"/meetings/{meeting.pk}/{part}/"
        assert client_of(board_member).get(address).status_code == 403, part
        assert client_of(owner).get(address).status_code == 404, part
    assert client_of(board_member).post(f"/meetings/{meeting.pk}/chase/").status_code == 403


def test_decisions_are_recorded_and_the_record_confirmed(client, action, clock):
    meeting = makers.make_meeting(held_on=datetime.date(2026, 11, 20))
    address = f"/meetings/{meeting.pk}/decisions/add/"
    entry = {
        "once": once_of(client, address), "kind": "stopped", "text": "Not to go on.",
        "action": action.pk, "recommendation": "", "replaces": "",
    }  # fmt: skip
    for _ in range(2):
        page = client.post(address, entry, follow=True)
    assert "Decided not to proceed: Not to go on." in text_of(page)
    assert Decision.objects.count() == 1
    assert "Not to go on." in text_of(client.get(action.get_absolute_url()))
    confirm = {"on": "2026-11-24", "version": meeting.version}
    page = client.post(f"/meetings/{meeting.pk}/confirm/", confirm, follow=True)
    assert "Its record was confirmed on 24 November 2026" in text_of(page)
    refused = client.post(address, entry | {"once": "another"})
    assert "nothing is added to it" in text_of(refused)


def test_a_form_sent_back_for_a_slip_still_says_which_version_was_read(client, meeting):
    entry = {"held_on": "2026-12-04", "publicity": "open", "purpose": "Theirs.", "version": 1}
    client.post(f"/meetings/{meeting.pk}/edit/", entry | {"purpose": "Mine."})
    page = client.post(f"/meetings/{meeting.pk}/edit/", entry | {"held_on": ""})
    assert (page.status_code, page.context["version"]) == (200, 1)
    page = client.post(f"/meetings/{meeting.pk}/edit/", entry)
    assert (page.status_code, page.context["version"]) == (409, 2)


def test_a_stale_save_of_a_meeting_overwrites_nothing(client, meeting):
    entry = {"held_on": "2026-12-04", "publicity": "open", "purpose": "Mine.", "version": 1}
    client.post(f"/meetings/{meeting.pk}/edit/", entry)
    page = client.post(f"/meetings/{meeting.pk}/edit/", entry | {"purpose": "Theirs."})
    assert page.status_code == 409
    assert "Purpose: now “Mine.”, yours “Theirs.”." in text_of(page)
    assert Meeting.objects.get(pk=meeting.pk).purpose == "Mine."
    again = entry | {"purpose": "Theirs.", "version": page.context["version"]}
    client.post(f"/meetings/{meeting.pk}/edit/", again)
    assert Meeting.objects.get(pk=meeting.pk).purpose == "Theirs."
