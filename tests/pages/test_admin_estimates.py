"""Tables, accounts and the secretary's records in the workshop."""

import pytest
from django.contrib.auth.models import Group

from actions.models import Action, ActionTable, Board, Holding, Organisation, Person, Recommendation
from estimates.models import Caveat, EstimateLine, EstimateTable
from evidence.models import Area, Finding
from loneliness.accounts.models import User
from tests import makers
from tests.pages.admin_forms import add_rows, address, sentences, submit


@pytest.fixture
def desk(chapter, officer, client_of):
    """The browser of an officer."""
    return client_of(officer)


@pytest.fixture
def office(chapter, secretary, client_of):
    """The browser of the board secretary."""
    return client_of(secretary)


@pytest.fixture
def sum_of():
    """A count and a percentage to apply to it."""
    return makers.make_population(area=Area.objects.first()), makers.make_finding()


def new_table(desk, **typed):
    table = EstimateTable.objects.first()
    typed = {
        "title": "Lonely in the Vale", "measure": table.measure_id, "population_heading": "People",
        "percentage_heading": "Rate", "estimate_heading": "Estimate",
    } | typed  # fmt: skip
    return submit(desk, address(EstimateTable, "add"), **typed)


def test_new_table_takes_the_next_free_number(desk):
    highest = EstimateTable.objects.order_by("-number").first().number
    assert new_table(desk).status_code == 302
    assert EstimateTable.objects.get(title="Lonely in the Vale").number == highest + 1


def test_number_that_is_taken_gets_a_sentence(desk):
    assert "already has a table of this number" in sentences(new_table(desk, number="1"))


def test_new_line_is_saved_last_and_leads_to_a_new_version(desk, officer, sum_of):
    count, finding = sum_of
    table = EstimateTable.objects.get(number=1)
    row = {"label": "The Vale", "population": count.pk, "finding": finding.pk}
    where = address(EstimateTable, "change", table.pk)
    response = add_rows(desk, where, "lines", row)
    assert response.status_code == 302
    line = EstimateLine.objects.get(label="The Vale")
    assert line.position == table.lines.count()
    assert line.history.get().history_user == officer
    page = desk.get(response.url).content.decode()
    assert "Work it out again to make a new version" in page
    assert "/estimates/table-1/draft/" in page
    assert list(EstimateTable.objects.search("vale")) == [table]


def test_line_from_a_finding_without_percentage_gets_a_sentence(desk, sum_of):
    count, _ = sum_of
    other = Finding.objects.filter(percentage=None).first()
    row = {"label": "The Vale", "population": count.pk, "finding": other.pk}
    where = address(EstimateTable, "change", EstimateTable.objects.first().pk)
    said = sentences(add_rows(desk, where, "lines", row))
    assert "Choose a finding that states a percentage" in said


def test_place_that_is_taken_gets_a_sentence(desk, sum_of):
    count, finding = sum_of
    row = {"label": "The Vale", "population": count.pk, "finding": finding.pk, "position": "1"}
    where = address(EstimateTable, "change", EstimateTable.objects.first().pk)
    assert sentences(add_rows(desk, where, "lines", row))


def test_line_changed_by_somebody_else_is_not_overwritten(desk):
    table = EstimateTable.objects.get(number=1)
    line = table.lines.first()
    EstimateLine.objects.filter(pk=line.pk).update(version=5)
    where = address(EstimateTable, "change", table.pk)
    typed = {"lines-0-label": "Mine", "lines-0-seen_version": "1"}
    assert "Somebody else changed this table line" in sentences(submit(desk, where, **typed))
    line.refresh_from_db()
    assert line.label != "Mine"


def test_caution_names_a_line_of_its_own_table(desk):
    first, second = EstimateTable.objects.all()[:2]
    typed = {"kind": "period", "sentence": "The years differ.", "table": first.pk}
    where = address(Caveat, "add")
    said = sentences(submit(desk, where, line=second.lines.first().pk, **typed))
    assert "stands in another table" in said
    assert submit(desk, where, line=first.lines.first().pk, **typed).status_code == 302


def test_secretary_sets_a_response_and_the_words_stay(office):
    recommendation = Recommendation.objects.get(letter="a")
    where = address(Recommendation, "change", recommendation.pk)
    said = sentences(submit(office, where, response="accepted"))
    assert "Give the reason for the response" in said
    typed = {"response": "accepted", "response_reason": "Agreed in June", "text": "Other words"}
    assert submit(office, where, **typed).status_code == 302
    stored = Recommendation.objects.get(letter="a")
    assert (stored.response, stored.text) == ("accepted", recommendation.text)


def test_secretary_adds_an_action_with_what_it_rests_on(office):
    where = address(Action, "add")
    typed = {
        "title": "Train the drivers",
        "recommendation_links-TOTAL_FORMS": "1",
        "recommendation_links-0-recommendation": Recommendation.objects.first().pk,
        "table_links-TOTAL_FORMS": "1",
        "table_links-0-table": EstimateTable.objects.first().pk,
    }
    assert submit(office, where, **typed).status_code == 302
    action = Action.objects.get(key="train-the-drivers")
    assert ActionTable.objects.get(action=action).table == EstimateTable.objects.first()
    said = sentences(
        submit(
            office,
            address(Action, "change", action.pk),
            first_due_on="2027-01-01",
            review_on="2027-01-01",
        )
    )
    assert "not both" in said


def test_post_is_held_by_one_person_at_a_time(office, owner):
    post = Holding.objects.first().post
    person = Person.objects.create(
        name="Nora New", email="nora@example.org", organisation=Organisation.objects.first()
    )
    row = {"person": person.pk, "started_on": "2026-11-01"}
    said = sentences(add_rows(office, address(type(post), "change", post.pk), "holdings", row))
    assert "holds this post from 1 April 2026: choose another day." in said


def test_officer_does_not_look_after_boards(desk):
    assert desk.get(address(Board, "add")).status_code == 403


def test_administrator_changes_roles_and_access(administrator, board_member, client_of):
    reviewer_role = Group.objects.get(name="Reviewer")
    where = address(User, "change", board_member.pk)
    assert submit(client_of(administrator), where, roles=[reviewer_role.pk]).status_code == 302
    changed = User.objects.get(pk=board_member.pk)
    assert changed.role_names == {"Reviewer"}
    assert changed.is_staff


def test_administrator_cannot_give_every_right(administrator, client_of):
    where = address(User, "change", administrator.pk)
    client = client_of(administrator)
    page = client.get(where).content.decode()
    assert "is_superuser" not in page
    assert "password" not in page.split("<form", 2)[-1].lower()
    submit(client, where, is_superuser="on", is_staff="on")
    assert not User.objects.get(pk=administrator.pk).is_superuser


def test_administrator_cannot_end_their_own_access(administrator, client_of):
    where = address(User, "change", administrator.pk)
    assert "Somebody else" in sentences(submit(client_of(administrator), where, roles=[]))


def test_superusers_account_is_not_an_administrators_to_change(administrator, superuser, client_of):
    where = address(User, "change", superuser.pk)
    said = sentences(submit(client_of(administrator), where, email="mine@example.org"))
    assert "Only somebody with every right" in said
