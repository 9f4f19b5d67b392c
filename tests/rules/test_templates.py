"""The template of the test databases: never stale, never half made, copied with guards."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from evidence.models import Finding
from loneliness.records import guards
from tests import copies, templates
from tests.rules.test_guards import ALL

COUNTED = "SELECT count(*) FROM evidence_finding"
SOURCES = (
    "actions/migrations/0001_initial.py",
    "evidence/seed/findings.csv",
    "loneliness/records/seedfiles/loader.py",
    "estimates/models/__init__.py",
)
SQLITE = pytest.mark.skipif(connection.vendor != "sqlite", reason="the template is a SQLite file")


@pytest.fixture
def sources(tmp_path):
    """A folder with some of the files that a template is made from."""
    for name in (*SOURCES, *templates.ALSO):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {name}\n", "utf-8")
    return tmp_path


@pytest.mark.parametrize("name", SOURCES)
def test_a_changed_a_new_and_a_missing_source_give_other_fingerprints(sources, name):
    path = sources / name
    seen = [templates.fingerprint(sources)]
    path.write_text("# another\n", "utf-8")
    seen.append(templates.fingerprint(sources))
    shutil.copy(path, path.with_stem("0009_new"))
    seen.append(templates.fingerprint(sources))
    path.unlink()
    seen.append(templates.fingerprint(sources))
    assert len(set(seen)) == 4


def test_another_way_of_making_it_gives_another_fingerprint(sources):
    before = templates.fingerprint(sources)
    (sources / "tests/templates.py").write_text("# another\n", "utf-8")
    assert templates.fingerprint(sources) != before


def test_another_version_of_a_package_gives_another_fingerprint(sources, monkeypatch):
    before = templates.fingerprint(sources)
    monkeypatch.setattr(templates, "installed", lambda: [("Django", "5.2.20")])
    assert templates.fingerprint(sources) != before


def test_what_makes_no_rows_leaves_the_fingerprint_alone(sources):
    before = templates.fingerprint(sources)
    (sources / "actions/page.html").write_text("<p>", "utf-8")
    (sources / "tests/test_it.py").write_text("", "utf-8")
    assert templates.fingerprint(sources) == before


def test_every_app_of_ours_counts():
    named = {app.split(".")[0] for app in settings.INSTALLED_APPS}
    own = {name for name in named if (templates.ROOT / name).is_dir()}
    assert own == set(templates.APPS)


@pytest.fixture
def made(monkeypatch, tmp_path):
    """The addresses of the databases that were made, instead of making any, in a folder."""
    addresses = []

    def make(address):
        addresses.append(address)
        made = Path(address.removeprefix("sqlite:///"))
        for path in (made, copies.beside(made)):
            path.touch()

    monkeypatch.setenv("TEST_DATABASES", str(tmp_path))
    monkeypatch.setattr(templates, "_make", make)
    return addresses


def held(monkeypatch, key):
    monkeypatch.setattr(templates, "fingerprint", lambda: key)
    with templates.held(connection) as template:
        return template


@SQLITE
def test_a_template_is_made_once_and_another_takes_its_place(made, monkeypatch):
    first = held(monkeypatch, "first")
    assert held(monkeypatch, "first") == first
    assert len(made) == 1
    second = held(monkeypatch, "second")
    assert len(made) == 2
    left = {path for path in first.parent.iterdir() if path.name != "lock"}
    assert left == {second, copies.beside(second)}


@SQLITE
def test_a_template_that_broke_off_is_made_anew(made, monkeypatch):
    def breaks(address):
        make(address)
        raise RuntimeError("It broke off.")

    make = templates._make
    monkeypatch.setattr(templates, "_make", breaks)
    with pytest.raises(RuntimeError):
        held(monkeypatch, "first")
    monkeypatch.setattr(templates, "_make", make)
    assert held(monkeypatch, "first").exists()
    assert len(made) == 2


def test_what_goes_wrong_in_the_making_is_said():
    with pytest.raises(RuntimeError, match="unable to open database file"):
        templates._make("sqlite:////no/such/folder/register.sqlite3")


@pytest.mark.django_db
def test_a_copy_has_every_guard_and_the_rows_of_its_template(copied_database):
    assert guards.missing(connection, ALL) == []
    question = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(question)
        standing = sorted(cursor.fetchall())
    with templates.held(connection) as template:
        if connection.vendor == "sqlite":
            address = f"sqlite:///{template}"
        else:
            address = copies.address(connection.settings_dict, template)
        assert sorted(copies.ask(address, question)) == standing
        assert copies.ask(address, COUNTED) == [(Finding.objects.count(),)]
    assert sorted(copies.ask(copied_database, question)) == standing
    assert copies.ask(copied_database, COUNTED) == [(Finding.objects.count(),)]
