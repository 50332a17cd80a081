"""Signing in, choosing a password, and the pages for trouble."""

import re

import pytest
from django.core import mail
from django.template import engines
from django.test import Client
from django.urls import reverse
from tests.web.axe import html_wrong

from epep.record.people import Person

PASSWORD = "three unlikely words"
NEW = "four even less likely words"


@pytest.fixture
def priya(db: None) -> Person:
    person = Person(name="Priya Nair", email="priya@example.org")
    person.set_password(PASSWORD)
    person.save()
    return person


def heading(html: str) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL)
    assert found
    return re.sub(r"<[^>]+>|\s+", " ", found[1]).strip()


def errors(html: str) -> list[str]:
    return re.findall(r'<a href="#\w+">(.*?)</a>', html)


def test_signing_in_with_nothing_says_what_is_wanted(client: Client, db: None) -> None:
    html = client.post(reverse("account_login"), {}).content.decode()
    assert errors(html) == ["Enter your email address", "Enter your password"]
    assert "<title>Error: Sign in - Personal education plans" in html
    assert html_wrong(html) == []


def test_a_wrong_password_says_no_more_than_that(client: Client, priya: Person) -> None:
    known, unknown = (
        client.post(reverse("account_login"), {"login": who, "password": "wrong"}).content.decode()
        for who in ("priya@example.org", "nobody@example.org")
    )
    assert "That email address and password do not go together" in known
    assert re.sub(r"\w+@example.org|value=\"\w{64}\"", "", known) == re.sub(
        r"\w+@example.org|value=\"\w{64}\"", "", unknown
    )
    assert "wrong" not in re.findall(r'value="(.*?)"', known), "a password is never sent back"


def test_signing_in_goes_where_the_person_was_going_and_out_again(client: Client, priya: Person) -> None:
    page = client.get(reverse("account_login") + "?next=/components").content.decode()
    assert '<input type="hidden" name="next" value="/components">' in page
    sent = {"login": "Priya@Example.org", "password": PASSWORD, "next": "/components"}
    answer = client.post(reverse("account_login"), sent)
    assert answer.headers["Location"] == "/components"
    asked = client.get(reverse("account_logout")).content.decode()
    assert heading(asked) == "Sign out?"
    assert "Priya Nair" in asked
    client.post(reverse("account_logout"))
    assert "Priya Nair" not in client.get("/nothing-here").content.decode()


def test_a_forgotten_password_is_chosen_anew_through_the_mail(client: Client, priya: Person) -> None:
    assert heading(client.get(reverse("account_reset_password")).content.decode()) == "Choose a new password"
    sent = client.post(reverse("account_reset_password"), {"email": "priya@example.org"}, follow=True)
    assert heading(sent.content.decode()) == "Look in your email"
    body = str(mail.outbox[0].body)
    link = re.search(r"https?://[^/\s]+(/\S+)", body)
    assert link
    page = client.get(link[1], follow=True)
    assert heading(page.content.decode()) == "Choose a new password"
    short = client.post(page.redirect_chain[-1][0], {"password1": "short", "password2": "shorter"}).content.decode()
    assert len(errors(short)) >= 1
    done = client.post(page.redirect_chain[-1][0], {"password1": NEW, "password2": NEW}, follow=True)
    assert heading(done.content.decode()) == "Your password is changed"
    again = Client().get(link[1], follow=True).content.decode()
    assert heading(again) == "This link no longer works"
    assert Client().login(email="priya@example.org", password=NEW)
    for each in (page.content, done.content):
        assert html_wrong(each.decode()) == []
    assert html_wrong(short) + html_wrong(again) == []


def test_an_unknown_address_gets_the_same_answer(client: Client, db: None) -> None:
    sent = client.post(reverse("account_reset_password"), {"email": "nobody@example.org"}, follow=True)
    assert heading(sent.content.decode()) == "Look in your email"


def test_a_password_is_changed_by_whoever_knows_it(client: Client, priya: Person) -> None:
    client.force_login(priya)
    wrong = {"oldpassword": "wrong", "password1": NEW, "password2": NEW}
    html = client.post(reverse("account_change_password"), wrong).content.decode()
    assert "That is not your password now" in html
    right = wrong | {"oldpassword": PASSWORD}
    assert client.post(reverse("account_change_password"), right).status_code == 302
    assert Client().login(email="priya@example.org", password=NEW)


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"])
def test_a_page_for_trouble_needs_nothing_but_itself(name: str) -> None:
    html = engines.all()[0].get_template(name).render()
    assert html_wrong(html) == []
    assert heading(html)


def test_every_account_page_is_ours(db: None) -> None:
    for name in ("login", "logout", "password_reset", "password_reset_done", "password_reset_from_key"):
        assert engines.all()[0].get_template(f"account/{name}.html")
    for name in ("password_reset_from_key_done", "password_change", "reauthenticate", "account_inactive"):
        assert engines.all()[0].get_template(f"account/{name}.html")


def test_too_many_tries_are_asked_to_wait(client: Client, priya: Person) -> None:
    for _ in range(40):
        answer = client.post(reverse("account_login"), {"login": "priya@example.org", "password": "wrong"})
        if answer.status_code == 429:
            break
    assert answer.status_code == 429
    assert heading(answer.content.decode()) == "Please wait a little"


def test_a_form_sent_without_its_token_says_to_try_again(db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": "a", "password": "b"})
    assert answer.status_code == 403
    assert heading(answer.content.decode()) == "Please try that again"
