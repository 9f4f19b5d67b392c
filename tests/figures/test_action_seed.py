"""The seed of recommendations, actions, bodies, services and policy against the chapter's text."""

import csv
import os
import re
from collections import Counter
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SEED = ROOT / "actions" / "seed"
# The rest of the evidence seed may be read from another checkout.
EVIDENCE = Path(os.environ.get("EVIDENCE_SEED", ROOT / "evidence" / "seed"))
LETTERS = list("abcdefghijklmnop")
ANSWERED_BY_FIELDS = set("ijk")
DEPARTMENTS = {
    "Public Health",
    "Adults and Communities",
    "Children and Family Services",
    "Environment and Transport",
    "Chief Executive’s",
    "Corporate Resources",
}


def rows(path):
    """Return the rows of a seed file; a missing file fails the test."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def folded(text):
    """Return the text with every run of whitespace as one space."""
    return re.sub(r"\s+", " ", text)


def items(cell):
    """Return the parts of a cell that holds a list."""
    return [part for part in cell.split("; ") if part]


def between(start, end):
    """Return the part of the chapter from one phrase up to another."""
    return CHAPTER[CHAPTER.index(start) : CHAPTER.index(end)]


CHAPTER = folded((HERE / "chapter.txt").read_text(encoding="utf-8"))
SUMMARY = between("Strategic / Policy Recommendations a. Translate", "1. Introduction")
SECTION_8 = between("8. Recommendations 8.1.", "GLOSSARY OF TERMS")
APPENDICES = {
    "appendix A": "Appendix A: List of other services LCC",
    "appendix B": "Appendix B: List of examples of other Public Sector Services",
    "appendix C": "Appendix C: List of examples of VCS Services",
}
PLACES = {
    "section 6": between("Current Services Tackling", "7. Unmet needs/Gaps"),
    "appendix A": between(APPENDICES["appendix A"], APPENDICES["appendix B"]),
    "appendix B": between(APPENDICES["appendix B"], APPENDICES["appendix C"]),
    "appendix C": between(APPENDICES["appendix C"], "Strategic Business Intelligence Team"),
}
RECOMMENDATIONS = {row["letter"]: row for row in rows(SEED / "recommendations.csv")}
ACTIONS = rows(SEED / "actions.csv")
BOARDS = {row["slug"]: row for row in rows(SEED / "boards.csv")}
ORGANISATIONS = {row["slug"]: row for row in rows(SEED / "organisations.csv")}
SERVICES = rows(SEED / "services.csv")
POLICY = rows(SEED / "policy.csv")
GROUP_LINKS = rows(SEED / "recommendation_groups.csv")
BOARD_LINKS = rows(SEED / "recommendation_boards.csv")


def groups():
    """Return the codes of all groups of the evidence seed."""
    return {row["code"] for row in rows(EVIDENCE / "groups.csv")}


def test_sixteen_recommendations_strategic_then_specific():
    assert list(RECOMMENDATIONS) == LETTERS
    kinds = [RECOMMENDATIONS[letter]["kind"] for letter in LETTERS]
    assert kinds == ["strategic"] * 11 + ["specific"] * 5


@pytest.mark.parametrize("letter", LETTERS)
def test_both_wordings_stand_in_their_own_places(letter):
    row = RECOMMENDATIONS[letter]
    assert f"{letter}. {row['text']}" in SUMMARY
    assert f"{letter}. {row['text_in_section_8']}" in SECTION_8
    assert row["text"].endswith(".")
    assert row["text_in_section_8"].endswith(".")


def test_the_wordings_leave_no_word_of_the_chapter_out():
    for column, place in (("text", SUMMARY), ("text_in_section_8", SECTION_8)):
        rest = place
        for letter, row in RECOMMENDATIONS.items():
            rest = rest.replace(f"{letter}. {row[column]}", "")
        rest = re.sub(r"8\.\d?\.?|Strategic / Policy|Possible Specific", "", rest)
        assert set(rest.split()) <= {"Recommendations", "Interventions"}, rest


def test_only_o_and_p_differ_between_the_wordings():
    unlike = [k for k, row in RECOMMENDATIONS.items() if row["text"] != row["text_in_section_8"]]
    assert unlike == ["o", "p"]


def test_thirteen_unowned_actions_in_the_chapters_words():
    letters = [action["recommendations"] for action in ACTIONS]
    assert letters == [letter for letter in LETTERS if letter not in ANSWERED_BY_FIELDS]
    for action in ACTIONS:
        assert action["key"].startswith(action["recommendations"] + "-")
        assert action["title"] in RECOMMENDATIONS[action["recommendations"]]["text"]
        assert action["reach"] == action["capacity"] == ""
        assert action["board"] in BOARDS


def test_boards_name_boards_that_exist():
    assert BOARDS["unified-prevention-board"]["parent"] == "health-and-wellbeing-board"
    for board in BOARDS.values():
        assert not board["parent"] or board["parent"] in BOARDS
        assert board["kind"] in {"board", "sub-group", "strategic-outcome"}
        assert board["name"] in CHAPTER


def test_every_recommendation_is_followed_by_the_prevention_board():
    links = {(row["letter"], row["board"]) for row in BOARD_LINKS}
    assert {(letter, "unified-prevention-board") for letter in LETTERS} <= links
    for letter, board in links:
        assert board in BOARDS
        named = BOARDS[board]["name"] in RECOMMENDATIONS[letter]["text"]
        assert named or board == "unified-prevention-board"


def test_every_board_named_in_a_recommendation_is_linked():
    links = {(row["letter"], row["board"]) for row in BOARD_LINKS}
    for letter, row in RECOMMENDATIONS.items():
        for slug, board in BOARDS.items():
            assert board["name"] not in row["text"] or (letter, slug) in links


def test_recommendations_name_groups_that_exist():
    assert {row["letter"] for row in GROUP_LINKS} <= set(LETTERS)
    assert {row["group"] for row in GROUP_LINKS} - groups() == set()


@pytest.mark.parametrize(
    ("letter", "expected"),
    [
        ("d", {"long-term-illness", "carers", "younger-age-groups"}),
        ("g", {"carers"}),
        (
            "n",
            {
                "changing-schools-or-leaving-education",
                "leaving-care",
                "becoming-a-parent",
                "bereavement",
            },
        ),
    ],
)
def test_groups_are_those_the_words_name(letter, expected):
    assert {row["group"] for row in GROUP_LINKS if row["letter"] == letter} == expected


def test_organisations_have_a_sector():
    sectors = {"council", "public", "voluntary", "private"}
    assert {row["sector"] for row in ORGANISATIONS.values()} <= sectors
    assert all(row["name"] for row in ORGANISATIONS.values())


def test_the_commissioning_groups_have_ended():
    ended = {slug for slug, row in ORGANISATIONS.items() if row["valid_to"]}
    assert ended == {"west-leicestershire-ccg", "east-leicestershire-and-rutland-ccg"}
    assert {ORGANISATIONS[slug]["valid_to"] for slug in ended} == {"2022-07-01"}


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service["key"])
def test_services_stand_where_they_are_listed(service):
    assert service["description"] in PLACES[service["listed_in"]]
    assert set(items(service["providers"])) <= set(ORGANISATIONS)
    assert service["sector"] in {"council", "public", "voluntary", "private"}
    in_appendix_a = service["listed_in"] == "appendix A"
    assert (service["department"] in DEPARTMENTS) == in_appendix_a


def test_services_serve_groups_that_exist():
    served = {group for service in SERVICES for group in items(service["groups"])}
    assert served - groups() == set()
    assert all(service["groups"] for service in SERVICES)


@pytest.mark.parametrize("place", list(APPENDICES))
def test_no_line_of_the_appendices_is_left_out(place):
    rest = PLACES[place].removeprefix(APPENDICES[place])
    here = [row["description"] for row in SERVICES if row["listed_in"] == place]
    for words in sorted(here, key=len, reverse=True) + sorted(DEPARTMENTS):
        assert words in rest or words in DEPARTMENTS
        rest = rest.replace(words, "", 1)
    assert re.sub(r"[•\-\d]", "", rest).split() == []


def test_every_department_of_appendix_a_has_services():
    assert {row["department"] for row in SERVICES if row["department"]} == DEPARTMENTS


def test_services_of_section_6_come_from_all_four_parts():
    parts = ["5.1 Prevention", "5.2 Community services", "5.3 Social Care", "5.4 Transport"]
    starts = [PLACES["section 6"].index(part) for part in parts]
    found = Counter(
        sum(PLACES["section 6"].index(row["description"]) > start for start in starts)
        for row in SERVICES
        if row["listed_in"] == "section 6"
    )
    assert set(found) == {1, 2, 3, 4}


@pytest.mark.parametrize("item", POLICY, ids=lambda item: item["key"])
def test_policy_is_in_the_chapters_words(item):
    assert item["text"] in CHAPTER
    assert item["date_text"] in CHAPTER
    assert item["level"] in {"national", "local", "law"}
    assert item["title"]


@pytest.mark.parametrize(
    "phrase",
    [
        "Jo Cox Commission",
        "Minister for Loneliness",
        "~£18m",
        "Government Loneliness Strategy",
        "All-Party Parliamentary Group",
        "guidance on measuring/indicators",
        "guidance on social prescribing",
        "long term plan for the NHS",
        "Summit",
        "position statement",
        "social media",
        "Community Insights Survey",
        "work/join-up",
        "strategic outcomes",
        "available funding",
        "Health and Social Care Act 2012",
        "2010 Equalities Act",
        "statutory obligation",
    ],
)
def test_policy_leaves_nothing_of_the_chapter_out(phrase):
    assert any(phrase in item["text"] for item in POLICY)


def test_policy_names_publications_that_exist():
    named = {item["publication"] for item in POLICY if item["publication"]}
    assert named - {row["key"] for row in rows(EVIDENCE / "publications.csv")} == set()


def test_actions_and_services_have_keys_of_their_own():
    for name, column in (("actions", "key"), ("services", "key"), ("policy", "key")):
        keys = [row[column] for row in rows(SEED / f"{name}.csv")]
        assert len(set(keys)) == len(keys)
        assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key) for key in keys)


@pytest.mark.parametrize("path", sorted(SEED.glob("*.csv")), ids=lambda path: path.stem)
def test_files_are_sorted_and_plain(path):
    keys = [tuple(row.values())[:2] for row in rows(path)]
    assert keys == sorted(keys)
    data = path.read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in data
    assert data.endswith(b"\n")


def test_all_eight_files_are_there():
    assert len(list(SEED.glob("*.csv"))) == 8
