"""A partner's plan: brought, looked through, answered, taken in; and everything that goes wrong."""

import csv
import io
import random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from actions import services
from actions.models import Action, Board, Milestone, Organisation, Plan, ProgressUpdate
from loneliness.accounts.models import User
from loneliness.records import services as records
from tests import makers, plans

pytestmark = pytest.mark.django_db
ADDRESS = "/actions/import/"


@pytest.fixture
def client(client_of, secretary):
    return client_of(secretary)


@pytest.fixture
def board(chapter):
    return Board.objects.get(slug=makers.BOARD)


def text_of(response):
    return " ".join(response.content.decode().split())


def bring(client, content, name="plan.xlsx"):
    given = {
        "organisation": Organisation.objects.get(slug=makers.COUNCIL).pk,
        "board": Board.objects.get(slug=makers.BOARD).pk,
        "told_on": plans.SENT,
    }
    file = SimpleUploadedFile(name, content)
    response = client.post(ADDRESS, given | {"file": file}, follow=True)
    assert response.status_code == 200
    return Plan.objects.first(), response


def do(client, plan, **posted):
    given = {name.replace("__", "-"): value for name, value in posted.items()}
    response = client.post(plan.get_absolute_url(), given, follow=True)
    assert response.status_code == 200
    return text_of(response)


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
    plan, response = bring(client, plans.excel(rows))
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
    plan, response = bring(client, plans.excel(rows))
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
    plan, _ = bring(client, plans.excel(rows, change=change))
    answers = {"row-1-hidden": "no", "row-2-leave-out": "yes", "row-3-kind": "yes"}
    do(client, plan, answer="yes", **answers)
    do(client, plan, answer="yes", **{"row-3-kind": "yes"})
    page = do(client, plan, take="yes")
    assert plans.counts(plan) == (3, 1, 0, 0, 2, 0), page


def test_what_changed_meanwhile_is_refused_with_both_versions(client, secretary, board):
    action = makers.make_action(title="Hold a café", board=board)
    rows = (("Action", "Measure"), ("Hold a café", "Ten people come"), ("Visit clubs", "Five"))
    plan, _ = bring(client, plans.text(*rows), "plan.csv")
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
    plan, _ = bring(client, plans.text(heads, ("Hold a café", "Underway", "Red", "Late.")), "p.csv")
    makers.make_update(action, owner, rag="amber")
    assert "Nothing was taken in" in do(client, plan, take="yes")
    assert "Compared with the register" in do(client, plan, compare="yes")
    assert plan.rows.get().changes[0] == ["rating", "Some risk", "Off track"]
    do(client, plan, take="yes")
    assert action.updates.newest_first().first().rag == "red"


def test_columns_are_corrected_on_the_page(client, chapter):
    rows = [["Nothing"], ["Thing to do", "Until"], ["Visit clubs", "May 2027"]]
    plan, response = bring(client, plans.excel(rows))
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
    plan, _ = bring(client, content, f"actions.{kind}")
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
    plan, _ = bring(client, out.getvalue())
    assert [row.read["cells"]["title"] for row in plan.rows.all()] == ["Visit clubs"]


def malformed(seed):
    """A file that is broken in some way: bytes torn out of, put into or swapped within a plan."""
    chance = random.Random(seed)
    rows = [plans.HEADINGS]
    odd = [
        "",
        "-",
        "31/02/2027",
        "Sept 26",
        "#REF!",
        "Amber/Green",
        "=A1",
        "x" * 40_000,
        "\u202e",
        "0",
    ]
    for number in range(6):
        rows.append([f"Action {number}" * (number % 5), *(chance.choice(odd) for _ in range(6))])
    content = plans.excel(rows)
    if seed % 2:
        lines = ["\t".join(str(cell) for cell in row) for row in rows]
        content = "\n".join(lines).encode(chance.choice(["utf-8", "utf-16", "cp1252"]), "replace")
    if seed % 3:
        at, much = chance.randrange(len(content)), chance.randrange(1, 60)
        content = content[:at] + chance.randbytes(much) + content[at + much * (seed % 2) :]
    return content[: chance.randrange(len(content))] if seed % 7 == 0 else content


def test_a_hundred_malformed_files_are_never_an_error_and_nothing_is_dropped(client, chapter):
    before = Action.objects.count()
    read = 0
    for seed in range(100):
        Plan.objects.exclude(state="failed").count()
        known = Plan.objects.count()
        plan, response = bring(client, malformed(seed), f"broken-{seed}")
        if Plan.objects.count() == known or plan.state == "failed":
            assert "govuk-error-summary" in response.content.decode(), seed
            continue
        read += 1
        assert plan.seen == plan.rows.count(), seed
        assert client.get(f"{plan.get_absolute_url()}?columns=1").status_code == 200
    assert read > 20
    assert Action.objects.count() == before


@pytest.mark.parametrize("who", ["board_member", "officer", "reviewer", "administrator"])
def test_only_the_secretary_opens_the_import(request, client_of, client, chapter, who):
    plan, _ = bring(client, plans.text(("Action", "Due"), ("Visit clubs", "")), "plan.csv")
    other = client_of(request.getfixturevalue(who))
    for address in (ADDRESS, plan.get_absolute_url(), "/actions/import/template.xlsx"):
        response = other.get(address)
        assert response.status_code == 403
        assert "Only the board secretary" in response.content.decode()
    assert other.post(plan.get_absolute_url(), {"take": "yes"}).status_code == 403
    assert other.get("/actions/export.xlsx").status_code == 200


def test_owners_from_outside_neither_import_nor_download(client_of, owner, chapter):
    for address in (ADDRESS, "/actions/export.xlsx", "/actions/export.csv"):
        assert client_of(owner).get(address).status_code in (403, 404)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "Choose a file, or paste cells"),
        ({"pasted": "Action\nVisit", "told_on": "2030-01-01"}, "This day has not come yet"),
        ({"pasted": 'Action\n"Visit'}, "opens in this row and never closes"),
        ({"pasted": " "}, "Choose a file, or paste cells"),
    ],
)
def test_what_cannot_be_brought_gets_a_sentence(client, chapter, given, words):
    council = Organisation.objects.get(slug=makers.COUNCIL).pk
    sent = {"organisation": council, "told_on": plans.SENT} | given
    page = text_of(client.post(ADDRESS, sent, follow=True))
    assert words in page


def test_nonsense_posted_to_a_plan_is_never_an_error(client, chapter):
    plan, _ = bring(client, plans.text(("Action", "Due"), ("Visit clubs", "Sept 26")), "plan.csv")
    for posted in (
        {"answer": "yes", "row-1-due": "nonsense"},
        {"answer": "yes", "row-999999-due": "2027-01-01", "row-1-nonsense": "x"},
        {"go": "nonsense:nonsense"},
        {"go": "added:99"},
        {"columns": "yes", "heading-0": "999999", "column-0-0": "nonsense"},
        {"columns": "yes", "heading-0": "x", "heading-7": "1"},
        {"same": "due|nonsense", "all-0": "x", "answer": "yes"},
        {"nothing": "at all"},
    ):
        do(client, plan, **posted)
    assert client.get(f"{plan.get_absolute_url()}?kind=nonsense&page=x").status_code == 200
    assert client.get("/actions/import/999999/").status_code == 404


def test_a_long_plan_opens_in_as_many_queries_as_a_short_one(client, secretary, chapter):
    asked = []
    for size in (2, 60):
        rows = [("Action", "Due"), *((f"Visit club {size}-{n}", "Sept 26") for n in range(size))]
        plan = plans.bring(secretary, plans.text(*rows))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(plan.get_absolute_url()).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 16
