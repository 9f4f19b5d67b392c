"""The closed word lists of the evidence register, as officers read them."""

from django.db.models import TextChoices


class PublicationKind(TextChoices):
    """What sort of document a publication is."""

    RESEARCH_REPORT = "research-report", "Research report"
    OFFICIAL_STATISTICS = "official-statistics", "Official statistics"
    POLICY_DOCUMENT = "policy-document", "Policy document"
    SURVEY = "survey", "Survey"
    WEB_RESOURCE = "web-resource", "Web resource"
    LOCAL_SURVEY = "local-survey", "Local survey"
    ACADEMIC_PAPER = "academic-paper", "Academic paper"
    EVIDENCE_REVIEW = "evidence-review", "Evidence review"
    CENSUS = "census", "Census"
    STRATEGY = "strategy", "Strategy"
    NEEDS_ASSESSMENT = "needs-assessment", "Needs assessment"


class CommissionerKind(TextChoices):
    """What sort of body asked and paid for the work."""

    NEUTRAL = "neutral-public-body", "Neutral public body"
    LOCAL_AUTHORITY = "local-authority", "Local authority"
    ACADEMIC = "academic", "University or journal"
    VOLUNTARY = "voluntary-sector", "Voluntary or community body"
    THINK_TANK = "think-tank", "Think tank"
    COMMERCIAL = "commercial", "Business"
    UNKNOWN = "unknown", "Not known"


class Sampling(TextChoices):
    """How the people asked were chosen."""

    RANDOM = "random", "Randomly selected"
    SELF_SELECTING = "self-selecting", "Self-selecting"
    PURPOSIVE = "purposive", "Chosen on purpose"
    ADMINISTRATIVE = "administrative", "Administrative records"
    CENSUS = "census", "Everybody counted"
    NOT_APPLICABLE = "not-applicable", "No sample"
    UNKNOWN = "unknown", "Not known"


class Identification(TextChoices):
    """How sure we are which document the chapter means."""

    CERTAIN = "certain", "Certain"
    LIKELY = "likely", "Likely"
    UNSURE = "unsure", "Unsure"
    NOT_IDENTIFIED = "not-identified", "Not identified"


class Standing(TextChoices):
    """What has become of a publication since."""

    CURRENT = "current", "Current"
    NEWER_EDITION = "newer-edition", "Newer edition exists"
    REPLACED = "replaced", "Replaced by its publisher"
    CORRECTED = "corrected", "Corrected by its publisher"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Answer(TextChoices):
    """An answer to a criterion; an unknown answer never lifts a grade."""

    YES = "yes", "Yes"
    NO = "no", "No"
    UNKNOWN = "unknown", "Not known"


class Grade(TextChoices):
    """The chapter's three grades, and what cannot be graded."""

    STRONG = "strong", "Strong"
    MODERATE = "moderate", "Moderate"
    WEAK = "weak", "Weak"
    NOT_GRADED = "not-graded", "Not graded"


class Confidence(TextChoices):
    """How sure a reader was."""

    HIGH = "high", "High"
    MEDIUM = "medium", "Medium"
    LOW = "low", "Low"


class Measures(TextChoices):
    """What a question measures: unlike measures are never summed."""

    LONELINESS = "loneliness", "Loneliness"
    CONTACT = "contact", "Social contact"
    FRIENDS = "friends", "Friends"
    SERVICE = "service-experience", "Experience of a service"
    MORTALITY = "mortality", "Mortality"
    HEALTH = "health", "Health"
    COST = "cost", "Cost"
    OTHER = "other", "Other"


class GroupKind(TextChoices):
    """Why a population group is in the register."""

    GROUP = "group", "Group of people"
    DETERMINANT = "determinant", "Circumstance"
    TRANSITION = "transition", "Life transition"
    RISK_GROUP = "chapter-risk-group", "Risk group of the chapter"


class AreaKind(TextChoices):
    """What sort of area."""

    COUNTRY = "country", "Country or countries"
    REGION = "region", "Region"
    COUNTY = "county", "County"
    DISTRICT = "district", "District"
    COUNCIL = "council", "Council"
    WARD = "ward", "Ward"
    SMALL_AREA = "small-area", "Small area (LSOA or MSOA)"


