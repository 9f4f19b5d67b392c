"""What a row of a plan would do, and what it asks first."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from actions.plans import words
from actions.plans.known import Known
from actions.plans.reading import PlanCells
from actions.plans.said import NOTHING, Choices, Said
from actions.vocabulary import PlanOutcome

LEAVE_OUT = "leave-out"  # the answer to a row as a whole


@dataclass(frozen=True)
class Question:
    """Something that a row leaves open, and the answer once there is one."""

    name: str
    sentence: str
    choices: Choices
    free: str = ""
    answer: str = ""

    def as_json(self) -> dict[str, object]:
        """The question as it is kept."""
        return {**vars(self), "choices": [list(choice) for choice in self.choices]}


def fits(answer: str, choices: Choices, free: str) -> bool:
    """Whether an answer is one of the choices, or what may be typed instead."""
    if answer in dict(choices):
        return True
    if free in ("date", "review"):
        return _is_day(answer)
    return free == "address" and bool(words.address(answer, datetime.date.min).value)


def _is_day(text: str) -> bool:
    try:
        return bool(datetime.date.fromisoformat(text))
    except ValueError:
        return False


@dataclass
class Planned:
    """What a row would do: values of the action, letters and milestones to add, an update."""

    row: PlanCells
    answers: dict[str, str] = field(default_factory=dict)
    outcome: PlanOutcome = PlanOutcome.SAME
    action: Known | None = None
    values: dict[str, str] = field(default_factory=dict)
    letters: tuple[str, ...] = ()
    milestones: list[tuple[str, str]] = field(default_factory=list)
    update: dict[str, str] = field(default_factory=dict)
    changes: list[list[str]] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    refused: list[list[str]] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        """Whether it is about an action that the register has not."""
        return self.action is None

    def now(self, name: str) -> str:
        """What the register says, as a value; nothing for a new action."""
        return self.action.cells.get(name, "") if self.action else ""

    def heard(self, name: str, said: Said) -> str:
        """The value of a cell: as it is understood, or as answered; nothing while it is asked."""
        if said.problem:
            self.refuse(name, said.problem)
        if said.note:
            self.notes.append(said.note)
        if not said.is_asked:
            return said.value
        answer = self.ask(name, said.question, said.choices, said.free)
        return "" if answer == NOTHING else answer

    def ask(self, name: str, sentence: str, choices: Choices, free: str = "") -> str:
        """Put a question; the answer given to it, or nothing yet."""
        given = self.answers.get(name, "")
        answer = given if given and fits(given, choices, free) else ""
        self.questions.append(Question(name, sentence, choices, free, answer))
        return answer

    def refuse(self, name: str, why: str, value: str = "") -> None:
        """Refuse one cell."""
        self.refused.append([name, value or self.row.cells.get(name, ""), why])

    def settle(self) -> None:
        """Say what becomes of the row as a whole."""
        if self.answers.get(LEAVE_OUT):
            self.outcome = PlanOutcome.SKIPPED
        elif self.reasons:
            self.outcome = PlanOutcome.REFUSED
        elif any(not question.answer for question in self.questions):
            self.outcome = PlanOutcome.ASKED
        elif self.outcome != PlanOutcome.SKIPPED:
            self.outcome = self._outcome()

    def _outcome(self) -> PlanOutcome:
        if self.is_new:
            return PlanOutcome.ADDED
        if self.changes:
            return PlanOutcome.CHANGED
        return PlanOutcome.REFUSED if self.refused else PlanOutcome.SAME
