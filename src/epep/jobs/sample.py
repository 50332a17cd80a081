"""Sample people and plans that tell a story: every stage, each way of being late, made through the real actions.

A demonstration needs no real data. Everything happens relative to the moment it is made, so that what is late is late
today.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache

from django.utils import timezone

from epep.actions import people
from epep.form.parts import Part
from epep.jobs.sample_people import (
    ADVISERS,
    CARERS,
    KEY_WORKERS,
    OFFICE,
    PARENTS,
    PERSONAL_ADVISER,
    SOCIAL_WORKERS,
    TEACHERS,
    YOUNG_PEOPLE,
)
from epep.jobs.sample_story import STORY, Scene
from epep.jobs.sample_words import words_of
from epep.jobs.walk import at
from epep.record.facts import day_of
from epep.record.people import Authority, Person, Provider, YoungPerson

Progress = Callable[[int, int], None]


def _silent(_done: int, _of: int) -> None:
    """Shows no progress."""


def make(progress: Progress = _silent, *, now: datetime | None = None) -> None:
    """Make the sample: one council, about sixty invented people, forty young people and their plans.

    `progress` is called with how many of how many plans are made. `now` is this moment unless a test says otherwise.
    """
    made_at = now or timezone.now()
    began = at(day_of(made_at) - timedelta(days=400))
    authority = people.add_authority(
        slug="central-bedfordshire", name="Central Bedfordshire Council", by=None, now=began
    )
    cast = _Cast(authority, began)
    for number, scene in enumerate(STORY):
        young_person = cast.young_person(number, scene, made_at)
        scene.play(young_person, made_at, words_of(number))
        progress(number + 1, len(STORY))


class _Cast:
    """Makes each person once."""

    def __init__(self, authority: Authority, began: datetime) -> None:
        self.authority, self.began, self.start = authority, began, day_of(began)
        for name, part in OFFICE:
            person = self.person(name)
            people.take_post(authority=authority, person=person, part=part, starts_on=self.start, by=None, now=began)

    @cache  # noqa: B019 (one cast, one sample, one run)
    def person(self, name: str, address: str | None = None) -> Person:
        """Somebody by name; `address` makes them another person of the same name, "" one without an account."""
        local = address if address is not None else re.sub("[^a-z]+", ".", name.lower()).strip(".")
        email = f"{local}@example.org" if local else None
        return people.add_person(name=name, email=email, authority=self.authority, by=None, now=self.began)

    @cache  # noqa: B019
    def provider(self, name: str, kind: str) -> Provider:
        """A provider by name."""
        return people.add_provider(authority=self.authority, name=name, kind=kind, by=None, now=self.began)

    def young_person(self, number: int, scene: Scene, now: datetime) -> YoungPerson:
        """The young person of a scene, with the team around them."""
        given, family = YOUNG_PEOPLE[number]
        teacher, provider, kind = TEACHERS[number % len(TEACHERS)]
        young_person = people.add_young_person(
            authority=self.authority,
            given_name=given,
            family_name=family,
            date_of_birth=_born(day_of(now), number, scene.days_to_18),
            mosaic_id=str(1083400 + 7 * number),
            provider=None if scene.without_school else self.provider(provider, kind),
            by=None,
            now=self.began,
        )
        self._join(young_person, Part.SOCIAL_WORKER, self.person(SOCIAL_WORKERS[number % len(SOCIAL_WORKERS)]))
        if not scene.without_school:
            self._join(young_person, Part.DESIGNATED_TEACHER, self.person(teacher))
        self._join(young_person, Part.EDUCATION_ADVISER, self.person(ADVISERS[number % len(ADVISERS)]))
        self._join(young_person, Part.PERSONAL_ADVISER, self.person(PERSONAL_ADVISER))
        self._join(young_person, Part.CARER, self.person(CARERS[number % len(CARERS)]))
        self._join(young_person, Part.KEY_WORKER, self.person(KEY_WORKERS[number % len(KEY_WORKERS)]))
        self._join(young_person, Part.YOUNG_PERSON, self.person(f"{given} {family}"))
        if number % 3 == 0:
            parent = people.add_person(
                name=f"{PARENTS[number % len(PARENTS)]} {family}", email=None, authority=self.authority,
                by=None, now=self.began,
            )  # fmt: skip
            self._join(young_person, Part.PARENT, parent)
        return young_person

    def _join(self, young_person: YoungPerson, part: Part, person: Person) -> None:
        people.join_team(
            young_person=young_person, person=person, part=part, starts_on=self.start, by=None, now=self.began
        )


def _born(today: date, number: int, days_to_18: int | None) -> date:
    """A birthday that makes them 16 or 17 all through the story, or 18 in `days_to_18` days."""
    if days_to_18 is None:
        return today - timedelta(days=16 * 365 + 60 + (number * 17) % 400)
    eighteen = today + timedelta(days=days_to_18)
    return (
        eighteen.replace(year=eighteen.year - 18)
        if (eighteen.month, eighteen.day) != (2, 29)
        else eighteen.replace(year=eighteen.year - 18, day=28)
    )
