"""The verbs of people: authorities, providers, young people, those around them, and who plays which part."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from epep.actions._gate import hold_still, refresh_duties
from epep.actions.outcomes import Invalid
from epep.form.parts import AUTHORITY_PARTS, TEAM_PARTS, Part
from epep.record.facts import day_of, standings_of
from epep.record.history import Event
from epep.record.people import Authority, Person, Post, Provider, TeamMember, YoungPerson
from epep.record.plans import Plan


@transaction.atomic
def add_authority(*, slug: str, name: str, by: Person | None, now: datetime) -> Authority:
    """A council starts to use epep. Its settings file must be there already."""
    authority = Authority.objects.create(slug=slug, name=name)
    _note("add_authority", f"added the authority {name}", authority, by=by, now=now)
    return authority


@transaction.atomic
def add_person(
    *,
    name: str,
    email: str | None,
    phone: str = "",
    password: str | None = None,
    authority: Authority,
    by: Person | None,
    now: datetime,
) -> Person:
    """Somebody who takes part. Without a password they cannot sign in until they have set one by e-mail."""
    if email and Person.objects.filter(email__iexact=email).exists():
        raise Invalid({"email": "Somebody has this e-mail address already."})
    person = Person(name=name.strip(), email=(email or "").strip().lower() or None, phone=phone)
    person.set_password(password)
    person.save()
    _note("add_person", f"added {person.name}", authority, by=by, now=now, details={"person": person.pk})
    return person


@transaction.atomic
def add_provider(
    *,
    authority: Authority,
    name: str,
    kind: str,
    urn: str = "",
    ukprn: str = "",
    by: Person | None,
    now: datetime,
) -> Provider:
    """A school, college, training provider or employer. One name an authority."""
    provider = Provider.objects.create(authority=authority, name=name, kind=kind, urn=urn, ukprn=ukprn)
    _note("add_provider", f"added {name}", authority, by=by, now=now, details={"provider": provider.pk})
    return provider


@transaction.atomic
def add_young_person(*, authority: Authority, by: Person | None, now: datetime, **fields: Any) -> YoungPerson:
    """A looked-after young person, by the fields of `YoungPerson`. One Mosaic number an authority."""
    young_person = YoungPerson.objects.create(authority=authority, **fields)
    _note("add_young_person", "added a young person", authority, by=by, now=now, young_person=young_person)
    return young_person


@transaction.atomic
def change(*, row: Provider | YoungPerson | Person, by: Person | None, now: datetime, **fields: Any) -> None:
    """Put right what is known of a provider, a young person or somebody else. The history keeps what stood before."""
    before = {name: str(getattr(row, name)) for name in fields}
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))
    authority = row.authority if not isinstance(row, Person) else None
    young_person = row if isinstance(row, YoungPerson) else None
    says = f"changed {', '.join(name.replace('_', ' ') for name in fields)}"
    details = {"what": type(row).__name__, "id": row.pk, "before": before}
    _note("change", says, authority, by=by, now=now, young_person=young_person, details=details)


@transaction.atomic
def join_team(
    *,
    young_person: YoungPerson,
    person: Person,
    part: Part,
    starts_on: date,
    ends_on: date | None = None,
    by: Person | None,
    now: datetime,
) -> TeamMember:
    """Somebody plays a part for a young person, from a day to a day. Raises `Invalid` for an end before the start."""
    if part not in TEAM_PARTS:
        raise Invalid({"part": f"Choose one of: {', '.join(part.words for part in Part if part in TEAM_PARTS)}."})
    _refuse_backwards(starts_on, ends_on)
    member = TeamMember.objects.create(
        young_person=young_person, person=person, part=part, starts_on=starts_on, ends_on=ends_on
    )
    says = f"added {person.name} to the team as {part.words}"
    _note("join_team", says, young_person.authority, by=by, now=now, young_person=young_person)
    _refresh(young_person, now)
    return member


@transaction.atomic
def leave_team(*, member: TeamMember, ends_on: date, by: Person | None, now: datetime) -> TeamMember:
    """Somebody's part ends, on a day that still counts. From the next day they see and may do nothing in that part."""
    _refuse_backwards(member.starts_on, ends_on)
    member.ends_on = ends_on
    member.save(update_fields=["ends_on"])
    young_person = member.young_person
    says = f"ended the part of {member.person.name} as {Part(member.part).words}"
    _note("leave_team", says, young_person.authority, by=by, now=now, young_person=young_person)
    _refresh(young_person, now)
    return member


@transaction.atomic
def take_post(
    *,
    authority: Authority,
    person: Person,
    part: Part,
    starts_on: date,
    ends_on: date | None = None,
    by: Person | None,
    now: datetime,
) -> Post:
    """Somebody plays a part for the whole authority, such as its Virtual School administrator."""
    if part not in AUTHORITY_PARTS:
        raise Invalid({"part": f"Choose one of: {', '.join(part.words for part in Part if part in AUTHORITY_PARTS)}."})
    _refuse_backwards(starts_on, ends_on)
    post = Post.objects.create(authority=authority, person=person, part=part, starts_on=starts_on, ends_on=ends_on)
    _note("take_post", f"made {person.name} the {part.words}", authority, by=by, now=now)
    return post


def _refuse_backwards(starts_on: date, ends_on: date | None) -> None:
    if ends_on and ends_on < starts_on:
        raise Invalid({"ends_on": f"The end ({ends_on:%-d %B %Y}) is before the start ({starts_on:%-d %B %Y})."})


def _refresh(young_person: YoungPerson, now: datetime) -> None:
    """Whose duty it is depends on who is in the team."""
    plans = Plan.objects.filter(young_person=young_person, closure=None)
    hold_still(plans)
    for standing in standings_of(plans, day_of(now)):
        refresh_duties(standing)


def _note(
    verb: str,
    says: str,
    authority: Authority | None,
    *,
    by: Person | None,
    now: datetime,
    young_person: YoungPerson | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    Event.objects.create(
        at=now,
        verb=verb,
        by_id_then=by.pk if by else None,
        by_name=by.name if by else "epep",
        authority_id_then=authority.pk if authority else None,
        young_person_id_then=young_person.pk if young_person else None,
        says=says[:500],
        details=details or {},
    )
