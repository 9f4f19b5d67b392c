"""One version of a table as it was made, and what has become of it since."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.http import Http404

from estimates.comparing import Comparison, compare
from estimates.models import EstimateTable, Revision, RevisionLine
from estimates.selectors.answers import SOURCES
from estimates.vocabulary import RevisionKind


@dataclass(frozen=True)
class VersionPage:
    """One version with its lines, the one in force before it, and those approved after it."""

    table: EstimateTable
    revision: Revision
    lines: tuple[RevisionLine, ...]
    before: Revision | None
    after: tuple[Revision, ...]

    @property
    def address(self) -> str:
        """The version's own address."""
        return self.revision.get_absolute_url()

    @property
    def correction(self) -> Revision | None:
        """The first approved correction after it, when there is one."""
        found = (one for one in self.after if one.kind == RevisionKind.CORRECTION)
        return next(found, None)

    @property
    def in_force(self) -> Revision | None:
        """The version that answers now: this one, or the newest approved after it."""
        newest = self.after[-1] if self.after else self.revision
        return newest if newest.is_frozen else None

    @cached_property
    def comparison(self) -> Comparison | None:
        """This version beside the one that was in force before it. One query."""
        if self.before is None:
            return None
        return compare(self.before, lines_of(self.before), self.revision, self.lines)


def version(table: EstimateTable, number: int) -> VersionPage:
    """A version of a table by its number; 404 when there is none. Two queries."""
    versions = table.revisions.select_related("author", "approved_by").order_by("number")
    listed = {one.number: one for one in versions}
    if number not in listed:
        raise Http404("The table has no version of this number.")
    approved = [one for one in listed.values() if one.is_frozen]
    before = [one for one in approved if one.number < number]
    revision = listed[number]
    revision.table = table
    return VersionPage(
        table=table,
        revision=revision,
        lines=lines_of(revision),
        before=before[-1] if before else None,
        after=tuple(one for one in approved if one.number > number),
    )


def lines_of(revision: Revision) -> tuple[RevisionLine, ...]:
    """The lines of a version with what they were made from. One query."""
    return tuple(revision.lines.select_related(*SOURCES))
