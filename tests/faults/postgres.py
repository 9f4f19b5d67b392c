"""A PostgreSQL of its own, with a copy of a database, that a test may stop and start."""

import os
import socket
import subprocess


class Cluster:
    """Made by the programs that bin/test found, run by the account it chose."""

    def __init__(self, folder, address):
        self.folder, self.as_who = folder, os.environ["TEST_POSTGRES_AS"].split()
        self.bin = os.environ["TEST_POSTGRES_BIN"]
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"postgres://register@127.0.0.1:{self.port}/copy"
        self.data = f"{folder}/data"
        self.run("initdb", "-D", self.data, "-U", "register", "-A", "trust", "--no-sync", "-E",
                 "UTF8", "--locale=C.UTF-8")  # fmt: skip
        self.start()
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
