"""The dates and times of a submission's JSON, as people read them."""

from datetime import datetime

from epep.form import dates


def moment(iso: str) -> datetime:
    """The moment in England's time; without an offset it is England's already. ValueError when unreadable."""
    found = datetime.fromisoformat(iso)
    return found.astimezone(dates.LONDON) if found.tzinfo else found.replace(tzinfo=dates.LONDON)


def moment_in_words(iso: str) -> str:
    """Thursday 3 December 2026 at 3:30pm; only the day when there is no time in it."""
    found = moment(iso)
    return dates.moment(found) if "T" in iso or " " in iso else dates.day(found)
