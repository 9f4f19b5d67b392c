"""Personal text taken out for good: from the record, its history and search, and nothing else."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection

from evidence import services
from evidence.models import Finding
from loneliness.records import guards, redaction
from loneliness.records.guards import Guard
from loneliness.records.models import Redaction
from tests import makers
from tests.rules.test_guards import ALL, is_refused
from tests.walks.test_number import text_of

pytestmark = pytest.mark.django_db
NAME = "Mrs Ethel Example of Oadby"
WHY = "Named by mistake"
MARK = f"[removed on 24 November 2026: {WHY}]"


@pytest.fixture
def finding(officer, reviewer):
    """A confirmed finding whose note names somebody, as an earlier note did."""
    made = makers.make_finding(officer, key="named", note=f"{NAME} told us.")
    made.note = f"According to {NAME}, so it is."
    services.enter(made, by=officer)
    return services.confirm_finding(made, by=reviewer)


def redact(client, finding, **given):
    typed = {"field": "note", "words": NAME, "reason": WHY} | given
    return client.post(f"/redact/evidence.finding/{finding.pk}/", typed, follow=True)


def test_words_go_from_row_history_and_search_and_the_guards_stand(
    client_of, administrator, finding
):
    client = client_of(administrator)
    assert "Remove personal text" in text_of(client.get(finding.get_absolute_url()))
    said = text_of(redact(client, finding))
    assert "Removed here and in the history." in said
    assert NAME not in said
    stored = Finding.objects.get(pk=finding.pk)
    assert stored.note == f"According to {MARK}, so it is."
    assert stored.confirmed_by == finding.confirmed_by
    notes = list(stored.history.values_list("note", flat=True))
    assert len(notes) == 3
    assert not any(NAME in note for note in notes)
    assert all(MARK in note for note in notes)
    assert "ethel" not in stored.search_text
    kept = Redaction.objects.get()
    assert (kept.model, kept.field, kept.removed_by) == ("evidence.finding", "note", administrator)
    assert kept.keyed_hash == redaction.keyed_hash(NAME)
    assert NAME not in kept.keyed_hash
    assert guards.missing(connection, ALL) == []
    assert is_refused(f"UPDATE evidence_finding SET note = '' WHERE id = {finding.pk}")
    assert is_refused("DELETE FROM evidence_historicalfinding")


def test_the_guards_come_back_as_they_were(finding, administrator):
    with connection.cursor() as cursor:
        before = redaction._guards(cursor, "evidence_finding")
        redaction.redact(finding, by=administrator, field="note", words=NAME, reason=WHY)
        assert redaction._guards(cursor, "evidence_finding") == before
    assert guards.missing(connection, [Guard("evidence_finding")]) == []


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"words": "Somebody else"}, "do not stand in that field"),
        ({"reason": ""}, "An answer is needed."),
        ({"field": "key"}, "Select a valid choice"),
        ({"words": ""}, "An answer is needed."),
    ],
)
def test_a_slip_removes_nothing(client_of, administrator, finding, given, sentence):
    assert sentence in text_of(redact(client_of(administrator), finding, **given))
    assert NAME in Finding.objects.get(pk=finding.pk).note
    assert not Redaction.objects.exists()
    assert guards.missing(connection, ALL) == []


def test_only_an_administrator_does(client_of, officer, reviewer, finding):
    for user in (officer, reviewer):
        assert redact(client_of(user), finding).status_code == 403
        page = client_of(user).get(finding.get_absolute_url())
        assert "Remove personal text" not in text_of(page)
    with pytest.raises(PermissionDenied):
        redaction.redact(finding, by=officer, field="note", words=NAME, reason=WHY)


@pytest.mark.parametrize("model", ["evidence.nothing", "x", "accounts.user", "records.redaction"])
def test_other_rows_are_not_found(client_of, administrator, model):
    assert client_of(administrator).get(f"/redact/{model}/1/").status_code == 404


def test_where_the_register_may_not_lift_guards_it_says_who_does(
    client_of, administrator, finding, monkeypatch
):
    monkeypatch.setattr(redaction, "may_lift", lambda: False)
    said = text_of(redact(client_of(administrator), finding))
    assert "loneliness-manage --owner redact" in said
    assert not Redaction.objects.exists()


def test_the_command_does_what_the_page_does(finding, administrator, officer, tmp_path):
    words = tmp_path / "words"
    words.write_text(f"{NAME}\n")
    given = ("redact", "evidence.finding", str(finding.pk), "note", str(words), "--reason", WHY)
    for who, sentence in (
        (officer, "Only an administrator"), (None, "Nobody signs in with"),
    ):  # fmt: skip
        with pytest.raises(CommandError, match=sentence):
            call_command(*given, "--by", who.email if who else "nobody@example.org")
    call_command(*given, "--by", administrator.email)
    assert NAME not in Finding.objects.get(pk=finding.pk).note
