"""The PDF: four sides at most, what is asked and wrong on page 1, words as typed."""

import io
import os
import re
import signal
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from actions.papers import fonts, pdf
from actions.papers.blocks import seen
from actions.papers.content import PaperLine, PaperList
from tests import bars, made_papers
from tests.made_papers import small

FOUR_SIDES = 4
EVERY_PAGE = re.compile(
    r"Unified Prevention Board, 12 March 2027|Issued 4 March 2027 · .{31} · page \d+ of \d+"
)


def read(paper):
    return PdfReader(io.BytesIO(pdf.render(paper)))


def pages(paper):
    """The words of each page, spaces evened out."""
    return [" ".join(page.extract_text().split()) for page in read(paper).pages]


def body_sides(texts):
    """How many pages there are before the appendices."""
    return next(index for index, text in enumerate(texts) if "AppendixA:" in packed(text))


def packed(text):
    """The text without spaces, for lines break where they must."""
    return re.sub(r"[\s\u200b]+", "", text)


@pytest.fixture(scope="module")
def huge_pages():
    return pages(made_papers.huge())


@pytest.mark.parametrize("make", [made_papers.small, made_papers.first, made_papers.huge])
def test_page_one_says_what_is_asked_and_what_is_wrong_and_the_body_has_four_sides(
    make, huge_pages
):
    texts = huge_pages if make is made_papers.huge else pages(make())
    assert body_sides(texts) <= FOUR_SIDES
    page = texts[0]
    assert page.index("Purpose") < page.index("The board is asked to:") < page.index("Exceptions")
    assert page.index("Decide:") < page.index("Late (")


def test_the_first_page_in_full():
    page = pages(small())[0]
    for words in (
        "Unified Prevention Board, reporting to the Health and Wellbeing Board",
        "12 March 2027, agenda item 7", "Director of Public Health", "Jane Smith, 0116 305 0000",
        "Publication Open", "Loneliness: progress since 4 December 2026",
        "(i) Decide: more time for d, to 30 June 2027.", "(ii) Note: 9 of 14 came.",
        "Late (1). Past their date.",
        "Link loneliness into social prescribing (recommendation d): 163 days late.",
        "None: Claimed complete.",
    ):  # fmt: skip
        assert words in page


def test_what_the_body_leaves_out_is_in_the_appendix(huge_pages):
    paper = made_papers.huge()
    sides = body_sides(huge_pages)
    body, added = (
        " ".join(huge_pages[:sides]),
        packed(EVERY_PAGE.sub("", " ".join(huge_pages[sides:]))),
    )
    assert re.search(r"and \d+ more, in appendix D", body)
    assert "The rest is in appendix D" in body
    assert added.count(packed("Words on background.")) == 300
    late = paper.exceptions[0].lines[0]
    everywhere = len(paper.exceptions) + 1 + len(paper.sub_groups)
    assert added.count(packed(f"{late.title}(recommendation a): {late.sentence}")) == everywhere
    assert packed(paper.decisions_asked[-1]) in added
    assert packed(paper.contact) in added


def test_every_action_is_in_appendix_a(huge_pages):
    paper = made_papers.huge()
    text = packed(EVERY_PAGE.sub("", " ".join(huge_pages)))
    for one in (action for row in paper.recommendations for action in row.actions):
        assert f"{packed(one.title)}OwnerPublicHealthLead" in text


def test_an_action_under_two_recommendations_is_printed_once():
    row = small().recommendations[0]
    twice = small(recommendations=(row, replace(row, letter="f")))
    text = " ".join(pages(twice))
    assert text.count("Two link workers were briefed.") == 1
    assert "The same action is under recommendation d." in text


def test_a_first_paper_has_nothing_to_compare_and_asks_for_responses_and_owners():
    text = " ".join(pages(made_papers.first()))
    assert "This is the first paper: there is nothing to compare yet." in text
    assert "Decide: the response to each recommendation in appendix A, and an owner" in text


