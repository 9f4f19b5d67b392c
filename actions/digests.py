"""What a person is reminded of on a day, in words."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from actions.dates import days, in_words
from actions.models import Board, Person
from actions.reminding import Kind, Reminder, Told
from actions.selectors import ActionState


@dataclass(frozen=True)
class Item:
    """One action in a digest."""

    state: ActionState
    told: Told
    day: datetime.date

    @property
    def kind(self) -> Kind:
        """Of what kind the reminder is that is told."""
        return self.told.gravest.kind

    @property
    def reminders(self) -> list[tuple[Reminder, bool]]:
        """All that fell due, and whether it is told."""
        return [(self.told.gravest, True), *((one, False) for one in self.told.others)]

    @property
    def is_own(self) -> bool:
        """Whether the person owns the action, and so is asked to report."""
        holder = self.state.holder
        return holder is not None and holder.person_id == self.told.gravest.person

    @property
    def sentence(self) -> str:
        """What is the matter, in a sentence."""
        about = self.told.gravest.about
        if self.kind == Kind.CALL:
            return f"The call for updates by {in_words(about)} was not answered."
        if self.kind in (Kind.SILENT, Kind.SILENT_LEAD, Kind.SILENT_CHAIR):
            return self._silence
        left = (about - self.day).days
        if left > 0:
            return f"It is due on {in_words(about)}, in {days(left)}."
        return "It is due today." if left == 0 else f"It is {days(-left)} past its date."

    @property
    def _silence(self) -> str:
        missed, silent = self.state.calls_missed, self.state.silent_for
        if missed:
            calls = "The last call" if missed == 1 else f"The last {missed} calls"
            return f"{calls} for updates {'was' if missed == 1 else 'were'} not answered."
        return f"There has been no update for {days(silent or 0)}."

    @property
    def why(self) -> str:
        """Why this person is told, when it is not as the owner."""
        if self.kind.is_to_chair:
            return f"You are told because you chair the {self.state.action.board}."
        if not self.state.has_owner:
            return "You are told as its lead, because nobody holds the post that owns it."
        if self.kind.is_escalation:
            return "You are told because you lead it."
        return ""


@dataclass(frozen=True)
class Digest:
    """One message to a person on a day: everything they are reminded of."""

    person: Person
    day: datetime.date
    items: tuple[Item, ...]
    is_held: bool = False

    @property
    def key(self) -> str:
        """The key of its message: one a day, and one more for what waits for release."""
        return f"digest/{self.day}/person-{self.person.pk}{'/chair' if self.is_held else ''}"

    @property
    def keys(self) -> list[str]:
        """The keys of all its reminders."""
        return [reminder.key for item in self.items for reminder, _ in item.reminders]

    @property
    def board(self) -> Board | None:
        """The board of all its actions, when there is only one."""
        boards = {item.state.action.board for item in self.items}
        return boards.pop() if len(boards) == 1 else None

    @property
    def asks(self) -> bool:
        """Whether the person is asked to report on an action of their own."""
        return any(item.is_own for item in self.items)
