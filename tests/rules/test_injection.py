"""Nonsense and malice in addresses, headers, redirects and posted fields change nothing."""

import io
import re
import tracemalloc
import zipfile
from html.parser import HTMLParser
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpResponse
from django.test import Client

from actions import files
from loneliness.accounts.models import User
from loneliness.records import outbox
from loneliness.ui.forms import GovukForm
from tests import bars, makers
from tests.rules.filling import fill
from tests.rules.routes import ON_SQLITE, World
from tests.rules.visits import Visitor, readers

pytestmark = ON_SQLITE
NONSENSE = ("' OR 1=1; DROP TABLE x --\x00", "99999999999999999999", "../../../etc/passwd")
EVIL = "https://evil.example/"
COMMON = ("page", "sort", "q", "as-at")
REDIRECTS = ("next", "there", "back", "from", "return", "path", "url", "success_url")
NEVER_TYPED = {
    "approved_by", "approved_at", "confirmed_by", "confirmed_at", "decided_by", "entered_by",
    "fingerprint", "first_shown_on", "handled_by", "is_superuser", "issued_by", "posted_by",
    "posted_at", "recorded_by", "removed_by", "reported_by", "sent_at", "signed_by", "signed_at",
    "user_permissions",
}  # fmt: skip


class _Parameters(HTMLParser):
    """The names that a page's own links and forms put into its address."""

    def __init__(self):
        super().__init__()
        self.own, self.in_get_form = set(), False

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.in_get_form = given.get("method", "get").lower() == "get"
        elif self.in_get_form and given.get("name"):
            self.own.add(given["name"])
        elif tag == "a" and given.get("href", "").startswith("?"):
            self.own |= set(parse_qs(given["href"][1:], keep_blank_values=True))


@pytest.mark.filterwarnings("ignore:Use '__' to separate")
def test_nonsense_in_every_parameter_of_every_page_is_no_error():
    """A short run takes one sort for each page, and every other parameter alone."""
    visitor, asked = Visitor(World()), 0
    for place, (_, response, page) in enumerate(list(visitor.pages())):
        reader = _Parameters()
        reader.feed(page)
        for value in bars.size([NONSENSE[place % len(NONSENSE)]], NONSENSE):
            names = sorted({*COMMON, "format"} | reader.own)
            every = "&".join(f"{name}={quote(value)}" for name in names)
            asked += _is_no_error(visitor, response.wsgi_request, every)
        common = "&".join(f"{name}={quote(NONSENSE[0])}" for name in COMMON)
        own = sorted(reader.own - {"format"})
        singly = [f"{name}={quote(NONSENSE[0])}" for name in bars.size(own[place % 4 :: 4], own)]
        for query in (common, *singly):
            asked += _is_no_error(visitor, response.wsgi_request, query)
    assert asked > bars.size(250, 500)


def _is_no_error(visitor, request, query):
    response = visitor.again(request, query)
    assert response.status_code < 500, (request.path, query)
    if response.streaming:
        b"".join(response.streaming_content)
    return 1


def test_no_page_leads_out_of_the_register():
    visitor = Visitor(World())
    given = dict.fromkeys(REDIRECTS, EVIL)
    query = "?" + "&".join(f"{name}={quote(value)}" for name, value in given.items())
    led = 0
    for name, may in readers(letters="rw"):
        address = visitor.world.address(name, visitor.examples)
        for answer in _both(visitor.clients[may[0]], address, query, given):
            led += answer.status_code in (301, 302, 303, 307)
            assert urlsplit(answer.get("Location", "")).netloc in ("", "testserver"), name
    assert led > 20


def _both(client, address, query, given):
    for ask in (
        lambda: client.get(address + query),
        lambda: client.post(address + query, given),
        lambda: client.post(address, given | dict.fromkeys(REDIRECTS, "//evil.example")),
    ):
        with transaction.atomic():
            yield ask()
            transaction.set_rollback(True)


@pytest.mark.parametrize("there", [EVIL, "//evil.example", "/\\evil.example", "javascript:x()"])
def test_signing_in_leads_nowhere_else(there):
    makers.make_user("Board member", email="una@example.org", password=makers.PASSWORD)
    typed = {"login": "una@example.org", "password": makers.PASSWORD, "next": there}
    response = Client().post(f"/accounts/login/?next={quote(there)}", typed)
    assert response.status_code == 302
    assert response["Location"] == "/"


