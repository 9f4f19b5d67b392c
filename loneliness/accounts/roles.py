"""The six roles. A role is a Django group of the same name; apps grant it permissions."""

from django.db.models import TextChoices


class Role(TextChoices):
    """Who somebody is to the register; one person may have several."""

    BOARD_MEMBER = "Board member"
    SECRETARY = "Board secretary"
    OWNER = "Action owner"
    OFFICER = "Evidence officer"
    REVIEWER = "Reviewer"
    ADMINISTRATOR = "Administrator"


STAFF_ROLES = frozenset(Role) - {Role.OWNER}
WORKSHOP_ROLES = frozenset({Role.SECRETARY, Role.OFFICER, Role.REVIEWER, Role.ADMINISTRATOR})
