"""The files of deploy/: scripts that parse, units that are confined, settings that are known."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
SCRIPTS = [
    path
    for path in DEPLOY.glob("*")
    if path.is_file() and path.read_bytes().startswith(b"#!/bin/sh")
]
SERVICES = sorted(DEPLOY.glob("units/*.service"))
OF_THE_SERVERS = {"WEB_BIND", "WEB_WORKERS", "WORKER_PROCESSES", "KEEP_BACKUPS_DAYS"}
CONFINED = (
    "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes",
    "CapabilityBoundingSet=", "User=loneliness", "LogNamespace=loneliness",
)  # fmt: skip


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_parse_and_may_be_run(script):
    assert script.stat().st_mode & 0o111
    assert subprocess.run(["sh", "-n", script], check=False).returncode == 0


@pytest.mark.parametrize("unit", SERVICES, ids=lambda path: path.name)
def test_units_are_confined(unit):
    lines = unit.read_text(encoding="utf-8").splitlines()
    assert [line for line in CONFINED if line not in lines] == []


def test_there_are_four_services_and_a_timer():
    assert len(SERVICES) == 4
    assert (DEPLOY / "units/loneliness-backup.timer").is_file()


def test_what_is_written_into_the_environment_is_explained():
    script = (DEPLOY / "install.sh").read_text(encoding="utf-8")
    (block,) = re.findall(r'write_file "\$ETC/register\.env".*?\nEND\n', script, re.DOTALL)
    written = set(re.findall(r"^#? ?([A-Z_]+)=", block, re.MULTILINE))
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    explained = set(re.findall(r"^#? ?([A-Z_]+)=", example, re.MULTILINE))
    assert {"SECRET_KEY", "REGISTER_MODE"} <= written
    assert written - explained - OF_THE_SERVERS == {"REGISTER_READ_DOT_ENV"}


def test_nginx_keeps_no_log_of_readers():
    site = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    assert site.count("access_log off;") == site.count("server {") == 2
    assert "X-Request-ID $request_id" in site
