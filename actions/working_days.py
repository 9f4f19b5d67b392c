"""Working days: Mondays to Fridays that are no bank holiday in England.

The bank holidays are those that the library carries; in years it does not know yet, only weekends
are no working days.
"""

from __future__ import annotations

import datetime
from functools import cache

from govuk_bank_holidays.bank_holidays import BankHolidays

SATURDAY = 5
A_DAY = datetime.timedelta(days=1)


@cache
def bank_holidays() -> frozenset[datetime.date]:
    """England's bank holidays, as carried by the library: nothing is asked of the network."""
    known = BankHolidays(use_cached_holidays=True)
    held = known.get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    return frozenset(holiday["date"] for holiday in held)


def is_working_day(day: datetime.date) -> bool:
    """Whether people are at work on a day."""
    return day.weekday() < SATURDAY and day not in bank_holidays()


def on_or_before(day: datetime.date) -> datetime.date:
    """The day itself, or the last working day before it."""
    while not is_working_day(day):
        day -= A_DAY
    return day


def on_or_after(day: datetime.date) -> datetime.date:
    """The day itself, or the first working day after it."""
    while not is_working_day(day):
        day += A_DAY
    return day
