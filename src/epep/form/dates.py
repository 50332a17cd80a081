"""Days and times as people read them everywhere: on pages, in the history, in mail and in PDFs.

Days are London days, whatever clock a moment was written with.
"""

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

LONDON: Final = ZoneInfo("Europe/London")


def london_day(when: date | datetime) -> date:
    """Give the day a moment falls on in London; a plain day stays as it is. A moment without a zone is refused."""
    if not isinstance(when, datetime):
        return when
    if when.tzinfo is None:
        raise ValueError("a moment needs a time zone before it can be shown")
    return when.astimezone(LONDON).date()


def day(when: date | datetime) -> str:
    """Write a day in full: Thursday 3 December 2026."""
    there = london_day(when)
    return f"{there:%A} {there.day} {there:%B} {there.year}"


def time(when: datetime) -> str:
    """Write a time of day in London: 3:30pm, 9am, midday."""
    london_day(when)
    there = when.astimezone(LONDON)
    if (there.hour, there.minute) == (12, 0):
        return "midday"
    if (there.hour, there.minute) == (0, 0):
        return "midnight"
    minutes = f":{there.minute:02}" if there.minute else ""
    return f"{there.hour % 12 or 12}{minutes}{'am' if there.hour < 12 else 'pm'}"


def moment(when: datetime) -> str:
    """Write a day and a time: Thursday 3 December 2026 at 3:30pm."""
    return f"{day(when)} at {time(when)}"
