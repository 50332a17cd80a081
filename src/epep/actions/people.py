"""The verbs of people: authorities, providers, young people, those around them, and who plays which part."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Q

from epep.actions._gate import hold_still, refresh_duties
from epep.actions._typed import too_long
from epep.actions.outcomes import Invalid, Refused
from epep.form.answers import one_line
from epep.form.parts import AUTHORITY_PARTS, TEAM_PARTS, Part
from epep.protocol.moves import Code, Refusal
from epep.record.facts import day_of, standings_of
from epep.record.history import Event
from epep.record.people import Authority, Person, Post, Provider, TeamMember, YoungPerson, authorities_of
from epep.record.plans import Plan


@transaction.atomic
def add_authority(*, slug: str, name: str, by: Person | None, now: datetime) -> Authority:
    """A council starts to use epep. Its settings file must be there already. Nobody signed in may do this."""
    _only_administrator(None, by, now)
    authority = _saved(Authority(slug=slug, name=name))
    _note("add_authority", f"added the authority {authority.name}", authority, by=by, now=now)
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
    _only_administrator(authority, by, now)
    person = Person(name=name, email=one_line(email).lower() or None, phone=phone)
    try:
        person.set_password(password)
    except UnicodeEncodeError as half:
        raise Invalid({"password": "The password holds half a character. Type it again."}) from half
    _saved(person)
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
    _only_administrator(authority, by, now)
    provider = _saved(Provider(authority=authority, name=name, kind=kind, urn=urn, ukprn=ukprn))
    _note("add_provider", f"added {provider.name}", authority, by=by, now=now, details={"provider": provider.pk})
    return provider


@transaction.atomic
def add_young_person(*, authority: Authority, by: Person | None, now: datetime, **fields: Any) -> YoungPerson:
    """A looked-after young person, by the fields of `YoungPerson`. One Mosaic number an authority."""
    _only_administrator(authority, by, now)
    young_person = _saved(YoungPerson(authority=authority, **fields))
    _note("add_young_person", "added a young person", authority, by=by, now=now, young_person=young_person)
    return young_person


@transaction.atomic
def change(*, row: Provider | YoungPerson | Person, by: Person | None, now: datetime, **fields: Any) -> None:
    """Put right what is known of a provider, a young person or somebody else. The history keeps what stood before.

    A person may be known to several authorities, so only an import (`by` None) changes one.
    """
    authority = row.authority if not isinstance(row, Person) else None
    _only_administrator(authority, by, now)
    before = {name: str(getattr(row, name)) for name in fields}
    for name, value in fields.items():
        setattr(row, name, value)
    _saved(row, list(fields))
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
    _only_administrator(young_person.authority, by, now)
    if part not in TEAM_PARTS:
        raise Invalid({"part": f"Choose one of: {', '.join(part.words for part in Part if part in TEAM_PARTS)}."})
    _refuse_backwards(starts_on, ends_on)
    until = Q(starts_on__lte=ends_on) if ends_on else Q()
    then = until & (Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on))
    if TeamMember.objects.filter(then, young_person=young_person, person=person, part=part).exists():
        raise Invalid({"person": f"{person.name} is the {part.words} in this team on that day already."})
    member = _saved(
        TeamMember(young_person=young_person, person=person, part=part, starts_on=starts_on, ends_on=ends_on)
    )
    says = f"added {person.name} to the team as {part.words}"
    _note("join_team", says, young_person.authority, by=by, now=now, young_person=young_person)
    _refresh(young_person, now)
    return member


@transaction.atomic
def bring_into_team(
    *,
    young_person: YoungPerson,
    name: str,
    email: str | None,
    part: Part,
    starts_on: date,
    by: Person | None,
    now: datetime,
) -> TeamMember:
    """Somebody nobody knew before is added, and joins the team in the same breath: both or neither."""
    person = add_person(name=name, email=email, authority=young_person.authority, by=by, now=now)
    return join_team(young_person=young_person, person=person, part=part, starts_on=starts_on, by=by, now=now)


@transaction.atomic
def leave_team(*, member: TeamMember, ends_on: date, by: Person | None, now: datetime) -> TeamMember:
    """Somebody's part ends, on a day that still counts. From the next day they see and may do nothing in that part."""
    _only_administrator(member.young_person.authority, by, now)
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
    _only_administrator(authority, by, now)
    if part not in AUTHORITY_PARTS:
        raise Invalid({"part": f"Choose one of: {', '.join(part.words for part in Part if part in AUTHORITY_PARTS)}."})
    _refuse_backwards(starts_on, ends_on)
    post = _saved(Post(authority=authority, person=person, part=part, starts_on=starts_on, ends_on=ends_on))
    _note("take_post", f"made {person.name} the {part.words}", authority, by=by, now=now)
    return post


