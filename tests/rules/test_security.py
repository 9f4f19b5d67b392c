"""What every page tells the browser to refuse, and that nothing in the page needs it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests import makers
from tests.rules.routes import ON_SQLITE, World
from tests.rules.visits import Visitor, faults, is_page
from tests.unit.test_settings import PRODUCTION

pytestmark = ON_SQLITE
ROOT = Path(__file__).resolve().parents[2]
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
    "object-src": ["'none'"],
}


def policy_of(response):
    parts = [part.split() for part in response["Content-Security-Policy"].split(";")]
    return {part[0]: part[1:] for part in parts}


def graded(response):
    """The headers that are missing or weaker than they should be."""
    wrong = [name for name, value in HEADERS.items() if response.get(name) != value]
    if not response.has_header("Content-Security-Policy") or policy_of(response) != POLICY:
        wrong.append("Content-Security-Policy")
    allowed = response.get("Permissions-Policy", "")
    if not all(f"{what}=()" in allowed for what in ("camera", "geolocation", "microphone")):
        wrong.append("Permissions-Policy")
    return wrong


def test_every_answer_carries_the_headers_and_every_page_obeys_them():
    visitor, seen = Visitor(World()), set()
    found = {}
    for name, response in visitor.visits():
        seen.add(name)
        wrong = graded(response)
        if is_page(response):
            wrong += faults(response.content.decode())
        if wrong:
            found[name] = wrong
    assert found == {}
    assert len(seen) > 100


def test_a_page_for_each_role_obeys_the_policy():
    world = World()
    for role, account in world.accounts.items():
        client = Client()
        if account and account.is_active:
            client.force_login(account)
        for address in ("/", "/accounts/login/", "/accessibility/", "/no-such-page/"):
            response = client.get(address)
            assert graded(response) == [], (role, address)
            if response.status_code == 200:
                assert faults(response.content.decode()) == [], (role, address)


@pytest.mark.parametrize("who", ["officer", "administrator"])
def test_the_workshop_has_the_same_strict_policy(client_of, who):
    client = client_of(makers.make_person(who))
    for address in ("/admin/", "/admin/evidence/publication/", "/admin/evidence/publication/add/"):
        response = client.get(address)
        if response.status_code == 200:
            assert graded(response) == [], address
            assert faults(response.content.decode()) == [], address


@pytest.mark.parametrize(
    "bad",
    [
        "<p onclick='x()'>", "<p style='color: red'>", "<script>x()</script>", "<style>p{}</style>",
        "<a href='javascript:x()'>", "<a href=' JavaScript:x()'>", "<img src='data:text/html,x'>",
        "<iframe srcdoc='x'>",
    ],
)  # fmt: skip
def test_what_the_policy_refuses_is_found_in_a_page(bad):
    assert faults(f"<!doctype html><body>{bad}") != []


def test_no_directive_lets_inline_or_evaluated_script_run():
    given = [word for words in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].values()
             for word in words]  # fmt: skip
    assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "data:", "https:"} & set(given)


def test_a_missing_header_is_graded(client):
    response = client.get("/accounts/login/")
    assert graded(response) == []
    for name in [*HEADERS, "Content-Security-Policy", "Permissions-Policy"]:
        kept = response[name]
        del response[name]
        assert graded(response) == [name]
        response[name] = kept


def test_cookies_in_production_are_for_https_and_out_of_reach_of_script():
    ask = (
        "from django.conf import settings as s; print(s.SESSION_COOKIE_SECURE, "
        "s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.CSRF_COOKIE_HTTPONLY, "
        "s.SESSION_COOKIE_SAMESITE, s.CSRF_COOKIE_SAMESITE, s.SECURE_HSTS_SECONDS, "
        "s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME)"
    )
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", ask],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=True,
        env={"PATH": os.environ["PATH"], "REGISTER_READ_DOT_ENV": "no"} | PRODUCTION,
    )  # fmt: skip
    assert done.stdout.split() == [
        "True", "True", "True", "True", "Lax", "Lax", "31536000", "True",
        "__Host-sessionid", "__Host-csrftoken",
    ]  # fmt: skip


def test_the_session_s_cookie_is_out_of_reach_of_script_and_of_other_sites():
    makers.make_user(email="una@example.org", password=makers.PASSWORD)
    client = Client()
    client.post("/accounts/login/", {"login": "una@example.org", "password": makers.PASSWORD})
    for name in ("sessionid", "csrftoken"):
        cookie = client.cookies[name]
        assert (cookie["httponly"], cookie["samesite"], cookie["domain"]) == (True, "Lax", "")
    assert client.cookies["sessionid"]["expires"] == ""  # gone with the browser


def test_pages_are_not_kept_on_the_way_and_those_about_people_nowhere(client_of, administrator):
    client = client_of(administrator)
    assert client.get("/actions/")["Cache-Control"] == "private"
    for address in ("/messages/", "/people/"):
        assert client.get(address)["Cache-Control"] == "no-store, private"
