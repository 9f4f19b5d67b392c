"""What is always true of a finding, each rule with the sentence said when it is broken."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from evidence.models.ages import AGES_DISORDERED
from evidence.models.confirming import two_people

PERCENTAGE = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))]
QUOTATION_MISSING = "Quote the words that state the figure: a finding without them is refused."
PLACE_MISSING = "Say where the words stand: page, section or table cell."

FINDING_RULES = [
    models.CheckConstraint(
        condition=~models.Q(quotation=""),
        name="finding_has_quotation",
        violation_error_message=QUOTATION_MISSING,
    ),
    models.CheckConstraint(
        condition=~models.Q(place=""),
        name="finding_has_place",
        violation_error_message=PLACE_MISSING,
    ),
    models.CheckConstraint(
        condition=models.Q(percentage=None) | models.Q(percentage__gte=0, percentage__lte=100),
        name="finding_percentage_0_100",
        violation_error_message="A percentage lies between 0 and 100.",
    ),
    models.CheckConstraint(
        condition=models.Q(percentage__isnull=False)
        | models.Q(value_from__isnull=False)
        | ~models.Q(direction=""),
        name="finding_states_something",
        violation_error_message="Give a percentage, another value or a direction.",
    ),
    models.CheckConstraint(
        condition=models.Q(age_from=None)
        | models.Q(age_to=None)
        | models.Q(age_from__lte=models.F("age_to")),
        name="finding_ages_ordered",
        violation_error_message=AGES_DISORDERED,
    ),
    models.CheckConstraint(
        condition=models.Q(value_to=None)
        | models.Q(value_from__isnull=False, value_from__lte=models.F("value_to")),
        name="finding_values_ordered",
        violation_error_message="The first value must not be above the second.",
    ),
    models.CheckConstraint(
        condition=models.Q(interval_low=None, interval_high=None)
        | models.Q(
            interval_low__isnull=False,
            interval_high__isnull=False,
            interval_low__lte=models.F("interval_high"),
        ),
        name="finding_interval_ordered",
        violation_error_message="Give both ends of the interval, the lower first.",
    ),
    models.CheckConstraint(
        condition=models.Q(supersedes=None) | ~models.Q(supersedes=models.F("id")),
        name="finding_not_superseding_itself",
        violation_error_message="A finding cannot take its own place.",
    ),
    models.CheckConstraint(
        condition=models.Q(supersedes=None) | ~models.Q(supersede_reason=""),
        name="finding_supersedes_with_reason",
        violation_error_message="Say what was wrong with the finding this one corrects.",
    ),
    models.CheckConstraint(
        condition=models.Q(earlier=None) | ~models.Q(earlier=models.F("id")),
        name="finding_not_own_earlier_edition",
        violation_error_message="A finding cannot be its own earlier edition.",
    ),
    *two_people("finding", "entered_by", "Somebody else must confirm what you entered."),
]
