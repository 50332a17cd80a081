"""Sign-in: by e-mail and password, by nobody else, counted, and forgotten passwords."""

import re
import smtplib

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from epep.record.people import Person

PASSWORD = "a long invented sentence"
SIGN_IN, FORGOTTEN = "/account/sign-in/", "/account/forgotten/"


@pytest.fixture
def person(db: None) -> Person:
    """Somebody who can sign in."""
    cache.clear()
    someone = Person(name="Vi Penrose", email="vi@example.org")
    someone.set_password(PASSWORD)
    someone.save()
    return someone


def refuse(message: EmailMessage, **kwargs: object) -> None:
    """What sending does while the mail server is down."""
    raise smtplib.SMTPServerDisconnected(f"no mail for {message.to}")


def sign_in(client: Client, email: str, password: str) -> int:
    """The status of trying to sign in: 302 when it worked, 200 with the form again when not."""
    return client.post(SIGN_IN, {"login": email, "password": password}).status_code


def test_email_and_password_sign_in_whatever_the_capitals(client: Client, person: Person) -> None:
    assert sign_in(client, "VI@example.org", PASSWORD) == 302
    assert client.session["_auth_user_id"] == str(person.pk)


def test_a_wrong_password_does_not(client: Client, person: Person) -> None:
    assert sign_in(client, "vi@example.org", "another long sentence") == 200
    assert "_auth_user_id" not in client.session


def test_somebody_inactive_does_not(client: Client, person: Person) -> None:
    person.is_active = False
    person.save()
    sign_in(client, "vi@example.org", PASSWORD)
    assert "_auth_user_id" not in client.session


def test_guessing_is_stopped_even_with_the_right_password_in_the_end(client: Client, person: Person) -> None:
    for _ in range(6):
        sign_in(client, "vi@example.org", "guess")
    sign_in(client, "vi@example.org", PASSWORD)
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up(client: Client, db: None) -> None:
    response = client.post("/account/sign-up/", {"email": "new@example.org", "password1": PASSWORD})
    assert response.status_code == 302 and response.headers["Location"] == SIGN_IN
    assert not Person.objects.exists()


def test_a_forgotten_password_is_chosen_anew_by_a_link_that_works_once(client: Client, person: Person) -> None:
    client.post(FORGOTTEN, {"email": "vi@example.org"}, HTTP_HOST="localhost")
    (sent,) = mail.outbox
    assert sent.to == ["vi@example.org"] and sent.subject == "Choose a new password"
    assert "Vi" not in str(sent.body)
    (link,) = re.findall(r"http://127\.0\.0\.1:8000(/account/forgotten/\S+)", str(sent.body))
    page = client.get(link, follow=True)
    client.post(
        page.redirect_chain[-1][0], {"password1": "another long sentence", "password2": "another long sentence"}
    )
    assert mail.outbox[1].subject == "Your password was changed"
    assert sign_in(Client(), "vi@example.org", "another long sentence") == 302
    assert sign_in(Client(), "vi@example.org", PASSWORD) == 200
    assert "password1" not in Client().get(link, follow=True).content.decode()


def test_an_address_without_account_gets_the_same_answer_and_a_mail(client: Client, person: Person) -> None:
    known = client.post(FORGOTTEN, {"email": "vi@example.org"})
    unknown = client.post(FORGOTTEN, {"email": "nobody@example.org"})
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert [sent.to for sent in mail.outbox] == [["vi@example.org"], ["nobody@example.org"]]
    assert "no such account" in str(mail.outbox[1].body)


@pytest.mark.parametrize("email", ["vi@example.org", "nobody@example.org"])
def test_a_mail_server_that_is_down_is_told_to_who_waits_for_the_mail(
    client: Client, person: Person, email: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("django.core.mail.message.EmailMessage.send", refuse)
    response = client.post(FORGOTTEN, {"email": email})
    assert response.status_code == 503
    assert "could not send the e-mail" in response.content.decode()
    assert "SMTPServerDisconnected" in caplog.text and email not in caplog.text


def test_a_changed_password_is_told_by_mail_and_on_the_page_and_done_even_without_mail(
    client: Client, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = "another long sentence"
    sign_in(client, "vi@example.org", PASSWORD)
    response = client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert response.status_code == 302 and response.headers["Location"] == reverse("home")
    assert [sent.subject for sent in mail.outbox] == ["Your password was changed"]
    monkeypatch.setattr("django.core.mail.message.EmailMessage.send", refuse)
    client.post(reverse("account_change_password"), {"oldpassword": new, "password1": PASSWORD, "password2": PASSWORD})
    assert sign_in(Client(), "vi@example.org", PASSWORD) == 302
