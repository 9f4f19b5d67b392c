"""Grades that set the weakest, pages in a constant number of queries, groups that nest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimates.models import EstimateLine
from evidence import selectors, services
from evidence.models import Appraisal, Finding, Publication
from evidence.querysets import Nesting
from tests import makers

GROUPS = st.integers(1, 8)
LINKS = st.lists(st.tuples(GROUPS, GROUPS), max_size=20)


@given(links=LINKS, group=GROUPS, other=GROUPS)
def test_under_and_over_are_inverse(links, group, other):
    nesting = Nesting(links)
    assert (other in nesting.at_or_under(group)) == (group in nesting.at_or_over(other))


@given(links=LINKS, group=GROUPS)
def test_under_and_over_are_transitive_and_hold_the_group(links, group):
    nesting = Nesting(links)
    for reach in (nesting.at_or_under, nesting.at_or_over):
        reached = reach(group)
        assert group in reached
        assert reach(*reached) == reached


@given(links=LINKS)
def test_everything_that_nests_without_a_circle_lies_under_a_root(links):
    nesting = Nesting([(child, parent) for child, parent in links if parent < child])
    nested = {group for link in links if link[1] < link[0] for group in link}
    assert nesting.at_or_under(*nesting.roots) == nested


def graded(officer, grade, **fields):
    """A finding of a publication of this grade; of none without one."""
    finding = makers.make_finding(by=officer, **fields)
    if grade:
        services.enter(
            Appraisal(
                publication=finding.publication,
                grade=grade,
                reason="For the test.",
                departure_reason="For the test.",
            ),
            by=officer,
        )
    return finding


def evidence_of(*findings):
    in_force = selectors.appraisals_in_force(finding.publication_id for finding in findings)
    return selectors.evidence_of(findings, in_force)


@pytest.mark.django_db
def test_the_weakest_grade_and_the_tally(officer):
    grades = ("strong", "weak", "moderate", "strong", "not-graded", None)
    found = evidence_of(*(graded(officer, grade) for grade in grades))
    assert found.weakest.grade == "weak"
    assert found.tally == "2 strong, 1 moderate, 1 weak, 2 not graded"


@pytest.mark.django_db
def test_what_is_not_graded_never_sets_the_weakest_but_is_said(officer):
    found = evidence_of(graded(officer, "strong"), graded(officer, "not-graded"))
    assert found.weakest.grade == "strong"
    assert len(found.ungraded) == 1
    assert found.tally == "1 strong, 1 not graded"


@pytest.mark.django_db
def test_nothing_graded_has_no_weakest(officer):
    found = evidence_of(graded(officer, None))
    assert (found.weakest, found.tally) == (None, "1 not graded")


@pytest.mark.django_db
def test_a_publication_counts_once(officer):
    finding = graded(officer, "weak")
    second = makers.make_finding(by=officer, publication=finding.publication)
    assert evidence_of(finding, second).tally == "1 weak"


@pytest.mark.django_db
def test_of_two_as_weak_the_unconfirmed_is_named(officer, reviewer):
    confirmed, open_ = graded(officer, "weak"), graded(officer, "weak")
    services.confirm_appraisal(confirmed.publication.appraisals.get(), by=reviewer)
    assert evidence_of(confirmed, open_).weakest.publication == open_.publication


@pytest.mark.django_db
def test_the_newest_appraisal_is_in_force(officer):
    finding = graded(officer, "strong")
    services.enter(
        Appraisal(
            publication=finding.publication, grade="weak", reason="Read again: no method given."
        ),
        by=officer,
    )
    assert evidence_of(finding).weakest.grade == "weak"
    assert Publication.objects.with_grade().get(pk=finding.publication_id).grade == "weak"


@pytest.mark.django_db
def test_a_publications_page_takes_two_queries(officer, django_assert_num_queries):
    publication = graded(officer, "weak").publication
    for expected in (1, 4):
        with django_assert_num_queries(2):
            page = selectors.publication_page(publication)
            read = [(one.group.name, one.measure.code, one.entered_by) for one in page.findings]
        assert len(read) == expected
        assert page.appraisal.appraised_by == officer
        for _ in range(3):
            makers.make_finding(by=officer, publication=publication)


@pytest.mark.django_db
def test_what_carries_most_lines_is_confirmed_first():
    first = Finding.objects.unconfirmed_by_weight().first()
    assert first.weight == max(f.lines.count() for f in Finding.objects.filter(lines__gt=0))


@pytest.mark.django_db
def test_the_rates_behind_the_tables():
    carried, confirmed = selectors.rates_behind_tables()
    assert carried == len({line.finding_id for line in EstimateLine.objects.all()})
    assert confirmed == 0
