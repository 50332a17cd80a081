"""Mail by SMTP: one connection a message, with a timeout on every step, and every failure told apart."""

import contextlib
import smtplib
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from enum import StrEnum

from epep.adapters.ports import Message, Passing, Permanent


class Security(StrEnum):
    """How the connection is protected: not (a relay beside us), by STARTTLS, or by TLS from the start."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True)
class Smtp:
    """A mail server. `sender` is what mail comes from, an address or `Name <address>`.

    `timeout` is in seconds, for each step. Without a `context` certificates must be ones the system trusts.
    """

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""
    security: Security = Security.NONE
    timeout: float = 20
    context: ssl.SSLContext | None = None

    def send(self, message: Message) -> None:
        """Hand over one message (`Mailer.send`)."""
        mail = _mail(message, self.sender)
        with _told_apart(), self._connected() as server:
            server.send_message(mail)

    @contextlib.contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        server = self._connection()
        try:
            if self.security is Security.STARTTLS:
                server.starttls(context=self._tls())
            if self.user:
                server.login(self.user, self.password)
            yield server
            with contextlib.suppress(OSError, smtplib.SMTPException):
                server.quit()  # the message is the server's by now: a farewell that fails is no failure
        finally:
            server.close()

    def _connection(self) -> smtplib.SMTP:
        if self.security is Security.TLS:
            return smtplib.SMTP_SSL(self.host, self.port, timeout=self.timeout, context=self._tls())
        return smtplib.SMTP(self.host, self.port, timeout=self.timeout)

    def _tls(self) -> ssl.SSLContext:
        return self.context or ssl.create_default_context()


def _mail(message: Message, sender: str) -> EmailMessage:
    """The message as it goes on the wire. `Permanent` when an address or the subject cannot stand in a header."""
    mail = EmailMessage()
    try:
        mail["From"], mail["To"], mail["Subject"] = sender, _ascii_domain(message.to), message.subject
    except ValueError as error:
        raise Permanent(
            "The e-mail address is not one that mail can be sent to. Put it right, then try again."
        ) from error
    mail["Date"] = format_datetime(message.at)
    mail["Message-ID"] = f"<{message.key}@{parseaddr(sender)[1].rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"  # no holiday replies (RFC 3834), nor from Exchange:
    mail["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    mail.set_content(message.body, cte="quoted-printable")
    return mail


def _ascii_domain(address: str) -> str:
    """The address with its domain as DNS knows it: `a@münchen.example` gives `a@xn--mnchen-3ya.example`."""
    user, at, domain = address.rpartition("@")
    if not (user and at and domain):
        raise ValueError("an address has two parts around an @")
    return f"{user}@{domain.encode('idna').decode()}"


@contextlib.contextmanager
def _told_apart() -> Iterator[None]:
    """Whatever smtplib raises becomes `Passing` or `Permanent`, in a sentence without anybody's address."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        code = next(iter(error.recipients.values()))[0]
        raise _by_code(code, "refused the e-mail address") from error
    except smtplib.SMTPDataError as error:
        raise _by_code(error.smtp_code, "refused the message") from error
    except smtplib.SMTPAuthenticationError as error:
        raise Passing(f"The mail server refused our user name or password ({error.smtp_code}).") from error
    except smtplib.SMTPSenderRefused as error:
        raise Passing(f"The mail server refused the address we send from ({error.smtp_code}).") from error
    except smtplib.SMTPNotSupportedError as error:
        raise _unsupported(str(error)) from error
    except smtplib.SMTPResponseException as error:
        raise Passing(f"The mail server did not take the message ({error.smtp_code}).") from error
    except ssl.SSLError as error:
        raise Passing(f"The connection to the mail server is not safe: {error.reason or 'TLS failed'}.") from error
    except (OSError, smtplib.SMTPException) as error:
        # smtplib says that a server broke off when it did not answer in time
        hung = isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)
        says = "did not answer in time" if hung else "cannot be reached, or broke off"
        raise Passing(f"The mail server {says}.") from error


def _by_code(code: int, what: str) -> Passing | Permanent:
    return (Permanent if code >= 500 else Passing)(f"The mail server {what} ({code}).")


def _unsupported(text: str) -> Passing | Permanent:
    if "SMTPUTF8" in text:
        return Permanent("The mail server takes no e-mail address with letters beyond a to z.")
    return Passing("The mail server offers no STARTTLS, or no sign-in, as EPEP_SMTP_URL asks for.")