@transaction.atomic
def leave_post(*, post: Post, ends_on: date, by: Person | None, now: datetime) -> Post:
    """Somebody's part for the whole authority ends, on a day that still counts."""
    _only_administrator(post.authority, by, now)
    _refuse_backwards(post.starts_on, ends_on)
    post.ends_on = ends_on
    post.save(update_fields=["ends_on"])
    says = f"ended the part of {post.person.name} as {Part(post.part).words}"
    _note("leave_post", says, post.authority, by=by, now=now)
    return post


def _only_administrator(authority: Authority | None, by: Person | None, now: datetime) -> None:
    """Raises `Refused` unless `by` is the authority's Virtual School administrator today, or nobody: an import."""
    part = Part.VIRTUAL_SCHOOL_ADMINISTRATOR
    if by and authority not in authorities_of(by, part, day_of(now)):
        raise Refused(Refusal(Code.WRONG_PART, f"You cannot change who is there. It is for the {part.words}."))


Row = TypeVar("Row", bound=models.Model)

TAKEN = {
    "authority_slug_key": ("slug", "There is an authority of this name already."),
    "one_person_an_email": ("email", "Somebody has this e-mail address already."),
    "provider_once_an_authority": ("name", "The authority has a provider of this name already."),
    "one_young_person_a_mosaic_id": ("mosaic_id", "The authority has a young person with this number already."),
    "team_member_once_a_start": ("starts_on", "They play this part in the team from that day already."),
    "post_once_a_start": ("starts_on", "They hold this post from that day already."),
}
"""What each unique constraint means, as (field, sentence)."""


def _saved(row: Row, fields: Collection[str] | None = None) -> Row:
    """Save a row (or only `fields` of it), its texts tidied. Raises `Invalid` by field for what its table refuses."""
    plain = {field.name: field for field in row._meta.concrete_fields if not field.is_relation}
    for name, field in plain.items():
        typed = getattr(row, name)
        if isinstance(field, models.CharField) and isinstance(typed, str) and name != "password":
            setattr(row, name, one_line(typed))
    try:
        row.clean_fields(
            exclude={field.name for field in row._meta.concrete_fields} - (plain.keys() & set(fields or plain))
        )
        with transaction.atomic():
            row.save(update_fields=fields)
    except ValidationError as wrong:
        raise Invalid(
            {name: _problem(plain[name], row, wrong.error_dict[name][0]) for name in wrong.error_dict}
        ) from wrong
    except IntegrityError as wrong:
        constraint = getattr(getattr(wrong.__cause__, "diag", None), "constraint_name", None)
        if constraint not in TAKEN:
            raise
        field_name, text = TAKEN[constraint]
        raise Invalid({field_name: text}) from wrong
    return row


def _problem(field: "models.Field[Any, Any]", row: models.Model, wrong: ValidationError) -> str:
    """What is wrong with one field, in words for the person."""
    if wrong.code in {"blank", "null"}:
        return f"The {field.verbose_name} is needed."
    if wrong.code == "invalid_choice":
        return f"Choose one of: {', '.join(str(label) for _, label in field.flatchoices)}."
    if wrong.code == "max_length":
        return too_long(f"The {field.verbose_name}", getattr(row, field.name), field.max_length or 0)
    return " ".join(wrong.messages)


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
