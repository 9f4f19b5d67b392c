"""Guessing passwords is slowed down and noted; what ends a session ends all of them."""

import logging

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from loneliness.accounts.models import User
from tests import makers
from tests.walks.test_number import text_of

pytestmark = pytest.mark.django_db
ADDRESS = "una@example.org"
NEW = "quite-another-one-2027"


@pytest.fixture(autouse=True)
def fresh_count():
    """How often somebody guessed is kept in the cache: begin and end without."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def una():
    return makers.make_user("Board member", email=ADDRESS, password=makers.PASSWORD)


def sign_in(client, password=makers.PASSWORD, address=ADDRESS):
    return client.post("/accounts/login/", {"login": address, "password": password})


def test_guessing_is_stopped_after_five(una):
    for _ in range(5):
        assert sign_in(Client(), "not-this-one-2026").status_code == 200
    assert sign_in(Client()).status_code != 302
    cache.clear()
    assert sign_in(Client()).status_code == 302  # the password was right all the time


def test_signing_in_and_failing_to_is_noted_without_the_password(una, caplog):
    with caplog.at_level(logging.INFO, "register.sign_in"):
        sign_in(Client(), "not-this-one-2026", "una@example.org\nforged line")
        sign_in(Client(), "not-this-one-2026")
        sign_in(Client())
    refused = [one.getMessage() for one in caplog.records if one.levelno == logging.WARNING]
    assert f"Sign-in refused for account {una.pk}" in refused
    assert f"Account {una.pk} signed in" in caplog.messages
    said = "".join(caplog.messages)
    assert "\n" not in said
    assert "not-this-one" not in said
    assert "una@" not in said
    assert makers.PASSWORD not in said


def test_what_is_refused_to_somebody_is_noted(una, client_of, caplog):
    with caplog.at_level(logging.WARNING, "django.request"):
        assert client_of(una).get("/people/invite/").status_code in (403, 404)
    assert any("/people/invite/" in one for one in caplog.messages)


def test_an_unknown_address_and_a_wrong_password_are_told_the_same(una):
    known = text_of(sign_in(Client(), "not-this-one-2026"))
    unknown = text_of(sign_in(Client(), "not-this-one-2026", "nobody@example.org"))
    assert known.replace(ADDRESS, "") == unknown.replace("nobody@example.org", "")


def test_a_new_session_begins_with_signing_in_and_ends_with_signing_out(una):
    client = Client()
    client.get("/accounts/login/")
    sign_in(client)
    key = client.cookies["sessionid"].value
    stolen = Client()
    stolen.cookies["sessionid"] = key
    assert stolen.get("/groups/").status_code == 200
    client.post("/accounts/logout/")
    assert not Session.objects.filter(session_key=key).exists()
    stolen.cookies["sessionid"] = key
    assert stolen.get("/groups/").status_code == 302


def test_a_new_password_needs_the_old_one_and_ends_all_other_sessions(una):
    here, elsewhere = Client(), Client()
    sign_in(here)
    sign_in(elsewhere)
    typed = {"oldpassword": "not-this-one-2026", "password1": NEW, "password2": NEW}
    here.post("/accounts/password/change/", typed)
    assert elsewhere.get("/groups/").status_code == 200
    here.post("/accounts/password/change/", typed | {"oldpassword": makers.PASSWORD})
    assert here.get("/groups/").status_code == 200
    assert elsewhere.get("/groups/").status_code == 302


@pytest.mark.parametrize(
    ("password", "is_taken"),
    [("short-one", False), ("password1234", False), (NEW, True), ("ü " * 40 + "x", True)],
)
def test_a_password_is_long_and_not_common_and_otherwise_free(una, password, is_taken):
    client = Client()
    sign_in(client)
    typed = {"oldpassword": makers.PASSWORD, "password1": password, "password2": password}
    client.post("/accounts/password/change/", typed)
    assert User.objects.get(pk=una.pk).check_password(password) is is_taken
