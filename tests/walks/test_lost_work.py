"""Nothing that somebody did is lost, hidden or doubled by what somebody else does meanwhile."""

import pytest
from django.core.exceptions import ValidationError

from evidence import services
from evidence.models import (
    Appraisal,
    Citation,
    DuplicateDecision,
    Finding,
    FindingCitation,
    Publication,
    SourceCheck,
)
from loneliness.accounts.roles import Role
from loneliness.records import redaction
from loneliness.records import services as records
from loneliness.records.models import Redaction
from loneliness.records.services import StaleRecord
from loneliness.register.checks import checks
from tests import makers
from tests.walks.test_import import bring, counts, take

pytestmark = pytest.mark.django_db
ANSWERS = dict.fromkeys(("professional", "large", "method_clear", "self_selecting"), "unknown")


@pytest.fixture
def client(client_of, officer):
    return client_of(officer)


@pytest.fixture
def kept(officer):
    return makers.make_publication(officer)


@pytest.fixture
def merged(officer):
    return makers.make_publication(officer)


@pytest.fixture
def finding(officer, merged):
    return makers.make_finding(officer, publication=merged)


def is_open(finding):
    finding.refresh_from_db()
    return [str(change.kind) for change in checks().open_for(finding)]


def grade(client, publication, **given):
    """Save the page of a grade as somebody opened it before there was any."""
    about = {name: getattr(publication, name) for name in ("commissioner_kind", "sampling")}
    typed = about | ANSWERS | {"grade": "weak", "reason": "Mine.", "confidence": "high"}
    typed |= {"save": "yes", "version": "", "publication_version": publication.version}
    return client.post(f"/evidence/publications/{publication.key}/appraise/", typed | given)


def appraise(publication, by, grade="weak"):
    departs = {"departure_reason": "Read in full."} if grade != "weak" else {}
    made = Appraisal(publication=publication, grade=grade, reason=f"Is {grade}.", **departs)
    return services.appraise(made, by=by)


# --- merging


def test_a_withdrawal_still_asks_after_merging_and_after_undoing(officer, kept, merged, finding):
    population = makers.make_population(officer, publication=merged)
    merged.refresh_from_db()
    merged.standing, merged.standing_note = "withdrawn", "Wrong weights."
    services.enter(merged, by=officer)
    assert is_open(finding) == ["withdrawn"]
    merge = services.merge(kept, merged, by=officer, reason="The same PDF.")
    assert is_open(finding) == ["withdrawn"]
    assert checks().open_for(population)
    assert checks().open_for(kept)
    own = makers.make_finding(officer, publication=kept, percentage="7.5")
    assert is_open(own) == []
    services.undo_merge(merge, by=officer, reason="It was not.")
    assert is_open(finding) == ["withdrawn"]
    assert checks().open_for(kept) == []


def test_a_correction_still_asks_after_merging(officer, reviewer, kept, merged, finding):
    services.confirm_finding(finding, by=reviewer)
    same = {name: getattr(finding, name) for name in ("measure", "group", "area", "quoted_from")}
    new = Finding(
        percentage="6.5",
        decimals=1,
        quotation="6.5%",
        place="p. 2",
        supersede_reason="Misread.",
        interval_state=finding.interval_state,
        **same,
    )
    services.confirm_finding(services.correct(finding, new, by=officer), by=reviewer)
    assert is_open(finding) == ["superseded"]
    services.merge(kept, merged, by=officer, reason="The same PDF.")
    assert is_open(finding) == ["superseded"]
    assert is_open(Finding.objects.get(supersedes=finding)) == []


def test_findings_that_merging_puts_under_another_grade_ask(officer, kept, merged, finding):
    appraise(kept, officer)
    appraise(merged, officer, "strong")
    merge = services.merge(kept, merged, by=officer, reason="The same PDF.")
    assert is_open(finding) == ["regraded"]
    said = merged.changes.get().sentence
    assert said == f"Strong became weak: merged into {kept.key}. The same PDF."
    services.undo_merge(merge, by=officer, reason="It was not.")
    assert merged.changes.first().sentence.startswith("Weak became strong: taken out of")


