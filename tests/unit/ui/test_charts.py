"""Charts drawn on the server."""

import os
import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from loneliness.ui import charts

POINTS = [("Males", Decimal("4.9")), ("Females", Decimal("6.2")), ("Others", None)]
SENTENCE = "More women than men."


@pytest.fixture
def svg():
    return charts.bar_chart("Feel lonely", POINTS, description=SENTENCE)


def test_chart_is_a_named_picture(svg):
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    assert root.get("aria-label") == f"Feel lonely. {SENTENCE}"
    assert svg.count("role=") == 1


def test_chart_shows_labels_and_values(svg):
    words = [text.text for text in ElementTree.fromstring(svg).iter() if text.text]
    assert {"Males", "4.9%", "Females", "6.2%", "Others", "not known"} <= set(words)


def test_chart_survives_a_strict_policy(svg):
    assert not re.search(r"style|<script|href=|url\(", svg)


def test_labels_are_escaped_and_never_cut():
    label = "Adults with a long-term limiting illness & a very long description <of themselves>"
    svg = charts.bar_chart('A "quoted" title', [(label, Decimal(5))], description="One.")
    words = " ".join(text.text for text in ElementTree.fromstring(svg).iter() if text.text)
    assert label in words


def test_counts_are_grouped_and_named():
    svg = charts.bar_chart("People", [("All", 31878)], unit="people", description="One bar.")
    assert "31,878 people" in svg


def test_intervals_are_drawn():
    with_interval = charts.bar_chart(
        "Rate", POINTS, description="x", intervals=[(Decimal(4), Decimal(6)), None, None]
    )
    assert with_interval.count("<line") > 0


def test_no_points_and_only_unknown_points_are_drawn_too():
    assert "<svg" in charts.bar_chart("Nothing", [], description="No figures.")
    assert "not known" in charts.bar_chart("Gap", [("Carers", None)], description="No figures.")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_child_can_draw(svg):
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        drawn = charts.bar_chart("Child", [("One", Decimal(1))], description="x")
        os.write(writer, b"drawn" if "<svg" in drawn else b"not")
        os._exit(0)
    os.close(writer)
    assert os.read(reader, 10) == b"drawn"
    os.waitpid(child, 0)


def test_a_row_is_as_high_as_its_longest_label():
    def height(label):
        svg = charts.heat_map("Map", [label], ["Loneliness"], [[3]], description="One.")
        return float(re.search(r'height="([\d.]+)"', svg).group(1))

    long = "Older people from black and minority ethnic groups, except people of Indian origin"
    assert height(long) >= height("Adults") + 14
