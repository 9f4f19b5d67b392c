"""What the columns of a plan hold: the register's own headings, and those that partners use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from actions.plans.said import folded

LABELS = {
    "key": "Key",
    "recommendations": "Recommendations",
    "title": "Action",
    "board": "Board",
    "owner": "Owner",
    "lead": "Lead officer",
    "reach": "For all or some",
    "capacity": "Capacity",
    "cost_and_benefit": "Cost, value and benefit",
    "measure": "Measure of success",
    "due": "Due",
    "review": "Review",
    "milestones": "Milestones",
    "milestone_on": "Milestone date",
    "status": "Status",
    "rating": "Rating",
    "per_cent": "Per cent done",
    "happened": "What happened",
    "next_step": "Next step",
    "evidence": "Evidence",
}
OWN = tuple(name for name in LABELS if name != "milestone_on")  # the columns of our own files
JOINED = ("milestones", "happened", "next_step")  # several rows of one action
ALIASES = {
    "key": "short name|register key",
    "recommendations": "recommendation|rec|recs|letter|letters|recommendation letter|answers|"
    "jsna recommendation|recommendation letters|recommendation(s)|rec.",
    "title": "actions|action title|key action|key actions|what|what we will do|what will we do|"
    "task|tasks|activity|activities|deliverable|title|action required|planned action|action(s)|"
    "specific action|what will be done|initiative|agreed action|description of action",
    "board": "reports to|reporting board|governance",
    "owner": "lead|who|responsible|responsible officer|responsible person|action owner|owned by|"
    "lead organisation|lead agency|lead person|by whom|accountable|lead partner|owner(s)|lead(s)|"
    "who is responsible|responsibility|named lead|assigned to",
    "lead": "lead post|lead officer (council)",
    "reach": "reach|universal or targeted",
    "capacity": "within capacity|business as usual or additional",
    "cost_and_benefit": "cost and benefit|costs|cost|value|resources|resource implications",
    "measure": "success measure|measures of success|kpi|outcome measure|measure|success criteria|"
    "how will we know|outcome|outcomes|expected outcome|performance measure",
    "due": "due date|by when|when|deadline|target date|timescale|timescales|completion date|"
    "end date|timeframe|due by|date due|complete by|target completion date|timeline|finish",
    "review": "review date|reviewed|date of review|next review",
    "milestones": "milestone|key milestone|key milestones|milestone(s)|steps",
    "milestone_on": "milestone due|milestone due date|date of milestone",
    "status": "current status|action status|state|stage|position",
    "rating": "rag|brag|rag rating|rag status|brag rating|brag status|current rag|rag score|"
    "r/a/g|colour",
    "per_cent": "% complete|% done|percent|per cent|percentage|percentage complete|progress %|"
    "percent complete|%|per cent complete",
    "happened": "progress|update|latest update|updates|comments|comment|progress to date|"
    "narrative|commentary|progress update|notes|progress/comments|latest position|progress notes",
    "next_step": "next steps|what next|next action|next actions|next",
    "evidence": "web address of evidence|evidence link|link|links|evidence url",
}
MEANING = {folded(label): name for name, label in LABELS.items()} | {
    word: name for name, words in ALIASES.items() for word in words.split("|")
}
LOOKED_AT = 40  # rows, for the headings
TWICE = "Two columns are both “{label}”: take one of them."
NO_ACTION = "Say which column holds the action."


@dataclass(frozen=True)
class Headings:
    """The row that names the columns, and what each of them holds; nothing for one not read."""

    row: int
    names: tuple[str, ...]
    fields: tuple[str, ...]

    @property
    def problem(self) -> str:
        """Why the columns cannot be read so; empty when they can."""
        for name in self.fields:
            if name and self.fields.count(name) > 1:
                return TWICE.format(label=LABELS[name])
        return "" if "title" in self.fields else NO_ACTION

    @property
    def not_read(self) -> list[str]:
        """The headings of the columns that are not read."""
        pairs = list(zip(self.names, self.fields, strict=True))
        taken = {name for name, field in pairs if field}  # a merged heading covers its neighbours
        return [name for name, field in pairs if name and not field and name not in taken]


def meaning(heading: str, remembered: dict[str, str]) -> str:
    """What a column of this heading holds: as chosen before, as it is mostly meant, or nothing."""
    word = folded(heading).strip(" .:*?")
    if word in remembered:
        return remembered[word]
    return MEANING.get(word, "")


def guess(cells: Sequence[str], remembered: dict[str, str]) -> tuple[str, ...]:
    """What each column holds; of two that would hold the same, the first."""
    found: list[str] = []
    for cell in cells:
        name = meaning(cell, remembered) if cell.strip() else ""
        found.append("" if name in found else name)
    if "lead" in found and "owner" not in found and not remembered:
        found[found.index("lead")] = "owner"
    return tuple(found)


def find(rows: Sequence[Sequence[str]], remembered: dict[str, str]) -> Headings | None:
    """The row near the top that names most columns; None when none names an action."""
    best: Headings | None = None
    for number, cells in enumerate(rows[:LOOKED_AT]):
        fields = guess(cells, remembered)
        if "title" in fields and (best is None or _known(fields) > _known(best.fields)):
            best = Headings(number, tuple(cells), fields)
    return best


def _known(fields: tuple[str, ...]) -> int:
    return sum(bool(name) for name in fields)


def to_remember(headings: Headings) -> dict[str, str]:
    """What was chosen for each heading, to be proposed the next time."""
    pairs = zip(headings.names, headings.fields, strict=True)
    return {folded(name).strip(" .:*?"): field for name, field in pairs if name.strip()}
