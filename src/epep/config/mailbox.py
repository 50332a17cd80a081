"""The demonstration's mail server: takes every mail on the loopback address and keeps it as a file."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"


class Keeper:
    """Keeps each mail in `folder` as <when>-<number>.eml, whole or not at all; files sort by when they came."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.numbers = count()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Called by the server with one mail."""
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S.%f}-{next(self.numbers)}"
        part = self.folder / f"{name}.part"
        try:
            part.write_bytes(envelope.original_content or b"")
            part.replace(part.with_suffix(".eml"))
        except OSError:
            return "452 Insufficient system storage"  # the worker keeps the mail and tries again
        return "250 Kept"


@contextmanager
def receiving(folder: Path) -> Iterator[str]:
    """The address, as in EPEP_SMTP_URL, of a mail server that keeps what it gets in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    controller = Controller(Keeper(folder), hostname=HOST, port=port)
    controller.start()
    try:
        yield f"smtp://{HOST}:{port}"
    finally:
        controller.stop()


def free_port(wanted: int = 0) -> int:
    """`wanted` if nothing listens there on the loopback address (0: any free port). OSError when it is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((HOST, wanted))
        port: int = probe.getsockname()[1]
    return port
