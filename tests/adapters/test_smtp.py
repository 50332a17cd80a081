"""What only SMTP does: TLS, sign-in, headers, farewells, servers that hang."""

import ssl
import time
from collections.abc import Iterator
from dataclasses import replace
from email.utils import parsedate_to_datetime

import pytest
import trustme
from tests.adapters.mail_server import MailServer, let_in, running
from tests.adapters.test_mail_contract import LETTER

from epep.adapters.ports import Passing, Permanent
from epep.adapters.smtp import Security, Smtp


@pytest.fixture
def server() -> Iterator[MailServer]:
    with running() as started:
        yield started


def to(server: MailServer, **options: object) -> Smtp:
    return replace(Smtp("127.0.0.1", server.port, "pep@council.example", timeout=0.5), **options)  # type: ignore[arg-type]


def contexts() -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's and a client's side of an authority that only the two know."""
    authority = trustme.CA()
    theirs = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(theirs)
    ours = ssl.create_default_context()
    authority.configure_trust(ours)
    return theirs, ours


def test_the_headers_say_who_when_and_that_a_machine_wrote(server: MailServer) -> None:
    to(server).send(LETTER)
    mail = server.arrived[0]
    assert mail["From"] == "pep@council.example"
    assert parsedate_to_datetime(mail["Date"]) == LETTER.at
    assert mail["Message-ID"] == "<notice-7-20261109100000@council.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "text/plain"
    assert server.envelopes[0].rcpt_tos == ["sam@example.org"]
    assert server.envelopes[0].mail_from == "pep@council.example"


def test_the_sender_may_have_a_name(server: MailServer) -> None:
    to(server, sender="The Virtual School <pep@council.example>").send(LETTER)
    assert server.arrived[0]["From"] == "The Virtual School <pep@council.example>"
    assert server.arrived[0]["Message-ID"].endswith("@council.example>")
    assert server.envelopes[0].mail_from == "pep@council.example"


def test_every_line_is_short_and_ascii_on_the_wire(server: MailServer) -> None:
    to(server).send(replace(LETTER, subject="A subject with ż and " + "many words " * 20))
    content = server.envelopes[0].content
    assert isinstance(content, bytes)
    assert content.isascii()
    assert max(len(line) for line in content.split(b"\r\n")) <= 78


def test_a_second_try_has_the_same_message_id(server: MailServer) -> None:
    to(server).send(LETTER)
    to(server).send(LETTER)
    assert len({mail["Message-ID"] for mail in server.arrived}) == 1


def test_a_domain_with_an_umlaut_is_written_as_dns_knows_it(server: MailServer) -> None:
    to(server).send(replace(LETTER, to="sam@münchen.example"))
    assert server.envelopes[0].rcpt_tos == ["sam@xn--mnchen-3ya.example"]


def test_a_user_with_an_umlaut_needs_a_server_that_takes_it(server: MailServer) -> None:
    to(server).send(replace(LETTER, to="säm@example.org"))
    assert server.envelopes[0].rcpt_tos == ["säm@example.org"]
    with running(enable_SMTPUTF8=False) as old, pytest.raises(Permanent, match="a to z"):
        to(old).send(replace(LETTER, to="säm@example.org"))


@pytest.mark.parametrize("fault", ["hangs", "hangs at the end"])
def test_a_server_that_hangs_is_left_after_the_timeout(server: MailServer, fault: str) -> None:
    server.fault = fault
    start = time.monotonic()
    with pytest.raises(Passing, match="did not answer in time"):
        to(server).send(LETTER)
    assert time.monotonic() - start < 5


def test_a_rude_farewell_is_no_failure(server: MailServer) -> None:
    server.fault = "rude"
    to(server).send(LETTER)
    assert len(server.arrived) == 1


def test_a_refused_sender_is_a_setting_to_put_right_not_the_end_of_the_message(server: MailServer) -> None:
    server.fault = "sender refused"
    with pytest.raises(Passing, match="the address we send from"):
        to(server).send(LETTER)


def test_an_unknown_host_is_passing() -> None:
    with pytest.raises(Passing, match="cannot be reached"):
        Smtp("mail.invalid", 25, "pep@council.example", timeout=0.5).send(LETTER)


def test_starttls_protects_and_the_password_lets_in() -> None:
    theirs, ours = contexts()
    with running(tls_context=theirs, require_starttls=True, authenticator=let_in, auth_required=True) as server:
        safe = to(server, security=Security.STARTTLS, context=ours, user="epep", password="right")
        safe.send(LETTER)
        assert len(server.arrived) == 1
        with pytest.raises(Passing, match="user name or password"):
            replace(safe, password="wrong").send(LETTER)
        with pytest.raises(Passing):
            to(server).send(LETTER)
    assert len(server.arrived) == 1


def test_tls_from_the_start() -> None:
    theirs, ours = contexts()
    with running(ssl_context=theirs) as server:
        to(server, security=Security.TLS, context=ours).send(LETTER)
    assert len(server.arrived) == 1


def test_a_certificate_nobody_vouches_for_is_refused_before_anything_is_said() -> None:
    theirs, _ = contexts()
    with running(ssl_context=theirs) as server, pytest.raises(Passing, match="not safe"):
        to(server, security=Security.TLS).send(LETTER)
    assert server.envelopes == []


def test_a_server_without_starttls_is_not_spoken_to_in_the_open(server: MailServer) -> None:
    with pytest.raises(Passing, match="offers no STARTTLS"):
        to(server, security=Security.STARTTLS).send(LETTER)
    assert server.envelopes == []
