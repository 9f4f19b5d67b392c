"""An owner outside the council reports by a link; the secretary confirms; a reviewer verifies."""

import datetime
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from actions import links, services
from actions.models import Closure, ProgressUpdate, Remark, UpdateDraft
from loneliness.accounts.models import User
from loneliness.records import services as records
from loneliness.records.models import Mail
from tests import makers
from tests.walks.test_number import text_of

pytestmark = pytest.mark.django_db
REPORT = {
    "rag": "amber",
    "status": "in-progress",
    "happened": "The toolkit is drafted.",
    "typed_name": "Olive O.",
    "once": "by-link",
}


@pytest.fixture
def person(owner, owned_action):
    """The owner as somebody without an account."""
    person = owner.person
    person.account, person.email = None, "olive@charity.example.org"
    return records.save(person, by=User.objects.system())


@pytest.fixture
def outside():
    return Client()


@pytest.fixture
def link(person):
    return f"/report/{links.token(person)}/"


def test_one_link_lists_all_actions_with_what_was_said_last(outside, link, owned_action, owner):
    second = makers.make_action(title="Ring the widowed")
    second.owner = owned_action.owner
    records.save(second, by=User.objects.system())
    makers.make_update(owned_action, User.objects.system(), happened="Half of it.")
    page = text_of(outside.get(link))
    assert owned_action.title in page
    assert "Ring the widowed" in page
    assert "Half of it." in page


def test_opening_the_link_changes_nothing(outside, link, owned_action):
    before = ProgressUpdate.objects.count(), Mail.objects.count(), UpdateDraft.objects.count()
    for address in (link, f"{link}{owned_action.key}/", f"{link}{owned_action.key}/not-mine/"):
        assert outside.get(address).status_code == 200
        assert outside.head(address).status_code == 200
    after = ProgressUpdate.objects.count(), Mail.objects.count(), UpdateDraft.objects.count()
    assert before == after


def test_a_report_shows_as_reported_until_the_secretary_confirms(
    outside, client_of, link, owned_action, secretary, board_member
):
    page = text_of(outside.post(f"{link}{owned_action.key}/", REPORT, follow=True))
    assert "The toolkit is drafted." in page
    assert "Reported; the board secretary has not confirmed it yet." in page
    assert Mail.objects.get(kind="copy").to_address == "olive@charity.example.org"
    board = client_of(board_member).get(owned_action.get_absolute_url())
    assert "reported by Olive O., not confirmed" in text_of(board)
    update = ProgressUpdate.objects.get()
    confirm = f"/actions/{owned_action.key}/updates/{update.pk}/confirm/"
    client_of(secretary).post(confirm)
    page = text_of(client_of(board_member).get(owned_action.get_absolute_url()))
    assert "Confirmed by the board secretary." in page


def test_a_draft_survives_and_goes_on_in_another_browser(outside, link, owned_action):
    address = f"{link}{owned_action.key}/"
    half = {"happened": "Half a sentence", "save-draft": "1", "once": "x"}
    assert "Your draft is kept" in text_of(outside.post(address, half, follow=True))
    page = Client().get(address)
    assert page.context["form"]["happened"].value() == "Half a sentence"
    assert "You have a draft that has not been sent." in text_of(Client().get(link))


def test_a_link_that_has_run_out_sends_a_new_one_to_the_address_on_record(
    outside, link, owned_action, person, clock
):
    clock.shift(datetime.timedelta(days=46))
    page = outside.get(link)
    assert page.status_code == 410
    assert "This link has run out" in text_of(page)
    assert outside.post(f"{link}{owned_action.key}/", REPORT).status_code == 200
    assert not ProgressUpdate.objects.exists()
    outside.post(link)
    mail = Mail.objects.get(kind="link")
    assert mail.to_address == person.email
    new = re.search(r"(/report/\S+/)", mail.text).group(1)
    assert owned_action.title in text_of(outside.get(new))


def test_a_link_is_void_once_the_address_changes_or_was_never_given(outside, link, person):
    assert outside.get("/report/nonsense/").status_code == 404
    assert outside.get(f"{link[:-3]}xx/").status_code == 404
    person.email = "another@example.org"
    records.save(person, by=User.objects.system())
    assert outside.get(link).status_code == 404


def test_a_link_opens_nothing_else(outside, link):
    other = makers.make_action()
    assert outside.get(f"{link}{other.key}/").status_code == 404
    assert outside.post(f"{link}{other.key}/", REPORT).status_code == 404
    assert outside.get("/actions/").status_code == 302


def test_a_report_needs_a_name_and_takes_no_file(outside, link, owned_action):
    address = f"{link}{owned_action.key}/"
    assert "An answer is needed" in text_of(outside.post(address, REPORT | {"typed_name": ""}))
    assert b'type="file"' not in outside.get(address).content
    outside.post(address, REPORT | {"file": SimpleUploadedFile("a.txt", b"text")})
    assert not hasattr(ProgressUpdate.objects.get(), "file")


def test_not_mine_any_more_goes_to_the_secretary(outside, client_of, link, owned_action, secretary):
    said = {"text": "It went to Housing."}
    outside.post(f"{link}{owned_action.key}/not-mine/", said)
    client = client_of(secretary)
    assert "Olive Owner: It went to Housing." in text_of(client.get("/"))
    remark = Remark.objects.get()
    settle = f"/actions/{owned_action.key}/remarks/{remark.pk}/settle/"
    client.post(settle, {"text": "Handed over to Housing."})
    assert "It went to Housing." not in text_of(client.get("/"))


