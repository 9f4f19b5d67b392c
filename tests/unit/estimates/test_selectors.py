"""The answers of the tables: what they stand on, what else is said, and how it is read aloud."""

import pytest

from estimates import reading, selectors, services
from estimates.models import EstimateLine, EstimateTable
from evidence.models import Appraisal
from tests import makers

pytestmark = pytest.mark.django_db


@pytest.fixture
def answer_of(chapter):
    """A function: the answer of the table of a number, in full."""
    return lambda number: selectors.answer(
        EstimateTable.objects.get(chapter=chapter, number=number)
    )


def test_table_1_names_the_other_figures_for_the_same_people(answer_of):
    others = answer_of(1).others
    assert [(other.estimate, other.table and other.table.number) for other in others] == [
        (30975, 3),
        (31520, None),
    ]
    assert others[1].words == "at 5.5% overall"


def test_a_tables_own_percentage_is_no_other_figure(answer_of):
    assert answer_of(5).others == ()


def test_table_15_has_no_total_and_answers_by_its_only_line(answer_of):
    answer = answer_of(15)
    assert answer.revision.total is None
    assert (answer.total, answer.population, answer.printed_total) == (358, 2982, 358)


def test_a_table_of_two_lines_without_a_total_has_none(answer_of, officer, reviewer):
    table = answer_of(15).table
    only = table.lines.get()
    line = EstimateLine(
        table=table, label="Another", population=only.population, finding=only.finding
    )
    services.enter(line, by=officer)
    draft = services.draft_revision(table, by=officer, kind="new-data", reason="A line more.")
    makers.approve(draft, by=reviewer)
    answer = answer_of(15)
    assert (answer.total, answer.about, answer.population) == (None, None, None)
    assert reading.aloud(answer).startswith("This table has no answer")


def test_every_table_agrees_with_print():
    assert [answer.table.number for answer in selectors.answers() if not answer.agrees] == []


def test_the_weakest_evidence_is_that_of_the_percentages(answer_of):
    assert answer_of(11).evidence.tally == "1 weak"
    assert answer_of(1).evidence.weakest.grade == "strong"


def test_a_regrade_reaches_the_table_and_is_unconfirmed(answer_of, officer):
    publication = answer_of(1).lines[0].line.finding.publication
    appraisal = Appraisal(
        publication=publication,
        grade="weak",
        reason="The sample was not random after all.",
        departure_reason="The publisher says so.",
        appraised_by=officer,
    )
    makers.records.save(appraisal, by=officer)
    weakest = answer_of(1).evidence.weakest
    assert (weakest.grade, weakest.is_confirmed) == ("weak", False)


def test_table_1_read_aloud(answer_of):
    said = reading.aloud(answer_of(1))
    for words in (
        "About 32,000, printed as 31,878.",
        "An estimate, not a count",
        "4.9% of males and 6.2% of females",
        "573,090 people in Leicestershire (mid-2018)",
        "30,975 (Table 3) and 31,520 (at 5.5% overall)",
    ):
        assert words in said


def test_a_draft_waits_beside_the_answer(answer_of, officer):
    table = answer_of(1).table
    draft = services.draft_revision(table, by=officer, kind="new-data", reason="Again.")
    answer = answer_of(1)
    assert (answer.drafts, answer.revision.number) == ((draft,), 1)


def test_all_answers_take_six_queries(django_assert_num_queries, officer):
    table = EstimateTable.objects.order_by("pk").first()
    for number in (90, 91):
        with django_assert_num_queries(6):
            answers = selectors.answers()
            assert [answer.evidence.tally for answer in answers]
            assert [line.line.population.area.name for a in answers for line in a.lines]
        makers.records.save(
            EstimateTable(
                chapter=table.chapter,
                number=number,
                title="Ours",
                measure=table.measure,
                population_heading="a",
                percentage_heading="b",
                estimate_heading="c",
            ),
            by=officer,
        )
