"""The cast of the tests: one person in every part around Yas, and for each a stranger with the same part elsewhere."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest

from epep.actions import people
from epep.form.parts import AUTHORITY_PARTS, Part
from epep.jobs.walk import at
from epep.record.people import Authority, Person, Provider, YoungPerson

START = date(2024, 9, 2)
MONDAY = date(2026, 11, 9)
NOW = at(MONDAY)
PASSWORD = "a long invented sentence"

NAMES = {
    Part.SOCIAL_WORKER: "Sam Okafor",
    Part.DESIGNATED_TEACHER: "Dee Marlowe",
    Part.EDUCATION_ADVISER: "Ed Lindqvist",
    Part.PERSONAL_ADVISER: "Pat Quill",
    Part.VIRTUAL_SCHOOL_ADMINISTRATOR: "Vi Penrose",
    Part.VIRTUAL_SCHOOL_HEAD: "Hal Brightwater",
    Part.CARER: "Carol Finch",
    Part.KEY_WORKER: "Kim Sato",
    Part.YOUNG_PERSON: "Yas Abara",
    Part.CONFERENCE_AND_REVIEW_TEAM: "Conny Reeve",
    Part.LEAVING_CARE_ADMINISTRATOR: "Lee Caring",
    Part.PARENT: "Max Abara",
    Part.SYSTEM_ADMINISTRATOR: "Sy Stems",
}


@dataclass
class Cast:
    """Everyone around one young person. `people[part]` plays that part today."""

    authority: Authority
    provider: Provider
    young_person: YoungPerson
    people: dict[Part, Person] = field(default_factory=dict)

    def __getitem__(self, part: Part) -> Person:
        return self.people[part]


def make_cast(
    authority: Authority, who: str = "", *, now: datetime = NOW, born: date | None = None, mosaic_id: str = "1083421"
) -> Cast:
    """A young person with everybody around them. `who` goes into the e-mail addresses, to tell casts apart."""
    provider = people.add_provider(authority=authority, name=f"Oakfield College{who}", kind="college", by=None, now=now)
    young_person = people.add_young_person(
        authority=authority,
        given_name="Yasmin",
        family_name="Abara",
        preferred_name="Yas",
        date_of_birth=born or date(now.year - 17, 3, 14),
        mosaic_id=mosaic_id,
        provider=provider,
        by=None,
        now=now,
    )
    cast = Cast(authority, provider, young_person)
    for part, name in NAMES.items():
        email = None if part is Part.PARENT else f"{name.split()[0].lower()}{who}@example.org"
        person = people.add_person(name=name, email=email, authority=authority, by=None, now=now)
        cast.people[part] = person
        if part in AUTHORITY_PARTS:
            people.take_post(authority=authority, person=person, part=part, starts_on=START, by=None, now=now)
        else:
            people.join_team(young_person=young_person, person=person, part=part, starts_on=START, by=None, now=now)
    return cast


@dataclass
class Elsewhere:
    """Strangers with the same parts: in the same authority around another young person, and in another authority."""

    same_authority: Cast
    other_authority: Cast


@pytest.fixture
def authority(db: None) -> Authority:
    """Central Bedfordshire."""
    return people.add_authority(slug="central-bedfordshire", name="Central Bedfordshire Council", by=None, now=NOW)


@pytest.fixture
def cast(authority: Authority) -> Cast:
    """Yas and everyone around her, on Monday 9 November 2026."""
    return make_cast(authority)


@pytest.fixture
def strangers(cast: Cast) -> Elsewhere:
    """The same parts elsewhere."""
    northmere = people.add_authority(slug="northmere", name="Northmere Council", by=None, now=NOW)
    return Elsewhere(
        make_cast(cast.authority, ".near", mosaic_id="1083422"), make_cast(northmere, ".far", mosaic_id="1083421")
    )


def weeks(number: float) -> timedelta:
    """That many weeks."""
    return timedelta(weeks=number)
