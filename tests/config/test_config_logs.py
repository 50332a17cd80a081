"""The log holds no query of an address and no mail address, whatever is logged."""

import logging
from typing import Any

import pytest

from epep.config.logs import Private, cleaned


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("GET /plans/7/?q=Yas+Abara HTTP/1.1", "GET /plans/7/?… HTTP/1.1"),
        ("to vi.penrose+pep@mail.example.org: refused", "to (mail address): refused"),
        ("'https://a.b/c?token=1'", "'https://a.b/c?…'"),
        ("what now? nothing", "what now?… nothing"),
        ("nothing private", "nothing private"),
    ],
)
def test_what_is_private_is_cut_out(text: str, shown: str) -> None:
    assert cleaned(text) == shown


def test_arguments_and_tracebacks_are_cleaned_too() -> None:
    error = ValueError("vi@example.org is wrong")
    record = logging.LogRecord("x", logging.ERROR, "f", 1, "%s said", ("vi@example.org",), (ValueError, error, None))
    assert Private().filter(record)
    line = logging.Formatter("%(message)s").format(record)
    assert "vi@example.org" not in line
    assert "(mail address) said" in line and "ValueError: (mail address) is wrong" in line


def test_every_handler_of_the_settings_is_private() -> None:
    from django.conf import settings

    logs: Any = settings.LOGGING
    assert all("private" in handler["filters"] for handler in logs["handlers"].values())
    assert all(not logger["handlers"] for logger in logs["loggers"].values())
