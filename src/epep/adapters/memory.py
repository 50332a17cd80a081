"""The ports without the outside world: mail and packages that stay in memory. For tests and for trying things out."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from epep.adapters.names import refuse_unfit
from epep.adapters.ports import Failed, Message, Permanent, Receipt, digest_of


@dataclass
class MemoryMailer:
    """Keeps what is sent, in order. While `failing` is set, sending raises it."""

    sent: list[Message] = field(default_factory=list)
    failing: Failed | None = None

    def send(self, message: Message) -> None:
        """Keep one message (`Mailer.send`)."""
        if self.failing:
            raise self.failing
        if "@" not in message.to or any(letter in message.to + message.subject for letter in "\r\n"):
            raise Permanent("The e-mail address is not one that mail can be sent to. Put it right, then try again.")
        self.sent.append(message)


@dataclass
class MemoryDestination:
    """Keeps packages by name. While `failing` is set, putting raises it."""

    packages: dict[str, dict[str, bytes]] = field(default_factory=dict)
    failing: Failed | None = None

    def put(self, name: str, files: Mapping[str, bytes]) -> Receipt:
        """Keep one package (`Destination.put`)."""
        refuse_unfit(name, files)
        if self.failing:
            raise self.failing
        place, number = name, 1
        while self.packages.get(place, files) != files:
            number += 1
            place = f"{name}-{number}"
        self.packages[place] = dict(files)
        return Receipt(place, digest_of(files))

    def read(self, place: str) -> Mapping[str, bytes] | None:
        """What was kept (`Destination.read`)."""
        return self.packages.get(place)
