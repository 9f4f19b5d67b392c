"""A year of fifteen actions: what happens to them, and what their people should be told, when.

Worked out by hand from the calendar of England: this is what the register is held against.
"""

import datetime

from actions import models as actions
from loneliness.accounts.models import User
from loneliness.records import services as records
from tests import makers

FIRST, LAST = datetime.date(2026, 3, 1), datetime.date(2027, 2, 28)
HOLIDAYS = [
    "2026-04-03", "2026-04-06", "2026-05-04", "2026-05-25", "2026-08-31", "2026-12-25",
    "2026-12-28", "2027-01-01",
]  # fmt: skip
DOWN = ["2026-07-13", "2026-07-14", "2026-07-15", "2026-07-16", "2026-07-17"]
OLIVE, OSCAR, NORA, LENA, CORA = "Olive", "Oscar", "Nora", "Lena", "Cora"
# action: owner, whether Lena leads it, whether the stricter board has it, due date
ACTIONS = {
    "claimed": (OLIVE, False, False, "2026-03-31"),
    "with-it": (OLIVE, False, False, "2026-03-31"),
    "easter": (OLIVE, True, False, "2026-04-06"),
    "stopped": (OSCAR, False, False, "2026-03-30"),
    "moved": (OSCAR, True, False, "2026-05-15"),
    "silent": (OLIVE, True, False, None),
    "called": (OSCAR, True, False, None),
    "answered": (OLIVE, False, False, None),
    "down": (OLIVE, True, False, "2026-07-15"),
    "folded": (OSCAR, True, True, "2026-07-15"),
    "vacant": ("Vera", True, False, "2026-05-29"),
    "unwanted": (NORA, True, False, "2026-09-02"),
    "insisted": (NORA, False, True, "2026-12-01"),
    "christmas": (OLIVE, False, False, "2026-12-28"),
    "merged": (OLIVE, True, False, "2026-04-01"),
}
# day: what happens at noon
EVENTS = {
    "2026-03-02": [("update", "silent", "in-progress")],
    "2026-03-31": [("update", "stopped", "not-proceeding")],
    "2026-04-10": [("update", "claimed", "claimed-complete"),
                   ("update", "with-it", "claimed-complete")],
    "2026-05-11": [("move", "moved", "2026-09-30")],
    "2026-06-22": [("update", "silent", "in-progress")],
    "2026-07-30": [("update", "down", "claimed-complete")],
    "2026-10-01": [("call", "called", "2026-10-23"), ("call", "answered", "2026-10-23")],
    "2026-10-12": [("move", "moved", "2026-12-31")],
    "2026-10-20": [("update", "answered", "in-progress")],
    "2026-11-13": [("update", "called", "in-progress")],
    "2026-12-02": [("update", "insisted", "claimed-complete")],
    "2027-01-05": [("update", "christmas", "claimed-complete")],
    "2027-01-08": [("update", "moved", "claimed-complete")],
}  # fmt: skip
# action: kind, who, the day it is written
EXPECTED = {
    "claimed": [("before", OLIVE, "2026-03-17"), ("due", OLIVE, "2026-03-31")],
    "with-it": [("before", OLIVE, "2026-03-17"), ("due", OLIVE, "2026-03-31")],
    "easter": [("before", OLIVE, "2026-03-23"), ("due", OLIVE, "2026-04-02"),
               ("late-lead", LENA, "2026-04-20"), ("late-chair", CORA, "2026-05-05")],
    "stopped": [("before", OSCAR, "2026-03-16"), ("due", OSCAR, "2026-03-30")],
    "moved": [("before", OSCAR, "2026-05-01"), ("before", OSCAR, "2026-09-16"),
              ("due", OSCAR, "2026-09-30"), ("before", OSCAR, "2026-12-17"),
              ("due", OSCAR, "2026-12-31")],
    "silent": [("silent", OLIVE, "2026-06-01"), ("silent-lead", LENA, "2026-06-15"),
               ("silent", OLIVE, "2026-09-21"), ("silent-lead", LENA, "2026-10-05"),
               ("silent-chair", CORA, "2026-10-19")],
    "called": [("call-missed", OSCAR, "2026-10-26"), ("silent-lead", LENA, "2026-11-09"),
               ("silent", OSCAR, "2027-02-12"), ("silent-lead", LENA, "2027-02-26")],
    "answered": [("silent", OLIVE, "2027-01-19"), ("silent-chair", CORA, "2027-02-16")],
    "down": [("before", OLIVE, "2026-07-01"), ("due", OLIVE, "2026-07-20"),
             ("late-lead", LENA, "2026-07-29")],
    "folded": [("before", OSCAR, "2026-07-20"), ("due", OSCAR, "2026-07-20"),
               ("late-lead", LENA, "2026-07-20"), ("late-chair", CORA, "2026-07-21")],
    "vacant": [("before", LENA, "2026-05-15"), ("due", LENA, "2026-05-29"),
               ("late-lead", LENA, "2026-06-12"), ("late-chair", CORA, "2026-06-26")],
    "unwanted": [("late-lead", LENA, "2026-09-16"), ("late-chair", CORA, "2026-09-30")],
    "insisted": [("before", NORA, "2026-11-27"), ("due", NORA, "2026-12-01")],
    "christmas": [("before", OLIVE, "2026-12-14"), ("due", OLIVE, "2026-12-24")],
    "merged": [],
}  # fmt: skip


