"""Days in England: periods of calendar or working days, with bank holidays and a council's own extra days."""

from datetime import date, timedelta
from functools import cache
from typing import Literal

from holidays import country_holidays
from pydantic import BaseModel, ConfigDict, Field

NO_DAYS: frozenset[date] = frozenset()


class Period(BaseModel):
    """A length of time as a protocol states it: "10 days" (calendar) or "5 working days"."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    days: int = Field(ge=0, le=366)
    unit: Literal["calendar", "working"] = "calendar"

    def __str__(self) -> str:
        unit = "working day" if self.unit == "working" else "day"
        return f"{self.days} {unit}{'' if self.days == 1 else 's'}"


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """The bank holidays of England in `year`, substitute days included."""
    return frozenset(country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date, extra: frozenset[date] = NO_DAYS) -> bool:
    """True unless `day` is a weekend, a bank holiday in England or one of the council's `extra` closed days.

    School holidays are working days: they do not stop the clock (P8).
    """
    return day.weekday() < 5 and day not in bank_holidays(day.year) and day not in extra


def step(day: date, period: Period, extra: frozenset[date] = NO_DAYS, *, back: bool = False) -> date:
    """The day `period` after `day` (before it when `back`); working periods count working days only."""
    one = timedelta(days=-1 if back else 1)
    if period.unit == "calendar":
        return day + period.days * one
    left = period.days
    while left:
        day += one
        left -= is_working_day(day, extra)
    return day


def working_days_between(start: date, end: date, extra: frozenset[date] = NO_DAYS) -> int:
    """How many working days lie after `start` up to and including `end`; 0 when `end` is not after `start`."""
    return sum(is_working_day(start + timedelta(days=n), extra) for n in range(1, (end - start).days + 1))
