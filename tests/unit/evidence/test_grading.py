"""The grading rule follows the chapter's three definitions, and an unknown never lifts a grade."""

from dataclasses import replace
from itertools import product

import pytest

from evidence.grading import Criteria, suggest

STRONG = Criteria(
    kind="survey",
    commissioner_kind="neutral-public-body",
    sampling="random",
    professional="yes",
    large="yes",
    method_clear="yes",
    self_selecting="no",
)


@pytest.mark.parametrize(
    ("commissioner", "grade"),
    [
        ("neutral-public-body", "strong"),
        ("local-authority", "strong"),
        ("academic", "strong"),
        ("voluntary-sector", "moderate"),
        ("think-tank", "moderate"),
        ("commercial", "weak"),
        ("unknown", "weak"),
    ],
)
def test_commissioner_decides_a_good_survey(commissioner: str, grade: str) -> None:
    assert suggest(replace(STRONG, commissioner_kind=commissioner)).grade == grade


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("professional", "no", "not professionally conducted"),
        ("professional", "unknown", "not known"),
        ("large", "no", "not large scale"),
        ("large", "unknown", "size is not known"),
        ("sampling", "self-selecting", "not chosen at random"),
        ("sampling", "purposive", "not chosen at random"),
        ("sampling", "unknown", "not known"),
        ("method_clear", "no", "method is not clear"),
        ("method_clear", "unknown", "not known"),
        ("self_selecting", "yes", "chose for themselves"),
        ("self_selecting", "unknown", "not known"),
    ],
)
def test_one_shortfall_makes_weak_and_is_named(name: str, answer: str, words: str) -> None:
    suggestion = suggest(replace(STRONG, **{name: answer}))
    assert suggestion.grade == "weak"
    assert words in suggestion.decided_by


def test_a_known_fault_is_named_before_an_unknown_one() -> None:
    suggestion = suggest(replace(STRONG, sampling="unknown", large="no"))
    assert "not large scale" in suggestion.decided_by


@pytest.mark.parametrize(
    "kind", ["census", "web-resource", "policy-document", "strategy", "needs-assessment"]
)
def test_what_is_not_research_is_not_graded(kind: str) -> None:
    assert suggest(replace(STRONG, kind=kind)).grade == "not-graded"


@pytest.mark.parametrize("sampling", ["administrative", "census"])
def test_official_counts_are_not_graded(sampling: str) -> None:
    counted = replace(STRONG, kind="official-statistics", sampling=sampling)
    assert suggest(counted).grade == "not-graded"


def test_other_official_statistics_are_judged_as_a_survey() -> None:
    official = replace(STRONG, kind="official-statistics")
    assert suggest(official).grade == "strong"
    assert suggest(replace(official, sampling="unknown")).grade == "weak"


@pytest.mark.parametrize(
    ("kind", "sampling"),
    [
        ("evidence-review", "random"),
        ("evidence-review", "not-applicable"),
        ("research-report", "not-applicable"),
        ("academic-paper", "not-applicable"),
    ],
)
def test_reviews_and_models_are_left_to_a_person(kind: str, sampling: str) -> None:
    suggestion = suggest(replace(STRONG, kind=kind, sampling=sampling))
    assert suggestion.grade is None
    assert "a person decides" in suggestion.decided_by


def test_unknown_never_lifts_a_grade() -> None:
    answers = ("yes", "no", "unknown")
    order = {"weak": 0, "moderate": 1, "strong": 2}
    for professional, large, clear, chosen in product(answers, repeat=4):
        given = replace(
            STRONG,
            professional=professional,
            large=large,
            method_clear=clear,
            self_selecting=chosen,
        )
        best = order[suggest(given).grade or ""]
        if "unknown" in (professional, large, clear, chosen):
            assert best == 0


def test_every_reason_is_a_sentence() -> None:
    kinds = ("survey", "census", "evidence-review", "official-statistics")
    samplings = ("random", "unknown", "not-applicable", "administrative")
    for kind, sampling in product(kinds, samplings):
        text = suggest(replace(STRONG, kind=kind, sampling=sampling)).decided_by
        assert text[0].isupper()
        assert text.endswith(".")
