"""The vendored files stay within their licence and our policy."""

from pathlib import Path

import pytest

STATIC = Path(__file__).parents[3] / "loneliness/ui/static/ui"
TEMPLATES = Path(__file__).parents[3] / "templates"


@pytest.mark.parametrize("word", ["crown", "crest", "gds transport", "sourcemappingurl", "url("])
def test_stylesheet_holds_nothing_of_gov_uk_itself(word):
    assert word not in (STATIC / "vendor/app.css").read_text(encoding="utf-8").lower()


def test_stylesheet_stays_small():
    assert (STATIC / "vendor/app.css").stat().st_size < 150_000


@pytest.mark.parametrize("mark", [" style=", "<style", "onclick=", "javascript:"])
def test_templates_obey_the_strict_policy(mark):
    found = [page.name for page in TEMPLATES.rglob("*.html") if mark in page.read_text("utf-8")]
    assert found == []
