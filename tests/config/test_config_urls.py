"""Which addresses there are in which mode, and who may ask them."""

import json
import os
import subprocess
import sys

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from tests.config.test_config_settings import REAL

LIST = """
import json, django
from django.urls import URLResolver, get_resolver
django.setup()
print(json.dumps([str(found.pattern) for found in get_resolver().url_patterns]))
"""
OPEN = {
    "health_live", "health_ready", "account_login", "account_signup", "account_inactive", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key",
    "account_reset_password_from_key_done", "account_logout",
}  # fmt: skip


def addresses(**environment: str) -> list[str]:
    """The first part of every address in a process with this environment."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("EPEP_", "DATABASE_"))}
    done = subprocess.run(
        [sys.executable, "-c", LIST],
        env={**kept, "DJANGO_SETTINGS_MODULE": "epep.config.settings", **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[str] = json.loads(done.stdout)
    return found


def test_the_demonstrations_pages_exist_in_a_demonstration_only() -> None:
    assert "demo/" in addresses(EPEP_MODE="demo")
    assert not [each for each in addresses(**REAL) if "demo" in each]


def test_allauths_pages_are_open_exactly_where_they_must_be(client: Client, db: None) -> None:
    named = [found for found in get_resolver().url_patterns if not isinstance(found, URLResolver) and found.name]
    ours = [found for found in named if found.name and found.name.startswith(("account_", "health_"))]
    assert len(ours) >= 11
    for found in ours:
        is_open = not getattr(found.callback, "login_required", True)
        assert is_open == (found.name in OPEN), found.name


@pytest.mark.parametrize("name", ["account_change_password", "account_logout", "account_reauthenticate", "home"])
def test_a_stranger_is_sent_to_sign_in(client: Client, db: None, name: str) -> None:
    response = client.get(reverse(name))
    assert response.status_code == 302
    assert response.headers["Location"].split("?")[0] == reverse("account_login")
