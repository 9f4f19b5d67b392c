"""What must hold when a version is approved: answers that were given for something else do not."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from estimates import checking, comparable, guard, services
from estimates.guard import Looked
from estimates.models import Caveat
from estimates.services import Choice
from evidence.models import Area
from loneliness.records import services as records
from tests import makers
from tests.unit.estimates.test_guard import line

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(chapter):
    return chapter.tables.get(number=1)


def like(old, **given):
    """A percentage of the same question, group and ages as another."""
    same = {name: getattr(old, name) for name in ("group", "measure", "age_from", "age_to", "area")}
    return makers.make_finding(**same | {"period": old.period} | given)


def drafted(table, officer, finding, population=None):
    first = table.lines.get(position=1)
    choice = Choice(population or first.population, finding)
    return services.draft_revision(
        table, by=officer, kind="new-data", reason="Another figure", choices={1: choice}
    )


def waiting(revision):
    return {one.rule.name for one in checking.to_answer(revision)}


def caution(by, **about):
    made = Caveat(kind="evidence", sentence="Few were asked.", rule="base-under-30", **about)
    services.check_enter(made, by=by)
    records.save(made, by=by)
    return services.answer_caveat(made, by=by, answer="It may stand.")


def test_an_answer_on_the_old_percentage_does_not_cover_a_new_one(table, officer, reviewer):
    old = table.lines.get(position=1).finding
    caution(reviewer, finding=old)
    assert "base-under-30" in waiting(drafted(table, officer, like(old, base=12)))


def test_an_answer_on_the_new_percentage_covers_it(table, officer, reviewer):
    new = like(table.lines.get(position=1).finding, base=12)
    caution(reviewer, finding=new)
    assert "base-under-30" not in waiting(drafted(table, officer, new))


@pytest.mark.parametrize("change", [{"line": None}, {"rule": "unit"}])
def test_an_answered_caution_that_is_moved_is_asked_again(table, officer, reviewer, change):
    answered = caution(reviewer, table=table, line=table.lines.get(position=2))
    for name, value in change.items():
        setattr(answered, name, value)
    services.enter(answered, by=officer)
    answered.refresh_from_db()
    assert answered.answered_by is None


def test_an_officer_does_not_change_the_words_of_an_answer(table, officer, reviewer):
    answered = caution(reviewer, table=table)
    answered.answer = "All is well."
    services.enter(answered, by=officer)
    answered.refresh_from_db()
    assert (answered.answer, answered.answered_by) == ("It may stand.", reviewer)


def test_what_has_become_nonsense_since_is_not_approved(table, officer, reviewer):
    new = like(table.lines.get(position=1).finding)
    draft = drafted(table, officer, new)
    new.age_from, new.age_to = 10, 15
    records.save(new, by=officer)
    for one in checking.to_answer(draft):
        services.answer_rule(table, one, by=reviewer, answer="It may stand.")
    with pytest.raises(ValidationError, match="aged 10"):
        services.approve_revision(draft, by=reviewer)


def test_each_place_a_percentage_is_applied_to_is_looked_at(table):
    first, second = line(), line(2)
    second.finding = first.finding
    second.population = makers.make_population(
        group=first.population.group, area=Area.objects.get(code="netherlands")
    )
    found = guard.faults([Looked(table, [first, second], "exact-sum", False)])
    assert [one.position for one in found if one.rule.name == "geography"] == [2]


@pytest.mark.parametrize(
    ("first", "second", "is_found"),
    [
        ({}, {}, True),
        ({}, {"area": "leicestershire"}, True),
        ({"age_to": 24}, {"age_from": 20}, True),
        ({"age_to": 24}, {"age_from": 25}, False),
        ({"area": "birmingham"}, {"area": "leicestershire"}, False),
    ],
)
def test_the_same_people_counted_by_two_publications(table, first, second, is_found):
    def counted(position, given):
        area = Area.objects.get(code=given.pop("area", "england"))
        return line(position, population=given | {"area": area})

    found = guard.faults(
        [Looked(table, [counted(1, dict(first)), counted(2, dict(second))], "exact-sum", False)]
    )
    assert any(one.rule.name == "perhaps-twice" for one in found) == is_found


def test_a_part_of_a_part_is_counted_twice(table):
    whole = makers.make_population()
    part = makers.make_population(part_of=whole)
    inner = makers.make_population(part_of=part)
    lines = [line(), line(2)]
    lines[0].population, lines[1].population = whole, inner
    found = guard.faults([Looked(table, lines, "exact-sum", False)])
    assert "counted-twice" in {one.rule.name for one in found}


def test_a_correction_of_a_newer_edition_takes_its_place(table, officer, reviewer):
    row = table.lines.get(position=1)
    newer = like(row.finding, earlier=row.finding)
    row.finding = newer
    services.enter(row, by=officer)
    mended = like(newer, earlier=newer.earlier, supersedes=newer, supersede_reason="Misread")
    rows = list(table.lines.filter(position=1).select_related(*comparable.SOURCES))
    assert comparable.options(rows)[0].newest == mended


def test_a_correction_of_a_newer_edition_is_newer_than_the_older_one(table, officer, reviewer):
    row = table.lines.get(position=1)
    newer = like(row.finding, earlier=row.finding)
    mended = like(newer, earlier=newer.earlier, supersedes=newer, supersede_reason="Misread")
    rows = list(table.lines.filter(position=1).select_related(*comparable.SOURCES))
    assert comparable.options(rows)[0].newest == mended


def test_a_newer_edition_goes_before_a_correction_of_the_old_one(table):
    old = table.lines.get(position=1).finding
    newer = like(old, earlier=old, key="z-newer")
    like(old, supersedes=old, supersede_reason="Misread", key="a-mended")
    rows = list(table.lines.filter(position=1).select_related(*comparable.SOURCES))
    assert comparable.options(rows)[0].newest == newer


def test_a_table_without_a_total_still_has_an_answer(client_of, table, officer, reviewer):
    draft = services.draft_revision(
        table, by=officer, kind="change-of-method", reason="Lines only", rule="none"
    )
    makers.approve(draft, reviewer)
    client = client_of(reviewer)
    assert client.get("/estimates/table-1/quote/").status_code == 200
    page = client.get("/estimates/table-1/where-from/").content.decode()
    assert "no version of it has been approved" not in page
    page = client.get("/estimates/table-1/").content.decode()
    assert "This table has no answer in one figure" in page
    assert "no version of it has been approved" not in page


def test_a_version_of_the_same_people_as_another_table_wants_an_answer(table, officer, chapter):
    people = table.revisions.get(number=1).population_total
    count = makers.make_population(count=people, area=Area.objects.get(code="leicestershire"))
    rate = like(table.lines.get(position=1).finding, group=count.group, age_from=None)
    draft = drafted(chapter.tables.get(number=8), officer, rate, count)
    assert "same-people" in waiting(draft)


def test_approvals_of_one_table_wait_for_each_other(table, officer, reviewer):
    draft = services.draft_revision(
        table, by=officer, kind="change-of-method", reason="Lines only", rule="none"
    )
    for one in checking.to_answer(draft):
        services.answer_rule(table, one, by=reviewer, answer="It may stand.")
    with CaptureQueriesContext(connection) as told:
        services.approve_revision(draft, by=reviewer)
    locks = [query["sql"] for query in told if "FOR UPDATE" in query["sql"]]
    if connection.features.has_select_for_update:
        assert "estimates_estimatetable" in locks[0]


def test_a_draft_from_before_another_approval_is_drafted_anew(chapter, officer, reviewer, clock):
    table = chapter.tables.get(number=1)
    first = services.draft_revision(table, by=officer, kind="new-data", reason="First.")
    second = services.draft_revision(table, by=officer, kind="new-data", reason="Second.")
    clock.shift(60)
    makers.approve(first, by=reviewer)
    with pytest.raises(ValidationError, match="Version 2 was approved after this one was drafted"):
        makers.approve(second, by=reviewer)
    clock.shift(60)
    third = services.draft_revision(table, by=officer, kind="new-data", reason="Third.")
    makers.approve(third, by=reviewer)
    assert table.revisions.first().is_frozen
