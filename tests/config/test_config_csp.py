"""The Content-Security-Policy: nothing from elsewhere, nothing inline."""

import re

from django.test import Client
from django.urls import reverse


def test_every_page_says_what_it_may_load(client: Client, db: None) -> None:
    header = client.get(reverse("account_login")).headers["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in header.split(";"))
    assert rules.pop("script-src") == "'self'"
    for name in ("style-src", "img-src", "font-src", "connect-src", "manifest-src", "form-action"):
        assert rules.pop(name) == "'self'"
    assert rules == dict.fromkeys(("default-src", "frame-ancestors", "base-uri"), "'none'")


def test_nothing_is_inline(client: Client, db: None) -> None:
    page = client.get(reverse("account_login")).content.decode()
    assert re.findall(r"<script(?![^>]*\ssrc=)", page) == []
    assert " style=" not in page
    assert "<style" not in page
