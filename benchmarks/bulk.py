"""Many young people quickly: a team made through the real actions, then copied row by row by PostgreSQL.

The copies differ from their originals in ids and in what must be unique only; `tests/benchmarks` proves it.
PDF bytes are left out of the copies (300,000 of them would be 30 GB, and no measured page reads one).
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from django.apps import apps
from django.db import connection, models

from benchmarks import CASES
from epep.actions import people
from epep.form.parts import Part
from epep.jobs import walk
from epep.jobs.sample_steps import working
from epep.jobs.walk import at
from epep.protocol.stages import Stage
from epep.record.facts import day_of
from epep.record.people import Authority, Person, YoungPerson

STRIDE = 1_000_000
SHARED = {"authority", "provider"}
"""Tables whose rows the copies share with the original."""

UNIQUE = {
    "person.email": "'copy' || k || '.' || email",
    "young_person.mosaic_id": "'c' || k || '.' || mosaic_id",
    "notice.once": "'copy' || k || ' ' || once",
    "submission_pdf.content": "'left out'::bytea",
}
"""What must differ in a copy, as SQL. `k` numbers the copy."""

THEN = {"by_id_then", "young_person_id_then", "plan_id_then"}
"""Ids in the history that are no foreign keys."""

ORDER = (
    "person", "young_person", "team_member", "post", "event", "notice", "plan", "closure", "section", "set_aside",
    "sdq", "check_request", "check_answer", "meeting", "confirmation", "cancellation", "held", "attendance",
    "next_meeting", "submission", "submission_pdf", "review", "delivery", "filing", "copy", "share", "case_note",
    "duty",
)  # fmt: skip

TEAM = (
    Part.SOCIAL_WORKER, Part.DESIGNATED_TEACHER, Part.EDUCATION_ADVISER, Part.PERSONAL_ADVISER, Part.CARER,
    Part.KEY_WORKER,
)  # fmt: skip


def one_team(now: datetime, cases: int = CASES) -> Authority:
    """One social worker and colleagues with `cases` young people, each with a year of plans, by the real actions."""
    began = at(day_of(now) - timedelta(days=500))
    authority = people.add_authority(slug="central-bedfordshire", name="Central Bedfordshire", by=None, now=began)
    for part in (
        Part.VIRTUAL_SCHOOL_ADMINISTRATOR, Part.CONFERENCE_AND_REVIEW_TEAM, Part.LEAVING_CARE_ADMINISTRATOR
    ):  # fmt: skip
        person = _person(part.words, authority, began)
        people.take_post(authority=authority, person=person, part=part, starts_on=day_of(began), by=None, now=began)
    team = {part: _person(part.words, authority, began) for part in TEAM}
    for number in range(cases):
        _year(_young_person(number, team, authority, began), day_of(now), number)
    return authority


def _person(name: str, authority: Authority, now: datetime) -> Person:
    email = f"{name.replace(' ', '.').lower()}@example.org"
    return people.add_person(name=name.title(), email=email, authority=authority, by=None, now=now)


def _young_person(number: int, team: dict[Part, Person], authority: Authority, now: datetime) -> YoungPerson:
    young_person = people.add_young_person(
        authority=authority, given_name=f"Given{number}", family_name=f"Family{number}",
        date_of_birth=day_of(now) - timedelta(days=16 * 365 - number), mosaic_id=str(2000000 + number),
        by=None, now=now,
    )  # fmt: skip
    own = {Part.YOUNG_PERSON: _person(f"young person {number}", authority, now)}
    for part, person in {**team, **own}.items():
        people.join_team(young_person=young_person, person=person, part=part, starts_on=day_of(now), by=None, now=now)
    return young_person


STAGES_NOW = (Stage.PREPARING, Stage.HELD, Stage.SUBMITTED, Stage.PASSED, Stage.ARRANGING)


def _year(young_person: YoungPerson, today: date, number: int) -> None:
    """Two plans closed on time and this term's at one stage or another."""
    this = working(today - timedelta(days=4))
    earlier = [working(today - timedelta(days=240)), working(today - timedelta(days=120)), this]
    for met, following in pairwise(earlier):
        plan = young_person.plans.filter(closure=None).first()
        start = at(met - timedelta(days=35))
        walked = walk.Walk(young_person, start, plan) if plan else walk.begin(young_person, "termly_review", start)
        walk.to(walked, Stage.CLOSED, at(met, 14), at(following, 14))
    plan = young_person.plans.get(closure=None)
    now = walk.Walk(young_person, at(this - timedelta(days=30)), plan)
    walk.to(now, STAGES_NOW[number % len(STAGES_NOW)], at(this, 14), at(working(this + timedelta(days=90)), 14))


def copy(first: int, last: int) -> None:
    """Copies number `first` to `last` (both included) of everything `one_team` made. Numbers start at 1."""
    with connection.cursor() as cursor:
        for statement in statements():
            cursor.execute(statement, [first, last])


def statements() -> Iterator[str]:
    """One INSERT for each table, in the order that foreign keys ask for."""
    tables = {model._meta.db_table: model for model in apps.get_app_config("record").get_models()}
    if missing := set(tables) - set(ORDER) - SHARED:
        raise LookupError(f"benchmarks/bulk.py has no place for: {', '.join(sorted(missing))}")
    for table in ORDER:
        columns = {field.column: _copied(table, field) for field in tables[table]._meta.concrete_fields}
        names, values = ", ".join(f'"{name}"' for name in columns), ", ".join(columns.values())
        yield (
            f'insert into "{table}" ({names}) select {values} from "{table}" cross join '
            f"generate_series(%s::bigint, %s::bigint) k where id < {STRIDE}"
        )


def _copied(table: str, field: "models.Field[Any, Any]") -> str:
    column = f'"{field.column}"'
    if special := UNIQUE.get(f"{table}.{field.column}"):
        return special
    related = field.related_model
    points = isinstance(related, type) and issubclass(related, models.Model) and related._meta.db_table not in SHARED
    if field.primary_key or points or field.column in THEN:
        return f"{column} + k * {STRIDE}"
    return column


def settle() -> None:
    """Let PostgreSQL know what is in the tables now, as autovacuum would."""
    with connection.cursor() as cursor:
        for table in ORDER:
            cursor.execute(f"""select setval(pg_get_serial_sequence('"{table}"', 'id'), max(id)) from "{table}" """)
        cursor.execute("vacuum analyze")
