"""What a day means for a meeting, said before it is arranged: what falls due (P1), and what may be in its way."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from epep.protocol import before
from epep.protocol.days import bank_holidays
from epep.record.meetings import others_between
from epep.web import words
from epep.web.asking import Seen
from epep.web.meeting_forms import WhenForm, in_london

NEAR = timedelta(hours=2)
"""Two meetings of one person that start closer than this are in each other's way."""


@dataclass(frozen=True)
class AboutDay:
    """What is said about a day. `warnings` must be seen before it is taken; `known` stands for having seen them."""

    day: str
    confirm: str
    late: bool
    warnings: tuple[str, ...]
    others: tuple[str, ...]
    known: str

    @property
    def to_be_seen(self) -> bool:
        """Whether somebody should have seen this before they take the day."""
        return self.late or bool(self.warnings)


def about_day(seen: Seen, form: WhenForm) -> AboutDay | None:
    """What the day in the form means; None while there is none, or it has gone by."""
    day, at = form.chosen_day()
    if day is None or day < seen.today:
        return None
    parties = words.listed([party.label for party in seen.local.meeting.confirm_with])
    due = before.confirm_by(day, seen.local)
    late = due < seen.today
    confirm = f"Date and venue have to be confirmed by {words.day(due)}, to each of them: {parties}."
    if late:
        confirm += " That day has gone by, so it will be recorded as late. You can still meet on this day."
    near, others = _others(seen, day, at)
    warnings = (*_closed(seen, day), *near)
    known = f"{day.isoformat()} {at.isoformat('minutes') if at else ''}".strip()
    return AboutDay(words.day(day), confirm, late, warnings, others, known)


def _closed(seen: Seen, day: date) -> list[str]:
    """Why people may not be at work on that day."""
    said = []
    if day.weekday() >= 5:
        said.append(f"{words.day(day)} is at a weekend.")
    if day in bank_holidays(day.year):
        said.append(f"{words.day(day)} is a bank holiday in England.")
    if day in seen.local.extra_days:
        said.append(f"{seen.local.name} is closed on {words.day(day)}.")
    return said


def _others(seen: Seen, day: date, at: time | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Other meetings of these people on that day: those in the way, and the rest."""
    start = in_london(day, time())
    near: list[str] = []
    rest: list[str] = []
    for who, when in others_between(start, start + timedelta(days=1), seen.plan, seen.today):
        says = f"{who} has another meeting that day, at {words.time(when)}."
        (near if at and abs(when - in_london(day, at)) < NEAR else rest).append(says)
    return tuple(near), tuple(rest)


def suggested(at: datetime | None, now: datetime) -> dict[str, date | time]:
    """A day and time to start from, unless they have gone by."""
    if at is None or at < now:
        return {}
    there = at.astimezone(words.LONDON)
    return {"day": there.date(), "time": there.time()}
