"""Dates as plans write them: understood where there is one meaning, asked where there are two."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from actions.dates import in_words
from actions.plans.said import NOTHING, Said, folded, says_nothing
from evidence.importing.records import shortened

Match = re.Match[str]
FIRST, LAST = 2000, 2100
EXCELS_FIRST = datetime.date(1899, 12, 30)
MONTHS = {
    word: number
    for number in range(1, 13)
    for word in (calendar.month_name[number].lower(), calendar.month_abbr[number].lower())
} | {"sept": 9}
MONTH = "(" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
YEAR = r"(\d{4}|'?\d{2})"
WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?,? )?"
BEFORE = re.compile(r"(?:due )?(?:(?:by|on|in|until|for) )?(?:the )?(?:end (?:of )?)?(?:the )?")
FINANCIAL = r"(?:fy ?)?(\d{4}|\d{2}) ?[/-] ?(\d{4}|\d{2})"
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
ALWAYS = re.compile(
    r"(?:on-?going|on going|continu(?:ous|ing|al)(?:ly)?|rolling|annual(?:ly)?|quarterly|monthly|"
    r"weekly|permanent|business as usual|bau|long[- ]term)(?: .*)?"
)
END_OF_YEAR = re.compile(
    r"(?:by )?(?:the )?(?:end of (?:the )?|end )?(?:this )?(?:calendar |financial )?"
    r"(?:year|year[- ]end|eoy|fye|eofy)"
)
WHICH = "“{text}” could be more than one day. Which is meant?"
WHEN = "“{text}” names no day. When is it due?"
REVIEW = "“{text}” has no end. When is the work reviewed?"
NO_DAY = "“{text}” is not a day that there is."
TOO_FAR = "“{text}” is not between 2000 and 2100."
OTHER_ORDER = "“{text}” is no day in the order day, month, year. Which is meant?"


def due(text: str, today: datetime.date) -> Said:
    """When an action is due, as YYYY-MM-DD."""
    text = shortened(text)
    clean = folded(text).strip(" .*")
    if says_nothing(text):
        return Said()
    if ALWAYS.fullmatch(clean):
        return review_asked(text, today)
    try:
        return _understood(clean, text, today)
    except ValueError as error:
        return Said(problem=str(error).format(text=text))


def review_asked(text: str, today: datetime.date) -> Said:
    """The question when ongoing work is reviewed."""
    half = _last(today.year + (today.month > 6), (today.month + 5) % 12 + 1)
    year = _last(today.year + 1, today.month)
    question = REVIEW.format(text=text)
    return replace(_asked(question, [half, year], "No review date yet"), free="review")


def _understood(clean: str, text: str, today: datetime.date) -> Said:
    for pattern, read in FORMS:
        match = pattern.fullmatch(clean)
        if match:
            return read(match, text, today)
    bare = clean[BEFORE.match(clean).end() :]  # type: ignore[union-attr]
    if bare and bare != clean:
        return _understood(bare, text, today)
    return _range(clean, text, today) or _asked(WHEN.format(text=text), [])


def _range(clean: str, text: str, today: datetime.date) -> Said | None:
    """Two days with a dash or “to” between them: which of them is asked."""
    for parting in (" - ", " – ", " to ", "–", "-"):
        first, found, second = clean.partition(parting)
        if not found:
            continue
        ends = [_only(part.strip(), today) for part in (first, second)]
        if ends[1]:
            days = [datetime.date.fromisoformat(end) for end in reversed(ends) if end]
            return _asked(WHICH.format(text=text), days)
    return None


def _only(part: str, today: datetime.date) -> str:
    """The one day that a part of a cell means; empty when there is none."""
    for pattern, read in FORMS:
        match = pattern.fullmatch(part)
        if match:
            try:
                return read(match, part, today).value
            except ValueError:
                return ""
    return ""


# --- the forms a date may have


def _iso(match: Match, text: str, today: datetime.date) -> Said:
    return _on(int(match[1]), int(match[2]), int(match[3]))


def _numbers(match: Match, text: str, today: datetime.date) -> Said:
    day, month, year = int(match[1]), int(match[2]), _year(match[3])
    if month > 12 and day <= 12:
        other = datetime.date(year, day, month) if month <= _days(year, day) else None
        if other is None:
            raise ValueError(NO_DAY)
        return _asked(OTHER_ORDER.format(text=text), [other])
    return _on(year, month, day)


def _day_month_year(match: Match, text: str, today: datetime.date) -> Said:
    return _on(_year(match[3]), MONTHS[match[2]], int(match[1]))


def _month_day_year(match: Match, text: str, today: datetime.date) -> Said:
    return _on(_year(match[3]), MONTHS[match[1]], int(match[2]))


def _month_year(match: Match, text: str, today: datetime.date) -> Said:
    return _said(_last(int(match[2]), MONTHS[match[1]]))


def _month_number(match: Match, text: str, today: datetime.date) -> Said:
    """Sept 26: the 26th of September, or September 2026."""
    month, number = MONTHS[match[1]], int(match[2].strip("'"))
    whole = _last(2000 + number, month)
    if match[2].startswith("'") or not 1 <= number <= _days(2024, month):
        return _said(whole)
    days = [day for year in (0, 1) if (day := _maybe(today.year + year, month, number))]
    return _asked(WHICH.format(text=text), [*days, whole])


def _day_month(match: Match, text: str, today: datetime.date) -> Said:
    month, number = MONTHS[match[2]], int(match[1])
    days = [day for year in (0, 1) if (day := _maybe(today.year + year, month, number))]
    if not days:
        raise ValueError(NO_DAY)
    return _asked(WHICH.format(text=text), days)


def _month_alone(match: Match, text: str, today: datetime.date) -> Said:
    month = MONTHS[match[1]]
    days = [_last(today.year, month), _last(today.year + 1, month)]
    return _asked(WHICH.format(text=text), days)


def _numbers_month_year(match: Match, text: str, today: datetime.date) -> Said:
    return _said(_last(int(match[2]), int(match[1])))


def _year_month(match: Match, text: str, today: datetime.date) -> Said:
    if int(match[2]) > 12 and int(match[2]) == (int(match[1]) + 1) % 100:
        return _financial_year(match, text, today)  # 2026-27
    return _said(_last(int(match[1]), int(match[2])))


def _quarter(match: Match, text: str, today: datetime.date) -> Said:
    """A quarter of a financial year: Q3 2026/27 ends on 31 December 2026."""
    begins = _financial(match[2], match[3])
    return _said(_quarters_end(begins, int(match[1])))


def _year_quarter(match: Match, text: str, today: datetime.date) -> Said:
    return _said(_quarters_end(_financial(match[1], match[2]), int(match[3])))


def _quarter_of_a_year(match: Match, text: str, today: datetime.date) -> Said:
    number, year = int(match[1]), _year(match[2])
    days = [_quarters_end(year, number), _last(year, 3 * number)]
    return _asked(WHICH.format(text=text), days)


def _quarter_alone(match: Match, text: str, today: datetime.date) -> Said:
    number = int(match[1])
    begins = today.year - (today.month < 4)
    days = [_quarters_end(begins + year, number) for year in (0, 1)]
    return _asked(WHICH.format(text=text), days)


def _financial_year(match: Match, text: str, today: datetime.date) -> Said:
    begins = _financial(match[1], match[2])
    return _asked(WHICH.format(text=text), [_last(begins + 1, 3)])


def _year_alone(match: Match, text: str, today: datetime.date) -> Said:
    year = int(match[1])
    return _asked(WHICH.format(text=text), [_last(year, 12), _last(year, 3)])


def _season(match: Match, text: str, today: datetime.date) -> Said:
    first, year = SEASONS[match[1]], int(match[2]) if match[2] else today.year
    months = [(year + (first + more > 12), (first + more - 1) % 12 + 1) for more in range(3)]
    return _asked(WHICH.format(text=text), [_last(*one) for one in months])


def _end_of_year(match: Match, text: str, today: datetime.date) -> Said:
    financial = today.year + (today.month > 3)
    return _asked(WHICH.format(text=text), [_last(today.year, 12), _last(financial, 3)])


def _excels_number(match: Match, text: str, today: datetime.date) -> Said:
    """A date that lost its form: the days since 1899, as Excel counts them."""
    day = EXCELS_FIRST + datetime.timedelta(int(match[1]))
    return _asked(WHICH.format(text=text), [day])


Reader = Callable[[Match, str, datetime.date], Said]
QUARTER = r"(?:q|qtr|quarter) ?([1-4])"
FORMS: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ][\d:.]+z?)?", _iso),
        (WEEKDAY + r"(\d{1,2}) ?[/.-] ?(\d{1,2}) ?[/.-] ?(\d{4}|\d{2})", _numbers),
        (WEEKDAY + DAY + r"(?: of)?[ -]?" + MONTH + r",?[ -]" + YEAR, _day_month_year),
        (WEEKDAY + MONTH + r" " + DAY + r",? (\d{4})", _month_day_year),
        (MONTH + r",?[ /-]?(\d{4})", _month_year),
        (MONTH + r"[ /-]?('?\d{2})", _month_number),
        (WEEKDAY + DAY + r"(?: of)?[ -]?" + MONTH, _day_month),
        (MONTH, _month_alone),
        (r"(\d{1,2})[/.-](\d{4})", _numbers_month_year),
        (r"(\d{4})-(\d{1,2})", _year_month),
        (QUARTER + r",?(?: of)? " + FINANCIAL, _quarter),
        (FINANCIAL + r",? " + QUARTER, _year_quarter),
        (QUARTER + r",?(?: of)? (\d{4}|\d{2})", _quarter_of_a_year),
        (QUARTER, _quarter_alone),
        (FINANCIAL, _financial_year),
        (r"(20\d{2}|19\d{2})", _year_alone),
        (r"(spring|summer|autumn|winter)(?: term)?(?: (\d{4})(?:/\d{2,4})?)?", _season),
        (END_OF_YEAR.pattern, _end_of_year),
        (r"([3-6]\d{4})", _excels_number),
    )
)


# --- days


def _financial(first: str, second: str) -> int:
    """The year in which a financial year begins; ValueError unless the second follows the first."""
    begins = _year(first)
    if int(second) % 100 != (begins + 1) % 100:
        raise ValueError("“{text}” is not a financial year: the second year follows the first.")
    return begins


def _quarters_end(begins: int, number: int) -> datetime.date:
    month = 3 * number + 3
    return _last(begins + (month > 12), (month - 1) % 12 + 1)


def _on(year: int, month: int, day: int) -> Said:
    found = _maybe(year, month, day)
    if found is None:
        raise ValueError(NO_DAY)
    return _said(found)


def _said(day: datetime.date) -> Said:
    if not FIRST <= day.year <= LAST:
        raise ValueError(TOO_FAR)
    return Said(day.isoformat())


def _asked(question: str, days: Iterable[datetime.date], nothing: str = "No date yet") -> Said:
    choices = {day.isoformat(): in_words(day) for day in days}
    return Said(question=question, choices=(*choices.items(), (NOTHING, nothing)), free="date")


def _year(text: str) -> int:
    number = int(text.strip("'"))
    return number + 2000 if number < 100 else number


def _maybe(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _days(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def _last(year: int, month: int) -> datetime.date:
    if not FIRST <= year <= LAST:
        raise ValueError(TOO_FAR)
    if not 1 <= month <= 12:
        raise ValueError(NO_DAY)
    return datetime.date(year, month, _days(year, month))
