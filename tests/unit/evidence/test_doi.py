"""Asking for a DOI: a stand-in answers well, badly, late, elsewhere or without end."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from evidence import doi

CSL = {
    "title": "Social relationships and mortality risk",
    "author": [{"family": "Holt-Lunstad", "given": "Julianne"}, {"literal": "A Body"}, 7],
    "issued": {"date-parts": [[2010, 7, 27]]},
    "container-title": ["PLoS Medicine"],
    "publisher": "Public Library of Science",
    "volume": "7",
    "issue": "7",
    "page": "e1000316",
    "type": "journal-article",
}
SLOW = 10  # seconds


class StandIn(BaseHTTPRequestHandler):
    asked: list = []

    def log_message(self, *args):
        """Stay quiet."""

    def do_GET(self):
        self.asked.append((self.path, self.headers["Accept"]))
        getattr(self, f"give_{self.path.rsplit('/', 1)[-1].replace('-', '_')}")()

    def give(self, body, status=200, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def give_good(self):
        self.give(json.dumps(CSL).encode())

    def give_moved(self):
        self.give(b"", 302, Location=f"http://{self.headers['Host']}/10.1/good")

    def give_elsewhere(self):
        self.give(b"", 302, Location="http://localhost:9/10.1/good")

    def give_file(self):
        self.give(b"", 302, Location="file:///etc/hostname")

    def give_nowhere(self):
        self.give(b"", 302, Location="https://[api.crossref.org/10.1/good")

    def give_gone(self):
        self.give(b"", 404)

    def give_busy(self):
        self.give(b"", 429, Retry_After="120")

    def give_failing(self):
        self.give(b"", 500)

    def give_html(self):
        self.give(b"<html>no</html>")

    def give_list(self):
        self.give(b"[1]")

    def give_untitled(self):
        self.give(b'{"title": {"a": 1}}')

    def give_deep(self):
        self.give(b"[" * 100_000)

    def give_odd(self):
        self.give(b'{"title": "T", "author": {"a": 1}, "issued": [3], "volume": null, "ISBN": {}}')

    def give_huge(self):
        self.give(b'"' + b"x" * 3_000_000)

    def give_hang(self):
        time.sleep(SLOW)

    def give_drip(self):
        self.send_response(200)
        self.end_headers()
        try:
            for _ in range(SLOW * 10):
                self.wfile.write(b" ")
                time.sleep(0.1)
        except OSError:
            return


@pytest.fixture(scope="module")
def service():
    server = ThreadingHTTPServer(("127.0.0.1", 0), StandIn)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def clock():
    """Real time: a time limit is tried."""


@pytest.mark.parametrize("name", ["10.1/good", "10.1/moved"])
def test_a_good_answer_is_a_record(service, name):
    found = doi.look_up(name, service)
    assert found.cells == {
        "doi": name,
        "title": "Social relationships and mortality risk",
        "authors": "Holt-Lunstad, Julianne; A Body",
        "year": "2010",
        "journal": "PLoS Medicine",
        "publisher": "Public Library of Science",
        "volume": "7",
        "issue": "7",
        "pages": "e1000316",
        "kind": "academic-paper",
    }
    assert StandIn.asked[-1] == ("/10.1/good", doi.ACCEPT)


def test_an_odd_answer_keeps_what_can_be_understood(service):
    assert doi.look_up("10.1/odd", service).cells["title"] == "T"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("elsewhere", "lead elsewhere"),
        ("file", "could not be reached"),
        ("gone", "no publication under this DOI"),
        ("busy", "wait 120 seconds"),
        ("failing", "could not be reached"),
        ("html", "could not be understood"),
        ("list", "could not be understood"),
        ("untitled", "could not be understood"),
        ("deep", "could not be understood"),
        ("huge", "could not be understood"),
    ],
)
def test_a_bad_answer_gets_a_sentence(service, name, words):
    with pytest.raises(doi.NoAnswer, match=words):
        doi.look_up(f"10.1/{name}", service)


@pytest.mark.parametrize("name", ["hang", "drip"])
def test_a_slow_answer_is_not_waited_for(service, name, monkeypatch):
    monkeypatch.setattr(doi, "SECONDS", 0.5)
    began = time.monotonic()
    with pytest.raises(doi.NoAnswer, match="did not answer within 5 seconds"):
        doi.look_up(f"10.1/{name}", service)
    assert time.monotonic() - began < SLOW / 2


def test_a_service_that_is_not_there_gets_a_sentence():
    with pytest.raises(doi.NoAnswer, match="could not be reached"):
        doi.look_up("10.1/good", "http://127.0.0.1:9/")


def test_an_address_that_is_none_is_not_followed(service):
    with pytest.raises(doi.NoAnswer, match="lead elsewhere"):
        doi.look_up("10.1/nowhere", service)
