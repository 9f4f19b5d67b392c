"""Which action a row is about, which post owns it, to which board it reports."""

from __future__ import annotations

import re
from collections import defaultdict

from actions.plans.known import Known, Post, Register, compared
from actions.plans.said import NOTHING, Said, folded, says_nothing
from evidence.importing.records import shortened

NEW = "new"
UNKNOWN_KEY = "No action has the short name “{key}”. Empty the cell to add the row as a new action."
SAME_WORDS = "An action of the same words is in the register. Is it this one?"
WHICH_POST = "Several posts are called “{text}”. Which is meant?"
NO_POST = "No post or holder is called “{text}”: left empty. Add the owner first, or set it later."
NO_BOARD = "“{text}” is not a board of the register."


class Finder:
    """Finds actions, posts and boards by what a plan calls them."""

    def __init__(self, register: Register, organisation: int, board: int | None) -> None:
        self.register, self.organisation, self.board = register, organisation, board
        self._keys = {one.cells["key"]: one for one in register.actions}
        self._titles: dict[str, list[Known]] = defaultdict(list)
        for one in register.actions:
            self._titles[compared(one.title)].append(one)

    def by_key(self, key: str) -> Known | None:
        """The action of this short name."""
        return self._keys.get(key)

    def alike(self, title: str) -> list[Known]:
        """The actions of the same words, those of the organisation or the board first."""
        return sorted(self._titles.get(compared(title), ()), key=self._is_far)

    def is_near(self, action: Known) -> bool:
        """Whether it is of the organisation or the board that the plan is of."""
        mine = self.organisation in action.organisations
        return mine or (self.board is not None and action.cells["board"] == str(self.board))

    def _is_far(self, action: Known) -> bool:
        return not self.is_near(action)

    def post(self, text: str, now: str) -> Said:
        """The post that a cell names; what the register has stays where it may be meant."""
        if says_nothing(text):
            return Said()
        found = self._posts(folded(text))
        if now in [str(post.pk) for post in found]:
            return Said(now)
        if len(found) == 1:
            return Said(str(found[0].pk))
        if found:
            choices = tuple((str(post.pk), post.label) for post in found)
            question = WHICH_POST.format(text=shortened(text))
            return Said(question=question, choices=(*choices, (NOTHING, "No owner yet")))
        return Said(note=NO_POST.format(text=shortened(text)))

    def _posts(self, word: str) -> list[Post]:
        """Posts by their full name, then by title, holder or address; near ones before others."""
        whole = [post for post in self.register.posts if folded(post.label) == word]
        if whole:
            return whole
        bare = re.sub(r"\s*\([^()]*\)$", "", word)
        named = [post for post in self.register.posts if {word, bare} & _names(post)]
        near = [post for post in named if post.organisation == self.organisation]
        return near or named

    def board_called(self, text: str, now: str) -> Said:
        """The board that a cell names."""
        if says_nothing(text):
            return Said()
        found = [str(pk) for pk, name in self.register.boards if folded(name) == folded(text)]
        if now in found or len(found) == 1:
            return Said(now if now in found else found[0])
        return Said(problem=NO_BOARD.format(text=shortened(text)))


def _names(post: Post) -> set[str]:
    return {folded(name) for name in (post.title, post.holder, post.email) if name}
