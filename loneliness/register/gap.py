"""One thing to mend in the register."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from loneliness.accounts.roles import Role
from loneliness.records.models import AcceptedGap

SERIOUSNESS = (
    "Makes nonsense",
    "Does not match",
    "Printed otherwise",
    "Not known or not confirmed",
)
NOT_KNOWN = 3


@dataclass(frozen=True)
class Gap:
    """One thing to mend: the rule that found it, the record, a sentence and where to mend it."""

    rule: str
    title: str
    record: str
    sentence: str
    link: str
    role: Role
    seriousness: int = 1
    table: int | None = None
    acceptance: AcceptedGap | None = None
    words: str = ""

    @property
    def identity(self) -> str:
        """What tells this gap from every other: the same as long as it is the same gap."""
        parts = "\n".join((self.rule, self.link, self.record))
        return hashlib.sha256(parts.encode()).hexdigest()[:32]

    @property
    def seriousness_in_words(self) -> str:
        """How serious it is."""
        return self.words or SERIOUSNESS[self.seriousness]

    def as_json(self) -> dict[str, str]:
        """What ``xray --json`` says of it."""
        return {name: getattr(self, name) for name in ("rule", "record", "sentence", "link")}
