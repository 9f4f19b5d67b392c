"""Rules that every file of the register keeps."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("actions", "estimates", "evidence", "loneliness")
TEXT = {
    "", ".css", ".csv", ".example", ".html", ".in", ".js", ".json", ".md", ".mjs", ".py", ".scss",
    ".sh", ".svg", ".toml", ".txt",
}  # fmt: skip
HARD_LIMIT = 300
PACKAGES_DUE = set()  # above the limit still; a new name here needs a reason
# Put together here, so that this file does not hold what it looks for.
MACHINE_PATHS = [f"/{name}/" for name in ("work", "root", "home", "Users")]
REGISTRIES = ["registry.npmjs" + ".org", "files.python" + "hosted", "pypi" + ".org/simple"]
GOV_UK_OWN = ["gds" + "transport", "gds-" + "transport", "gds " + "transport", "crown", "crest"]
MADE = {".git", ".venv", "var", "node_modules", "__pycache__", ".mypy_cache", ".ruff_cache"}
NETWORK_MARKS = ("localhost", "127.0.0.1")


def tracked():
    """The files of the repository, or all files where there is no git."""
    if (ROOT / ".git").exists() and shutil.which("git"):
        listed = subprocess.check_output(["git", "ls-files", "-z"], cwd=ROOT, text=True)
        paths = [ROOT / name for name in listed.split("\0") if name]
        return [path for path in paths if path.is_file()]
    found = [path for path in ROOT.rglob("*") if path.is_file()]
    return [path for path in found if not MADE & set(path.relative_to(ROOT).parts)]


def texts(*suffixes):
    """The text files with one of these suffixes, and what they hold."""
    for path in tracked():
        if path.suffix in (suffixes or TEXT):
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def modules():
    """Our own modules, migrations left out."""
    for name, source in texts(".py"):
        if name.startswith(APPS) and "/migrations/" not in name:
            yield name, source


def naming(words, files):
    """The files that hold one of the words, in any case."""
    return [
        f"{name}: {word}" for name, text in files for word in words if word.lower() in text.lower()
    ]


def test_no_bulk_update_passes_the_services_by():
    allowed = re.compile(r"(^|/)services(\.py$|/)|^loneliness/records/")
    found = [
        f"{name}: {line.strip()}"
        for name, source in modules()
        for line in source.splitlines()
        if re.search(r"\.(update|bulk_update|bulk_create)\(", line)
        and "vars()" not in line
        and not allowed.search(name)
    ]
    assert found == []


def test_no_machine_paths():
    assert naming(MACHINE_PATHS, without(texts(), "tests/figures/chapter.txt")) == []


def test_no_registry_addresses():
    assert naming(REGISTRIES, texts()) == []


def without(files, *names):
    return [(name, text) for name, text in files if name not in names]


def test_nothing_of_gov_uk_itself():
    shown = [
        (name, text)
        for name, text in texts(".css", ".html", ".js", ".scss", ".svg")
        if "/static/" in f"/{name}" or name.startswith("templates/") or "/styles/" in name
    ]
    assert shown
    assert naming(GOV_UK_OWN, shown) == []
    icons = [path.name for path in tracked() if path.suffix in {".ico", ".woff", ".woff2"}]
    assert icons == []


def test_pages_load_nothing_from_elsewhere():
    loads = re.compile(r"""<(?:script|link|img)[^>]+(?:src|href)=["'](?:https?:)?//""")
    assert [name for name, text in texts(".html") if loads.search(text)] == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_pinned(name):
    lines = (ROOT / name).read_text("utf-8").splitlines()
    wanted = [line for line in lines if line and not line.lstrip().startswith("#")]
    assert wanted
    assert [line for line in wanted if not re.match(r"^[\w.\[\]-]+==[\w.]+( ; .+)?$", line)] == []


def pins(name):
    """The pinned packages of a file."""
    return {line for line in (ROOT / name).read_text("utf-8").splitlines() if "==" in line}


def test_the_tests_run_what_is_served():
    assert pins("requirements.txt") - pins("requirements-dev.txt") == set()


def test_every_wanted_package_is_pinned_and_has_its_reason():
    for name in ("requirements", "requirements-dev"):
        pinned = {pin.split("==")[0].lower() for pin in pins(f"{name}.txt")}
        for line in (ROOT / f"{name}.in").read_text("utf-8").splitlines():
            if line.startswith(("#", "-r")) or not line:
                continue
            package = re.match(r"[\w-]+", line)[0].lower()
            assert package in pinned, line
            reason = line.partition("#")[2] or package in {"coverage", "mypy", "ruff"}
            assert reason or package.startswith("pytest"), line


def test_modules_stay_short():
    long = [name for name, source in modules() if source.count("\n") > HARD_LIMIT]
    assert set(long) - PACKAGES_DUE == set()


def test_no_import_inside_a_function_and_no_star():
    found = []
    for name, source in modules():
        tree = ast.parse(source)
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                inner = [n for n in ast.walk(node) if isinstance(n, ast.Import | ast.ImportFrom)]
                found += [f"{name}: {node.name}"] if inner else []
            if isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
                found.append(f"{name}: *")
    assert found == []


@pytest.mark.parametrize("name", ["estimates/calculation.py", "evidence/grading.py"])
def test_arithmetic_and_grading_import_the_standard_library_only(name):
    imported = set()
    for node in ast.walk(ast.parse((ROOT / name).read_text("utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            imported.add(node.module)
    assert imported
    assert {whole.partition(".")[0] for whole in imported} <= sys.stdlib_module_names


def test_scripts_can_be_run():
    for name in ("bin/run", "bin/test", ".ci/run"):
        assert os.access(ROOT / name, os.X_OK), name