class Direction(TextChoices):
    """Which way a statement without a figure points."""

    HIGHER = "higher", "Higher"
    LOWER = "lower", "Lower"
    SIMILAR = "similar", "Similar"
    RISING = "rising", "Rising"
    FALLING = "falling", "Falling"
    ASSOCIATION = "association", "Linked"


class Significance(TextChoices):
    """Whether the source tested the difference."""

    SIGNIFICANT = "significant", "Statistically significant"
    NOT_SIGNIFICANT = "not-significant", "Not statistically significant"
    NOT_STATED = "not-stated", "Not stated"


class IntervalState(TextChoices):
    """What is known of a finding's confidence interval."""

    RECORDED = "recorded", "Recorded"
    LOOKED_FOR = "looked-for", "Looked for, not published"
    NOT_LOOKED_FOR = "not-looked-for", "Not looked for"
    NOT_APPLICABLE = "not-applicable", "Does not apply"


class Weighting(TextChoices):
    """Whether a survey's answers were weighted: only plain shares have a Wilson interval."""

    UNKNOWN = "unknown", "Not known"
    SIMPLE = "simple", "Plain share of those who answered"
    WEIGHTED = "weighted", "Weighted"


class QuotedFrom(TextChoices):
    """Whose words the quotation is."""

    SOURCE = "source", "The source itself"
    CHAPTER = "chapter", "The chapter only; original not checked"


class Unit(TextChoices):
    """What a population count counts."""

    PEOPLE = "people", "People"
    HOUSEHOLDS = "households", "Households"
    PUPILS = "pupils", "Pupils"
    SERVICE_USERS = "service-users", "Service users"
    CARE_LEAVERS = "care-leavers", "Care leavers"


class TermKind(TextChoices):
    """What sort of glossary entry."""

    ABBREVIATION = "abbreviation", "Abbreviation"
    DEFINITION = "definition", "Definition"
    GRADE = "grade", "Grade"


class ChangeKind(TextChoices):
    """What became of evidence, so that what stands on it needs checking again."""

    REPLACED = "replaced", "Replaced by its publisher"
    CORRECTED = "corrected", "Corrected by its publisher"
    WITHDRAWN = "withdrawn", "Withdrawn"
    REGRADED = "regraded", "Graded anew"
    SUPERSEDED = "superseded", "Corrected in the register"


class CheckOutcome(TextChoices):
    """What comparing a quotation with the source itself showed."""

    AGREES = "agrees", "The source says so"
    DIFFERS = "differs", "The source says something else"
    NOT_FOUND = "not-found", "The source does not say it"
    NOT_SEEN = "not-seen", "The source could not be obtained"


class Likeness(TextChoices):
    """What a person decides of two records that look alike."""

    SAME = "same", "The same publication"
    DIFFERENT = "different", "Two publications"


class ImportState(TextChoices):
    """How far a file of references is."""

    WAITING = "waiting", "Being read"
    READY = "ready", "Ready to be looked through"
    APPLIED = "applied", "Taken in"
    FAILED = "failed", "Could not be read"


class ImportOutcome(TextChoices):
    """What a record of a file is to the register."""

    NEW = "new", "New"
    CHANGED = "changed", "Changed"
    ALIKE = "alike", "Perhaps here already"
    SAME = "same", "Here already, nothing new"
    REFUSED = "refused", "Refused"


class CountOutcome(TextChoices):
    """What a row of a population file is to the register."""

    NEW = "new", "New"
    CHANGED = "changed", "Changes a count"
    SAME = "same", "Here already, nothing new"
    REFUSED = "refused", "Refused"


class ImportChoice(TextChoices):
    """What is to be done with a record of a file."""

    CREATE = "create", "Add it as a new publication"
    FILL = "fill", "The same publication: fill what is empty"
    TAKE = "take", "The same publication: take what the file says"
    SKIP = "skip", "Leave it out"
