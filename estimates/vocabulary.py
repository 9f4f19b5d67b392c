"""The closed word lists of the estimates."""

from django.db.models import TextChoices


class TotalRule(TextChoices):
    """How a table's total is made from its lines."""

    EXACT_SUM = "exact-sum", "Exact sum, then rounded"
    SUM_OF_ROUNDED = "sum-of-rounded", "Sum of the rounded lines"
    NONE = "none", "No total"


class RevisionKind(TextChoices):
    """Why a version was made."""

    AS_PRINTED = "as-printed", "As printed"
    NEW_DATA = "new-data", "New data"
    CHANGE_OF_METHOD = "change-of-method", "Change of method"
    CORRECTION = "correction", "Correction of our error"


class Severity(TextChoices):
    """How much a correction of our own error matters."""

    SLIGHT = "slight", "Slight: nobody would act differently"
    MATERIAL = "material", "Material: a figure that was quoted changes"
    SERIOUS = "serious", "Serious: a decision may rest on the wrong figure"


class IntervalMethod(TextChoices):
    """Where the interval of a percentage is from."""

    PUBLISHED = "published", "Published by the source"
    WILSON = "wilson", "Worked out from the number who answered"


class Verdict(TextChoices):
    """What a reviewer says of one line."""

    AGREE = "agree", "Agree"
    QUERY = "query", "Query"
    DISAGREE = "disagree", "Disagree"


class CaveatKind(TextChoices):
    """What a caution is about."""

    ARITHMETIC = "arithmetic", "Arithmetic"
    ATTRIBUTION = "attribution", "Attribution"
    POPULATION = "population", "Population"
    MEASURE = "measure", "Measure"
    HEADING = "heading", "Heading"
    PERIOD = "period", "Period"
    DEFINITION = "definition", "Definition"
    COVERAGE = "coverage", "Coverage"
    PRINT = "print", "Print"
    EVIDENCE = "evidence", "Evidence"
