"""What stands on what, the groups' matrix and the search."""

import pytest

from actions.models import Service, ServiceGroup
from estimates.models import EstimateTable
from estimates.selectors import answers
from evidence.models import Finding, PopulationCount, PopulationGroup, Publication
from loneliness.accounts.models import User
from loneliness.records import services as records
from loneliness.register import selectors
from tests import makers

pytestmark = pytest.mark.django_db


def test_on_a_publication_stand_its_tables_lines():
    publication = Publication.objects.get(key="csj-survival-of-the-fittest-2014")
    found = selectors.stands_on(answers(), publication=publication)
    assert [table.number for table in found.tables] == [5]
    assert [(table.number, line.position) for table, line in found.lines] == [(5, 1), (5, 2)]
    assert [recommendation.letter for recommendation in found.recommendations] == ["d", "n"]
    assert len(found.actions) == 2


def test_on_a_finding_a_count_and_a_table_stand_theirs():
    finding = Finding.objects.get(key="cls-2017-18-women")
    count = PopulationCount.objects.get(key="mid-2018-females-16-plus")
    table = EstimateTable.objects.get(number=1)
    assert len(selectors.stands_on(answers(), finding=finding).lines) == 1
    assert len(selectors.stands_on(answers(), population=count).lines) == 1
    assert len(selectors.stands_on(answers(), table=table).lines) == 2


def test_on_an_unused_publication_stands_nothing():
    found = selectors.stands_on(answers(), publication=makers.make_publication())
    assert (found.lines, found.tables, found.recommendations, found.actions) == ((), (), (), ())
    assert {kind: len(records) for kind, records in found.direct} == {
        "Findings": 0,
        "Population counts": 0,
        "Footnotes": 0,
        "Policy": 0,
    }


def test_what_names_a_record_itself_is_listed_by_kind():
    survey = Publication.objects.get(key="dcms-cls-2017-18")
    found = dict(selectors.stands_on(answers(), publication=survey).direct)
    assert len(found["Findings"]) == survey.findings.count() > 30
    assert {citation.number for citation in found["Footnotes"]} >= {3}
    counts = Publication.objects.get(key="ons-mid-2018-population")
    assert dict(selectors.stands_on(answers(), publication=counts).direct)["Population counts"]


def row_of(code):
    return selectors.matrix(PopulationGroup.objects.filter(code=code))[0]


def test_the_share_of_older_people_not_of_indian_origin():
    share = row_of("older-bme-except-indian").shares[0]
    assert (share.estimate, share.answer.total, share.is_whole) == (184, 362, False)


def test_a_whole_table_is_the_groups_own():
    share = row_of("older-bme").shares[0]
    assert (share.estimate, share.is_whole) == (362, True)


@pytest.mark.usefixtures("unguarded")
def test_a_table_whose_lines_are_not_summed_has_no_share(officer):
    table = EstimateTable.objects.get(number=11)
    table.revisions.update(total_rule="none", total=None, population_total=None)
    assert [share.estimate for share in row_of("older-bme-except-indian").shares] == [None]
    assert [share.estimate for share in row_of("older-bme").shares] == [None]


def serve(service, code):
    """Say that a service is for a group."""
    link = ServiceGroup(service=service, group=PopulationGroup.objects.get(code=code))
    records.save(link, by=User.objects.system())


def test_a_service_for_a_wider_or_narrower_group_counts_but_not_one_for_everybody():
    for code in ("older-people", "older-indian", "everyone", "homeless"):
        service = Service(
            key=code, name=code, sector="council", listed_in="section 6", description="Ours."
        )
        serve(records.save(service, by=User.objects.system()), code)
    services = {service.key for service in row_of("older-bme").services}
    assert {"older-people", "older-indian"} <= services
    assert not {"everyone", "homeless"} & services


def test_empty_cells_are_counted():
    row = row_of("homeless")
    assert (row.answers, row.gaps) == ((), 1)


def test_the_matrix_takes_the_same_queries_however_many_rows(django_assert_num_queries):
    groups = PopulationGroup.objects.all()
    for chosen in (groups.filter(code="men"), groups.risk_groups(), groups):
        listed = list(chosen)
        with django_assert_num_queries(16):
            rows = selectors.matrix(listed)
            assert [(row.grades, row.gaps, row.actions, row.services) for row in rows]
        makers.make_finding()


def kinds(query):
    return {found.kind: found for found in selectors.search(query)}


@pytest.mark.parametrize("query", ["31,878", "31878"])
def test_a_figure_is_found_with_and_without_its_comma(query):
    assert [table.number for table in kinds(query)["Tables"].records] == [1]


def test_a_percentage_is_found_as_printed():
    found = kinds("5.5%")["Findings"].records
    assert "cls-2017-18-adults" in {finding.key for finding in found}
    assert all(" 5.5% " in finding.search_text for finding in found)


def test_a_figure_is_found_whole_and_not_by_its_beginning():
    assert "Tables" not in kinds("3187")


def test_case_and_accents_do_not_matter():
    made = makers.make_publication(title="Naïve Loneliness in Châteauneuf")
    for query in ("naive CHATEAUNEUF", "Naïve châteauneuf", "chateau"):
        assert made in kinds(query)["Publications"].records


@pytest.mark.parametrize("query", ["", "   ", "?!", "%", "\x00"])
def test_a_blank_query_finds_nothing_and_asks_nothing(query, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert selectors.search(query) == []


def test_a_pasted_text_is_searched_by_its_first_words():
    words = " ".join(f"word{number}" for number in range(3000))
    assert selectors.search(words) == []


def test_search_takes_one_query_for_a_count_and_one_for_what_it_shows(django_assert_num_queries):
    for _ in range(2):
        with django_assert_num_queries(len(selectors.SEARCHED) + 1):
            found = selectors.search("31,878")
            assert [str(record) for one in found for record in one.records]
    for _ in range(2):
        makers.make_finding(quotation="zymurgy")
        with django_assert_num_queries(len(selectors.SEARCHED) + 1):
            records = kinds("zymurgy")["Findings"].records
            assert [(str(record), str(record.publication)) for record in records]


def test_a_finding_is_found_by_its_publications_new_title(officer):
    finding = makers.make_finding(by=officer)
    finding.publication.title = "Quiet houses of Oadby"
    records.save(finding.publication, by=officer)
    kinds = {found.kind: found.records for found in selectors.search("oadby quiet")}
    assert list(kinds["Findings"]) == [finding]
