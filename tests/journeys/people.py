"""The people of the journeys, as the product knows them."""

from dataclasses import dataclass

from epep.form.parts import Part


@dataclass(frozen=True)
class YoungPerson:
    """A young person of the journeys. `names` are all that no mail may hold."""

    pk: int
    name: str
    known_as: str
    email: str

    @property
    def names(self) -> tuple[str, ...]:
        """Every name of theirs."""
        return (*self.name.split(), self.known_as)


@dataclass(frozen=True)
class People:
    """Everybody: those who work with all the young people by part, as (name, e-mail), and the young people."""

    by_part: dict[Part, tuple[str, str]]
    young_people: tuple[YoungPerson, ...]

    def email(self, part: Part) -> str:
        """The address of whoever plays a part."""
        return self.by_part[part][1]