def test_merging_under_the_same_grade_or_without_findings_asks_nothing(officer, kept, merged):
    appraise(kept, officer)
    appraise(merged, officer, "strong")
    services.merge(kept, merged, by=officer, reason="The same PDF.")
    assert not merged.changes.exists()


# --- grading


def test_a_page_opened_before_there_was_a_grade_does_not_overwrite_it(client, merged):
    other = makers.make_user(Role.OFFICER, name="Olive Other")
    theirs = appraise(merged, other)
    said = grade(client, merged).content.decode()
    assert "Somebody else changed this" in said
    theirs.refresh_from_db()
    assert (theirs.reason, theirs.history.count()) == ("Is weak.", 1)


def test_a_second_click_on_a_grade_changes_nothing(client, merged):
    for _ in range(2):
        assert grade(client, merged).status_code == 302
    assert Appraisal.history.filter(publication=merged).count() == 1


def test_two_new_grades_at_once_are_one(officer, merged):
    appraise(merged, officer)
    with pytest.raises(StaleRecord):
        appraise(merged, makers.make_user(Role.OFFICER))
    assert merged.appraisals.count() == 1


@pytest.mark.parametrize("seen", [0, 2])
def test_a_save_that_saw_another_version_is_refused(officer, merged, seen):
    with pytest.raises(StaleRecord):
        records.save(merged, by=officer, expected_version=seen)


# --- what is confirmed, said once, removed


def test_a_footnote_is_not_taken_from_a_confirmed_finding(officer, reviewer, finding):
    citation = Citation.objects.first()
    link = services.enter(FindingCitation(finding=finding, citation=citation), by=officer)
    services.confirm_finding(finding, by=reviewer)
    link = FindingCitation.objects.get(pk=link.pk)
    link.finding = makers.make_finding(officer, percentage="7.5")
    with pytest.raises(ValidationError, match="was confirmed and is never edited"):
        services.enter(link, by=officer)


def test_a_second_click_decides_and_checks_once(client, kept, merged, finding):
    for _ in range(2):
        client.post(f"/evidence/duplicates/{kept.key}/{merged.key}/", {"reason": "Two volumes."})
        said = {"outcome": "agrees", "place": "p. 1", "note": ""}
        client.post(f"/evidence/findings/{finding.key}/check/", said)
    assert DuplicateDecision.objects.count() == 1
    assert SourceCheck.objects.count() == 1
    client.post(f"/evidence/findings/{finding.key}/check/", said | {"place": "p. 2"})
    assert SourceCheck.objects.count() == 2


def test_words_in_other_letters_are_not_said_to_be_removed(administrator, officer):
    finding = makers.make_finding(officer, note="Mrs Ethel Example told us.")
    with pytest.raises(ValidationError, match="do not stand in that field"):
        redaction.redact(
            finding, by=administrator, field="note", words="mrs ethel example", reason="Named."
        )
    finding.refresh_from_db()
    assert "Ethel" in finding.note
    assert not Redaction.objects.exists()


def test_what_a_preview_found_can_still_be_removed(client, officer):
    made = makers.make_publication(officer, title="By mistake", doi="10.1000/mistake")
    file = bring(client, b"title,doi,year\nBy mistake,10.1000/mistake,2010\n", "rows.csv")
    services.remove(made, by=officer, reason="Entered by mistake.")
    assert not Publication.objects.filter(pk=made.pk).exists()
    assert client.get(file.get_absolute_url()).status_code == 200
    take(client, file)
    assert counts(file) == (1, 0, 0, 1, 0)


def test_what_an_import_added_by_mistake_can_be_removed(client, officer):
    file = bring(client, b"title,year\nA study added by mistake,2010\n", "rows.csv")
    take(client, file)
    made = Publication.objects.get(title="A study added by mistake")
    services.remove(made, by=officer, reason="Added by mistake.")
    assert counts(file) == (1, 1, 0, 0, 0)
    assert file.records.get().choice == "create"
    assert client.get(file.get_absolute_url()).status_code == 200
