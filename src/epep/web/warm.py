"""Plans as a young person, a carer or a key worker sees them: plain words, their own part, nothing to learn first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse

from epep.form.parts import Part
from epep.protocol import sees
from epep.protocol.duties import What
from epep.protocol.stages import Stage
from epep.record.facts import Standing, standings_of
from epep.record.meetings import Meeting, Mode, current_meetings
from epep.record.people import Person, young_people_around
from epep.record.plans import newest_plans, plans_of
from epep.record.sharing import given_to
from epep.record.teams import names_of
from epep.web import words
from epep.web.duties import About, Asked, asked, by_when, moment

WRITING: Final = frozenset({Stage.HELD, Stage.RETURNED})


OWN_TITLES: Final = {
    "young_person": "About you",
    "education": "What you are doing now",
    "progress": "How it is going",
    "attendance": "Being there",
    "previous_targets": "How the last targets went",
    "young_person_views": "What you think",
    "new_targets": "Your new targets",
    "meeting_record": "What was said at your meeting",
}
"""What a young person reads instead of a section's title, where that talks about them."""


@dataclass(frozen=True)
class Task:
    """One thing to do: its words, when, the button and where it leads."""

    title: str
    why: str
    when: str
    late: bool
    button: str
    href: str


@dataclass(frozen=True)
class WarmPlan:
    """One plan in plain words. `read` is the address of what they were given to read, or nothing."""

    name: str
    young_person: str
    href: str
    where: str
    meeting: str
    venue: str
    tasks: tuple[Task, ...]
    read: str


@dataclass(frozen=True)
class Finished:
    """A plan before the present one that they may read: whose, the day of its meeting, and its address."""

    name: str
    meeting: str
    href: str


@dataclass(frozen=True)
class WarmHome:
    """The home page of a young person, a carer or a key worker: first those with something to do."""

    greeting: str
    own: bool
    plans: tuple[WarmPlan, ...]
    finished: tuple[Finished, ...]


def home_of(person: Person, parts: frozenset[Part], now: datetime) -> WarmHome:
    """The home page of somebody who plays only `parts`, each of them near the young person."""
    today = words.london_day(now)
    around = list(young_people_around(person, today).order_by("family_name", "given_name").values_list("pk", flat=True))
    newest = frozenset(newest_plans(around).values_list("pk", flat=True))
    every = standings_of(plans_of(around), today)
    standings = [standing for standing in every if standing.plan.pk in newest]
    given = given_to(person, [standing.plan.pk for standing in every])
    meetings, authors = current_meetings(newest), _authors(standings, now)
    plans = [
        warm_plan(
            standing,
            standing.played_by(person.pk),
            meetings.get(standing.plan.pk),
            given=given.get(standing.plan.pk),
            author=authors[standing.plan.pk],
            now=now,
        )
        for standing in standings
    ]
    busy = {plan.name for plan in plans if plan.tasks}
    return WarmHome(
        greeting=f"{words.greeting(now)}, {person.first_name}",
        own=Part.YOUNG_PERSON in parts,
        plans=tuple(sorted(plans, key=lambda plan: (plan.name not in busy, plan.name, not plan.tasks))),
        finished=_finished([standing for standing in every if standing.plan.pk not in newest], person, given),
    )


def _finished(before: list[Standing], person: Person, given: Mapping[int, int]) -> tuple[Finished, ...]:
    """Of the plans before the present ones, those that `person` may read (P15): by name, the last meeting first."""
    found = []
    for one in sorted(before, key=lambda one: (one.plan.young_person.name, one.plan.young_person_id, -one.plan.number)):
        href = _read(one, one.played_by(person.pk), given.get(one.plan.pk))
        if href and one.facts.held_on:
            found.append(Finished(one.plan.young_person.name, words.dated(one.facts.held_on), href))
    return tuple(found)


def _authors(standings: list[Standing], now: datetime) -> Mapping[int, str]:
    """Who writes each plan, by name, else by part; by plan."""
    asked_for = [
        (one.plan.young_person_id, one.plan.young_person.authority_id, one.plan.author_part) for one in standings
    ]
    names = names_of(asked_for, words.london_day(now)) if asked_for else {}
    return {
        one.plan.pk: " and ".join(names.get((one.plan.young_person_id, one.plan.author_part), ()))
        or f"the {Part(one.plan.author_part).words}"
        for one in standings
    }


def warm_plan(
    standing: Standing,
    parts: frozenset[Part],
    meeting: Meeting | None,
    *,
    given: int | None,
    author: str,
    now: datetime,
) -> WarmPlan:
    """One plan in plain words for somebody who plays `parts` in it; `given` is the submission shared with them."""
    plan = standing.plan
    about = About(plan, plan.young_person.known_as, standing.form, standing.local, now, meeting)
    mine = [duty for duty in standing.duties if duty.part in parts and duty.what is What.WRITE]
    return WarmPlan(
        name=plan.young_person.name,
        young_person=plan.young_person.known_as,
        href=reverse("plan", args=[plan.pk]),
        where=_where(standing, meeting, author, own=Part.YOUNG_PERSON in parts, now=now),
        meeting=moment(meeting.starts_at) if meeting and standing.stage is Stage.PREPARING else "",
        venue=f"{meeting.venue} ({Mode(meeting.mode).label.lower()})" if meeting else "",
        tasks=tuple(_task(asked_for, now) for asked_for in (asked(duty, about) for duty in mine)),
        read=_read(standing, parts, given),
    )


def _task(found: Asked, now: datetime) -> Task:
    return Task(found.title, found.why, by_when(found.due, now), found.late, found.button, found.href)


def _read(standing: Standing, parts: frozenset[Part], given: int | None) -> str:
    """The address of the submission that may be read: what was shared, or one's own plan once it has passed."""
    number = given
    if number is None and standing.facts.submissions:
        own = sees.left_out(standing.form, parts, standing.stage, None) is not None
        number = standing.facts.submissions if own else None
    return reverse("submission", args=[standing.plan.pk, number]) if number else ""


def _where(standing: Standing, meeting: Meeting | None, author: str, *, own: bool, now: datetime) -> str:
    """Where the plan stands, in a sentence that needs no knowledge of how plans are made."""
    stage, facts = standing.stage, standing.facts
    whose = "your" if own else f"{standing.plan.young_person.known_as}’s"
    if stage is Stage.ARRANGING:
        return f"A date for {whose} meeting is being found. You will get a message when there is one."
    if stage is Stage.PREPARING and meeting:
        if words.london_day(meeting.starts_at) < words.london_day(now):
            on = words.day(meeting.starts_at)
            return f"The meeting was to be on {on}. {author} will write down how it went."
        return f"Next is {whose} meeting, {moment(meeting.starts_at)}."
    if stage in WRITING and facts.held_on:
        return f"The meeting was on {words.day(facts.held_on)}. {author} is writing down what was agreed."
    if stage is Stage.SUBMITTED:
        return "The plan is written. The Virtual School is checking that nothing is missing."
    if stage is Stage.CLOSED and not facts.case_note_on:
        return "This plan was ended early. Ask the social worker if you want to know why."
    return "The plan is finished. The people who help with it are doing what it says."
