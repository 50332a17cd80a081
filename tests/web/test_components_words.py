"""Dates, times, counts and initials, as people read them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epep.web import words

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def test_a_day_is_written_in_full_and_short() -> None:
    assert words.day(date(2026, 12, 3)) == "Thursday 3 December 2026"
    assert words.short_day(date(2026, 12, 3)) == "3 Dec"


def test_days_and_times_are_those_of_london_in_summer_and_winter() -> None:
    half_past_eleven_at_night = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    assert words.day(half_past_eleven_at_night) == "Thursday 2 July 2026"
    assert words.time(half_past_eleven_at_night) == "12:30am"
    assert words.time(datetime(2026, 12, 3, 15, 30, tzinfo=UTC)) == "3:30pm"


@pytest.mark.parametrize(
    ("hour", "minute", "text"),
    [(9, 0, "9am"), (12, 0, "midday"), (0, 0, "midnight"), (0, 5, "12:05am"), (12, 30, "12:30pm"), (23, 59, "11:59pm")],
)
def test_a_time_is_written_as_it_is_spoken(hour: int, minute: int, text: str) -> None:
    assert words.time(datetime(2026, 12, 3, hour, minute, tzinfo=UTC)) == text


@pytest.mark.parametrize("write", [words.day, words.short_day, words.time])
def test_a_moment_without_a_zone_is_refused(write: object) -> None:
    assert callable(write)
    with pytest.raises(ValueError, match="time zone"):
        write(datetime(2026, 12, 3, 15, 30))  # noqa: DTZ001  (the very thing that is refused)


@pytest.mark.parametrize(
    ("days", "text"),
    [
        *((0, "today"), (-1, "yesterday"), (1, "tomorrow"), (-6, "Wednesday"), (6, "Monday")),
        *((-7, "17 November"), (7, "1 December"), (60, "23 January 2027")),
    ],
)
def test_a_near_day_is_said_from_today(days: int, text: str) -> None:
    assert words.ago(NOW + timedelta(days=days), NOW) == text


@pytest.mark.parametrize(("days", "text"), [(1, "1 day late"), (2, "2 days late"), (0, ""), (-3, "")])
def test_lateness_is_said_in_days_and_only_when_there_is_some(days: int, text: str) -> None:
    assert words.days_late(NOW.date() - timedelta(days=days), NOW) == text


def test_a_number_takes_the_right_noun() -> None:
    assert [words.count(1, "plan"), words.count(2, "plan"), words.count(1200, "person", "people")] == [
        *("1 plan", "2 plans", "1,200 people")
    ]


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Priya Nair", "PN"),
        ("łucja Świątek-Ó Briain", "ŁB"),
        ("Prince", "P"),
        ("", "?"),
        ("Jo (carer)", "J"),
        ("李 明", "李明"),
    ],
)
def test_initials_come_from_the_first_and_last_word(name: str, letters: str) -> None:
    assert words.initials(name) == letters


@given(st.text())
def test_every_name_has_initials_and_one_colour_for_ever(name: str) -> None:
    assert words.initials(name)
    assert words.tint(name) == words.tint(str(name)) in range(words.TINTS)
