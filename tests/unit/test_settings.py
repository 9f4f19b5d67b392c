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
DIRECTORY = {
    "OIDC_SERVER_URL": "https://login.example.org/tenant/v2.0",
    "OIDC_CLIENT_ID": "register",
    "OIDC_SECRET": "secret",
}


@pytest.fixture
def manage(tmp_path):
    """A function: run a command with these variables and no others of the register's."""
    return lambda *command, **given: run(tmp_path, "manage.py", *command, **given)


@pytest.fixture
def setting(tmp_path):
    """A function: what a setting is with these variables, without starting the register."""

    def read(name, **given):
        done = run(
            tmp_path, "-c", f"from loneliness import settings as s; print(s.{name})", **given
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    return read


def run(folder, *command, **given):
    """Run Python with these variables and no others of the register's."""
    environment = {"REGISTER_VAR_DIR": str(folder), **given}
    return subprocess.run(
        [sys.executable, *WARNINGS, *command],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "REGISTER_READ_DOT_ENV": "no"} | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_embedded_needs_no_variable(manage, tmp_path):
    done = manage("check")
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_the_embedded_secret_is_made_once(setting, tmp_path):
    first, second = setting("SECRET_KEY"), setting("SECRET_KEY")
    assert first == second == (tmp_path / "secret-key").read_text().strip()
    assert len(first) >= 50


def test_embedded_answers_this_machine_only(setting):
    assert setting("ALLOWED_HOSTS") == "['127.0.0.1', 'localhost', '[::1]']"


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
    given = {name: value for name, value in DIRECTORY.items() if name != missing}
    assert f"{missing} is not set." in manage("check", **(PRODUCTION | given)).stderr


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


@pytest.mark.parametrize("directory", [{}, DIRECTORY], ids=["alone", "with a directory"])
def test_deployment_check_finds_nothing(manage, directory):
    done = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION, **directory)
    assert (done.returncode, done.stderr) == (0, "")
    assert "no issues (0 silenced)" in done.stdout


def test_deployment_check_can_fail(manage):
    done = manage("check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode != 0


@pytest.mark.parametrize("given", [{}, PRODUCTION], ids=["embedded", "production"])
def test_debug_is_never_on(setting, given):
    assert setting("DEBUG", **given) == "False"
