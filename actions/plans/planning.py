"""What each row of a plan would do: pure, with what the register holds passed in."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from actions.plans import words
from actions.plans.dating import plan_dates
from actions.plans.known import Register, compared, same
from actions.plans.matching import NEW, SAME_WORDS, UNKNOWN_KEY, Finder
from actions.plans.planned import Planned
from actions.plans.reading import PlanCells
from actions.plans.reporting import plan_update
from actions.plans.said import Said
from actions.vocabulary import PlanOutcome
from evidence.importing.records import shortened

TEXTS = {
    "reach": words.reach,
    "capacity": words.capacity,
    "cost_and_benefit": words.text_up_to(100_000),
    "measure": words.text_up_to(300),
}
MOST_LETTERS = 2_000
NO_ACTION = "The row names no action."
TOO_LONG = "The action is longer than 2,000 letters: shorten it, and put the rest elsewhere."
TWICE = "Line {line}{sheet} is about the same action."
MERGED = "This action was merged into “{other}”: name that one."
HIDDEN = "This row is hidden in the plan. Is it to be taken?"
BARE = "Only the action is filled in this row. Is it an action, or a heading?"
NOT_A_LETTER = "There is no recommendation {letters}."
KEPT = "It also answers {letters} here: an import takes nothing away."


class Planner:
    """Compares rows, in their order, with the register and with those above them."""

    def __init__(
        self,
        register: Register,
        today: datetime.date,
        *,
        organisation: int,
        called: str,
        board: int | None = None,
    ) -> None:
        self.register, self.today, self.called, self.board = register, today, called, board
        self.finder = Finder(register, organisation, board)
        self._taken: dict[object, PlanCells] = {}

    def plan(self, row: PlanCells, answers: Mapping[str, str]) -> Planned:
        """What the row would do."""
        planned = Planned(row, dict(answers), reasons=list(row.problems))
        if not planned.reasons and self._is_wanted(planned) and self._found(planned):
            self._compare(planned)
        planned.settle()
        self._remember(planned)
        return planned

    def _is_wanted(self, planned: Planned) -> bool:
        """Whether the row is an action to be taken; asked where that is in doubt."""
        row = planned.row
        is_bare = row.is_bare and not self.finder.alike(row.cells["title"])
        for is_asked, name, sentence, choices in (
            (row.is_hidden, "hidden", HIDDEN, (("yes", "Take it"), ("no", "Leave it out"))),
            (is_bare, "kind", BARE, (("yes", "An action"), ("no", "A heading"))),
        ):
            answer = planned.ask(name, sentence, choices) if is_asked else "yes"
            if answer == "no":
                planned.outcome = PlanOutcome.SKIPPED
            if answer != "yes":
                return False
        return True

    def _found(self, planned: Planned) -> bool:
        """Whether it is known which action the row is about: one of the register, or a new one."""
        key, title = (planned.row.cells.get(name, "") for name in ("key", "title"))
        if not key:
            return self._found_by_title(planned, title)
        planned.action = self.finder.by_key(key)
        if planned.action is None:
            planned.reasons.append(UNKNOWN_KEY.format(key=shortened(key)))
        return self._may_change(planned)

    def _found_by_title(self, planned: Planned, title: str) -> bool:
        if not title or len(title) > MOST_LETTERS:
            planned.reasons.append(TOO_LONG if title else NO_ACTION)
            return False
        alike = self.finder.alike(title)
        near = [one for one in alike if self.finder.is_near(one)]
        if len(near) == 1:
            planned.action = near[0]
        elif alike:
            choices = tuple((one.cells["key"], self._named(one.cells)) for one in alike)
            answer = planned.ask("match", SAME_WORDS, (*choices, (NEW, "No: a new action")))
            if not answer:
                return False
            planned.action = None if answer == NEW else self.finder.by_key(answer)
        return self._may_change(planned)

    def _named(self, cells: Mapping[str, str]) -> str:
        told = [self.register.shown(name, cells[name]) for name in ("owner", "board")]
        return f"Yes: {shortened(cells['title'])} ({', '.join(filter(None, told)) or cells['key']})"

    def _may_change(self, planned: Planned) -> bool:
        if planned.action and planned.action.merged_into:
            planned.reasons.append(MERGED.format(other=shortened(planned.action.merged_into)))
        earlier = self._taken.get(self._about(planned))
        if earlier and not planned.reasons:
            row = planned.row
            sheet = f" of “{earlier.sheet}”" if earlier.sheet != row.sheet else ""
            planned.reasons.append(TWICE.format(line=earlier.line, sheet=sheet))
        return not planned.reasons

    def _about(self, planned: Planned) -> object:
        return planned.action.pk if planned.action else compared(planned.row.cells.get("title", ""))

    def _remember(self, planned: Planned) -> None:
        if planned.outcome not in (PlanOutcome.REFUSED, PlanOutcome.SKIPPED):
            self._taken.setdefault(self._about(planned), planned.row)

    def _compare(self, planned: Planned) -> None:
        self._title(planned)
        self._recommendations(planned)
        for name in ("board", "owner", "lead"):
            self._place(planned, name)
        for name, read in TEXTS.items():
            self._set(planned, name, read(planned.row.cells.get(name, ""), self.today))
        plan_dates(planned, self.register, self.today)
        plan_update(planned, self.register, self.today, self.called)

    def _title(self, planned: Planned) -> None:
        title = planned.row.cells.get("title", "")
        if title and len(title) > MOST_LETTERS and not same(title, planned.now("title")):
            planned.refuse("title", TOO_LONG, shortened(title))
        elif title and (planned.is_new or planned.row.cells.get("key")):
            self._set(planned, "title", Said(title))

    def _place(self, planned: Planned, name: str) -> None:
        text, now = planned.row.cells.get(name, ""), planned.now(name)
        find = self.finder.board_called if name == "board" else self.finder.post
        said = find(text, now)
        if name == "board" and planned.is_new and not text and self.board:
            said = Said(str(self.board))
        self._set(planned, name, said)

    def _set(self, planned: Planned, name: str, said: Said) -> None:
        """Write a value that says something else than the register."""
        value = planned.heard(name, said)
        if value and not same(value, planned.now(name)):
            planned.values[name] = value
            old, new = (self.register.shown(name, v) for v in (planned.now(name), value))
            planned.changes.append([name, old, new])

    def _recommendations(self, planned: Planned) -> None:
        told = words.letters(planned.row.cells.get("recommendations", ""), self.today)
        wanted = [one for one in planned.heard("recommendations", told).split(",") if one]
        unknown = [one for one in wanted if one not in self.register.letters]
        if unknown:
            planned.refuse("recommendations", NOT_A_LETTER.format(letters=", ".join(unknown)))
        now = [one for one in planned.now("recommendations").split(",") if one]
        new = [one for one in wanted if one not in (*now, *unknown)]
        kept = [one for one in now if one not in wanted]
        if new:
            planned.letters = tuple(new)
            planned.changes.append(["recommendations", ", ".join(now), ", ".join([*now, *new])])
        if wanted and kept:
            planned.notes.append(KEPT.format(letters=", ".join(kept)))
