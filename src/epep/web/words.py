"""Dates, times and names as people read them. Days are London days, whatever clock a moment was written with."""

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import blake2b
from typing import Final

from epep.form.dates import LONDON as LONDON
from epep.form.dates import day as day
from epep.form.dates import london_day as london_day
from epep.form.dates import time as time

TINTS: Final = 8
"""How many colours of initials epep.css has: pep-initials--0 to pep-initials--7."""


def short_day(when: date | datetime) -> str:
    """Write a day short: 3 Dec."""
    there = london_day(when)
    return f"{there.day} {there:%b}"


def count(number: int, one: str, many: str = "") -> str:
    """Write a number with its noun: `count(1, "day")` is 1 day, `count(3, "day")` is 3 days."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def greeting(now: datetime) -> str:
    """Greet by the time of day in London: Good morning, Good afternoon from midday, Good evening from six."""
    hour = now.astimezone(LONDON).hour
    return "Good morning" if hour < 12 else "Good afternoon" if hour < 18 else "Good evening"


def near_day(when: date | datetime, now: datetime) -> str:
    """Write a day to come by its weekday: Today, Tomorrow, Thursday."""
    distance = (london_day(when) - london_day(now)).days
    return {0: "Today", 1: "Tomorrow"}.get(distance, f"{london_day(when):%A}")


def ago(when: date | datetime, now: datetime) -> str:
    """Write how near a day is: today, yesterday, tomorrow, the weekday within a week of it, else the day and month."""
    there, today = london_day(when), london_day(now)
    distance = (there - today).days
    near = {0: "today", -1: "yesterday", 1: "tomorrow"}
    if distance in near:
        return near[distance]
    if abs(distance) < 7:
        return f"{there:%A}"
    year = "" if there.year == today.year else f" {there.year}"
    return f"{there.day} {there:%B}{year}"


def dated(when: date | datetime) -> str:
    """Write a day without its weekday: 3 December 2026."""
    there = london_day(when)
    return f"{there.day} {there:%B %Y}"


def at(when: datetime, now: datetime) -> str:
    """Write how near a moment is, and its time: today at 2:32pm, on Thursday at 9am, on 3 December at 3:30pm."""
    near = ago(when, now)
    return f"{near if near in ('today', 'yesterday', 'tomorrow') else f'on {near}'} at {time(when)}"


def days_late(due: date | datetime, now: datetime) -> str:
    """Write how late something is, in calendar days: 2 days late. Nothing when it is not late."""
    late = (london_day(now) - london_day(due)).days
    return f"{count(late, 'day')} late" if late > 0 else ""


def listed(things: Sequence[str]) -> str:
    """Write several things as one: a, b and c."""
    return f"{', '.join(things[:-1])} and {things[-1]}" if len(things) > 1 else "".join(things)


def initials(name: str) -> str:
    """Give the first letters of the first and the last word of a name, as capitals; ? for no name."""
    words = [word for word in name.split() if word[0].isalnum()]
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def tint(name: str) -> int:
    """Give the number of the colour that a name's initials have; always the same for the same name."""
    return blake2b(name.encode(errors="replace"), digest_size=1).digest()[0] % TINTS
