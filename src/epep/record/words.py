"""Days and moments in words, as pages, history and mail say them, in England's time."""

from datetime import date, datetime

from epep.record.facts import LONDON


def day_in_words(day: date | datetime) -> str:
    """ "Thursday 3 December 2026"."""
    if isinstance(day, datetime):
        day = day.astimezone(LONDON).date()
    return f"{day:%A} {day.day} {day:%B %Y}"


def time_in_words(at: datetime) -> str:
    """ "3:30pm", "9am", "midday"."""
    at = at.astimezone(LONDON)
    if (at.hour, at.minute) == (12, 0):
        return "midday"
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def moment_in_words(at: datetime) -> str:
    """ "Thursday 3 December 2026 at 3:30pm"."""
    return f"{day_in_words(at)} at {time_in_words(at)}"
