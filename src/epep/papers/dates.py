"""Dates and times as people read them, in England's time: "Thursday 3 December 2026 at 3:30pm"."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

ENGLAND = ZoneInfo("Europe/London")


def moment(iso: str) -> datetime:
    """The moment in England's time; without an offset it is  England's already. ValueError when unreadable."""
    found = datetime.fromisoformat(iso)
    return found.astimezone(ENGLAND) if found.tzinfo else found.replace(tzinfo=ENGLAND)


def day_in_words(day: date) -> str:
    """Thursday 3 December 2026."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def moment_in_words(iso: str) -> str:
    """Thursday 3 December 2026 at 3:30pm; only the day when there is no time in it."""
    found = moment(iso)
    if "T" not in iso and " " not in iso:
        return day_in_words(found)
    return f"{day_in_words(found)} at {_time(found)}"


def _time(when: datetime) -> str:
    special = {(0, 0): "midnight", (12, 0): "midday"}.get((when.hour, when.minute))
    minutes = f":{when:%M}" if when.minute else ""
    return special or f"{when.hour % 12 or 12}{minutes}{'am' if when.hour < 12 else 'pm'}"