def test_every_form_that_is_sent_from_elsewhere_is_refused():
    world = World()
    examples = world.examples()
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.accounts["administrator"])
    let_in = []
    for name, _ in readers("w"):
        response = client.post(world.address(name, examples), {"once": "1", "happened": "Forged."})
        if response.status_code != 403 or "too old to send" not in response.content.decode():
            let_in.append(name)
    assert let_in == []


def test_nothing_that_is_stored_adds_a_header():
    visitor = Visitor(World())
    fill('a"\r\nSet-Cookie: evil=1\r\n\r\n<b>;x')
    files_seen = 0
    for name, response in visitor.visits():
        for header, value in response.headers.items():
            assert "\n" not in value, (name, header)
            assert "\r" not in value, (name, header)
        assert "evil" not in response.cookies, name
        if told := response.get("Content-Disposition"):
            files_seen += 1
            assert re.fullmatch(r"attachment; filename=\"[^\"\\/]+\"", told), (name, told)
    assert files_seen >= 12


def test_a_header_with_a_new_line_is_refused():
    with pytest.raises(ValueError, match="newlines"):
        HttpResponse(headers={"Content-Disposition": "attachment\r\nSet-Cookie: evil=1"})


def test_a_message_takes_no_header_from_what_is_stored():
    mail = outbox.post(
        key="a", kind="digest", to="a@example.org", text="Hello.",
        subject="Yours\r\nBcc: evil@example.org", name="Una\r\nBcc: evil@example.org",
    )  # fmt: skip
    assert "\n" not in mail.subject + mail.to_name
    with pytest.raises(Exception, match="valid email"):
        outbox.post(
            key="b", kind="digest", subject="Yours", text="Hello.",
            to="a@example.org\r\nBcc: evil@example.org",
        )  # fmt: skip


def _forms(kind=BaseForm):
    for one in kind.__subclasses__():
        yield one
        yield from _forms(one)


def test_no_form_has_a_field_that_only_the_register_fills():
    ours = [f for f in _forms() if f.__module__.split(".")[0] in
            ("actions", "estimates", "evidence", "loneliness")]  # fmt: skip
    assert len(ours) > 30
    assert any(issubclass(form, GovukForm) for form in ours)
    for form in ours:
        assert not NEVER_TYPED & set(getattr(form, "base_fields", {})), form


def test_fields_that_a_form_does_not_have_are_not_taken(
    client_of, owner, owned_action, administrator
):
    extra = {
        "posted_by": administrator.pk, "reported_by": 1, "version": 99, "confirmed_by": 1,
        "verified": "on", "posted_at": "2020-01-01", "corrects": 1, "told_by": "Forged",
    }  # fmt: skip
    typed = {"status": "in-progress", "rag": "green", "happened": "It began.", "once": "x"}
    response = client_of(owner).post(f"{owned_action.get_absolute_url()}update/", typed | extra)
    assert response.status_code == 302, response.content.decode()
    update = owned_action.updates.get()
    assert (update.posted_by, update.reported_by, update.told_by) == (owner, None, "")
    assert update.posted_at.year == 2026
    owned_action.refresh_from_db()
    assert owned_action.version == 1


def test_nobody_is_given_every_right_by_a_form(client_of, administrator):
    organisation = makers.make_post().organisation
    typed = {
        "name": "Ivy Invited", "email": "ivy@example.org", "organisation": organisation.pk,
        "roles": [administrator.groups.get().pk], "is_superuser": "on", "user_permissions": [1],
        "is_staff": "on", "password": "x",
    }  # fmt: skip
    client_of(administrator).post("/people/invite/", typed)
    invited = User.objects.filter(email="ivy@example.org")
    assert not invited.filter(is_superuser=True).exists()
    form = client_of(administrator).get(f"/admin/accounts/user/{administrator.pk}/change/")
    assert b'name="is_superuser"' not in form.content
    address = f"/admin/accounts/user/{administrator.pk}/change/"
    kept = {"name": administrator.name, "email": administrator.email, "is_active": "on"}
    client_of(administrator).post(address, kept | {"is_superuser": "on"})
    assert not User.objects.get(pk=administrator.pk).is_superuser


def test_a_packed_file_of_evidence_that_unpacks_to_too_much_is_refused_in_little_memory():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for part in range(20):
            file.writestr(f"xl/{part}.xml", b"0" * (10 << 20))
    content = packed.getvalue()
    assert len(content) < files.MOST_BYTES
    tracemalloc.start()
    with pytest.raises(ValidationError, match="unpacks to more than 100 MB"):
        files.taken(SimpleUploadedFile("bomb.xlsx", content))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 4 * len(content) + (1 << 20)
