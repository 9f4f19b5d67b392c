"""The page of long work in a browser: it follows the work by itself and stops at the end."""

import sqlite3

import pytest
from django.db import connection
from playwright.sync_api import expect

from tests.browser.conftest import assert_accessible, assert_fits, sign_in

SECONDS = 15_000  # milliseconds: more than two looks


@pytest.fixture
def set_job(copied_database):
    """A function: write how far the jobs are, as the work itself would."""
    path = copied_database.removeprefix("sqlite:///")

    def write(**values):
        names = ", ".join(f"{name} = ?" for name in values)
        with sqlite3.connect(path, timeout=20) as database:
            database.execute(f"UPDATE records_job SET {names}", list(values.values()))
        database.close()

    return write


def start_a_job(page, year):
    """Take in a file that is long enough for a job, of studies of this year."""
    page.goto("/evidence/import/")
    rows = "".join(f"Study of town {n} by {n * 7919},{year}\n" for n in range(201))
    content = f"title,year\n{rows}".encode()
    file = {"name": "towns.csv", "mimeType": "text/csv", "buffer": content}
    page.locator("input[type=file]").set_input_files(file)
    page.locator("main form button[type=submit]").first.click()
    page.get_by_role("button", name="Take it in").click()
    expect(page.get_by_text("See what came of it")).to_be_visible()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the copy is written as a SQLite file")
def test_the_page_follows_the_work_and_stops_at_its_end(open_page, set_job):
    page = open_page()
    sign_in(page, "officer")
    start_a_job(page, 2011)
    set_job(state="running", done=10, total=100, finished_at=None)
    page.reload()
    assert_accessible(page)
    assert_fits(page)
    expect(page.get_by_text("10 of 100 records")).to_be_visible()
    page.get_by_role("button", name="Stop it").focus()
    set_job(done=57)
    expect(page.get_by_text("57 of 100 records")).to_be_visible(timeout=SECONDS)
    expect(page.locator("[aria-live=polite]")).to_contain_text("50% or more is done")
    expect(page.get_by_role("button", name="Stop it")).to_be_focused()
    set_job(state="failed", done=100, message="It broke off.")
    expect(page.get_by_text("It broke off.")).to_be_visible(timeout=SECONDS)
    expect(page.get_by_text("See what came of it")).to_be_visible()
    expect(page.get_by_role("button", name="Stop it")).to_have_count(0)
    assert_accessible(page)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(6_000)
    assert asked == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the copy is written as a SQLite file")
def test_without_scripts_the_page_is_looked_at_again_by_its_link(open_page, set_job):
    page = open_page(java_script_enabled=False)
    sign_in(page, "officer")
    start_a_job(page, 2017)
    set_job(state="running", done=30, total=100, finished_at=None)
    page.reload()
    set_job(state="done", done=100)
    page.get_by_text("Look again").click()
    expect(page.get_by_text("See what came of it")).to_be_visible()
