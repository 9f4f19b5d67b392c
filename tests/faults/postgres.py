"""A PostgreSQL of its own, with a copy of a database, that a test may stop and start."""

import contextlib
import os
import shutil
import subprocess
import tempfile

from tests import ports


@contextlib.contextmanager
def cluster(address):
    """One with a copy of the database at an address, run by the account that bin/test chose."""
    folder = tempfile.mkdtemp(prefix="register-postgres-")
    if account := os.environ.get("TEST_POSTGRES_ACCOUNT"):
        shutil.chown(folder, int(account))
    made = Cluster(folder)
    made.start()
    try:
        made.fill(address)
        yield made
    finally:
        made.stop("immediate")
        shutil.rmtree(folder)


class Cluster:
    """Made by the programs that bin/test found."""

    def __init__(self, folder):
        self.folder, self.as_who = folder, os.environ["TEST_POSTGRES_AS"].split()
        self.bin, self.port = os.environ["TEST_POSTGRES_BIN"], ports.free()
        self.address = f"postgres://register@127.0.0.1:{self.port}/copy"
        self.data = f"{folder}/data"
        self.run("initdb", "-D", self.data, "-U", "register", "-A", "trust", "--no-sync", "-E",
                 "UTF8", "--locale=C.UTF-8")  # fmt: skip

    def fill(self, address):
        self.run("createdb", *self.server(), "copy")
        dump = self.run("pg_dump", address).stdout
        self.run("psql", "-q", "-v", "ON_ERROR_STOP=1", self.address, input=dump)

    def server(self):
        return "-h", "127.0.0.1", "-p", str(self.port), "-U", "register"

    def run(self, program, *arguments, **options):
        return subprocess.run(
            [*self.as_who, f"{self.bin}/{program}", *arguments],
            cwd=self.folder,
            check=True,
            stdout=subprocess.PIPE,
            **options,
        )

    def start(self):
        options = f"-p {self.port} -k {self.folder} -h 127.0.0.1 -F"
        log = f"{self.folder}/log"
        self.run("pg_ctl", "start", "-w", "-D", self.data, "-o", options, "-l", log)

    def stop(self, how="fast"):
        """``fast`` ends every session; ``immediate`` is a crash."""
        self.run("pg_ctl", "stop", "-w", "-D", self.data, "-m", how)
