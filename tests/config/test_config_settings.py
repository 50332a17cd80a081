"""Each setting that real use needs is asked for in a sentence, and a demonstration cannot be had beside one."""

import runpy
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from epep.config import postgres

FILE = Path(postgres.__file__).with_name("settings.py")
REAL = {
    "EPEP_SECRET_KEY": "s" * 50,
    "EPEP_ALLOWED_HOSTS": "pep.example.gov.uk",
    "EPEP_ADDRESS": "https://pep.example.gov.uk/",
    "DATABASE_URL": "postgresql://epep_app:secret@db/epep",
    "EPEP_SMTP_URL": "smtp+starttls://user:p%40ss@mail.example.gov.uk",
    "EPEP_MAIL_FROM": "pep@example.gov.uk",
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment for real use with nothing missing."""
    monkeypatch.delenv("EPEP_MODE")
    for name, value in REAL.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def settings() -> dict[str, Any]:
    """The settings as read from the environment now."""
    return runpy.run_path(str(FILE))


def sentence() -> str:
    """What the settings say is wrong."""
    with pytest.raises(ImproperlyConfigured) as error:
        settings()
    return str(error.value)


def test_real_use_is_safe_without_asking(environment: pytest.MonkeyPatch) -> None:
    found = settings()
    assert found["PRODUCTION"] is True and found["DEMO"] is False and found["DEBUG"] is False
    assert found["SESSION_COOKIE_SECURE"] and found["CSRF_COOKIE_SECURE"] and found["SECURE_SSL_REDIRECT"]
    assert found["SECURE_HSTS_SECONDS"] >= 60 * 60 * 24 * 365
    assert found["ALLOWED_HOSTS"] == ["pep.example.gov.uk"]
    assert found["ADDRESS"] == "https://pep.example.gov.uk"
    assert (found["EMAIL_HOST_PASSWORD"], found["EMAIL_PORT"], found["EMAIL_USE_TLS"]) == ("p@ss", 587, True)
    assert found["DATABASES"]["default"]["OPTIONS"]["pool"]
    assert found["DATABASE_OWNER_URL"] == REAL["DATABASE_URL"]


@pytest.mark.parametrize("name", REAL)
def test_what_real_use_needs_is_asked_for_by_name(environment: pytest.MonkeyPatch, name: str) -> None:
    environment.delenv(name)
    assert sentence().startswith(f"{name} must be set: ")


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("EPEP_MODE", "staging", "It must be production (the default), demo or test"),
        ("EPEP_SECRET_KEY", "short", "at least 50 characters"),
        ("EPEP_ADDRESS", "http://pep.example.gov.uk", "an https address"),
        ("EPEP_SMTP_URL", "mail.example.gov.uk", "must look like smtp+starttls://"),
        ("EPEP_SMTP_URL", "smtp://mail:x", "must look like smtp+starttls://"),
        ("EPEP_SMTP_URL", "smtp://u:hunter2@mail:x", "must look like smtp+starttls://"),
        ("DATABASE_URL", "sqlite:///epep.db", "must be a PostgreSQL address"),
        ("DATABASE_URL", "nonsense", "DATABASE_URL must"),
        ("DATABASE_URL", "postgresql://u:hunter2@host:port/name", "DATABASE_URL must look like"),
        ("EPEP_BEHIND_PROXY", "maybe", "must be yes or no"),
    ],
)
def test_a_wrong_value_is_told_with_what_is_wanted(
    environment: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    environment.setenv(name, value)
    told = sentence()
    assert says in told
    assert "hunter2" not in told


def test_a_secret_can_come_from_a_file(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("k" * 60 + "\n")
    environment.delenv("EPEP_SECRET_KEY")
    environment.setenv("EPEP_SECRET_KEY_FILE", str(tmp_path / "key"))
    assert settings()["SECRET_KEY"] == "k" * 60
    environment.setenv("EPEP_SECRET_KEY_FILE", str(tmp_path / "none"))
    assert "EPEP_SECRET_KEY_FILE points to" in sentence()
    environment.setenv("EPEP_SECRET_KEY", "both")
    assert sentence() == "Both EPEP_SECRET_KEY and EPEP_SECRET_KEY_FILE are set. Keep one of them."


def test_headers_of_a_proxy_are_believed_only_behind_one(environment: pytest.MonkeyPatch) -> None:
    found = settings()
    assert found["SECURE_PROXY_SSL_HEADER"] is None and found["ALLAUTH_TRUSTED_PROXY_COUNT"] == 0
    environment.setenv("EPEP_BEHIND_PROXY", "yes")
    found = settings()
    assert found["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")
    assert found["ALLAUTH_TRUSTED_PROXY_COUNT"] == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("EPEP_SECRET_KEY", "s" * 50),
        ("EPEP_ALLOWED_HOSTS", "pep.example.gov.uk"),
        ("EPEP_ADDRESS", "https://pep.example.gov.uk"),
        ("EPEP_SMTP_URL", "smtp://mail.example.gov.uk"),
        ("EPEP_BIND", "0.0.0.0:8000"),
        ("EPEP_BIND", "[::]:8000"),
        ("EPEP_BIND", ":8000"),
    ],
)
def test_a_demonstration_refuses_to_start_beside_a_setting_of_real_use(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv("EPEP_MODE", "demo")
    monkeypatch.setenv(name, value)
    told = sentence()
    assert "anybody can sign in as anybody" in told and name in told


def test_a_demonstration_serves_this_computer_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EPEP_MODE", "demo")
    monkeypatch.setenv("EPEP_BIND", "127.0.0.1:8001")
    monkeypatch.setenv("EPEP_SMTP_URL", "smtp://127.0.0.1:8025")
    found = settings()
    assert found["DEMO"] is True and found["PRODUCTION"] is False
    assert set(found["ALLOWED_HOSTS"]) <= {"localhost", "127.0.0.1", "[::1]", "testserver"}
    assert found["ADDRESS"] == "http://127.0.0.1:8001"


def test_production_is_what_nothing_said_means(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EPEP_MODE")
    assert "must be set" in sentence()
