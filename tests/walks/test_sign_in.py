"""Signing in: a second factor for some roles, the council's directory, too many attempts."""

import re

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.test import Client

from loneliness.accounts.models import User
from loneliness.accounts.roles import Role
from tests import makers
from tests.walks.directory import Directory
from tests.walks.test_number import text_of

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
NEEDED = {Role.ADMINISTRATOR, Role.OFFICER}


@pytest.fixture(autouse=True)
def fresh_counts():
    """No attempts from another test."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def officer():
    return makers.make_person("officer", password=makers.PASSWORD)


def sign_in(client, user, password=makers.PASSWORD):
    return client.post(LOGIN, {"login": user.email, "password": password}, follow=True)


def code_of(secret):
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def set_up(client):
    """Set up an authenticator app; return its secret."""
    activate = "/accounts/2fa/totp/activate/"
    asked = client.get(activate, follow=True)
    assert "Is it still you?" in text_of(asked)
    entry = {"password": makers.PASSWORD, "next": activate}
    page = client.post("/accounts/reauthenticate/", entry, follow=True)
    assert "Set up your second factor" in text_of(page)
    assert b"<svg" in page.content
    assert b" style=" not in page.content
    secret = page.context["form"].secret
    done = client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)}, follow=True)
    assert "Your recovery codes" in text_of(done)
    return secret


def test_some_roles_may_not_work_without_a_second_factor(settings, officer):
    settings.SECOND_FACTOR_ROLES = NEEDED
    client = Client()
    assert "Is it still you?" in text_of(sign_in(client, officer))
    for address in ("/", "/evidence/publications/", "/admin/", "/messages/"):
        assert client.get(address)["Location"] == "/accounts/2fa/totp/activate/"
    set_up(client)
    assert client.get("/evidence/publications/").status_code == 200


def test_the_others_and_the_trial_are_not_held_up(settings, officer):
    settings.SECOND_FACTOR_ROLES = set()
    client = Client()
    sign_in(client, officer)
    assert client.get("/evidence/publications/").status_code == 200
    settings.SECOND_FACTOR_ROLES = NEEDED
    member = makers.make_person("board_member", password=makers.PASSWORD)
    client = Client()
    sign_in(client, member)
    assert client.get("/evidence/publications/").status_code == 200


def test_signing_in_again_asks_for_the_second_factor(officer):
    client = Client()
    sign_in(client, officer)
    secret = set_up(client)
    again = Client()
    assert "Type the six figures" in text_of(sign_in(again, officer))
    assert again.get("/evidence/publications/").status_code == 302
    wrong = again.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert "Error" in text_of(wrong)
    with time_machine.travel("2026-11-24T10:02:00+00:00", tick=False):
        again.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
        assert again.get("/evidence/publications/").status_code == 200


def test_a_recovery_code_opens_the_account_once(officer):
    client = Client()
    sign_in(client, officer)
    set_up(client)
    page = client.get("/accounts/2fa/recovery-codes/").content.decode()
    code = re.search(r"<code>([^<]+)</code>", page).group(1)
    for expected in (200, 302):
        again = Client()
        sign_in(again, officer)
        again.post("/accounts/2fa/authenticate/", {"code": code})
        assert again.get("/evidence/publications/").status_code == expected


def test_secrets_are_kept_encrypted(officer):
    client = Client()
    sign_in(client, officer)
    secret = set_up(client)
    kept = Authenticator.objects.get(user=officer, type="totp").data
    assert secret not in str(kept)


def test_too_many_wrong_passwords_are_slowed_down(officer):
    client = Client()
    pages = [text_of(sign_in(client, officer, "wrong-password")) for _ in range(6)]
    assert "Too many failed login attempts" in pages[-1]
    assert "Too many failed login attempts" in text_of(sign_in(client, officer))


def test_a_closed_account_is_out_on_the_next_request(officer):
    client = Client()
    sign_in(client, officer)
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert client.get("/evidence/publications/")["Location"].startswith(LOGIN)


@pytest.mark.parametrize("password", ["short", "password1234", "edward-evidence"])
def test_weak_passwords_are_refused_with_a_reason(officer, password):
    client = Client()
    sign_in(client, officer)
    entry = {
        "oldpassword": makers.PASSWORD, "password1": password, "password2": password,
    }  # fmt: skip
    page = client.post("/accounts/password/change/", entry)
    assert "This password" in text_of(page) or "The password" in text_of(page)
    assert User.objects.get(pk=officer.pk).check_password(makers.PASSWORD)


@pytest.fixture
def directory(settings):
    """The council's directory, and the register told of it."""
    running = Directory()
    app = {
        "provider_id": "council", "name": "council account", "client_id": "register",
        "secret": "secret", "settings": {"server_url": running.address},
    }  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"VERIFIED_EMAIL": True, "OAUTH_PKCE_ENABLED": True, "APPS": [app]}
    }
    yield running
    running.close()


def by_directory(client, directory):
    led = client.post("/accounts/oidc/council/login/")
    assert led["Location"].startswith(f"{directory.address}/authorize")
    return client.get(directory.send_back(led["Location"]), follow=True)


def test_the_directory_signs_in_whoever_was_invited(settings, directory, officer):
    settings.SECOND_FACTOR_ROLES = NEEDED
    directory.email = officer.email
    client = Client()
    assert "Sign in with your council account" in text_of(client.get(LOGIN))
    by_directory(client, directory)
    assert client.get("/evidence/publications/").status_code == 200


def test_the_directory_signs_in_nobody_else(directory, officer):
    directory.email = "stranger@example.org"
    client = Client()
    by_directory(client, directory)
    assert client.get("/evidence/publications/").status_code == 302
    assert not User.objects.filter(email="stranger@example.org").exists()
    officer.is_active = False
    officer.save()
    directory.email = officer.email
    by_directory(client, directory)
    assert client.get("/evidence/publications/").status_code == 302


def test_a_directory_that_refuses_says_so_in_a_sentence(directory, officer):
    directory.email, directory.refuses = officer.email, True
    client = Client()
    page = text_of(by_directory(client, directory))
    assert "You were not signed in" in page or "could not be signed in" in page


def test_pages_that_the_register_does_without_are_closed(officer):
    client = Client()
    sign_in(client, officer)
    for address in ("/accounts/3rdparty/", "/accounts/3rdparty/signup/", "/accounts/email/"):
        assert client.get(address).status_code == 404, address
