"""Readers of environment variables, which say in one sentence how to put right what is missing or wrong.

Every variable NAME may be given as NAME_FILE instead: the path of a file whose content is the value (for secrets).
"""

import os
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

LOOPBACK = ("localhost", "127.0.0.1", "::1")
SMTP_SCHEMES = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class Mode(StrEnum):
    """What this process is: the real thing, a demonstration on this computer, or a test. One at a time."""

    PRODUCTION = "production"
    DEMO = "demo"
    TEST = "test"


def optional(name: str, default: str = "") -> str:
    """The value of `name`, or of the file that `name`_FILE points to, or `default`; blanks around it removed."""
    path = os.environ.get(f"{name}_FILE", "").strip()
    if not path:
        return os.environ.get(name, "").strip() or default
    if os.environ.get(name, "").strip():
        raise ImproperlyConfigured(f"Both {name} and {name}_FILE are set. Keep one of them.")
    try:
        return Path(path).read_text(encoding="utf-8").strip() or default
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE points to {path}, which cannot be read: {error.strerror}.") from error


def required(name: str, what: str, example: str) -> str:
    """The value of `name`; when there is none, a sentence that says what it is for and how it looks."""
    value = optional(name)
    if not value:
        raise ImproperlyConfigured(f"{name} must be set: {what}. For example {name}={example} (or {name}_FILE=a file).")
    return value


def mode() -> Mode:
    """EPEP_MODE: production unless it says demo or test."""
    value = optional("EPEP_MODE", Mode.PRODUCTION)
    if value not in set(Mode):
        raise ImproperlyConfigured(f"EPEP_MODE is {value!r}. It must be production (the default), demo or test.")
    return Mode(value)


def yes(name: str) -> bool:
    """Whether `name` says yes; no when it is not set."""
    return checked(name, optional(name, "no"), {"yes", "no"}.__contains__, "yes or no") == "yes"


def checked(name: str, value: str, good: Callable[[str], bool], wanted: str) -> str:
    """`value` of variable `name` when `good` says so; otherwise a sentence that says what is wanted."""
    if not good(value):
        raise ImproperlyConfigured(f"{name} must be {wanted}.")
    return value


def host_of(address: str) -> str:
    """The host in an address with or without a scheme: "https://a.b/c" gives "a.b", "[::1]:80" gives "::1"."""
    return urlsplit(address if "://" in address else f"//{address}").hostname or ""


def mail_settings(url: str) -> dict[str, str | int | bool]:
    """Django's e-mail settings from an SMTP address such as "smtp+starttls://user:secret@mail.example.org:587"."""
    parts = urlsplit(url)
    try:
        port, known = parts.port, parts.scheme in SMTP_SCHEMES and parts.hostname
    except ValueError:  # raised for a port that is no number
        port, known = None, None
    if not known:
        raise ImproperlyConfigured(
            "EPEP_SMTP_URL must look like smtp+starttls://user:password@mail.example.org:587 "
            "(or smtps:// for TLS from the start, or smtp:// for a relay without TLS)."
        )
    return {
        "EMAIL_HOST": str(parts.hostname),
        "EMAIL_PORT": port or SMTP_SCHEMES[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+starttls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,  # seconds
    }


def database(url: str) -> dict[str, Any]:
    """Django's description of the PostgreSQL at `url`, with a pool of connections for each process."""
    try:
        found: dict[str, Any] = dict(dj_database_url.parse(url))
    except (ValueError, KeyError) as error:  # the parser's own words would show the password
        raise ImproperlyConfigured("DATABASE_URL must look like postgresql://user:password@host:5432/name.") from error
    if found["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured("DATABASE_URL must be a PostgreSQL address: postgresql://user:password@host/name.")
    found.setdefault("OPTIONS", {})["pool"] = {"min_size": 1, "max_size": 4, "timeout": 10}
    return found


def refuse_production_settings_in_demo() -> None:
    """A demonstration lets anybody sign in as anybody, so it refuses to start beside what only real use needs."""
    wrong = [name for name in ("EPEP_SECRET_KEY", "EPEP_ALLOWED_HOSTS", "EPEP_ADDRESS") if optional(name)]
    wrong += [
        name for name in ("EPEP_BIND", "EPEP_SMTP_URL") if optional(name) and host_of(optional(name)) not in LOOPBACK
    ]
    if wrong:
        raise ImproperlyConfigured(
            f"EPEP_MODE is demo, in which anybody can sign in as anybody, but {' and '.join(wrong)} "
            f"{'is' if len(wrong) == 1 else 'are'} set as for real use. "
            "Take EPEP_MODE=demo away for real use, or these away for a demonstration."
        )
