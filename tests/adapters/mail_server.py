"""A real mail server on loopback that can be told to misbehave."""

# ruff: noqa: ARG002  (aiosmtpd says what a hook is given)

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


class MailServer:
    """Takes mail into `arrived`. `fault` makes it answer otherwise: see the contract's tests for what each means."""

    def __init__(self, **smtp: Any) -> None:
        self.arrived: list[EmailMessage] = []
        self.envelopes: list[Envelope] = []
        self.fault = ""
        self.unknown: set[str] = set()  # addresses it refuses for good
        self.slow = 0.0  # seconds it takes over a message
        self.hanging = False  # whether a client waits for an answer that does not come
        self.port = free_port()
        self.smtp = smtp
        self.controller: Controller | None = None

    def up(self) -> None:
        """Start listening, always on the same port."""
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port, **self.smtp)
        self.controller.start()

    def down(self) -> None:
        """Stop listening: connections are refused."""
        if self.controller:
            self.controller.stop()
            self.controller = None

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, _: Any) -> str:
        """Answer to RCPT TO."""
        await self._hang("hangs")
        if self.fault == "busy":
            return "450 4.2.1 try later"
        if self.fault == "unknown" or address in self.unknown:
            return f"550 5.1.1 {address} unknown"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, address: str, o: list[str]) -> str:
        """Answer to MAIL FROM."""
        if self.fault == "sender refused":
            return f"553 {address} may not send here"
        envelope.mail_from = address
        envelope.mail_options.extend(o)
        return "250 ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Answer to the message itself."""
        await self._hang("hangs at the end")
        await asyncio.sleep(self.slow)
        if self.fault == "breaks off" and server.transport:
            server.transport.close()
        answers = {"full": "452 4.3.1 no room", "spam": "554 5.7.1 looks like spam", "breaks off": "451 gone"}
        if self.fault in answers:
            return answers[self.fault]
        assert isinstance(envelope.content, bytes)
        self.arrived.append(message_from_bytes(envelope.content, policy=policy.default))
        self.envelopes.append(envelope)
        return "250 taken"

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Answer to the farewell."""
        return "421 rude" if self.fault == "rude" else "221 bye"

    async def _hang(self, fault: str) -> None:
        if self.fault == fault:
            self.hanging = True
            await asyncio.sleep(60)


@contextlib.contextmanager
def running(**smtp: Any) -> Iterator[MailServer]:
    """A mail server that is up; down at the end."""
    server = MailServer(**smtp)
    server.up()
    try:
        yield server
    finally:
        server.down()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def let_in(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    """Lets epep in with its password, nobody else."""
    return AuthResult(success=data == LoginPassword(b"epep", b"right"), handled=False)
