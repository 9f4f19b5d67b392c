"""Which reminders an action gives: each step at its edge, and what holds for all of them."""

import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions import working_days
from actions.reminding import Facts, Kind, due_by, told

OWNER, LEAD, CHAIR = 1, 2, 3
FAR = datetime.date(2030, 1, 1)


def day(text):
    return datetime.date.fromisoformat(text)


def steps(until=FAR, **given):
    facts = Facts(**{"action": 7, "owner": OWNER, "lead": LEAD, "chair": CHAIR} | given)
    return [(step.kind.value, step.person, str(step.falls_on)) for step in due_by(until, facts)]


def test_bank_holidays_of_england_come_with_the_library():
    assert {day("2026-04-03"), day("2026-04-06"), day("2026-08-31")} <= working_days.bank_holidays()
    assert not working_days.is_working_day(day("2026-12-28"))
    assert working_days.on_or_before(day("2026-04-06")) == day("2026-04-02")
    assert working_days.on_or_after(day("2026-12-25")) == day("2026-12-29")


def test_scotlands_bank_holidays_are_working_days():
    assert working_days.is_working_day(day("2026-11-30"))


def test_in_years_that_are_not_known_only_weekends_count():
    assert working_days.is_working_day(day("2040-12-25"))
    assert not working_days.is_working_day(day("2040-12-29"))


@pytest.mark.parametrize(
    ("due", "before", "on", "lead", "chair"),
    [
        ("2027-03-31", "2027-03-17", "2027-03-31", "2027-04-14", "2027-04-28"),
        ("2027-05-09", "2027-04-23", "2027-05-07", "2027-05-24", "2027-06-07"),
        ("2026-12-25", "2026-12-11", "2026-12-24", "2027-01-08", "2027-01-22"),
        ("2026-04-20", "2026-04-02", "2026-04-20", "2026-05-05", "2026-05-18"),
    ],
)
def test_a_due_date_gives_four_steps_on_working_days(due, before, on, lead, chair):
    assert steps(due=day(due)) == [
        ("before", OWNER, before),
        ("due", OWNER, on),
        ("late-lead", LEAD, lead),
        ("late-chair", CHAIR, chair),
    ]


def test_silence_begins_the_day_after_the_days_of_the_board():
    assert steps(updated=day("2026-09-01")) == [
        ("silent", OWNER, "2026-12-01"),
        ("silent-lead", LEAD, "2026-12-15"),
        ("silent-chair", CHAIR, "2026-12-29"),
    ]
    assert steps(until=day("2026-11-30"), updated=day("2026-09-01")) == []


def test_a_call_is_missed_the_day_after_its_last():
    missed = (day("2026-11-26"),)
    assert steps(missed=missed)[0] == ("call-missed", OWNER, "2026-11-27")
    assert steps(missed=(day("2026-11-27"),))[0] == ("call-missed", OWNER, "2026-11-30")


def test_days_of_silence_count_only_between_calls():
    found = steps(updated=day("2026-09-01"), missed=(day("2026-11-05"), day("2026-12-17")))
    assert found == [
        ("call-missed", OWNER, "2026-11-06"),
        ("silent-lead", LEAD, "2026-11-20"),
        ("silent-chair", CHAIR, "2026-12-04"),
        ("call-missed", OWNER, "2026-12-18"),
    ]


def test_a_call_missed_later_starts_no_second_escalation():
    before = steps(updated=day("2026-09-01"))
    after = steps(updated=day("2026-09-01"), missed=(day("2026-12-10"),))
    assert [step for step in after if step not in before] == [("call-missed", OWNER, "2026-12-11")]


def test_work_that_is_over_and_work_without_dates_give_none():
    assert steps(due=day("2026-03-02"), updated=day("2026-01-02"), is_running=False) == []
    assert steps() == []


def test_the_lead_stands_in_for_a_vacant_post():
    found = steps(due=day("2027-03-31"), owner=None)
    assert [who for _, who, _ in found] == [LEAD, LEAD, LEAD, CHAIR]
    assert [who for _, who, _ in steps(due=day("2027-03-31"), owner=None, lead=None)] == [CHAIR]


def test_a_new_due_date_gives_new_keys_and_other_settings_do_not():
    def keys(**given):
        facts = Facts(action=7, owner=OWNER, lead=LEAD, **given)
        return {step.key for step in due_by(FAR, facts)}

    first = keys(due=day("2027-03-31"))
    assert not first & keys(due=day("2027-04-01"))
    assert first == keys(due=day("2027-03-31"), remind_before=3, escalate_after=40)


def test_what_fell_due_meanwhile_is_told_once_and_the_gravest_stands_for_it():
    facts = Facts(action=7, owner=OWNER, lead=OWNER, due=day("2027-03-31"))
    (item,) = told(due_by(day("2027-04-20"), facts), sent=())
    assert item.gravest.kind == Kind.LATE_LEAD
    assert {step.kind for step in item.others} == {Kind.BEFORE, Kind.DUE}
    keys = {step.key for step in (item.gravest, *item.others)}
    assert told(due_by(day("2027-04-27"), facts), keys) == []


days = st.dates(datetime.date(2026, 1, 1), datetime.date(2028, 6, 30))
people = st.none() | st.integers(1, 3)
waits = st.integers(0, 120)


def possible(facts):
    """Facts without calls that ended before the newest update: those were answered."""
    newest = facts.updated or datetime.date.min
    return replace(facts, missed=tuple(day for day in facts.missed if day >= newest))


any_facts = st.builds(
    Facts,
    action=st.just(7),
    due=st.none() | days,
    updated=st.none() | days,
    missed=st.lists(days, max_size=3).map(tuple),
    owner=people,
    lead=people,
    chair=people,
    remind_before=waits,
    silent_after=st.integers(1, 120),
    escalate_after=st.integers(1, 60),
).map(possible)


@given(any_facts)
def test_every_step_falls_on_a_working_day_and_on_the_right_side_of_its_date(facts):
    found = due_by(FAR, facts)
    assert len({step.key for step in found}) == len(found)
    for step in found:
        assert working_days.is_working_day(step.falls_on)
        is_notice = step.kind in (Kind.BEFORE, Kind.DUE)
        assert (step.falls_on <= step.about) == is_notice


@given(any_facts, days, st.integers(0, 30))
def test_what_is_due_stays_due(facts, today, later):
    after = today + datetime.timedelta(days=later)
    assert set(due_by(today, facts)) <= set(due_by(after, facts))


@given(any_facts, st.lists(days, min_size=1, max_size=8))
def test_whatever_days_are_missed_each_is_recorded_once(facts, worked):
    sent = []
    for today in sorted(worked):
        for item in told(due_by(today, facts), sent):
            assert all(step.kind.gravity <= item.gravest.kind.gravity for step in item.others)
            sent += [step.key for step in (item.gravest, *item.others)]
        for step in due_by(today, facts):
            assert sent.count(step.key) == 1
    assert sorted(sent) == sorted(step.key for step in due_by(max(worked), facts))
