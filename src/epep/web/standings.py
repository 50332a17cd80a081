"""Where the plans of young people stand, for rows of a table: the track, what comes next and whose turn it is."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from epep.form.parts import Part
from epep.protocol import sees
from epep.protocol.duties import Duty
from epep.protocol.stages import Stage
from epep.record.facts import Standing, standings_of
from epep.record.people import Person, YoungPerson
from epep.record.plans import newest_plans
from epep.record.teams import parts_among
from epep.web import steps, words
from epep.web.duties import About, asked, by_when, in_order


@dataclass(frozen=True)
class Where:
    """Where one plan stands: its page, its track, what is next and whose turn, with when; nothing for a closed one."""

    href: str
    track: steps.Track
    next: str
    whose: str
    late: bool


@dataclass(frozen=True)
class Row:
    """One young person in a list: their page (nothing for a reader who has none), what stands under the name, and
    where each open plan stands."""

    name: str
    href: str
    note: str
    plans: tuple[Where, ...]


@dataclass(frozen=True)
class Reader:
    """Who reads the list, and the posts they hold: their own turn is "You"."""

    person: Person
    posts: frozenset[Part]

    def turn(self, duty: Duty, standing: Standing) -> str:
        """Whose turn it is, at the beginning of a sentence."""
        own = duty.part in self.posts | standing.played_by(self.person.pk)
        return "You" if own else first_capital(duty.part.words)

    def works(self, parts: frozenset[Part]) -> bool:
        """Whether somebody who plays `parts` around a young person, beside their posts, may open that one's page."""
        return bool((parts | self.posts) & sees.BY_POST_OR_WORK)


def where(standing: Standing, reader: Reader, now: datetime) -> Where:
    """Where one plan stands, as `reader` reads it."""
    today = words.london_day(now)
    href, at = reverse("plan", args=[standing.plan.pk]), steps.track(standing, today)
    duties = in_order(list(standing.duties))
    if not duties:
        return Where(href, at, "", "", False)
    first, plan = duties[0], standing.plan
    returned = standing.stage is Stage.RETURNED
    about = About(plan, plan.young_person.known_as, standing.form, standing.local, now, returned=returned)
    act = asked(first, about).act
    turn = f"{reader.turn(first, standing)}, {by_when(first.due, now, short=True)}"
    return Where(href, at, first_capital(act), turn, first.due < today)


def first_capital(text: str) -> str:
    """A text as it begins a sentence: "Social worker", with the rest as it is."""
    return text[:1].upper() + text[1:]


def rows(young_people: Collection[YoungPerson], reader: Reader, now: datetime) -> list[Row]:
    """The rows of a list of young people, in their order; as many queries for a hundred as for one."""
    ids, today = [one.pk for one in young_people], words.london_day(now)
    found: dict[int, list[Where]] = {}
    for standing in standings_of(newest_plans(ids), today):
        found.setdefault(standing.plan.young_person_id, []).append(where(standing, reader, now))
    parts = parts_among(reader.person, ids, today)
    return [
        Row(
            name=one.name,
            href=reverse("young_person", args=[one.pk]) if reader.works(parts.get(one.pk, frozenset())) else "",
            note=one.provider.name if one.provider else "No school, college or work place",
            plans=tuple(found.get(one.pk, ())),
        )
        for one in young_people
    ]
