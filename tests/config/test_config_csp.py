"""The Content-Security-Policy: nothing from elsewhere, nothing inline, on every page, those for faults among them."""

import re

import pytest
from django.test import Client


@pytest.mark.parametrize("address", ["/account/sign-in/", "/account/forgotten/", "/no/such/page", "/health/live"])
def test_every_answer_says_what_it_may_load(client: Client, db: None, address: str) -> None:
    header = client.get(address).headers["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in header.split(";"))
    for name in ("script-src", "style-src", "img-src", "font-src", "connect-src", "manifest-src", "form-action"):
        assert rules.pop(name) == "'self'"
    assert rules == dict.fromkeys(("default-src", "frame-ancestors", "base-uri"), "'none'")


@pytest.mark.parametrize("address", ["/account/sign-in/", "/account/forgotten/"])
def test_pages_hold_nothing_inline(client: Client, db: None, address: str) -> None:
    page = client.get(address).content.decode()
    assert re.findall(r"<script(?![^>]*\ssrc=)", page) == []
    assert " style=" not in page
    assert "<style" not in page
    assert not re.search(r"\son[a-z]+=", page)
