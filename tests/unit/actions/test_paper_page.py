"""The paper on the screen: the same blocks, nothing cut, nothing read as markup."""

import re

import pytest
from django.template.loader import render_to_string
from django.utils.html import escape

from actions.papers.layout import whole
from tests import made_papers

PAGE = "actions/papers/page.html"


def page(paper, **given):
    return render_to_string(PAGE, {"layout": whole(paper), **given})


def test_the_order_headings_numbers_and_tables():
    html = page(made_papers.small(), pdf_url="/pdf", word_url="/word")
    titles = re.findall(r"<h2[^>]*>(.*?)</h2>", html)
    assert titles[:4] == [
        "Purpose", "Recommendations to the board", "Exceptions", "Since your last meeting"
    ]  # fmt: skip
    assert titles[-3:] == [
        "Appendix A: recommendations d to e and their actions",
        "Appendix B: what the sub-groups report",
        "Appendix C: figures used",
    ]
    numbers = [int(number) for number in re.findall(r'<ol[^>]* start="(\d+)"', html)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert html.count('<th scope="col">') == 5
    assert html.count("<h1") == 1
    assert 'href="/pdf"' in html


def test_nothing_is_cut():
    paper = made_papers.huge()
    html = page(paper)
    assert "appendix D" not in html
    assert html.count("Words on background.") == 300


def test_a_draft_says_so():
    html = page(made_papers.first())
    assert "<strong>DRAFT</strong>" in html
    assert "DRAFT – not issued" in html


@pytest.mark.parametrize("text", made_papers.HOSTILE)
def test_text_comes_out_as_typed(text):
    assert page(made_papers.filled_with(text)).count(escape(text)) > 20
