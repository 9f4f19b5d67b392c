"""Recommendations with their actions, what is missing, and the estimates they rest on."""

import datetime

import pytest

from actions import selectors
from actions.models import Action, ActionRecommendation, ActionTable, Recommendation
from estimates.models import EstimateTable
from loneliness.accounts.models import User
from loneliness.records import services as records
from tests import makers

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 24)


def row(letter):
    rows = selectors.progress(TODAY).recommendations
    return next(row for row in rows if row.recommendation.letter == letter)


def tables_of(letter):
    return [answer.table.number for answer in row(letter).answers]


def test_a_recommendation_rests_on_tables_of_its_groups_and_of_those_within():
    assert tables_of("m") == [4]
    assert tables_of("b") == [14, 15]
    assert tables_of("l") == [2, 4, 9]


def test_a_recommendation_rests_on_no_table_of_a_wider_group():
    assert 2 not in tables_of("m")
    assert tables_of("a") == []


def test_a_recommendation_rests_on_what_its_action_names():
    action = Action.objects.get(recommendations__letter="a")
    table = EstimateTable.objects.get(number=8)
    records.save(ActionTable(action=action, table=table), by=User.objects.system())
    assert tables_of("a") == [8]


def test_the_evidence_under_a_recommendation():
    assert row("b").evidence.tally == "1 strong, 1 weak"
    assert row("b").evidence.weakest.grade == "weak"


def test_what_is_missing_is_said():
    state = row("a").actions[0]
    assert state.owner == "No owner yet"
    assert {"no owner yet", "no due date yet", "no update yet"} <= set(state.gaps)


def test_an_owner_whose_time_is_over_leaves_the_post_vacant(owner, owned_action):
    holding = owned_action.owner.holdings.get()
    holding.ended_on = TODAY - datetime.timedelta(days=1)
    records.save(holding, by=owner)
    state = selectors.action_states([owned_action], TODAY)[owned_action.pk]
    assert state.owner.endswith("vacant")
    assert "the owning post is vacant" in state.gaps
    assert selectors.owned_actions(owner, TODAY) == []


def test_an_owner_holds_the_post_up_to_the_last_day(owner, owned_action):
    holding = owned_action.owner.holdings.get()
    holding.ended_on = TODAY
    records.save(holding, by=owner)
    assert [state.action for state in selectors.owned_actions(owner, TODAY)] == [owned_action]


def test_the_newest_update_says_where_it_is(owner, owned_action):
    makers.make_update(owned_action, by=owner, rag="red")
    makers.make_update(owned_action, by=owner, rag="amber")
    state = selectors.action_states([owned_action], TODAY)[owned_action.pk]
    assert state.latest.rag == "amber"
    assert Action.objects.with_latest().get(pk=owned_action.pk).rag == "amber"


@pytest.mark.parametrize(
    ("due", "status", "late"),
    [
        (TODAY, "in-progress", 0),
        (TODAY - datetime.timedelta(days=3), "in-progress", 3),
        (TODAY - datetime.timedelta(days=3), "claimed-complete", 0),
        (TODAY - datetime.timedelta(days=3), "not-proceeding", 0),
        (None, "in-progress", 0),
    ],
)
def test_days_late(owner, due, status, late):
    action = makers.make_action(owner=owner, first_due_on=due)
    makers.make_update(action, by=owner, status=status)
    assert selectors.action_states([action], TODAY)[action.pk].days_late == late


def add_work(recommendation, owner):
    """Three more actions with an owner and an update."""
    for _ in range(3):
        action = makers.make_action(owner=owner)
        makers.make_update(action, by=owner)
        link = ActionRecommendation(action=action, recommendation=recommendation)
        records.save(link, by=owner)


def test_progress_takes_the_same_queries_however_much_there_is(owner, django_assert_num_queries):
    recommendation = Recommendation.objects.get(letter="a")
    add_work(recommendation, owner)
    for _ in range(2):
        with django_assert_num_queries(23):
            progress = selectors.progress(TODAY)
            assert [(state.owner, state.gaps) for state in progress.actions]
            assert len([state.evidence.tally for state in progress.recommendations]) == 16
        add_work(recommendation, owner)


def test_a_recommendation_counts_only_the_lines_of_its_groups():
    shares = {share.answer.table.number: share for share in row("p").shares}
    assert (shares[3].estimate, shares[3].about, shares[3].is_whole) == (12225, 12000, False)
    widowed = {share.answer.table.number: share.estimate for share in row("n").shares}[13]
    assert widowed < 16236
    assert all(share.is_whole for share in row("m").shares)
