"""The ways to write evidence. Admin, forms, importers and tasks all come through here."""

from evidence.services.appraising import (
    CORRECT_IN_WORKSHOP,
    appraise,
    check_original,
    correct,
)
from evidence.services.changes import clear, raise_known_standings
from evidence.services.confirming import (
    confirm_appraisal,
    confirm_finding,
    return_appraisal,
    return_finding,
)
from evidence.services.counts import (
    MovedOn,
    bring_counts,
    read_count_file,
    take_in_counts,
)
from evidence.services.duplicates import decide, merge, undo_merge
from evidence.services.editions import enter_edition
from evidence.services.entering import (
    CONFIRMED,
    check_enter,
    enter,
    suggested_grade,
    unlink,
)
from evidence.services.importing import (
    bring,
    bring_look_up,
    choose,
    offered,
    read_in,
)
from evidence.services.removing import remove, standing_on
from evidence.services.taking_in import ChangedSince, take_in

__all__ = [
    "CONFIRMED",
    "CORRECT_IN_WORKSHOP",
    "ChangedSince",
    "MovedOn",
    "appraise",
    "bring",
    "bring_counts",
    "bring_look_up",
    "check_enter",
    "check_original",
    "choose",
    "clear",
    "confirm_appraisal",
    "confirm_finding",
    "correct",
    "decide",
    "enter",
    "enter_edition",
    "merge",
    "offered",
    "raise_known_standings",
    "read_count_file",
    "read_in",
    "remove",
    "return_appraisal",
    "return_finding",
    "standing_on",
    "suggested_grade",
    "take_in",
    "take_in_counts",
    "undo_merge",
    "unlink",
]