def made(name, **fields):
    """A person with a post of their own; all but Olive and Cora have no account."""
    by = User.objects.system()
    organisation = actions.Organisation.objects.get(slug=makers.COUNCIL)
    account = makers.make_user(name=name) if name in (OLIVE, CORA) else None
    person = actions.Person(
        name=name, email=f"{name.lower()}@example.org", organisation=organisation, account=account,
        reminders="none" if name == NORA else "digest",
    )  # fmt: skip
    post = makers.make_post(title=f"Post of {name}")
    holding = actions.Holding(
        post=post, person=records.save(person, by=by), started_on="2025-01-01", **fields
    )
    records.save(holding, by=by)
    return post


def set_out():
    """Make people, boards and actions; return the actions by name."""
    ends = {"Vera": {"ended_on": datetime.date(2026, 4, 30)}}
    posts = {name: made(name, **ends.get(name, {})) for name in (*PEOPLE, "Vera")}
    plain, strict = actions.Board.objects.order_by("pk")[:2]
    for board, fields in ((plain, {}), (strict, STRICT)):
        records.move(board, by=User.objects.system(), reason="Set", chair=posts[CORA], **fields)
    found = {}
    for name, (owner, is_led, is_strict, due) in ACTIONS.items():
        found[name] = makers.make_action(
            key=f"year-{name}", title=name, owner_id=posts[owner].pk, first_due_on=due,
            lead=posts[LENA] if is_led else None, board=strict if is_strict else plain,
            merged_into=found["claimed"] if name == "merged" else None,
        )  # fmt: skip
    return found


PEOPLE = (OLIVE, OSCAR, NORA, LENA, CORA)
STRICT = {"remind_before": 2, "escalate_after": 3, "tells_chair": True, "may_choose": False}


def happen(day, found):
    """What happens on a day."""
    by = User.objects.system()
    for what, name, value in EVENTS.get(str(day), ()):
        action = found[name]
        if what == "update":
            makers.make_update(action, by, status=value)
        elif what == "move":
            latest = action.date_changes.order_by("-pk").first()
            actions.DueDateChange(
                action=action, was_on=latest.due_on if latest else action.first_due_on,
                due_on=value, reason="More time.", recorded_by=by, once=f"{name}-{value}",
                approver=actions.Person.objects.get(name=LENA),
            ).save()  # fmt: skip
        else:
            meeting = actions.Meeting.objects.filter(board=action.board).first()
            meeting = meeting or makers.make_meeting(board=action.board)
            call = actions.Call(meeting=meeting, return_by=value, sent_by=by, once=f"{name}-call")
            call.save()
            holder = action.owner.holdings.get().person
            actions.CallAsked(call=call, action=action, person=holder).save()
