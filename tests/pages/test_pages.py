"""Every page opens for the roles it is for, in a bounded number of queries."""

import csv
import io
import random
import re

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from evidence.models import Finding, PopulationCount, PopulationGroup, Publication
from tests import bars, makers

pytestmark = pytest.mark.django_db

# page: the most queries it may take
PAGES = {
    "/boards/unified-prevention-board/": 62,
    "/boards/health-and-wellbeing-board/": 62,
    "/boards/unified-prevention-board/?show=late&status=paused": 62,
    "/boards/unified-prevention-board/?as-at=2026-11-23": 66,
    "/boards/unified-prevention-board/?as-at=nonsense": 64,
    "/boards/unified-prevention-board/trends/": 40,
    "/groups/": 20,
    "/groups/?sort=gaps": 20,
    "/groups/transitions/": 20,
    "/search/?q=loneliness": 30,
    "/search/": 5,
    "/evidence/publications/": 9,
    "/evidence/publications/dcms-cls-2017-18/": 42,
    "/evidence/publications/lcc-jsna-loneliness-2019/": 38,
    "/evidence/publications/unidentified-41/": 38,
    "/evidence/findings/": 9,
    "/evidence/populations/": 10,
    "/evidence/citations/": 8,
    "/evidence/figures/": 8,
    "/evidence/publications/?format=bibliography": 9,
    "/evidence/map/": 9,
    "/evidence/map/?by=grade&groups=transitions": 9,
    "/evidence/map/?groups=all": 9,
    "/evidence/glossary/": 8,
    "/estimates/": 28,
    "/estimates/table-1/": 52,
    "/estimates/table-3/versions/1/": 24,
    "/estimates/table-3/compare/": 8,
    "/estimates/table-12/answer/unit/": 20,
    "/estimates/table-1/checklist/": 46,
    "/estimates/table-1/what-if/": 16,
    "/estimates/table-11/what-if/?without_weak=on": 16,
    "/estimates/audits/": 10,
    "/gaps/": 66,
    "/gaps/?all=1": 66,
    "/gaps/?rule=unit": 66,
    "/gaps/?mine=1&table=12": 66,
    "/estimates/table-15/": 52,
    "/estimates/table-1/areas/": 12,
    "/estimates/table-1/areas/?sort=share&page=2": 12,
    "/estimates/table-11/where-from/": 38,
    "/evidence/queue/": 16,
    "/evidence/queue/?kind=grades": 14,
    "/evidence/queue/?kind=returned": 14,
    "/evidence/queue/?kind=reviews": 14,
    "/evidence/queue/?kind=nonsense": 16,
    "/actions/": 14,
    "/actions/recommendations/a/": 46,
    "/actions/recommendations/l/": 46,
    "/actions/services/": 14,
    "/actions/policy/": 10,
    "/checks/": 28,
    "/checks/1/": 28,
    "/accessibility/": 5,
}
# The same, of pages for evidence officers only.
OFFICERS = {
    "/evidence/import/": 6,
    "/evidence/populations/import/": 10,
    "/evidence/populations/import/?publication=dcms-cls-2017-18": 10,
    "/estimates/new/": 14,
    "/estimates/new/?population=mid-2018-adults-16-plus&finding=cls-2017-18-men": 18,
    "/estimates/new/?population=nonsense&finding=nonsense": 16,
    "/estimates/table-1/repeat/": 10,
    "/estimates/table-1/repeat/?areas=nonsense": 12,
}
# And of the secretary and administrators.
SECRETARYS = {
    "/actions/import/": 10,
    "/actions/change/?all=yes&filter=": 20,
    "/actions/owners/": 14,
    "/actions/boards/great-communities/end/": 10,
    "/messages/": 12,
    "/messages/?state=held": 12,
    "/messages/due/": 24,
    "/messages/?state=nonsense&page=nonsense": 12,
}
# And of owners, signed in.
OWNERS = {
    "/my-actions/": 20,
    "/my-reminders/": 8,
}
# And of the first screen of each role.
FIRST_SCREENS = {"officer": 38, "reviewer": 38, "secretary": 46}
FILES = {"/actions/export.csv": 24, "/actions/export.xlsx": 24, "/actions/import/template.xlsx": 5}
LISTS = [
    "/evidence/publications/",
    "/evidence/findings/",
    "/evidence/populations/",
    "/evidence/citations/",
    "/evidence/glossary/",
    "/actions/",
    "/actions/services/",
    "/actions/policy/",
]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_opens_within_its_queries(client_of, board_member, address):
    client = client_of(board_member)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200
    assert len(queries) <= PAGES[address]
    page = response.content.decode()
    assert page.count("<h1") == 1
    assert " style=" not in page
    assert not re.search(r"<script(?![^>]*src=)", page)


@pytest.mark.parametrize("address", OFFICERS)
def test_an_officers_page_opens_within_its_queries(client_of, officer, reviewer, address):
    client = client_of(officer)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200
    assert len(queries) <= OFFICERS[address]
    page = response.content.decode()
    assert page.count("<h1") == 1
    assert " style=" not in page
    assert not re.search(r"<script(?![^>]*src=)", page)
    assert client_of(reviewer).get(address).status_code == 403


