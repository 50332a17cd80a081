"""Run in the product's surroundings: adds an authority, three young people, and everybody around them, with accounts.

Prints one line of JSON: {"people": {part: [name, email]}, "young_people": [[id, name, preferred name, email], …]}.
The people are around all three. No address holds the name of a young person, so that mail can be searched for names.
"""

import json
from datetime import timedelta

import django

django.setup()

from django.utils import timezone  # noqa: E402  (after set-up)
from tests.cast import PASSWORD, START, Cast, make_cast  # noqa: E402

from epep.actions import people  # noqa: E402
from epep.form.parts import TEAM_PARTS, Part  # noqa: E402
from epep.record.people import Person, YoungPerson  # noqa: E402

SIXTEEN_AND_A_HALF = timedelta(days=6026)  # so that nobody turns 18 before the next meeting, whenever this runs
NOW = timezone.now()
BORN = (NOW - SIXTEEN_AND_A_HALF).date()


def main() -> None:
    """Make them, and say whom."""
    authority = people.add_authority(slug="central-bedfordshire", name="Central Bedfordshire Council", by=None, now=NOW)
    cast = make_cast(authority, now=NOW, born=BORN)
    own = cast[Part.YOUNG_PERSON]
    people.change(row=own, email="blue.kite@example.org", by=None, now=NOW)
    young_people = [
        (cast.young_person, own),
        _another(cast, "Kaimana", "Winterbourne", "Kai", "green.boat@example.org"),
        _another(cast, "Rhiannon", "Mossgrove", "Rhi", "red.lamp@example.org"),
    ]
    with_account = {part: person for part, person in cast.people.items() if person.email}
    for person in (*with_account.values(), *(own for _, own in young_people)):
        person.set_password(PASSWORD)
        person.save()
    print(
        json.dumps(
            {
                "people": {part: [person.name, person.email] for part, person in with_account.items()},
                "young_people": [[one.pk, one.name, one.known_as, own.email] for one, own in young_people],
            }
        )
    )


def _another(cast: Cast, given: str, family: str, preferred: str, email: str) -> tuple[YoungPerson, Person]:
    """One more young person with the same people around them, and their own account."""
    young_person = people.add_young_person(
        authority=cast.authority,
        given_name=given,
        family_name=family,
        preferred_name=preferred,
        date_of_birth=BORN,
        mosaic_id=f"10834{len(given + family)}",
        provider=cast.provider,
        by=None,
        now=NOW,
    )
    own = people.add_person(name=f"{given} {family}", email=email, authority=cast.authority, by=None, now=NOW)
    for part in TEAM_PARTS:
        person = own if part is Part.YOUNG_PERSON else cast[part]
        people.join_team(young_person=young_person, person=person, part=part, starts_on=START, by=None, now=NOW)
    return young_person, own


if __name__ == "__main__":
    main()
