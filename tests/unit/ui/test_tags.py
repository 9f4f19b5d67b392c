"""The small filters and tags."""

import datetime
from decimal import Decimal

import pytest
from django.template import Context, Template

from loneliness.ui.templatetags import ui


@pytest.mark.parametrize(
    ("value", "words"),
    [(31878, "31,878"), (Decimal("13770.2"), "13,770.2"), (0, "0"), (None, ""), ("c. 5", "c. 5")],
)
def test_thousands(value, words):
    assert ui.thousands(value) == words


def test_long_date():
    assert ui.long_date(datetime.date(2026, 5, 3)) == "3 May 2026"
    assert ui.long_date(None) == ""


def test_fold_cuts_at_the_end_of_a_word():
    assert ui.fold("Consider the findings,\nrelevant to housing", 22) == "Consider the findings…"
    assert ui.fold("short") == "short"
    assert ui.fold(None) == ""


def render(source, **context):
    return Template("{% load ui %}" + source).render(Context(context)).strip()


def test_grade_is_said_in_words_and_colour():
    html = render("{% grade_tag grade confirmed=False %}", grade="strong")
    assert html == '<strong class="govuk-tag govuk-tag--green">Strong, not confirmed</strong>'


@pytest.mark.parametrize(
    ("source", "word"),
    [
        ("{% grade_tag 'not-graded' %}", "Not graded"),
        ("{% grade_tag '' %}", "Not recorded"),
        ("{% rag_tag 'amber' %}", "Some risk"),
        ("{% rag_tag 'off_track' %}", "Off track"),
        ("{% status_tag 'newer-edition' %}", "Newer edition exists"),
        ("{% status_tag 'waiting-for-papers' %}", "Waiting for papers"),
        ("{% status_tag '<b>' %}", "&lt;b&gt;"),
    ],
)
def test_tags_say_their_word(source, word):
    assert f">{word}</strong>" in render(source)