@pytest.mark.parametrize("address", SECRETARYS)
def test_a_secretarys_page_opens_within_its_queries(client_of, secretary, reviewer, address):
    for _ in range(3):
        makers.make_mail()
    client = client_of(secretary)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200
    assert len(queries) <= SECRETARYS[address]
    page = response.content.decode()
    assert page.count("<h1") == 1
    assert " style=" not in page
    assert client_of(reviewer).get(address).status_code == 403


@pytest.mark.parametrize("role", FIRST_SCREENS)
def test_a_first_screen_opens_within_its_queries(client_of, request, role):
    client = client_of(request.getfixturevalue(role))
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/").status_code == 200
    assert len(queries) <= FIRST_SCREENS[role]


@pytest.mark.parametrize("address", FILES)
def test_a_file_downloads_within_its_queries(client_of, secretary, address):
    client = client_of(secretary)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
        assert len(response.getvalue()) > 100
    assert len(queries) <= FILES[address]
    assert "attachment" in response["Content-Disposition"]


@pytest.mark.parametrize("address", OWNERS)
def test_an_owners_page_opens_within_its_queries(client_of, owner, owned_action, address):
    client = client_of(owner)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200
    assert len(queries) <= OWNERS[address]
    page = response.content.decode()
    assert page.count("<h1") == 1
    assert " style=" not in page


@pytest.mark.parametrize("address", [*OWNERS, *SECRETARYS])
def test_a_page_of_ones_own_asks_for_sign_in(address):
    assert Client().get(address)["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("address", [page for page in PAGES if page != "/accessibility/"])
def test_a_page_asks_for_sign_in(address):
    response = Client().get(address)
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("address", ["/accounts/login/", "/accessibility/", "/health/"])
def test_a_public_page_opens_to_anybody(db, address):
    assert Client().get(address).status_code == 200


def test_an_empty_sign_in_gets_sentences(db):
    page = Client().post("/accounts/login/", {}).content.decode()
    assert "Enter the e-mail address you were invited by." in page
    assert "Enter your password." in page


def test_an_empty_request_for_a_new_password_gets_a_sentence(db):
    page = Client().post("/accounts/password/reset/", {}).content.decode()
    assert "Enter the e-mail address you sign in with." in page


def test_sign_up_is_closed(db):
    page = Client().get("/accounts/signup/")
    assert 'name="password1"' not in page.content.decode()


@pytest.mark.parametrize("page", ["email", "confirm-email", "password/set"])
def test_nobody_changes_an_address_past_the_administrator(client_of, reviewer, page):
    assert client_of(reviewer).get(f"/accounts/{page}/").status_code == 404


def test_who_comes_back_to_a_confirmation_after_signing_in_lands_on_the_record(client_of, reviewer):
    finding = Finding.objects.first()
    response = client_of(reviewer).get(f"{finding.get_absolute_url()}confirm/")
    assert (response.status_code, response["Location"]) == (302, finding.get_absolute_url())
    finding.refresh_from_db()
    assert not finding.is_confirmed


def test_a_form_older_than_the_sign_in_is_refused_in_the_registers_words(db):
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {})
    assert response.status_code == 403
    assert "This page was too old to send" in response.content.decode()


def test_a_list_with_a_publication_that_nobody_graded_downloads_whole(client_of, reviewer):
    makers.make_finding(publication=makers.make_publication(title="Aardvarks, alone"))
    client = client_of(reviewer)
    for name, rows in (("publications", Publication), ("findings", Finding)):
        response = client.get(f"/evidence/{name}/?format=csv")
        lines = list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
        assert len(lines) == rows.objects.count() + 1
        assert sum("Not appraised" in line for line in lines) == 1


def test_the_matrix_downloads_the_share_that_its_page_shows(client_of, reviewer):
    text = client_of(reviewer).get("/groups/?format=csv").getvalue().decode()
    assert "12225 of 30975 (Table 3)" in text


def test_every_record_of_the_chapter_has_its_page(client_of, reviewer):
    client, chance = client_of(reviewer), random.Random(bars.SEED)
    records = [
        *Publication.objects.all(),
        *chance.sample(list(Finding.objects.all()), 25),
        *chance.sample(list(PopulationCount.objects.all()), 15),
        *chance.sample(list(PopulationGroup.objects.all()), 15),
    ]
    for record in records:
        assert client.get(record.get_absolute_url()).status_code == 200, record.get_absolute_url()


@pytest.mark.parametrize("number", range(1, 18))
def test_every_table_shows_that_print_and_sum_agree(client_of, reviewer, number):
    page = client_of(reviewer).get(f"/estimates/table-{number}/").content.decode()
    assert "agrees" in page
    assert "differs" not in page
    assert '<svg role="img" aria-label="' in page


