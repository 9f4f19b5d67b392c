"""A paper's words go into JSON and back; its fingerprint differs as soon as a word does."""

import json
from dataclasses import fields, is_dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.papers.content import Paper, PaperAction, PaperFigure
from tests import made_papers


@pytest.mark.parametrize("make", [made_papers.small, made_papers.first, made_papers.huge])
def test_json_round_trip(make):
    paper = make()
    assert Paper.from_json(paper.as_json()) == paper
    assert Paper.from_json(paper.as_json()).fingerprint == paper.fingerprint


@given(st.text())
def test_any_text_survives_json(text):
    paper = made_papers.filled_with(text)
    assert Paper.from_json(paper.as_json()) == paper


def changes(value):
    """The value with each single part of it changed, one after the other."""
    if is_dataclass(value):
        for field in fields(value):
            for changed in changes(getattr(value, field.name)):
                yield replace(value, **{field.name: changed})
    elif isinstance(value, tuple):
        yield value[:-1] if value else ("new",)
        for index, part in enumerate(value):
            yield from ((*value[:index], one, *value[index + 1 :]) for one in changes(part))
    else:
        yield {bool: lambda: not value, int: lambda: value + 1, str: lambda: f"{value} "}[
            type(value)
        ]()


def test_the_fingerprint_changes_with_any_part():
    paper = made_papers.small()
    changed = list(changes(paper))
    assert len(changed) > len(fields(Paper)) + len(fields(PaperAction)) + len(fields(PaperFigure))
    prints = {one.fingerprint for one in [paper, *changed]}
    assert len(prints) == len(changed) + 1


def test_the_printed_fingerprint_is_the_beginning_in_groups_of_four():
    paper = made_papers.small()
    groups = paper.fingerprint_in_print.split(" ")
    assert [len(group) for group in groups] == [4, 4, 4, 4]
    assert paper.fingerprint.startswith("".join(groups))
    assert len(paper.fingerprint) == 64


def test_what_is_empty_is_left_out_so_that_parts_can_be_added_later():
    assert json.loads(Paper("Board").as_json()) == {"board": "Board"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"board": "B", "surprise": "x"}', "A Paper has no surprise"),
        ('{"board": 3}', "3 stands where a str should"),
        ('{"since": {}}', "stands where a list should"),
        ("[]", "stands where a dict should"),
    ],
)
def test_other_json_is_refused(text, says):
    with pytest.raises(ValueError, match=says):
        Paper.from_json(text)


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ({}, "Loneliness: progress since 4 December 2026"),
        ({"is_first": True}, "Loneliness: first report"),
        ({"previous_on": ""}, "Loneliness: progress"),
        ({"number": 2}, "Loneliness: progress since 4 December 2026 (addendum 2)"),
    ],
)
def test_title(given, title):
    assert made_papers.small(**given).title == title


@pytest.mark.parametrize(
    ("publication", "is_open"),
    [("Open", True), (" open ", True), ("Not for publication: names people", False), ("", False)],
)
def test_only_what_says_open_is_open(publication, is_open):
    assert made_papers.small(publication=publication).is_open is is_open
