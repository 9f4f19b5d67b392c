"""What rows of plans would do to the register, and what they ask."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from actions import services
from actions.models import Action, Board, Milestone, PlanColumns, ProgressUpdate
from actions.plans.reading import Chosen
from loneliness.accounts.models import User
from loneliness.records import services as records
from tests import makers, plans

pytestmark = pytest.mark.django_db
DAY = datetime.date(2027, 3, 31)


@pytest.fixture
def board(chapter):
    return Board.objects.get(slug=makers.BOARD)


@pytest.fixture
def action(board):
    return makers.make_action(title="Hold a café", board=board)


def one(plan):
    return plan.rows.get()


def bring(by, *rows, **given):
    return plans.bring(by, plans.text(*rows), **given)


def answer(plan, by, **answers):
    given = {name.replace("_", "-"): text for name, text in answers.items()}
    services.answer_plan(plan, {1: given}, by=by)
    return one(plan)


def test_a_new_action_with_its_update(secretary, chapter):
    post = makers.make_post(held_by=makers.make_user(name="Ann Able"), title="Prevention lead")
    plan = bring(
        secretary,
        ("Action", "Lead", "By when", "Status", "RAG", "Progress", "Recs", "Milestones"),
        ("Visit clubs", "Ann Able", "Q3 2026/27", "Underway", "Amber", "Two visited.", "a, c",
         "All asked: 31 January 2027"),
    )  # fmt: skip
    assert plans.outcomes(plan) == ["added"]
    assert not Action.objects.filter(title="Visit clubs").exists()
    services.take_in_plan(plan, by=secretary)
    action = Action.objects.get(title="Visit clubs")
    update = action.updates.get()
    assert (action.owner, action.board.slug) == (post, makers.BOARD)
    assert action.first_due_on == datetime.date(2026, 12, 31)
    assert [one.letter for one in action.recommendations.order_by("letter")] == ["a", "c"]
    assert action.milestones.get().title == "All asked"
    assert (update.status, update.rag, update.happened) == ("in-progress", "amber", "Two visited.")
    assert update.told == (
        "told by Leicestershire County Council, by e-mail or letter, on 20 November 2026"
    )
    assert (update.posted_by, action.history.first().history_user) == (secretary, secretary)
    assert "Imported from plan.xlsx" in action.history.first().history_change_reason
    assert plans.counts(plan) == (1, 1, 0, 0, 0, 0)
    assert plan.reported == 1


def test_no_new_action_takes_the_address_of_a_page(secretary, chapter):
    plan = bring(secretary, ("Action", "Owner"), ("Import", "-"))
    services.take_in_plan(plan, by=secretary)
    assert Action.objects.get(title="Import").key == "import-action"


def test_a_second_time_changes_nothing(secretary, chapter):
    plan = bring(secretary, ("Action", "Owner"), ("Visit clubs", "-"))
    for _ in range(2):
        services.take_in_plan(plan, by=secretary)
    assert Action.objects.filter(title="Visit clubs").count() == 1
    again = bring(secretary, ("Action", "Owner"), ("VISIT  clubs.", ""))
    assert plans.outcomes(again) == ["same"]


def test_an_action_of_the_same_words_elsewhere_is_asked(secretary, chapter):
    here = makers.make_action(title="Visit clubs")
    plan = bring(secretary, ("Action", "Progress", "RAG", "Status"), ("Visit clubs", "", "", ""))
    assert one(plan).questions[0]["name"] == "match"
    assert answer(plan, secretary, match=here.key).action == here
    assert answer(plan, secretary, match="new").outcome == "added"


def test_the_same_action_twice_in_a_plan_is_refused_the_second_time(secretary, action):
    plan = bring(secretary, ("Action", "Measure"), ("Hold a café", "10"), ("hold a Café", "20"))
    assert plans.outcomes(plan) == ["changed", "refused"]
    assert plan.rows.last().remarks == "Line 2 is about the same action."


def test_a_date_that_is_set_is_never_moved(secretary, action):
    action.first_due_on = DAY
    services.enter(action, by=secretary)
    rows = ("Action", "Due", "Measure")
    moved = one(bring(secretary, rows, ("Hold a café", "30/06/2027", "10 people")))
    assert moved.outcome == "changed"
    assert [name for name, _, _ in moved.changes] == ["measure"]
    (name, value, why) = moved.cells_refused[0]
    assert (name, value) == ("due", "30/06/2027")
    assert "It is due on 31 March 2027 already" in why
    assert "Change it on the action’s own page" in why
    alone = one(bring(secretary, rows, ("Hold a café", "30/06/2027", "")))
    assert (alone.outcome, alone.remarks) == ("refused", why)
    for same in ("31/03/2027", "Q4 2026/27", "Spring 2027", "2027", ""):
        assert one(bring(secretary, rows, ("Hold a café", same, ""))).outcome == "same", same
    plan = bring(secretary, rows, ("Hold a café", "30/06/2027", "10 people"))
    services.take_in_plan(plan, by=secretary)
    action.refresh_from_db()
    assert (action.first_due_on, action.measure) == (DAY, "10 people")


def test_ongoing_work_gets_a_review_date_or_none(secretary, chapter):
    plan = bring(secretary, ("Action", "Due"), ("Visit clubs", "ongoing"))
    assert one(plan).outcome == "asked"
    assert answer(plan, secretary, due="nothing").outcome == "added"
    row = answer(plan, secretary, due="3/5/2027")
    assert row.changes[-1] == ["review", "", "3 May 2027"]
    services.take_in_plan(plan, by=secretary)
    assert Action.objects.get(title="Visit clubs").review_on == datetime.date(2027, 5, 3)


def test_an_answer_that_fits_no_question_is_refused(secretary, chapter):
    plan = bring(secretary, ("Action", "Due"), ("Visit clubs", "Sept 26"))
    for wrong in ("2027-13-40", "whenever"):
        with pytest.raises(ValidationError, match="is no answer to"):
            answer(plan, secretary, due=wrong)
    with pytest.raises(ValidationError, match="1 rows still ask something"):
        services.take_in_plan(plan, by=secretary)


def test_blue_is_a_claim_that_needs_evidence(secretary, action):
    plan = bring(secretary, ("Action", "BRAG"), ("Hold a café", "Blue"))
    assert [q["name"] for q in one(plan).questions] == ["evidence"]
    assert answer(plan, secretary, evidence="nothing").outcome == "same"
    assert answer(plan, secretary, evidence="in-progress").changes[0][2] == "In progress"
    row = answer(plan, secretary, evidence="https://example.org/report")
    assert "somebody else has yet to verify it" in row.notes
    services.take_in_plan(plan, by=secretary)
    update = ProgressUpdate.objects.get(action=action)
    assert (update.status, update.rag) == ("claimed-complete", "green")
    assert update.evidence_url == "https://example.org/report"
    assert "closures" not in update.__dict__
    again = bring(secretary, ("Action", "BRAG"), ("Hold a café", "blue"))
    assert plans.outcomes(again) == ["same"]


def test_blue_against_its_own_status_is_asked(secretary, action):
    plan = bring(secretary, ("Action", "BRAG", "Status"), ("Hold a café", "Blue", "In progress"))
    assert "complete" in [q["name"] for q in one(plan).questions]
    row = answer(plan, secretary, complete="status")
    assert [q["name"] for q in row.questions if not q["answer"]] == ["rating-needed"]
    assert answer(plan, secretary, rating_needed="red").outcome == "changed"


def test_a_colour_alone_is_asked(secretary, action):
    rows = [plans.HEADINGS, ["Hold a café", "", "", "In progress", ""]]
    content = plans.excel(rows, change=plans.coloured("E2"))
    plan = plans.bring(secretary, content)
    (question,) = one(plan).questions
    assert "only by the colour of the cell" in question["sentence"]
    assert "Here now" not in question["sentence"]
    answer(plan, secretary, rating="red")
    services.take_in_plan(plan, by=secretary)
    assert action.updates.get().rag == "red"


def test_what_an_update_needs_is_asked_and_may_be_left_out(secretary, action):
    plan = bring(secretary, ("Action", "Progress"), ("Hold a café", "It went well."))
    assert [q["name"] for q in one(plan).questions] == ["status", "rating"]
    row = answer(plan, secretary, status="nothing", rating="green")
    assert (row.outcome, row.notes) == ("same", "Its report is left out, as chosen.")


def test_an_update_keeps_what_the_plan_does_not_say(secretary, action):
    makers.make_update(action, User.objects.system(), status="paused", rag="red")
    plan = bring(secretary, ("Action", "RAG"), ("Hold a café", "Amber"))
    assert one(plan).changes[0] == ["rating", "Off track", "Some risk"]
    services.take_in_plan(plan, by=secretary)
    newest = action.updates.newest_first().first()
    assert (newest.status, newest.rag) == ("paused", "amber")
    assert newest.happened == "The plan of Leicestershire County Council says: paused; some risk."


def test_owners_that_are_not_known_are_left_empty(secretary, chapter):
    plan = bring(secretary, ("Action", "Who"), ("Visit clubs", "Nina Nobody"))
    assert "“Nina Nobody”: left empty" in one(plan).notes
    services.take_in_plan(plan, by=secretary)
    assert Action.objects.get(title="Visit clubs").owner is None


def test_one_of_several_posts_is_asked(secretary, chapter):
    for _ in range(2):
        makers.make_post(held_by=makers.make_user(name="Ann Able"))
    plan = bring(secretary, ("Action", "Who"), ("Visit clubs", "Ann Able"))
    assert one(plan).questions[0]["sentence"].startswith("Several posts are called “Ann Able”")


def test_cells_that_are_not_understood_are_refused_by_themselves(secretary, action):
    plan = bring(
        secretary,
        ("Action", "Recs", "Board", "Universal or targeted", "% done", "Due"),
        ("Hold a café", "z", "Moon Board", "many", "lots", "31/02/2027"),
    )
    row = one(plan)
    assert row.outcome == "refused"
    assert sorted(name for name, _, _ in row.cells_refused) == [
        "board", "due", "per_cent", "reach", "recommendations",
    ]  # fmt: skip


def test_milestones_are_added_and_their_days_changed(secretary, action):
    records.save(Milestone(action=action, title="Room found", due_on=DAY), by=secretary)
    heads = ("Action", "Milestones")
    plan = bring(secretary, heads, ("Hold a café", "Room found (3 May 2027); Opened, 4 May 2027"))
    assert one(plan).changes == [
        ["milestones", "Room found: 31 March 2027", "Room found: 3 May 2027"],
        ["milestones", "", "Opened: 4 May 2027"],
    ]
    services.take_in_plan(plan, by=secretary)
    assert action.milestones.count() == 2
    without = bring(secretary, heads, ("Hold a café", "Ask everybody"))
    assert one(without).questions[0]["sentence"].startswith("When is the milestone “Ask everybody”")
    assert answer(without, secretary, milestone_0="nothing").outcome == "same"


def test_an_action_that_was_merged_is_not_changed(secretary, action):
    other = makers.make_action(title="Hold two cafés")
    action.merged_into = other
    records.save(action, by=secretary)
    plan = bring(secretary, ("Action", "Measure"), ("Hold a café", "10"))
    assert "merged into “Hold two cafés”" in one(plan).remarks


def test_columns_are_corrected_and_remembered(secretary, chapter):
    rows = (("Thing to do", "By", "Notes"), ("Visit clubs", "May 2027", "x"))
    plan = bring(secretary, *rows)
    assert plan.seen == 0
    assert "No row of the file names its columns" in plan.notes
    services.choose_columns(plan, {"": Chosen(1, ("title", "due", ""))}, by=secretary)
    assert plans.outcomes(plan) == ["added"]
    assert PlanColumns.objects.get().columns == {"thing to do": "title", "by": "due", "notes": ""}
    assert one(bring(secretary, *rows)).changes[-1] == ["due", "", "31 May 2027"]
    twice = {"": Chosen(1, ("title", "due", "due"))}
    with pytest.raises(ValidationError, match="Two columns are both “Due”"):
        services.choose_columns(plan, twice, by=secretary)


@pytest.mark.parametrize("who", ["board_member", "officer", "reviewer", "administrator", "owner"])
def test_only_the_secretary_imports(request, secretary, chapter, who):
    user = request.getfixturevalue(who)
    plan = bring(secretary, ("Action", "Due"), ("Visit clubs", ""))
    with pytest.raises(PermissionDenied):
        bring(user, ("Action", "Due"), ("Visit clubs", ""))
    for service in (services.take_in_plan, services.compare_plan):
        with pytest.raises(PermissionDenied):
            service(plan, by=user)
    with pytest.raises(PermissionDenied):
        services.answer_plan(plan, {1: {}}, by=user)