def test_an_owner_by_link_says_that_what_was_entered_for_them_is_wrong(
    outside, client_of, link, owned_action, secretary
):
    told = {"told_by": "Olive", "told_how": "telephone", "told_on": "2026-11-24"}
    entry = REPORT | told | {"rag": "green"}
    client_of(secretary).post(f"/actions/{owned_action.key}/update/", entry)
    assert "This is not what I said" in text_of(outside.get(link))
    update = ProgressUpdate.objects.get()
    address = f"{link}{owned_action.key}/{update.pk}/object/"
    assert "told by Olive, by telephone" in text_of(outside.get(address))
    outside.post(address, {"text": "I said amber."})
    assert "I said amber." in text_of(client_of(secretary).get("/"))


def test_a_correction_is_a_new_update_that_names_the_one_before(outside, link, owned_action):
    address = f"{link}{owned_action.key}/"
    outside.post(address, REPORT)
    outside.post(address, REPORT | {"once": "second", "is_correction": "on"})
    first, second = ProgressUpdate.objects.order_by("pk")
    assert second.corrects == first


def test_our_rating_is_said_before_a_rosier_one_is_sent(client_of, owner):
    action = makers.make_action(owner=owner, first_due_on=datetime.date(2026, 9, 30))
    address = f"/actions/{action.key}/update/"
    client = client_of(owner)
    green = REPORT | {"rag": "green"}
    page = client.post(address, green)
    assert "our check says “off track”" in text_of(page)
    assert "55 days past its date" in text_of(page)
    assert not ProgressUpdate.objects.exists()
    client.post(address, green | {"rated": "green"})
    assert ProgressUpdate.objects.get().rag == "green"


def test_a_claim_is_verified_by_a_reviewer_from_the_page(
    client_of, owner, owned_action, reviewer, secretary
):
    claim = REPORT | {"rag": "green", "status": "claimed-complete"}
    address = f"/actions/{owned_action.key}/update/"
    client = client_of(owner)
    assert "A claim needs evidence" in text_of(client.post(address, claim))
    paper = SimpleUploadedFile("carers strategy.pdf", b"%PDF-1.7 strategy")
    client.post(address, claim | {"file": paper})
    update = ProgressUpdate.objects.get()
    file = client_of(reviewer).get(f"/actions/{owned_action.key}/files/{update.pk}/")
    assert file["Content-Disposition"] == 'attachment; filename="carers strategy.pdf"'
    assert file.content == b"%PDF-1.7 strategy"
    answer = f"/actions/{owned_action.key}/claim/"
    assert client_of(secretary).get(answer).status_code == 403
    assert client.get(answer).status_code in (403, 404)
    given = {"verdict": "verified", "reason": "Page 4 of the strategy."}
    page = client_of(reviewer).post(answer, given, follow=True)
    assert "Verified by Rita Reviewer" in text_of(page)
    assert Closure.objects.get().verified


def test_a_file_is_not_open_to_another_owner(client_of, owner, owned_action):
    update = makers.make_update(owned_action, owner)
    stranger = makers.make_person("officer")
    stranger.groups.clear()
    address = f"/actions/{owned_action.key}/files/{update.pk}/"
    assert client_of(stranger).get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_an_owner_leaves_and_everything_is_handed_over_in_one_form(
    client_of, secretary, owner, owned_action
):
    person = owner.person
    neil = makers.make_post(held_by=makers.make_user(name="Neil Next")).holdings.get().person
    client = client_of(secretary)
    assert "Olive Owner is leaving" in text_of(client.get("/actions/owners/"))
    address = f"/actions/owners/{person.pk}/leaving/"
    assert owned_action.title in text_of(client.get(address))
    holding = person.holdings.get()
    entry = {"last_day": "2026-11-30", f"post_{holding.pk}": neil.pk}
    page = client.post(address, entry, follow=True)
    assert "1 handed over, 0 vacant from the day after." in text_of(page)
    services.find_or_make_person(
        by=secretary, name="x", email=neil.email, organisation=neil.organisation
    )
    assert holding.post.holdings.filter(person=neil).exists()


def test_a_vacancy_is_a_gap_at_once(client_of, secretary, owner, owned_action, clock):
    client = client_of(secretary)
    holding = owner.person.holdings.get()
    entry = {"last_day": "2026-11-24", f"post_{holding.pk}": ""}
    client.post(f"/actions/owners/{owner.person.pk}/leaving/", entry)
    clock.shift(datetime.timedelta(days=1))
    page = text_of(client_of(secretary).get("/gaps/?rule=vacant"))
    assert "Nobody holds the post" in page


def test_the_public_reads_only_what_is_verified_and_written_for_them(
    client_of, owner, owned_action, reviewer
):
    board = makers.Board.objects.get(slug=makers.BOARD)
    address = f"/public/boards/{board.slug}/"
    assert Client().get(address).status_code == 404
    board.is_public = True
    records.save(board, by=User.objects.system())
    action = makers.Action.objects.get(key__startswith="g-")
    action.owner, action.for_public = owner.person.holdings.get().post, "Carers now have a line."
    records.save(action, by=User.objects.system())
    claim = makers.make_update(
        action, owner, status="claimed-complete", happened="Secret internal words."
    )
    page = text_of(Client().get(address))
    assert "Work is said to be complete and is being checked." in page
    assert "Carers now have a line." not in page
    services.decide_claim(claim, by=reviewer, verified=True, reason="Seen.")
    page = text_of(Client().get(address))
    assert "Carers now have a line." in page
    assert "Secret internal words." not in page
    assert "Olive" not in page
