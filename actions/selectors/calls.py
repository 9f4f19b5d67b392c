"""How calls for updates are going."""

from __future__ import annotations

from dataclasses import dataclass

from actions.models import Call, CallAsked, Meeting


def unanswered(call: Call) -> list[CallAsked]:
    """The requests of a call that no update has answered. One query."""
    answered = Call.objects.filter(pk=call.pk).answered().values("pk")
    rows = call.asked.exclude(pk__in=answered)
    return list(rows.select_related("action__board", "action__owner", "person__account"))


@dataclass(frozen=True)
class Returns:
    """How a call for updates is going: whom it asked, and who has not answered."""

    call: Call
    asked: tuple[CallAsked, ...]
    missing: tuple[CallAsked, ...]

    @property
    def returned(self) -> int:
        """How many have answered."""
        return len(self.asked) - len(self.missing)

    @property
    def words(self) -> str:
        """9 of 14 updates returned."""
        return f"{self.returned} of {len(self.asked)} updates returned"


def returns(meeting: Meeting) -> Returns | None:
    """The newest call for updates for a meeting, if there was one. Three queries."""
    call = meeting.calls.first()
    if call is None:
        return None
    asked = call.asked.select_related("action__owner__organisation", "person")
    return Returns(call, tuple(asked), tuple(unanswered(call)))
