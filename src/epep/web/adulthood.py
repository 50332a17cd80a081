"""Turning 18: what is said of a young person near that day, and what to do."""

from datetime import date
from typing import Final

from epep.record.people import YoungPerson
from epep.record.plans import ADULT
from epep.web import words

SOON: Final = 90
"""Days before the birthday from which it is said."""


def eighteenth(young_person: YoungPerson) -> date:
    """The day somebody turns 18; 1 March for a 29 February that 18 years later has none."""
    born = young_person.date_of_birth
    try:
        return born.replace(year=born.year + ADULT)
    except ValueError:
        return date(born.year + ADULT, 3, 1)


def adulthood(young_person: YoungPerson, today: date, *, open_plan: bool) -> str:
    """What to say of somebody who is 18, or will be within 90 days; nothing before."""
    on, name = eighteenth(young_person), young_person.known_as
    left = (on - today).days
    if left > SOON:
        return ""
    consent = f"After that a plan is voluntary: open one only when {name} agrees, and record that they do."
    finish = "Finish and close this plan, or end it early. " if open_plan else ""
    if left <= 0:
        since = "today" if left == 0 else f"on {words.day(on)}"
        return f"{name} turned 18 {since}. {finish}{consent.replace('After that a plan is', 'A new plan is')}"
    return f"{name} turns 18 on {words.day(on)}, in {words.count(left, 'day')}. {finish}{consent}"