def test_empty_lists_are_said_in_words():
    empty = small(
        decisions_asked=(), exceptions=(), since=(), sub_groups=(), recommendations=(), resource=""
    )
    text = " ".join(pages(empty))
    for words in (
        "The board is asked to note this paper.", "There is nothing to report.",
        "Since the paper for 4 December 2026 nothing has changed.",
        "No sub-group reports to this board.",
        "This board has no recommendation.", "No action rests on a figure yet.",
        "None are stated.",
    ):  # fmt: skip
        assert words in text


@pytest.mark.parametrize("publication", ["Open", "Not for publication: names people"])
def test_a_draft_says_so_on_every_page(publication):
    texts = pages(small(issued="", publication=publication))
    closed = publication != "Open"
    for number, text in enumerate(texts, start=1):
        assert f"DRAFT – not issued · page {number} of {len(texts)}" in text
        assert ("NOT FOR PUBLICATION" in text) is closed


def test_an_issued_paper_says_when_and_its_fingerprint_on_every_page():
    paper = small()
    texts = pages(paper)
    foot = f"Issued 4 March 2027 · fingerprint {paper.fingerprint_in_print} · page"
    assert all(f"{foot} {number} of {len(texts)}" in text for number, text in enumerate(texts, 1))
    assert "DRAFT" not in " ".join(texts)


def test_an_addendum_says_why():
    page = pages(small(number=1, addendum_reason="The owner reported late."))[0]
    assert "(addendum 1)" in page
    assert "The owner reported late." in page


def test_it_is_flagged_and_tagged_for_screen_readers():
    file = read(small())
    root = file.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert file.metadata.title == small().title
    assert file.metadata.creation_date is None
    kinds = set(tags(root["/StructTreeRoot"]))
    assert kinds >= {"/H1", "/H2", "/H3", "/H4", "/L", "/LI", "/Table", "/TH", "/TD", "/P"}


def tags(element):
    """The names of all structure elements."""
    element = element.get_object()
    if isinstance(element, list):
        for child in element:
            yield from tags(child)
    elif hasattr(element, "get"):
        yield element.get("/S", "")
        if "/K" in element:
            yield from tags(element["/K"])


@pytest.mark.parametrize("make", [made_papers.small, made_papers.huge])
def test_two_runs_give_the_same_bytes(make):
    assert pdf.render(make()) == pdf.render(make())


@pytest.mark.parametrize("text", made_papers.HOSTILE)
def test_text_comes_out_as_typed(text):
    printed = packed(" ".join(pages(made_papers.filled_with(text))))
    assert printed.count(packed(text)) > 20


def test_what_no_font_holds_is_named_and_what_nobody_sees_is_left_out():
    text = fonts.printable(seen("a\x00\x1b\u202e\ufeffb 😀 中\ttab é"))
    assert text == "ab [grinning face] [cjk unified ideograph-4e2d] tab é"


def test_the_fonts_hold_what_the_register_prints():
    assert set("abcXYZ0189’‘“”–…→·×≤£€é•") <= fonts.held()


@settings(max_examples=bars.size(3, 100), deadline=None)
@given(st.text(max_size=300))
@example("00\U00017ae0\U00043ae0\U000d0000")
@example("W" * 900)
@example("0\U0001d400" * 60)
@example("\n".join("x" * 300))
@example("word " * 500)
@example("\u2028\u2029\x85\u0301\u05d0\u200d\ufffe\ud800")
@example("\u05d0\u05d1 \u0301\u0301" * 60)
def test_any_text_prints_in_four_sides(text):
    texts = pages(made_papers.filled_with(text))
    assert body_sides(texts) <= FOUR_SIDES
    assert "Exceptions" in packed(texts[0])


def test_more_kinds_than_a_page_holds_are_counted_on_page_one():
    line = PaperLine("A title", "A sentence.")
    lists = tuple(PaperList(f"Kind {number}", "", (line,)) for number in range(60))
    texts = pages(small(exceptions=lists))
    assert "All in appendix D: Kind 0 (1), Kind 1 (1)" in texts[0]
    assert body_sides(texts) <= FOUR_SIDES
    assert "Kind 59 (1)" in " ".join(texts[body_sides(texts) :])


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_child_can_print():
    printed = pdf.render(small())
    child = os.fork()
    if not child:
        signal.alarm(60)
        os._exit(0 if pdf.render(small()) == printed else 1)
    assert os.waitpid(child, 0)[1] == 0
