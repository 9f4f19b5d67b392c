"""The register served as ``bin/run`` serves it, and people who use it over HTTP."""

import contextlib
import http.client
import os
import secrets
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from tests import ports
from tests.faults.processes import ROOT, done

SECONDS = 60
TOKEN = "t" * 32  # a form's token is the cookie's, and nobody else sends the cookie
SIGN_IN = """
from django.test import Client
from tests import makers
for number in range({count}):
    client = Client()
    client.force_login(makers.make_user(*{roles}, name=f"Person {{number}}"))
    print(client.cookies["sessionid"].value)
"""


@dataclass(frozen=True)
class Answer:
    """What the register answered, and after how many seconds."""

    status: int
    text: str
    location: str
    seconds: float


class Browser:
    """Somebody who is signed in, on one connection."""

    def __init__(self, port, session):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
        self.session, self.cookies = session, f"sessionid={session}; csrftoken={TOKEN}"

    def get(self, path):
        return self.send("GET", path)

    def post(self, path, **fields):
        body = urlencode({"csrfmiddlewaretoken": TOKEN} | fields)
        return self.send("POST", path, body, "application/x-www-form-urlencoded")

    def upload(self, path, name, content, **fields):
        """Send a form with a file; ``content`` in one piece, or in many of unsaid length."""
        edge = secrets.token_hex(16)
        before = "".join(
            f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
            for key, value in ({"csrfmiddlewaretoken": TOKEN} | fields).items()
        )
        before += f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        before, after = f"{before}\r\n".encode(), f"\r\n--{edge}--\r\n".encode()
        is_whole = isinstance(content, bytes)
        body = before + content + after if is_whole else [before, *content, after]
        return self.send("POST", path, body, f"multipart/form-data; boundary={edge}")

    def send(self, method, path, body=None, kind=""):
        headers = {"Cookie": self.cookies} | ({"Content-Type": kind} if kind else {})
        began = time.monotonic()
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        text = response.read().decode("utf-8", "replace")
        location = response.headers.get("Location", "")
        return Answer(response.status, text, location, time.monotonic() - began)


class Served:
    """A running register: its process, its port, its folder of temporary files."""

    def __init__(self, environment, folder, application):
        self.environment = environment | {"TMPDIR": str(folder)}
        self.folder, self.log, self.browsers = folder, Path(f"{folder}.log"), []
        self.port = ports.free()
        command = [sys.executable, "-m", "waitress", f"--listen=127.0.0.1:{self.port}"]
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [*command, "--threads=4", application],
                cwd=ROOT,
                env=os.environ | self.environment,
                stdout=output,
                stderr=output,
            )

    def wait(self):
        """Wait for the first answer."""
        for _ in range(SECONDS * 10):
            assert self.process.poll() is None, self.log.read_text("utf-8")
            with contextlib.suppress(OSError):
                return self.browser().get("/health/")
            time.sleep(0.1)
        raise AssertionError(f"It did not start:\n{self.log.read_text('utf-8')}")

    def browser(self, session=""):
        """One more browser; with nobody signed in when it is given no session."""
        self.browsers.append(Browser(self.port, session))
        return self.browsers[-1]

    def people(self, count, *roles):
        """So many new accounts of these roles, signed in."""
        given = {"count": count, "roles": list(map(str, roles))}
        keys = done(self.environment, SIGN_IN.format(**given)).split()
        return [self.browser(key) for key in keys[-count:]]

    def stop(self):
        """Close every browser, then the register."""
        for one in self.browsers:
            one.connection.close()
        self.process.terminate()
        self.process.wait()

    def memory(self):
        """Kilobytes that the process holds now, and the most it held since it was asked."""
        pid = self.process.pid
        lines = Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()
        found = dict(line.split(":", 1) for line in lines)
        Path(f"/proc/{pid}/clear_refs").write_text("5", encoding="ascii")
        return tuple(int(found[name].split()[0]) for name in ("VmRSS", "VmHWM"))

    def left_over(self):
        """Temporary files that it leaves, or holds open, a second after its answer."""
        for _ in range(20):
            if not (found := list(self._temporary())):
                break
            time.sleep(0.05)
        return found

    def _temporary(self):
        yield from map(str, self.folder.iterdir())
        for opened in Path(f"/proc/{self.process.pid}/fd").iterdir():
            with contextlib.suppress(OSError):
                if self.folder in opened.readlink().parents:
                    yield str(opened.readlink())


@contextlib.contextmanager
def served(address, application="loneliness.wsgi:application", **environment):
    """Serve the database at an address; its temporary files have a folder of their own."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "tmp"
        folder.mkdir()
        register = Served({"DATABASE_URL": address} | environment, folder, application)
        try:
            register.wait()
            yield register
        finally:
            register.stop()
