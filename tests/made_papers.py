"""Made-up board papers: a small one, a first one, and one too long for any agenda."""

from dataclasses import replace

from actions.papers.content import (
    Paper,
    PaperAction,
    PaperFigure,
    PaperLine,
    PaperList,
    PaperRecommendation,
    SubGroup,
)

KINDS = (
    "Late", "Off track", "No answer", "Rating to discuss", "Needs checking again",
    "Claimed complete", "More time asked",
)  # fmt: skip
FIGURE = PaperFigure(
    "Table 1",
    "about 32,000 adults who feel lonely often or always",
    "mid-2018",
    "strong, suggested, not confirmed",
)
HOSTILE = (
    "#strong[x] *bold* _under_ $x^2$ <b>b</b> &amp; ]] } {{ x }} {% now %} \\ @ref //no ~ -- ...",
    "=1+1 +2 -3 @SUM(A1)",
    '\'straight\' "quotes" `raw` #read("paper.typ") <label> = heading',
)


def action(key="d-1", letters="d", title="Link loneliness into social prescribing", **given):
    words = {
        "owner": "Public Health Lead, Leicestershire County Council",
        "dates": "due 31 March 2027, first 30 September 2026, moved twice, 182 days",
        "status": "In progress",
        "rating": "On track",
        "our_rating": "Some risk",
        "our_reason": "no milestone met since October",
        "updated": "20 November 2026",
        "happened": "Two link workers were briefed.",
        "next_step": "Brief the other four networks.",
        "changed": "status not started → in progress",
        "figures": (FIGURE,),
    }
    return PaperAction(key, title, letters, **words | given)


def small(**given):
    """Two exceptions, two recommendations, one action."""
    late = PaperLine("Link loneliness into social prescribing", "163 days late.", "d")
    claimed = PaperList("Claimed complete", "Not verified yet.")
    words = {
        "board": "Unified Prevention Board",
        "parent": "Health and Wellbeing Board",
        "meeting_on": "12 March 2027",
        "previous_on": "4 December 2026",
        "agenda_item": "7",
        "report_of": "Director of Public Health",
        "contact": "Jane Smith, 0116 305 0000",
        "publication": "Open",
        "purpose": "To report progress and to ask for two decisions.",
        "decisions_asked": ("Decide: more time for d, to 30 June 2027.", "Note: 9 of 14 came."),
        "exceptions": (PaperList("Late", "Past their date.", (late,)), claimed),
        "since": (PaperLine("Link loneliness", "Status not started → in progress.", "d"),),
        "background": "The chapter is of 2019.\nIt makes sixteen recommendations.",
        "resource": "No new money is asked for.",
        "equality": "Loneliness is unevenly spread.",
        "risk": "The evidence is old.",
        "returns": "9 of 14 updates returned",
        "non_returns": ("Head of Carers Services",),
        "sub_groups": (SubGroup("Great Communities", (PaperList("Late", "", (late,)),)),),
        "recommendations": (
            PaperRecommendation("d", "Link it.", "Accepted", "It fits.", (action(),)),
            PaperRecommendation("e", "Support the grants."),
        ),
        "evidence": "43 publications, the newest of 2019.",
        "issued": "4 March 2027",
    }
    return Paper(**words | given)


def first():
    """A draft for a board that has had no paper yet."""
    return small(is_first=True, previous_on="", since=(), issued="")


def huge():
    """60 actions, every list full, and pages of the secretary's own words."""
    titles = [f"Action number {index} " + "with a long title " * 12 for index in range(60)]
    lines = tuple(PaperLine(title, "It is late for many reasons. " * 9, "a") for title in titles)
    recommendations = tuple(
        PaperRecommendation(letter, "Recommended words " * 15, actions=_four(titles, index, letter))
        for index, letter in enumerate("abcdefghijklmno")
    )
    return small(
        exceptions=tuple(PaperList(kind, "What it means. " * 9, lines) for kind in KINDS),
        since=lines,
        decisions_asked=tuple(f"Decide: matter {index} " + "of weight " * 40 for index in range(9)),
        non_returns=tuple(titles),
        sub_groups=tuple(SubGroup(title, (PaperList("Late", "", lines),)) for title in titles[:2]),
        recommendations=recommendations,
        **{name: f"Words on {name}. " * 300 for name in ("background", "resource", "risk")},
        purpose="Purpose. " * 90,
        contact="Contact " * 60,
    )


def _four(titles, index, letter):
    return tuple(
        action(f"{number}", letter, titles[number]) for number in range(4 * index, 4 * index + 4)
    )


def filled_with(text):
    """A paper that says this in every place where people type."""
    line = PaperLine(text, text, "a")
    lists = (PaperList("Late", text, (line, line)),)
    words = dict.fromkeys(
        ("board", "parent", "purpose", "background", "resource", "equality", "risk", "contact",
         "returns", "evidence", "agenda_item", "report_of", "meeting_on", "previous_on"), text
    )  # fmt: skip
    said = action(title=text, owner=text, happened=text, next_step=text, note=text)
    figure = PaperFigure(text, text, text, text)
    return small(
        **words,
        decisions_asked=(text, text),
        exceptions=lists,
        since=(line,),
        non_returns=(text,),
        sub_groups=(SubGroup(text, lists),),
        recommendations=(
            PaperRecommendation("a", text, text, text, (replace(said, figures=(figure,)),)),
        ),
    )
