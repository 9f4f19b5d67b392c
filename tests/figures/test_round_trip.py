"""The chapter in and out: the same bytes, nothing twice, nothing of people's work overwritten."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from actions.models import RecommendationGroup
from evidence.models import GlossaryTerm, Publication
from loneliness.accounts.models import User
from loneliness.records import services as records

pytestmark = pytest.mark.django_db
SEED = sorted(settings.BASE_DIR.glob("*/seed/*.csv"))


def load(capsys):
    capsys.readouterr()
    call_command("load_chapter")
    return capsys.readouterr().out.splitlines()


def test_the_export_is_the_seed_byte_for_byte(tmp_path, capsys):
    call_command("export_chapter", tmp_path)
    written = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*.csv")}
    assert written == {path.relative_to(settings.BASE_DIR): path.read_bytes() for path in SEED}
    assert capsys.readouterr().out.count("\n") == len(SEED)


def test_the_seed_is_lf_without_a_mark():
    assert [path.name for path in SEED if b"\r" in path.read_bytes()] == []
    assert [path.name for path in SEED if path.read_bytes().startswith(b"\xef\xbb\xbf")] == []


def test_a_second_load_changes_nothing(capsys):
    rows = Publication.history.count()
    assert load(capsys)[-1].startswith("0 added, 0 changed, ")
    assert Publication.history.count() == rows


def test_an_edited_row_is_kept_listed_and_exported(officer, capsys, tmp_path):
    term = GlossaryTerm.objects.first()
    term.meaning = "=In an officer's words"
    records.save(term, by=officer)
    printed = load(capsys)
    assert f"kept, edited since: glossary.csv {term.term}" in printed
    assert printed[-1].startswith("0 added, 0 changed, ")
    call_command("export_chapter", tmp_path)
    assert ",=In an officer's words\n" in Path(tmp_path / "evidence/seed/glossary.csv").read_text()


def test_an_edited_row_is_kept_though_the_system_saved_it_since(officer, capsys):
    publication = Publication.objects.first()
    publication.notes = "Read by an officer."
    records.save(publication, by=officer)
    records.save(publication, by=User.objects.system())
    assert f"kept, edited since: publications.csv {publication.key}" in load(capsys)


def test_a_link_that_somebody_took_away_stays_away(secretary, capsys):
    link = RecommendationGroup.objects.first()
    named = f"{link.recommendation.letter}, {link.group.code}"
    records.remove(link, by=secretary)
    printed = load(capsys)
    assert f"kept, edited since: recommendation_groups.csv {named}" in printed
    assert printed[-1].startswith("0 added, 0 changed, ")
