"""Deciding on publications that look alike, merging them, and undoing that."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from evidence import merging, services
from evidence.models import Appraisal, DuplicateDecision, Finding, Publication
from tests import makers

pytestmark = pytest.mark.django_db
TWINS = {"title": "Alone at the allotment gate", "authors": "Ada Alone", "year": 2020}


@pytest.fixture
def kept(officer):
    return makers.make_publication(officer, **TWINS)


@pytest.fixture
def merged(officer):
    return makers.make_publication(officer, isbn="9780306406157", doi="10.1000/182", **TWINS)


def appraise(publication, by):
    appraisal = Appraisal(publication=publication, grade="weak", reason="Small.")
    return services.appraise(appraisal, publication, by=by)


def test_two_records_of_one_publication_are_found_until_decided(officer, kept, merged):
    (pair,) = merging.undecided()
    assert (pair.first, pair.second, pair.found.certain) == (kept, merged, False)
    assert [other for other, _ in merging.alike(merged)] == [kept]
    services.decide(merged, kept, "different", by=officer, reason="Another print.")
    assert merging.undecided() == []
    assert merging.alike(merged) == []
    services.decide(merged, kept, "same", by=officer, reason="No, the same.")
    assert len(merging.undecided()) == 1


def test_a_decision_needs_a_reason_and_an_officer(officer, reviewer, kept, merged):
    with pytest.raises(ValidationError, match="Say what shows"):
        services.decide(kept, merged, "same", by=officer, reason=" ")
    with pytest.raises(PermissionDenied):
        services.decide(kept, merged, "same", by=reviewer, reason="Same.")
    assert not DuplicateDecision.objects.exists()


def test_merging_moves_confirmed_findings_counts_and_grades(officer, reviewer, kept, merged):
    finding = makers.make_finding(officer, publication=merged)
    services.confirm_finding(finding, by=reviewer)
    population = makers.make_population(officer, publication=merged)
    grade = appraise(merged, officer)
    services.confirm_appraisal(grade, by=reviewer)
    moves = dict(merging.what_moves(kept, merged))
    assert sorted(moves.values()) == [0, 1, 1, 1]
    merge = services.merge(kept, merged, by=officer, reason="The same PDF.", fill=["isbn", "doi"])
    for row in (finding, population, grade):
        row.refresh_from_db()
        assert row.publication == kept
        assert row.history.first().history_user == officer
        assert row.history.first().publication_id == kept.pk
    kept.refresh_from_db()
    assert (kept.isbn, kept.doi) == ("9780306406157", "10.1000/182")
    assert Publication.objects.kept().filter(title=TWINS["title"]).count() == 1
    assert merging.undecided() == []
    services.undo_merge(merge, by=officer, reason="Two after all.")
    for row in (finding, population, grade):
        row.refresh_from_db()
        assert row.publication == merged
    kept.refresh_from_db()
    merged.refresh_from_db()
    assert (kept.isbn, kept.doi, merged.doi, merged.merged_into) == ("", "", "10.1000/182", None)
    assert merging.undecided() == []


def test_a_grade_of_the_kept_one_stays_in_force(officer, kept, merged):
    appraise(kept, officer)
    other = appraise(merged, officer)
    services.merge(kept, merged, by=officer, reason="Same.")
    other.refresh_from_db()
    assert other.publication == merged


def test_undoing_leaves_what_moved_on_since(officer, kept, merged):
    finding = makers.make_finding(officer, publication=merged)
    merge = services.merge(kept, merged, by=officer, reason="Same.")
    third = makers.make_publication(officer, title="Another report altogether")
    finding = Finding.objects.get(pk=finding.pk)
    finding.publication = third
    services.enter(finding, by=officer)
    services.undo_merge(merge, by=officer, reason="No.")
    finding.refresh_from_db()
    assert finding.publication == third


def test_chains_resolve_and_are_undone_from_the_end(officer, kept, merged):
    last = makers.make_publication(officer, title="The last of the three")
    first = services.merge(kept, merged, by=officer, reason="Same.")
    services.merge(last, kept, by=officer, reason="Same again.")
    merged.refresh_from_db()
    assert merging.kept_as(merged) == last
    with pytest.raises(ValidationError, match="undo that merging first"):
        services.undo_merge(first, by=officer, reason="No.")


def test_what_was_merged_is_not_merged_again_and_undone_once(officer, kept, merged):
    merge = services.merge(kept, merged, by=officer, reason="Same.")
    with pytest.raises(ValidationError, match="merged into another publication already"):
        services.merge(kept, merged, by=officer, reason="Same.")
    services.undo_merge(merge, by=officer, reason="No.")
    with pytest.raises(ValidationError, match="undone already"):
        services.undo_merge(merge, by=officer, reason="No.")


def test_only_an_officer_merges_and_only_two(officer, reviewer, kept, merged):
    with pytest.raises(PermissionDenied):
        services.merge(kept, merged, by=reviewer, reason="Same.")
    with pytest.raises(ValidationError, match="Choose another publication"):
        services.merge(kept, kept, by=officer, reason="Same.")
    with pytest.raises(ValidationError, match="Say what shows"):
        services.merge(kept, merged, by=officer, reason=" ")
