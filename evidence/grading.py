"""The chapter's three grades as a rule: answers in, a suggested grade and its reason out."""

from __future__ import annotations

from dataclasses import dataclass

STRONG, MODERATE, WEAK, NOT_GRADED = "strong", "moderate", "weak", "not-graded"

NOT_RESEARCH = {
    "census": "A census is a count, not research on loneliness, so it is not graded.",
    "web-resource": "A web page or definition is not research, so it is not graded.",
    "policy-document": "A policy document is not research, so it is not graded.",
    "strategy": "A strategy is not research, so it is not graded.",
    "needs-assessment": "A needs assessment reviews others' research, so it is not graded itself.",
}
COUNTED = frozenset({"administrative", "census"})
NEUTRAL = frozenset({"neutral-public-body", "local-authority", "academic"})
INTERESTED = frozenset({"voluntary-sector", "think-tank"})

ADMINISTRATIVE_COUNT = (
    "These official statistics are a count, not a survey, so they are not graded."
)
REVIEW = "The chapter's grades describe surveys and this is a review: a person decides."
NO_SAMPLE = "The chapter's grades describe surveys and this has no sample: a person decides."
NEUTRAL_BODY = (
    "A professional, large, random survey with a clear method, for a neutral body: strong."
)
INTERESTED_BODY = (
    "A professional, large, random survey with a clear method, for a voluntary body, "
    "think tank or similar: moderate."
)
OTHER_BODY = "Who commissioned it is not known, or is a business: no more than weak."


UNKNOWN = "unknown"
# criterion, the answer it needs, what to say when it fails, what to say when it is not known
SURVEY_TESTS = (
    (
        "self_selecting",
        "no",
        "people chose for themselves to take part",
        "whether people chose for themselves to take part is not known",
    ),
    (
        "sampling",
        "random",
        "people were not chosen at random",
        "whether people were chosen at random is not known",
    ),
    (
        "professional",
        "yes",
        "it was not professionally conducted",
        "whether it was professionally conducted is not known",
    ),
    ("large", "yes", "it is not large scale", "its size is not known"),
    ("method_clear", "yes", "its method is not clear", "whether its method is clear is not known"),
)


@dataclass(frozen=True)
class Criteria:
    """What is known of a publication, in the word lists of the seed files."""

    kind: str
    commissioner_kind: str
    sampling: str
    professional: str
    large: str
    method_clear: str
    self_selecting: str


@dataclass(frozen=True)
class Suggestion:
    """A grade, or None when a person must decide, and the criterion that decided it."""

    grade: str | None
    decided_by: str


def suggest(criteria: Criteria) -> Suggestion:
    """Suggest the grade that the chapter's definitions give; an unknown never lifts it.

    Source: the chapter's executive summary, "categorised by strength of source".
    """
    return _outside_the_grades(criteria) or _shortfall(criteria) or _by_commissioner(criteria)


def _outside_the_grades(criteria: Criteria) -> Suggestion | None:
    """Answer for documents that the three grades do not describe."""
    if criteria.kind in NOT_RESEARCH:
        return Suggestion(NOT_GRADED, NOT_RESEARCH[criteria.kind])
    if criteria.kind == "official-statistics" and criteria.sampling in COUNTED:
        return Suggestion(NOT_GRADED, ADMINISTRATIVE_COUNT)
    if criteria.kind == "evidence-review":
        return Suggestion(None, REVIEW)
    if criteria.sampling == "not-applicable":
        return Suggestion(None, NO_SAMPLE)
    return None


def _shortfall(criteria: Criteria) -> Suggestion | None:
    """Name the criterion that keeps a survey at weak: a known fault before an unknown one."""
    failed = [
        (getattr(criteria, name), fault, unknown)
        for name, needed, fault, unknown in SURVEY_TESTS
        if getattr(criteria, name) != needed
    ]
    if not failed:
        return None
    faults = [fault for answer, fault, _ in failed if answer != UNKNOWN]
    return Suggestion(WEAK, f"Weak, because {(faults or [failed[0][2]])[0]}.")


def _by_commissioner(criteria: Criteria) -> Suggestion:
    """Let the commissioner decide between strong and moderate."""
    if criteria.commissioner_kind in NEUTRAL:
        return Suggestion(STRONG, NEUTRAL_BODY)
    if criteria.commissioner_kind in INTERESTED:
        return Suggestion(MODERATE, INTERESTED_BODY)
    return Suggestion(WEAK, OTHER_BODY)
