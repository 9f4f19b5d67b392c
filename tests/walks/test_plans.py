"""A partner's plan: brought, looked through, answered, taken in; and everything that goes wrong."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from actions import services
from actions.models import Action, Board, Milestone, ProgressUpdate
from loneliness.accounts.models import User
from loneliness.records import services as records
from tests import makers, plans
from tests.plans import do, send, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_of, secretary):
    return client_of(secretary)


@pytest.fixture
def board(chapter):
    return Board.objects.get(slug=makers.BOARD)


def test_the_whole_way(client, board):
    action = makers.make_action(title="Hold a café", board=board)
    makers.make_action(title="Print leaflets", board=board)
    rows = [
        ["The partnership’s plan"],
        [],
        plans.HEADINGS,
        ["Hold a café", "Nina Nobody", "Sept 27", "Underway", "Amber", "Two were held."],
        ["Print leaflets"],
        ["Send letters"],
        ["Visit clubs", "", "March 2027", "", "", ""],
        ["Ask the young", "", "99/99/2027", "", "", ""],
    ]
    plan, response = send(client, plans.excel(rows))
    page = text_of(response)
    assert "5 rows, read as Excel. Nothing is saved yet." in page
    assert "“Sept 27” could be more than one day." in page
    assert "Only the action is filled in this row." in page
    assert "Not in the register, so left empty:</strong> Nina Nobody." in page
    assert "still ask" in do(client, plan, take="yes")
    given = {"row-1-due": "2027-09-30", "row-3-kind": "yes", "answer": "yes"}
    assert "Your answers are kept" in do(client, plan, **given)
    assert plans.outcomes(plan) == ["changed", "same", "added", "added", "added"]
    page = text_of(client.get(f"{plan.get_absolute_url()}?kind=added"))
    assert "Due refused, “99/99/2027”:</strong> “99/99/2027” is not a day that there is." in page
    page = do(client, plan, take="yes")
    assert "5 rows: 3 added, 1 changed, 1 unchanged, 0 left out, 0 refused. 1 updates" in page
    update = action.updates.get()
    assert update.told_by == "Leicestershire County Council"
    assert "told by Leicestershire County Council, by e-mail or letter" in text_of(
        client.get(action.get_absolute_url())
    )
    assert Action.objects.get(title="Visit clubs").first_due_on.isoformat() == "2027-03-31"
    assert "rows: 3 added" in do(client, plan, take="yes")
    assert ProgressUpdate.objects.filter(action=action).count() == 1


def test_a_question_of_several_rows_is_answered_once(client, board):
    rows = [plans.HEADINGS, *([f"Visit club {n}", "", "", "Underway", "", ""] for n in range(3))]
    plan, response = send(client, plans.excel(rows))
    assert "The same for all 3:" in text_of(response)
    question = plan.rows.first().questions[0]
    same = f"{question['name']}|{question['sentence']}"
    do(client, plan, answer="yes", same=same, all__0="amber", **{"row-2-rating": "red"})
    assert plans.outcomes(plan) == ["added"] * 3
    do(client, plan, take="yes")
    assert sorted(ProgressUpdate.objects.values_list("rag", flat=True)) == ["amber", "amber", "red"]


def test_rows_are_left_out_and_hidden_ones_asked(client, board):
    def change(book):
        book.worksheets[0].row_dimensions[2].hidden = True

    rows = [["Action", "Owner"], ["Old one", "-"], ["Visit clubs", "-"], ["Print", "-"]]
    plan, _ = send(client, plans.excel(rows, change=change))
    answers = {"row-1-hidden": "no", "row-2-leave-out": "yes", "row-3-kind": "yes"}
    do(client, plan, answer="yes", **answers)
    do(client, plan, answer="yes", **{"row-3-kind": "yes"})
    page = do(client, plan, take="yes")
    assert plans.counts(plan) == (3, 1, 0, 0, 2, 0), page


def test_what_changed_meanwhile_is_refused_with_both_versions(client, secretary, board):
    action = makers.make_action(title="Hold a café", board=board)
    rows = (("Action", "Measure"), ("Hold a café", "Ten people come"), ("Visit clubs", "Five"))
    plan, _ = send(client, plans.text(*rows), "plan.csv")
    action.measure = "Nine people come"
    services.enter(action, by=secretary)
    page = do(client, plan, take="yes")
    assert "Nothing was taken in: the register changed" in page
    assert not Action.objects.filter(title="Visit clubs").exists()
    page = text_of(client.get(f"{plan.get_absolute_url()}?kind=refused"))
    assert (
        "Measure of success was “nothing” when this page was made; now it is “Nine people come”; "
        "the plan says “Ten people come”." in page
    )
    do(client, plan, take="yes")
    assert plans.counts(plan) == (2, 1, 0, 0, 0, 1)
    action.refresh_from_db()
    assert action.measure == "Nine people come"


def test_an_update_that_came_meanwhile_stops_its_row_until_compared_again(client, owner, board):
    action = makers.make_action(owner=owner, title="Hold a café", board=board)
    heads = ("Action", "Status", "RAG", "Progress")
    plan, _ = send(client, plans.text(heads, ("Hold a café", "Underway", "Red", "Late.")), "p.csv")
    makers.make_update(action, owner, rag="amber")
    assert "Nothing was taken in" in do(client, plan, take="yes")
    assert "Compared with the register" in do(client, plan, compare="yes")
    assert plan.rows.get().changes[0] == ["rating", "Some risk", "Off track"]
    do(client, plan, take="yes")
    assert action.updates.newest_first().first().rag == "red"


def test_columns_are_corrected_on_the_page(client, chapter):
    rows = [["Nothing"], ["Thing to do", "Until"], ["Visit clubs", "May 2027"]]
    plan, response = send(client, plans.excel(rows))
    page = text_of(response)
    assert "Row of the headings" in page
    assert "2. Thing to do | Until" in page
    page = do(client, plan, columns="yes", heading__0="2")
    assert "First words below" in page
    do(client, plan, columns="yes", heading__0="2", column__0__0="title", column__0__1="due")
    assert plans.outcomes(plan) == ["added"]
    page = do(client, plan, columns="yes", heading__0="2", column__0__0="due", column__0__1="due")
    assert "Two columns are both “Due”" in page


def make_all_sorts(secretary):
    by, board = User.objects.system(), Board.objects.get(slug=makers.BOARD)
    post = makers.make_post(title="-Lead of =things")
    for title in (
        "=1+1",
        "@SUM(A1)",
        "+44 call them",
        "-",
        "'quoted",
        "Two\nlines  wide",
        " x; y ",
    ):
        action = makers.make_action(title=title, board=board, lead=post)
        action.owner = post
        services.enter(action, by=secretary)
        makers.make_update(
            action, by, happened=title, next_step="=2", per_cent=40, rag="amber",
            evidence_url="https://example.org/a",
        )  # fmt: skip
        step = Milestone(action=action, title=f"{title}, by May: 1", due_on=plans.SENT)
        records.save(step, by=by)
    claimed = makers.make_action(title="Claimed", review_on=plans.SENT)
    makers.make_update(claimed, by, status="claimed-complete")
    services.enter(
        makers.make_action(title="Dated", first_due_on=plans.SENT, reach="targeted"), by=secretary
    )


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_all_actions_downloaded_and_imported_again_change_nothing(client, secretary, chapter, kind):
    make_all_sorts(secretary)
    response = client.get(f"/actions/export.{kind}")
    content = response.getvalue() if response.streaming else response.content
    plan, _ = send(client, content, f"actions.{kind}")
    changed = [
        (row.read["cells"], row.changes, row.told) for row in plan.rows.exclude(outcome="same")
    ]
    assert changed == []
    assert plan.seen == Action.objects.count() > 20
    before = ProgressUpdate.objects.count()
    page = do(client, plan, take="yes")
    assert f"{plan.seen} rows: 0 added, 0 changed, {plan.seen} unchanged" in page
    assert ProgressUpdate.objects.count() == before


def test_no_cell_of_a_download_is_a_formula(client, secretary, chapter):
    make_all_sorts(secretary)
    book = load_workbook(io.BytesIO(client.get("/actions/export.xlsx").content))
    assert {cell.data_type for row in book["Actions"].iter_rows() for cell in row} <= {
        "inlineStr",
        "n",
        "s",
    }
    text = client.get("/actions/export.csv").getvalue().decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "@", "-"))] == []


def test_the_blank_plan_has_an_example_and_lists_and_imports_as_nothing(client, chapter):
    content = client.get("/actions/import/template.xlsx").content
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Actions", "Example"]
    assert book["Example"]["B2"].value.startswith("Train twelve")
    lists = [one.formula1 for one in book["Actions"].data_validations.dataValidation]
    assert '"On track,Some risk,Off track"' in lists
    assert any("In progress" in one for one in lists)
    book["Actions"].append([None, "Visit clubs"])
    out = io.BytesIO()
    book.save(out)
    plan, _ = send(client, out.getvalue())
    assert [row.read["cells"]["title"] for row in plan.rows.all()] == ["Visit clubs"]


def test_a_long_plan_opens_in_as_many_queries_as_a_short_one(client, secretary, chapter):
    asked = []
    for size in (2, 60):
        rows = [("Action", "Due"), *((f"Visit club {size}-{n}", "Sept 26") for n in range(size))]
        plan = plans.bring(secretary, plans.text(*rows))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(plan.get_absolute_url()).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 16
