"""Template tags and filters shared by every page."""

from decimal import Decimal

from django import template
from django.utils.dateformat import format as format_date

from loneliness.ui.forms import RENDERER, GovukBoundField

register = template.Library()

GRADES = {
    "strong": ("Strong", "green"),
    "moderate": ("Moderate", "yellow"),
    "weak": ("Weak", "orange"),
    "not-graded": ("Not graded", "grey"),
}
RATINGS = {
    "on-track": ("On track", "green"),
    "some-risk": ("Some risk", "yellow"),
    "off-track": ("Off track", "red"),
}
STATUSES = {
    # where an action is
    "not-started": ("Not started", "grey"),
    "in-progress": ("In progress", "blue"),
    "paused": ("Paused", "yellow"),
    "claimed-complete": ("Claimed complete", "turquoise"),
    "complete": ("Complete", "green"),
    "not-proceeding": ("Not proceeding", "grey"),
    "merged": ("Merged", "grey"),
    # how a publication stands
    "current": ("Current", "green"),
    "newer-edition": ("Newer edition exists", "blue"),
    "replaced": ("Replaced", "orange"),
    "corrected": ("Corrected", "orange"),
    "withdrawn": ("Withdrawn", "red"),
    # whether someone has checked a record
    "confirmed": ("Confirmed", "green"),
    "not-confirmed": ("Not confirmed", "yellow"),
    "returned": ("Returned to be mended", "orange"),
    "superseded": ("Corrected by another", "grey"),
    "checked": ("Checked again", "green"),
    "all-checked": ("All checked again", "green"),
    "needs-checking": ("Needs checking again", "orange"),
    "draft": ("Draft", "grey"),
    # a line of an audit
    "agree": ("Agree", "green"),
    "disagree": ("Disagree", "red"),
    "query": ("Query, not answered", "orange"),
    "answered": ("Query, answered", "blue"),
    "not-marked": ("Not marked", "grey"),
    # a message
    "waits-to-be-sent": ("Waits to be sent", "blue"),
    "waits-for-release": ("Waits for release", "yellow"),
    "could-not-be-sent": ("Could not be sent", "red"),
    "sent": ("Sent", "green"),
    # a question of a checklist
    "met": ("Met", "green"),
    "not-met": ("Not met", "orange"),
}


def _words(key):
    """Turn a key such as `some-risk` or `SOME_RISK` into a dashed key and plain words."""
    text = str(key or "").strip()
    dashed = text.lower().replace("_", "-").replace(" ", "-")
    return dashed, text.replace("_", " ").replace("-", " ").capitalize()


def _tag(known, key, suffix=""):
    dashed, plain = _words(key)
    word, colour = known.get(dashed, (plain or "Not recorded", "grey"))
    return {"word": f"{word}{suffix}", "colour": colour}


@register.filter
def thousands(value):
    """Group an integer or Decimal by thousands: 31878 is 31,878; other values stay as they are."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return f"{value:,}"
    return "" if value is None else value


@register.filter
def long_date(value):
    """Write a date as 3 May 2026; nothing when there is none."""
    return format_date(value, "j F Y") if value else ""


@register.filter
def web(address):
    """An address that leads to a page of the web; anything else, such as script, leads nowhere."""
    text = str(address or "")
    return text if text.lower().startswith(("https://", "http://")) else "#"


@register.filter
def fold(value, length=60):
    """Shorten text to at most `length` characters at a word's end, with an ellipsis."""
    text = " ".join(str(value or "").split())
    if len(text) <= int(length):
        return text
    cut = text[: int(length) + 1].rsplit(" ", 1)[0][: int(length)]
    return f"{cut.rstrip(' ,;:.')}…"


@register.inclusion_tag("components/tag.html")
def grade_tag(grade, confirmed=None):
    """Show a grade of evidence; `confirmed=False` says so beside it."""
    unconfirmed = confirmed is False and grade != "not-graded"
    return _tag(GRADES, grade, ", not confirmed" if unconfirmed else "")


@register.inclusion_tag("components/tag.html")
def rag_tag(rating):
    """Show how an action is going, in words and colour."""
    red_amber_green = {"green": "on-track", "amber": "some-risk", "red": "off-track"}
    return _tag(RATINGS, red_amber_green.get(_words(rating)[0], rating))


@register.inclusion_tag("components/tag.html")
def status_tag(status):
    """Show a status or standing; one not known here shows its own word."""
    return _tag(STATUSES, status)


@register.filter
def govuk(form):
    """Draw any form, also one of a library, with the GOV.UK templates."""
    form.renderer = RENDERER
    form.bound_field_class = GovukBoundField
    form._bound_fields_cache.clear()
    return form


@register.filter
def any_errors(forms):
    """Say whether any of some forms has an error; no forms have none."""
    return any(form.errors for form in forms or ())


@register.simple_tag
def applied_count(form):
    """Count the fields of a filter form that were given a value."""
    return sum(1 for field in form if not field.is_hidden and _given(field.data))


def _given(data):
    return any(str(part).strip() for part in data) if isinstance(data, list) else bool(data)


@register.filter
def shown(value):
    """Write a cell of a chart's data table: a number by thousands, or `not known`."""
    return "not known" if value is None else thousands(value)
