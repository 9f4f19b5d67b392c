"""What a cell says once it is understood: a value, nothing, a question, or a mistake."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

Choices = tuple[tuple[str, str], ...]
NOTHING = "nothing"  # the answer that leaves a cell empty
SAYS_NOTHING = {
    "", "-", "–", "—", "?", "n/a", "na", "n a", "nil", "none", "not set", "not known", "unknown",
    "tba", "tbc", "tbd", "to be agreed", "to be confirmed", "to be decided", "to be determined",
}  # fmt: skip


@dataclass(frozen=True)
class Said:
    """What a cell says.

    ``question`` with ``choices`` is put to the secretary; ``free`` names what may be typed instead
    of a choice: a date or an address. ``problem`` says why the cell is refused.
    """

    value: str = ""
    question: str = ""
    choices: Choices = ()
    free: str = ""
    problem: str = ""
    note: str = ""

    @property
    def is_asked(self) -> bool:
        """Whether somebody has to say what is meant."""
        return bool(self.question)


def folded(text: str) -> str:
    """A cell or a heading as it is compared: small letters, single spaces, plain hyphens."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("_", " ")
    return " ".join(re.sub(r"[\u2010\u2011]", "-", plain).split())


def says_nothing(text: str) -> bool:
    """Whether a cell is empty or only says that nothing is known yet."""
    return folded(text).strip(" .") in SAYS_NOTHING
