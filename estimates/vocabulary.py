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
