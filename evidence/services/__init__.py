"""The ways to write evidence. Admin, forms, importers and tasks all come through here."""

from evidence.services.confirming import (
    confirm_appraisal,
    confirm_finding,
    return_appraisal,
    return_finding,
)
from evidence.services.entering import (
    CONFIRMED,
    check_enter,
    enter,
    suggested_grade,
    unlink,
)

__all__ = [
    "CONFIRMED",
    "check_enter",
    "confirm_appraisal",
    "confirm_finding",
    "enter",
    "return_appraisal",
    "return_finding",
    "suggested_grade",
    "unlink",
]