@pytest.mark.parametrize(
    "address",
    [
        "/estimates/table-18/",
        "/estimates/table-99999999999999999999/",
        "/evidence/publications/no-such/",
        "/evidence/findings/no-such/",
        "/evidence/populations/no-such/",
        "/actions/no-such/",
        "/actions/recommendations/q/",
        "/boards/no-such/",
        "/groups/no-such/",
        "/nowhere/",
    ],
)
def test_an_unknown_address_gets_a_helpful_404(client_of, reviewer, address):
    response = client_of(reviewer).get(address)
    assert response.status_code == 404
    assert "Search" in response.content.decode()


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize(
    "nonsense",
    [
        "page=nonsense",
        "page=-1",
        "page=999999",
        "sort=nonsense",
        "sort=-publication__notes",
        "q=%00%27%22<script>",
        "year_from=nonsense",
        "grade=nonsense",
        "board=999999",
        "format=csv&page=7&sort=x",
    ],
)
def test_nonsense_in_an_address_is_never_an_error(client_of, reviewer, address, nonsense):
    response = client_of(reviewer).get(f"{address}?{nonsense}")
    assert response.status_code == 200
    if getattr(response, "streaming", False):
        b"".join(response.streaming_content)
    else:
        assert "<script>" not in response.content.decode()


@pytest.mark.parametrize(
    ("nonsense", "words"),
    [
        ("page=999999", "There is no page “999999”"),
        ("sort=nonsense", "This list cannot be sorted by “nonsense”"),
        ("year_from=nonsense", "Enter a number."),
        ("grade=nonsense", "Select a valid choice."),
    ],
)
def test_nonsense_gets_a_message(client_of, reviewer, nonsense, words):
    page = client_of(reviewer).get(f"/evidence/publications/?{nonsense}").content.decode()
    assert words in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("grade=strong", 7),
        ("grade=moderate", 6),
        ("identification=not-identified", 2),
        ("year_from=2018&year_to=2018&kind=survey", 1),
        ("standing=replaced", 1),
        ("q=crisis", 1),
    ],
)
def test_publications_are_filtered(client_of, reviewer, query, found):
    response = client_of(reviewer).get(f"/evidence/publications/?{query}")
    assert response.context["table"].page.paginator.count == found


def test_a_list_downloads_with_every_row_and_its_grade(client_of, reviewer):
    response = client_of(reviewer).get("/evidence/publications/?format=csv&grade=weak")
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Title,Year,Kind,Commissioned by,Grade,Standing,Findings")
    assert all("Weak, not confirmed" in line for line in lines[1:])
    assert len(lines) > 10


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("board_member", "Unified Prevention Board"),
        ("secretary", "What the board’s papers still need"),
        ("officer", "Your next 30 minutes"),
        ("reviewer", "Check a number"),
        ("owner", "My actions"),
        ("administrator", "People"),
    ],
)
def test_each_role_lands_on_its_own_first_screen(request, client_of, who, words):
    page = client_of(request.getfixturevalue(who)).get("/", follow=True).content.decode()
    assert f">{words}</h1>" in page


def test_a_board_member_who_owns_actions_finds_them(client_of, owner):
    owner.groups.add(Group.objects.get(name="Board member"))
    client = client_of(owner)
    page = client.get("/", follow=True).content.decode()
    assert 'href="/my-actions/"' in page
    assert ">My actions</h1>" in client.get("/my-actions/").content.decode()


def test_somebody_without_a_role_is_told_whom_to_ask(client_of, django_user_model):
    user = django_user_model.objects.create_user("nobody@example.org", name="Noor Body")
    page = client_of(user).get("/").content.decode()
    assert "Your account has no role yet" in page


def test_the_footer_names_whom_to_ask(client_of, reviewer):
    page = client_of(reviewer).get("/search/").content.decode()
    assert "Strategic Business Intelligence Team" in page


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("board_member", "/actions/set-up/"),
        ("board_member", "/actions/owners/appoint/"),
        ("board_member", "/evidence/import/"),
        ("reviewer", "/evidence/publications/dcms-cls-2017-18/look-up/"),
        ("officer", "/people/"),
        ("secretary", "/people/invite/"),
        ("reviewer", "/estimates/table-1/draft/"),
        ("reviewer", "/evidence/populations/import/"),
        ("secretary", "/estimates/new/"),
        ("administrator", "/estimates/table-1/repeat/"),
    ],
)
def test_a_page_for_another_role_is_refused_with_a_sentence(request, client_of, who, address):
    response = client_of(request.getfixturevalue(who)).get(address)
    assert response.status_code == 403
    assert "Only" in response.content.decode()


def test_officers_find_the_import_from_three_places(client_of, officer):
    client = client_of(officer)
    for address in ("/", "/evidence/publications/", "/admin/evidence/publication/"):
        page = client.get(address).content.decode()
        assert 'href="/evidence/import/"' in page, address


def test_the_import_opens_within_its_queries(client_of, officer):
    client = client_of(officer)
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/evidence/import/").content.decode()
    assert len(queries) <= 6
    assert page.count("<h1") == 1
    assert 'enctype="multipart/form-data"' in page
