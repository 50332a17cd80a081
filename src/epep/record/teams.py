"""Reads of who is in which team, for many young people at once, and of people by name or address."""

from collections.abc import Collection
from datetime import date

from django.db import models

from epep.form.parts import Part
from epep.record.people import Missing, Person, Post, TeamMember, YoungPerson, on


def member_of(young_person: YoungPerson, member_id: int) -> TeamMember:
    """One row of the team. Raises `Missing` when it is of another team, or there is none."""
    found = young_person.team.select_related("person", "young_person__authority").filter(pk=member_id).first()
    if found is None:
        raise Missing
    return found


def team_ever(young_person: YoungPerson) -> list[TeamMember]:
    """Everybody who plays, played or will play a part in the team, those who started last first."""
    return list(young_person.team.select_related("person").order_by("-starts_on", "-pk"))


def parts_among(person: Person, young_people: Collection[int], today: date) -> dict[int, frozenset[Part]]:
    """The parts `person` plays in the teams of these young people (ids) today, by young person; posts not counted."""
    found: dict[int, frozenset[Part]] = {}
    rows = TeamMember.objects.filter(on(today), person=person, young_person__in=young_people)
    for young, part in rows.values_list("young_person", "part"):
        found[young] = found.get(young, frozenset()) | {Part(part)}
    return found


def names_of(who: Collection[tuple[int, int, str]], today: date) -> dict[tuple[int, str], list[str]]:
    """The names of those who play parts today, by (young person, part); `who` lists (young person, authority, part).

    Two queries, however many are asked for.
    """
    parts = {part for _, _, part in who}
    team = TeamMember.objects.filter(on(today), young_person__in={young for young, _, _ in who}, part__in=parts)
    posts = Post.objects.filter(on(today), authority__in={authority for _, authority, _ in who}, part__in=parts)
    found: dict[tuple[int, str], list[str]] = {}
    for young, part, name in team.order_by("pk").values_list("young_person", "part", "person__name"):
        found.setdefault((young, part), []).append(name)
    held = list(posts.order_by("pk").values_list("authority", "part", "person__name"))
    for young, authority, part in who:
        names = [name for where, post, name in held if (where, post) == (authority, part)]
        if names:
            found[young, part] = names
    return found


def person_by_email(email: str) -> Person | None:
    """Whoever has this e-mail address, whatever its capitals."""
    return Person.objects.filter(email__iexact=email).first()


def accounts(today: date) -> dict[Part, list[tuple[Person, int]]]:
    """Everybody with an e-mail address, by each part they play today, with how many young people they play it for.

    A post counts none. Two queries; for the demonstration, where everybody is invented.
    """
    found: dict[Part, list[tuple[Person, int]]] = {part: [] for part in Part}
    team = TeamMember.objects.filter(on(today), person__email__isnull=False)
    counted = team.values_list("part", "person").annotate(many=models.Count("young_person", distinct=True))
    held = Post.objects.filter(on(today), person__email__isnull=False).values_list("part", "person")
    rows = [*counted, *((part, person, 0) for part, person in held)]
    people = Person.objects.in_bulk([person for _, person, _ in rows])
    for part, person, many in rows:
        found[Part(part)].append((people[person], many))
    return {part: sorted(who, key=lambda each: (-each[1], each[0].name)) for part, who in found.items() if who}
