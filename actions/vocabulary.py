"""The closed word lists of the action tracker, each word with its meaning."""

from django.db.models import TextChoices


class Sector(TextChoices):
    """Which sector a body belongs to."""

    COUNCIL = "council", "Council"
    PUBLIC = "public", "Public"
    VOLUNTARY = "voluntary", "Voluntary and community"
    PRIVATE = "private", "Private"


class BoardKind(TextChoices):
    """What sort of board."""

    BOARD = "board", "Board"
    SUB_GROUP = "sub-group", "Sub-group"
    STRATEGIC_OUTCOME = "strategic-outcome", "Strategic outcome"


class RecommendationKind(TextChoices):
    """The chapter's two kinds of recommendation."""

    STRATEGIC = "strategic", "Strategic / policy recommendation"
    SPECIFIC = "specific", "Possible specific intervention"


class Response(TextChoices):
    """The formal response to a recommendation."""

    ACCEPTED = "accepted", "Accepted"
    IN_PART = "in-part", "Accepted in part"
    NOT_ACCEPTED = "not-accepted", "Not accepted"
    ALREADY_DONE = "already-done", "Already done or under way"


class Reach(TextChoices):
    """Recommendation i: for everybody or for some."""

    UNIVERSAL = "universal", "Universal"
    TARGETED = "targeted", "Targeted"


class Capacity(TextChoices):
    """Recommendation j: within what there is, or on top of it."""

    USUAL = "usual", "Business as usual"
    ADDITIONAL = "additional", "Additional capacity"


class Status(TextChoices):
    """Where an action is."""

    NOT_STARTED = "not-started", "Not started"
    IN_PROGRESS = "in-progress", "In progress"
    PAUSED = "paused", "Paused"
    CLAIMED = "claimed-complete", "Claimed complete"
    NOT_PROCEEDING = "not-proceeding", "Not proceeding"


STATUS_MEANING = {
    Status.NOT_STARTED: "No work has begun.",
    Status.IN_PROGRESS: "Work has begun and goes on.",
    Status.PAUSED: "Work has begun and waits; say for what.",
    Status.CLAIMED: "The owner thinks it is complete; somebody else has yet to verify it.",
    Status.NOT_PROCEEDING: "It will not be done; say why and who decided.",
}


class Reminders(TextChoices):
    """What reminders a person gets, where the board lets people choose."""

    DIGEST = "digest", "One message a day at most, with everything in it"
    NONE = "none", "No reminders"


class ToldHow(TextChoices):
    """How somebody reported who did not write it down."""

    TELEPHONE = "telephone", "By telephone"
    IN_PERSON = "in-person", "In person"
    MEETING = "meeting", "At a meeting"
    MAIL = "mail", "By e-mail or letter"


class Publicity(TextChoices):
    """Whether a paper may be read by anybody."""

    OPEN = "open", "Open"
    CLOSED = "closed", "Not for publication"


class DecisionKind(TextChoices):
    """What a board decided."""

    AGREED = "agreed", "Agreed"
    NOT_AGREED = "not-agreed", "Not agreed"
    ASKED = "asked", "Asked for more work"
    NOTED = "noted", "Noted"
    STOPPED = "stopped", "Decided not to proceed"


class RemarkKind(TextChoices):
    """What is said about an action or an update, without being an update."""

    CONFIRMED = "confirmed", "Report confirmed"
    OBJECTION = "objection", "Objection"
    NOT_MINE = "not-mine", "Not mine any more"
    SETTLED = "settled", "Settled"


# What nobody reports: a claim that was verified, and an action that another took in.
COMPLETE, MERGED = "complete", "merged"
DERIVED_MEANING = {
    COMPLETE: "The owner claimed it, and a reviewer who is not the owner has verified it.",
    MERGED: "Another action has taken it in; it is reported on there.",
}
STATUSES = [*Status.choices, (COMPLETE, "Complete"), (MERGED, "Merged")]


class Rag(TextChoices):
    """How an action is going, in the owner's judgement."""

    GREEN = "green", "On track"
    AMBER = "amber", "Some risk"
    RED = "red", "Off track"


RAG_MEANING = {
    Rag.GREEN: "Green: it will be done by its date as things stand.",
    Rag.AMBER: "Amber: it may be late or fall short, and something is being done about it.",
    Rag.RED: "Red: it will be late or fall short unless the board helps.",
}


class PlanOutcome(TextChoices):
    """What a row of a partner's plan is to the register."""

    ASKED = "asked", "Asks something"
    ADDED = "added", "New action"
    CHANGED = "changed", "Changes an action"
    SAME = "same", "Here already, nothing new"
    SKIPPED = "skipped", "Left out"
    REFUSED = "refused", "Refused"


class PolicyLevel(TextChoices):
    """Who set a policy."""

    NATIONAL = "national", "National"
    LOCAL = "local", "Local"
    LAW = "law", "Law"
