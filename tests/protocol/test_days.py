"""Dates in England, against the government's own list of bank holidays."""

import json
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from epep.protocol import after, before
from epep.protocol.days import Period, bank_holidays, is_working_day, step, working_days_between
from epep.protocol.local import load

LIST = json.loads(Path(__file__).with_name("bank_holidays_england.json").read_text(encoding="utf-8"))
HOLIDAYS = frozenset(date.fromisoformat(day) for day in LIST["days"])
YEARS = range(min(HOLIDAYS).year, max(HOLIDAYS).year + 1)
DAYS = st.dates(date(min(YEARS), 2, 1), date(max(YEARS), 10, 1))
RULES = load("central-bedfordshire")


def test_bank_holidays_are_those_of_the_governments_list() -> None:
    for year in YEARS:  # the library also names a holiday that falls on a weekend, beside the day given for it
        ours = {day for day in bank_holidays(year) if day.weekday() < 5}
        assert ours == {day for day in HOLIDAYS if day.year == year and day.weekday() < 5}, year


@given(DAYS)
def test_a_working_day_is_a_weekday_that_is_no_bank_holiday(day: date) -> None:
    assert is_working_day(day) == (day.weekday() < 5 and day not in HOLIDAYS)


@given(DAYS, st.integers(1, 30))
def test_so_many_working_days_later_is_a_working_day_with_so_many_between(day: date, number: int) -> None:
    later = step(day, Period(days=number, unit="working"))
    assert is_working_day(later)
    assert working_days_between(day, later) == number


@given(DAYS, st.integers(0, 60))
def test_calendar_days_only_count(day: date, number: int) -> None:
    assert step(day, Period(days=number)) == day + timedelta(days=number)
    assert step(day, Period(days=number), back=True) == day - timedelta(days=number)


def test_a_councils_own_closed_days_do_not_count() -> None:
    friday, monday = date(2026, 12, 4), date(2026, 12, 7)
    one = Period(days=1, unit="working")
    assert step(friday, one) == monday
    assert step(friday, one, frozenset({monday})) == date(2026, 12, 8)


@given(DAYS)
def test_p01_confirmation_is_due_ten_calendar_days_before_the_meeting(day: date) -> None:
    assert before.confirm_by(day, RULES) == day - timedelta(days=10)


def test_p08_christmas_moves_the_last_day_to_submit() -> None:
    assert after.submit_by(date(2026, 12, 22), None, RULES) == date(2026, 12, 31)


@given(DAYS)
def test_p08_five_working_days_are_five_days_that_people_work(day: date) -> None:
    due = after.submit_by(day, None, RULES)
    worked = [day + timedelta(days=n) for n in range(1, (due - day).days + 1)]
    assert len([one for one in worked if one.weekday() < 5 and one not in HOLIDAYS]) == 5
    assert after.days_late(due, due, RULES) == 0
