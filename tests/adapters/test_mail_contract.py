"""What every mailer does, over a real server and in memory alike, in fair weather and foul."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest
from tests.adapters.mail_server import running

from epep.adapters.memory import MemoryMailer
from epep.adapters.ports import Failed, Mailer, Message, Passing, Permanent
from epep.adapters.smtp import Smtp

LETTER = Message(
    to="sam@example.org",
    subject="A PEP meeting is arranged",
    body="Hello,\n\nŁukasz’s line — with words from everywhere: 你好\n" + "and a long one " * 30 + "\n",
    key="notice-7-20261109100000",
    at=datetime(2026, 11, 9, 10, 0, tzinfo=UTC),
)
PASSING = {"down", "busy", "hangs", "breaks off", "full"}
PERMANENT = {"unknown", "spam"}


@dataclass
class Peer:
    """A mailer, a way to make what is behind it fail, and what arrived there as (to, subject, body)."""

    mailer: Mailer
    misbehave: Callable[[str], None]
    arrived: Callable[[], list[tuple[str, str, str]]]


@pytest.fixture(params=["smtp", "memory"])
def peer(request: pytest.FixtureRequest) -> Iterator[Peer]:
    if request.param == "memory":
        yield in_memory()
        return
    with running() as server:

        def misbehave(fault: str) -> None:
            server.fault = fault
            if fault == "down":
                server.down()
            elif not server.controller:
                server.up()

        yield Peer(
            Smtp("127.0.0.1", server.port, "pep@council.example", timeout=0.5),
            misbehave,
            lambda: [
                (mail["To"], mail["Subject"], mail.get_content().replace("\r\n", "\n")) for mail in server.arrived
            ],
        )


def in_memory() -> Peer:
    mailer = MemoryMailer()

    def misbehave(fault: str) -> None:
        kinds: dict[bool, Failed | None] = {True: Passing("Not now."), False: Permanent("Never.")}
        mailer.failing = kinds[fault in PASSING] if fault else None

    return Peer(mailer, misbehave, lambda: [(one.to, one.subject, one.body) for one in mailer.sent])


def test_a_message_arrives_once_and_whole(peer: Peer) -> None:
    peer.mailer.send(LETTER)
    assert peer.arrived() == [(LETTER.to, LETTER.subject, LETTER.body)]


def test_messages_arrive_in_order(peer: Peer) -> None:
    for number in range(3):
        peer.mailer.send(replace(LETTER, subject=f"Number {number}"))
    assert [subject for _, subject, _ in peer.arrived()] == ["Number 0", "Number 1", "Number 2"]


@pytest.mark.parametrize("fault", sorted(PASSING))
def test_what_may_pass_is_passing_and_the_next_try_succeeds(peer: Peer, fault: str) -> None:
    peer.misbehave(fault)
    with pytest.raises(Passing) as caught:
        peer.mailer.send(LETTER)
    assert "@" not in str(caught.value)
    assert peer.arrived() == []
    peer.misbehave("")
    peer.mailer.send(LETTER)
    assert len(peer.arrived()) == 1


@pytest.mark.parametrize("fault", sorted(PERMANENT))
def test_what_never_will_is_permanent(peer: Peer, fault: str) -> None:
    peer.misbehave(fault)
    with pytest.raises(Permanent) as caught:
        peer.mailer.send(LETTER)
    assert "@" not in str(caught.value)
    assert peer.arrived() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"to": "sam"},
        {"to": ""},
        {"to": "sam@example.org\nBcc: all@example.org"},
        {"to": "sam@example.org\r\nBcc: all@example.org"},
        {"subject": "Hello\nBcc: all@example.org"},
    ],
)
def test_what_cannot_stand_in_a_header_is_never_sent(peer: Peer, wrong: dict[str, str]) -> None:
    with pytest.raises(Permanent):
        peer.mailer.send(replace(LETTER, **wrong))  # type: ignore[arg-type]
    assert peer.arrived() == []
