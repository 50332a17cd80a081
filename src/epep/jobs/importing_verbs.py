"""Takes checked rows into the record through the verbs of people, and says of each whether it was new."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from epep.actions import people
from epep.actions.outcomes import Invalid
from epep.form.parts import Part
from epep.jobs.importing_kinds import Values
from epep.record.people import Authority, Person, Post, Provider, TeamMember, YoungPerson


class Outcome(StrEnum):
    """What a row did."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True)
class Import:
    """Whose file it is, and the moment it is taken in."""

    authority: Authority
    now: datetime


Take = Callable[[Import, Values], Outcome]


def take_provider(to: Import, values: Values) -> Outcome:
    """One row of providers. Its name, whatever its capitals, tells which it is."""
    found = Provider.objects.filter(authority=to.authority, name__iexact=values["name"]).first()
    if found is None:
        people.add_provider(authority=to.authority, by=None, now=to.now, **values)
        return Outcome.NEW
    return _changed(to, found, values)


def take_young_person(to: Import, values: Values) -> Outcome:
    """One row of people. The Mosaic number tells who it is."""
    values = dict(values)
    if name := values.get("provider"):
        values["provider"] = Provider.objects.filter(authority=to.authority, name__iexact=name).first()
        if values["provider"] is None:
            raise Invalid({"provider": "There is no provider of this name. Import providers first, or correct it."})
    mine = YoungPerson.objects.filter(authority=to.authority)
    for number in ("upn", "uln"):
        others = mine.exclude(mosaic_id=values["mosaic_id"])
        if number in values and others.filter(**{number: values[number]}).exists():
            raise Invalid({number: "Another young person has this number. Check both."})
    found = mine.filter(mosaic_id=values["mosaic_id"]).first()
    if found is None:
        people.add_young_person(authority=to.authority, by=None, now=to.now, **values)
        return Outcome.NEW
    return _changed(to, found, values)


def take_member(to: Import, values: Values) -> Outcome:
    """One row of teams: somebody's part for a young person, or, without a Mosaic number, for the whole authority.

    The young person, the part, the e-mail address (the name, where there is none) and the first day tell which it is.
    """
    if "mosaic_id" not in values:
        return _take_post(to, values)
    young_person = YoungPerson.objects.filter(authority=to.authority, mosaic_id=values["mosaic_id"]).first()
    if young_person is None:
        raise Invalid({"mosaic_id": "There is no young person with this number. Import people first, or correct it."})
    team = TeamMember.objects.filter(young_person=young_person, part=values["part"]).select_related(
        "person", "young_person__authority"
    )
    person, outcome = _person(to, values, [member.person for member in team])
    found = next((row for row in team if (row.person, row.starts_on) == (person, values["starts_on"])), None)
    if found is None:
        people.join_team(young_person=young_person, person=person, by=None, now=to.now, **_when(values))
        return Outcome.NEW
    if values.get("ends_on") not in (None, found.ends_on):
        people.leave_team(member=found, ends_on=values["ends_on"], by=None, now=to.now)
        return Outcome.CHANGED
    return outcome


def _take_post(to: Import, values: Values) -> Outcome:
    person, outcome = _person(to, values, [])
    posts = Post.objects.filter(authority=to.authority, person=person, part=values["part"])
    found = posts.filter(starts_on=values["starts_on"]).select_related("person", "authority").first()
    if found is None:
        people.take_post(authority=to.authority, person=person, by=None, now=to.now, **_when(values))
        return Outcome.NEW
    if values.get("ends_on") not in (None, found.ends_on):
        people.leave_post(post=found, ends_on=values["ends_on"], by=None, now=to.now)
        return Outcome.CHANGED
    return outcome


def _when(values: Values) -> dict[str, Any]:
    return {"part": Part(values["part"]), "starts_on": values["starts_on"], "ends_on": values.get("ends_on")}


def _person(to: Import, values: Values, team: list[Person]) -> tuple[Person, Outcome]:
    """Who the row means: by e-mail address anywhere, by name only in this team; somebody new when nobody is meant."""
    if address := values.get("email"):
        found = Person.objects.filter(email__iexact=address).first()
    else:
        found = next((one for one in team if not one.email and one.name.casefold() == values["name"].casefold()), None)
    if found is None:
        known = {name: values.get(name, "") for name in ("name", "phone")}
        return people.add_person(email=address, authority=to.authority, by=None, now=to.now, **known), Outcome.NEW
    return found, _changed(to, found, {name: values[name] for name in ("name", "phone") if name in values})


def _changed(to: Import, row: Provider | YoungPerson | Person, values: Values) -> Outcome:
    """Put right what differs. An empty cell is no value, so leaves what is known."""
    differing = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not differing:
        return Outcome.SAME
    people.change(row=row, by=None, now=to.now, **differing)
    return Outcome.CHANGED


TAKE: dict[str, Take] = {"providers": take_provider, "people": take_young_person, "teams": take_member}
