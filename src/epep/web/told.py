"""Who will be told when somebody acts, for the pages that say so before it is done."""

from dataclasses import dataclass

from epep.form.parts import Part
from epep.protocol.moves import Move
from epep.record.people import playing
from epep.web.asking import Seen
from epep.web.words import listed


@dataclass(frozen=True)
class Told:
    """One person, the part they play, and whether mail reaches them."""

    name: str
    part: str
    by_mail: bool


def in_words(told: list[Told], now: str, then: str) -> str:
    """Who is told, as a sentence: “Ruth Amos (education adviser) has been told.” `now` is its verb for one, `then` for
    several. Empty when nobody is."""
    people = [f"{one.name} ({one.part})" for one in told]
    return f"{listed(people)} {now if len(people) == 1 else then}." if people else ""


def told_of(seen: Seen, move: Move) -> list[Told]:
    """Whom `move` tells, each once, without the person who makes it."""
    parts = frozenset(Part(seen.plan.author_part) if part is Part.AUTHOR else part for part in move.tells)
    found: dict[int, Told] = {}
    for person, part in playing(seen.young_person, parts, seen.today):
        if person != seen.person:
            found.setdefault(person.pk, Told(person.name, part.words, bool(person.email)))
    return list(found.values())
