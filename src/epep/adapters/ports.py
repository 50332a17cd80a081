"""The ports: what a mail server and a filing destination are asked, and the two ways in which they can fail."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class Failed(Exception):
    """It did not work. The text is one plain sentence, or two, for the administrator: no mail address, no name."""


class Passing(Failed):
    """It may work later: try again."""


class Permanent(Failed):
    """It never will, however often it is tried."""


@dataclass(frozen=True)
class Message:
    """One mail to one address. `key` is the same at every try, so that a mail server can drop a second copy."""

    to: str
    subject: str
    body: str
    key: str
    at: datetime


@dataclass(frozen=True)
class Receipt:
    """Where a package lies inside its destination, and the digest of its files there (`digest_of`)."""

    place: str
    sha256: str


class Mailer(Protocol):
    """Sends mail."""

    def send(self, message: Message) -> None:
        """The message is taken over by the mail server when this returns. Raises `Passing` or `Permanent`."""


class Destination(Protocol):
    """Takes filing packages. What is there is never overwritten."""

    def put(self, name: str, files: Mapping[str, bytes]) -> Receipt:
        """All `files`, by name, lie under `name` when this returns, or none do. Raises `Passing` or `Permanent`.

        What lies there already with the same content is left and counts as done; other content stays too, and the
        package gets the name `<name>-2`, `<name>-3`…
        """

    def read(self, place: str) -> Mapping[str, bytes] | None:
        """The files at a receipt's place now; None when nothing is there. Raises `Passing` when it cannot be told."""


def digest_of(files: Mapping[str, bytes]) -> str:
    """The SHA-256 (64 hexadecimal digits) of a set of files: of the lines `sha256sum` prints of them, in name order."""
    lines = (f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items()))
    return hashlib.sha256("".join(lines).encode()).hexdigest()
