"""The mails that a demonstration kept instead of sending: one .eml file each, read with Python's own parser."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path


@dataclass(frozen=True)
class Mail:
    """One mail. `key` is its file's name without .eml; `sent` the moment in its own header, None without one."""

    key: str
    to: str
    sender: str
    subject: str
    text: str
    sent: datetime | None


def keys(folder: Path) -> list[str]:
    """The mails in `folder`, the latest first; none where there is no such folder. Names sort by when they came."""
    return sorted((file.stem for file in folder.glob("*.eml")), reverse=True)


def read(folder: Path, key: str) -> Mail | None:
    """One mail, or None when there is none of that name in `folder` itself."""
    if key not in keys(folder):  # so that no name leads out of the folder
        return None
    message = message_from_bytes((folder / f"{key}.eml").read_bytes(), _class=EmailMessage, policy=default)
    return Mail(
        key=key,
        to=str(message["To"] or ""),
        sender=str(message["From"] or ""),
        subject=str(message["Subject"] or "No subject"),
        text=_text(message),
        sent=_moment(message),
    )


def some(folder: Path, wanted: list[str]) -> Iterator[Mail]:
    """Each of these mails that is still there."""
    for key in wanted:
        mail = read(folder, key)
        if mail:
            yield mail


def _text(message: EmailMessage) -> str:
    body = message.get_body(preferencelist=("plain",))
    return str(body.get_content()) if body else ""


def _moment(message: EmailMessage) -> datetime | None:
    try:
        found = parsedate_to_datetime(str(message["Date"]))
    except ValueError:
        return None
    return found if found.tzinfo else None
