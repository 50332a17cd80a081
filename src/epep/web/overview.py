"""What the head of a Virtual School sees first: how much is late, who is late, where plans stand, whom to ask about."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse

from epep.record.duties import DutyRow, late_by_person, late_in, plans_by_step
from epep.record.facts import standings_among
from epep.record.meetings import current_meetings
from epep.record.people import Authority, young_people_in
from epep.record.plans import turning_18, without_plan
from epep.record.teams import names_of
from epep.web import steps, words
from epep.web.adulthood import SOON
from epep.web.duties import asked_of

ASK_ABOUT: Final = 10
LATE_PEOPLE: Final = 15
READ: Final = 200
"""How many late duties are read to find the young people to ask about: those late the longest come first."""


@dataclass(frozen=True)
class AskAbout:
    """A young person to ask about: what is late, since when, with whom it is, and where their plan stands."""

    name: str
    href: str
    why: str
    with_whom: str
    step: str


@dataclass(frozen=True)
class Late:
    """Somebody who is late: with how many things, and how long the oldest."""

    name: str
    part: str
    many: int
    longest: str


@dataclass(frozen=True)
class Overview:
    """How an authority is doing. `numbers` is what the component of that name takes; `steps` are (name, plans)."""

    numbers: list[dict[str, Any]]
    steps: list[tuple[str, int]]
    people: list[Late]
    ask_about: list[AskAbout]


def overview_of(authorities: QuerySet[Authority], now: datetime) -> Overview:
    """How these authorities are doing now. As many queries for a hundred thousand young people as for one."""
    today = words.london_day(now)
    late = late_in(authorities, today)
    by_step = plans_by_step(authorities, today)
    who = late_by_person(authorities, today)
    many_late = late.order_by().count()
    everybody = young_people_in(authorities)
    unplanned, adults = without_plan(everybody, today).count(), turning_18(everybody, today, SOON).count()
    return Overview(
        numbers=[
            _number(sum(by_step.values()), "plan is open", "plans are open"),
            {**_number(many_late, "thing is late", "things are late"), "late": many_late > 0},
            _number(unplanned, "young person has no open plan", "young people have no open plan", "no_plan"),
            _number(
                adults,
                f"young person turns 18 within {SOON} days",
                f"young people turn 18 within {SOON} days",
                "turning_18",
            ),
        ],
        steps=[(step.value, many) for step, many in by_step.items()],
        people=[
            Late(person.name, part.words, many, words.days_late(since, now))
            for person, part, many, since in who[:LATE_PEOPLE]
        ],
        ask_about=_ask_about(list(late[:READ]), now),
    )


def _number(many: int, one: str, several: str, show: str = "") -> dict[str, Any]:
    """A number with its words; `show` is the filter of the list of young people that shows who they are."""
    href = f"{reverse('young_people')}?show={show}" if show and many else ""
    return {"number": f"{many:,}", "text": one if many == 1 else several, "href": href}


def _ask_about(late: list[DutyRow], now: datetime) -> list[AskAbout]:
    """The young people whose duties are late the longest, each with the oldest of them."""
    oldest: dict[int, DutyRow] = {}
    for row in late:
        oldest.setdefault(row.young_person_id, row)
    found = list(islice(oldest.values(), ASK_ABOUT))
    today = words.london_day(now)
    plans = {row.plan_id for row in found}
    names = names_of([(row.young_person_id, row.authority_id, row.part) for row in found], today) if found else {}
    tracks = {one.plan.pk: steps.track(one, today) for one in standings_among(plans, today).values()}
    meetings = current_meetings(plans)
    return [
        AskAbout(
            name=row.plan.young_person.name,
            href=reverse("plan", args=[row.plan_id]),
            why=f"{asked_of(row, meetings.get(row.plan_id), now).owes}: {words.days_late(row.due_on, now)}",
            with_whom=", ".join(names.get((row.young_person_id, row.part), ())) or f"Nobody yet: {row.duty.part.words}",
            step=tracks[row.plan_id].word.capitalize(),
        )
        for row in found
    ]
