"""A real browser on a register of its own: each test module has a fresh copy of the database."""

import contextlib
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import psycopg2
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import expect, sync_playwright

from tests import makers, ports

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()
AXE = {
    "runOnly": {"type": "tag", "values": "wcag2a wcag2aa wcag21a wcag21aa wcag22aa".split()},
    "resultTypes": ["violations"],  # all of them; what passes is not written down node by node
    "preload": False,
}
SCREEN = (1280, 900)
SIZES = ((375, 800), SCREEN)
SECONDS_TO_START = 90
expect.set_options(timeout=20_000)  # milliseconds: a busy machine is slow, not wrong


def pytest_collection_modifyitems(items):
    """Every test below this folder drives a browser."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


def sign_in(page, who):
    """Sign in by the form as one of ``makers.PEOPLE``; return the page, on the first screen."""
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(makers.address_of(who))
    page.locator("input[name=password]").fill(makers.PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)
    return page


def assert_accessible(page, *, colours=True):
    """Fail with what axe-core finds against WCAG 2.2 AA; the contrast of colours if asked."""
    if not page.evaluate("'axe' in window"):  # the second width of a page finds it there, and warm
        page.evaluate(Axe().axe_script)
    rules = {"color-contrast": {"enabled": colours}}
    found = page.evaluate("options => axe.run(document, options)", AXE | {"rules": rules})
    faults = [
        f"{fault['id']}: {fault['help']}: {node['html'][:200]}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]
    assert not faults, f"{page.url}\n" + "\n".join(faults)


def assert_fits(page):
    """Fail when the page is wider than the window."""
    wide, window = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= window, f"{page.url} is {wide} pixels wide in a window of {window}"


def assert_usable(page):
    """Fail when a page is not accessible, or does not fit, on a screen or on a telephone.

    No colour depends on the width, and looking at them takes most of the time: they are looked at
    once.
    """
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert_accessible(page, colours=(width, height) == SCREEN)
        assert_fits(page)


@pytest.fixture(scope="module")
def register(copied_database, tmp_path_factory):
    """The address of a served copy of the register."""
    port = ports.free()
    log = tmp_path_factory.mktemp("register") / "log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "tests.browser.server", str(port)],
            cwd=ROOT,
            env=os.environ
            | {"DATABASE_URL": copied_database, "REGISTER_VAR_DIR": str(settings.VAR_DIR)},
            stdout=output,
            stderr=output,
        )
    try:
        wait_until_up(server, port, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def wait_until_up(server, port, log):
    """Wait for the first answer; fail with what the server said when it ends instead."""
    for _ in range(SECONDS_TO_START * 10):
        assert server.poll() is None, log.read_text("utf-8")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"The register did not start:\n{log.read_text('utf-8')}")


@pytest.fixture(scope="module")
def browser(register):
    """The distribution's own Chromium.

    Playwright's event loop hides the database connection of this process, so it starts after the
    copy is made and stops with the module.
    """
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not path:
        pytest.fail("Chromium is missing. On Debian or Ubuntu: apt install chromium.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser, register):
    """A function: a new page of this width; at the end no script or server error was seen."""
    contexts, faults = [], []

    def opened(width=1280, height=900, **options):
        context = browser.new_context(
            base_url=register,
            viewport={"width": width, "height": height},
            locale="en-GB",
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("response", lambda answer: answer.status >= 500 and faults.append(answer.url))
        page.on("console", lambda message: is_fault(message) and faults.append(message.text))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


def is_fault(message):
    """Whether the console tells of an error; a page that is gone and says so is none."""
    return message.type == "error" and "410 (Gone)" not in message.text


@pytest.fixture
def link_in_mail(copied_database):
    """A function: the path of the first address in the newest message to somebody."""

    def newest(email):
        query = f"SELECT text FROM records_mail WHERE to_address = '{email}' ORDER BY id DESC"
        with contextlib.closing(connect(copied_database)) as database:
            cursor = database.cursor()
            cursor.execute(query)
            text = cursor.fetchone()[0]
        return re.search(r"https?://[^/\s]+(/\S+)", text)[1]

    return newest


def connect(address):
    """A connection to the copy of the database, past Django's own."""
    if address.startswith("sqlite"):
        return sqlite3.connect(address.removeprefix("sqlite:///"), timeout=20)
    return psycopg2.connect(address)


@pytest.fixture
def page(open_page):
    """A page 1280 pixels wide."""
    return open_page()


@pytest.fixture
def narrow_page(open_page):
    """A page as wide as a telephone, 375 pixels."""
    return open_page(width=375, height=800)
