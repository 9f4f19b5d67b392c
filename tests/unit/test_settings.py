"""Settings: the embedded mode needs nothing; production refuses to start with anything missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WARNINGS = ("-W", "error")
PRODUCTION = {
    "REGISTER_MODE": "production",
    "SECRET_KEY": "k" * 30 + "0123456789abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "register.example.gov.uk",
    "DATABASE_URL": "postgres://register:secret@localhost:5432/register",
    "CACHE_URL": "redis://localhost:6379/1",
}


@pytest.fixture
def manage(tmp_path):
    """A function: run a command with these variables and no others of the register's."""

    def run(*command, **environment):
        environment = {"REGISTER_VAR_DIR": str(tmp_path), **environment}
        return subprocess.run(
            [sys.executable, *WARNINGS, "manage.py", *command],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "REGISTER_READ_DOT_ENV": "no"} | environment,
            capture_output=True,
            text=True,
            timeout=60,
        )

    return run


def test_embedded_needs_no_variable(manage, tmp_path):
    done = manage("check")
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_the_embedded_secret_is_made_once(manage, tmp_path):
    manage("check")
    secret = (tmp_path / "secret-key").read_text()
    manage("check")
    assert (tmp_path / "secret-key").read_text() == secret
    assert len(secret) >= 50


def test_embedded_answers_this_machine_only(manage):
    done = manage("shell", "-c", "from django.conf import settings as s; print(s.ALLOWED_HOSTS)")
    assert done.stdout.splitlines()[-1] == "['127.0.0.1', 'localhost', '[::1]']"


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "CACHE_URL"])
def test_production_names_what_is_missing(manage, missing):
    given = {name: value for name, value in PRODUCTION.items() if name != missing}
    done = manage("check", **given)
    assert done.returncode != 0
    last = done.stderr.strip().splitlines()[-1]
    assert f"{missing} is not set. It is " in last
    assert ".env.example" in last
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("missing", ["OIDC_CLIENT_ID", "OIDC_SECRET"])
def test_a_directory_to_sign_in_with_is_named_whole_or_not_at_all(manage, missing):
    directory = {
        "OIDC_SERVER_URL": "https://login.example.org/tenant/v2.0",
        "OIDC_CLIENT_ID": "register",
        "OIDC_SECRET": "secret",
    }
    given = {name: value for name, value in directory.items() if name != missing}
    assert f"{missing} is not set." in manage("check", **(PRODUCTION | given)).stderr
    done = manage("check", "--deploy", "--fail-level", "WARNING", **(PRODUCTION | directory))
    assert (done.returncode, done.stderr) == (0, "")


def test_production_refuses_any_host(manage):
    done = manage("check", **(PRODUCTION | {"ALLOWED_HOSTS": "register.example.gov.uk, *"}))
    assert "ALLOWED_HOSTS may not be '*' in production" in done.stderr


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"SECRET_KEY": "short"}, "SECRET_KEY is too easy to guess"),
        ({"SECRET_KEY": "a" * 60}, "SECRET_KEY is too easy to guess"),
        (
            {"SECRET_KEY": "django-insecure-" + "0a1b2c3d4e5f" * 5},
            "SECRET_KEY is too easy to guess",
        ),
        ({"DATABASE_URL": "sqlite:////tmp/x.sqlite3"}, "DATABASE_URL names an SQLite file."),
        ({"SITE_URL": "http://register.example.gov.uk"}, "links in messages must lead to https"),
    ],
)
def test_production_refuses_what_is_insecure(manage, given, sentence):
    done = manage("check", **(PRODUCTION | given))
    assert done.returncode != 0
    assert sentence in done.stderr.strip().splitlines()[-1]
    assert "Traceback" not in done.stderr


def test_an_unknown_mode_is_refused(manage):
    done = manage("check", REGISTER_MODE="prod")
    assert "REGISTER_MODE is 'prod'." in done.stderr


def test_deployment_check_finds_nothing(manage):
    done = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert (done.returncode, done.stderr) == (0, "")
    assert "no issues (0 silenced)" in done.stdout


def test_deployment_check_can_fail(manage):
    done = manage("check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode != 0


def test_debug_is_never_on(manage):
    ask = "from django.conf import settings as s; print(s.DEBUG)"
    for variables in ({}, PRODUCTION):
        assert manage("shell", "-v0", "-c", ask, **variables).stdout.strip() == "False"
