"""What only a demonstration has: sign in with a click, and read the mail it would have sent."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import NoReverseMatch, reverse
from tests.cast import Cast
from tests.scenes import Scene
from tests.web.visiting import main, text, visitor

from epep.form.parts import Part
from epep.protocol.stages import Stage
from epep.web import mailed
from epep.web.pages.demo import SEES

At = Callable[[Stage], Scene]
WITH_ACCOUNT = [part for part in Part if part not in (Part.AUTHOR, Part.PARENT)]

MAIL = (
    b"From: epep@example.org\r\nTo: sam@example.org\r\nSubject: =?utf-8?q?A_meeting_was_arranged_=E2=9C=93?=\r\n"
    b"Date: Tue, 24 Nov 2026 09:05:00 +0000\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: text/plain; charset="utf-8"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
    b"Hello Sam,\r\n\r\na meeting was arranged. <b>See</b> http://127.0.0.1:8000/plans/7/\r\n"
)


@pytest.fixture
def demo(settings: LazySettings, tmp_path: Path) -> Path:
    """Settings of a demonstration whose data is in the folder given."""
    settings.DEMO, settings.DATA, settings.ROOT_URLCONF = True, tmp_path, "tests.web.demo_urls"
    (tmp_path / "mail").mkdir()
    return tmp_path


def keep(folder: Path, name: str, content: bytes = MAIL) -> None:
    (folder / "mail" / f"{name}.eml").write_bytes(content)


def shown(client: Client, address: str, **query: Any) -> str:
    answer: Any = client.get(address, query)
    assert answer.status_code in (200, 404)
    return main(answer)


def whole(client: Client, address: str) -> str:
    answer: Any = client.get(address)
    return text(answer)


def test_no_other_process_has_these_addresses() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("demo_sign_in")


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ["sign-in/", "mail/", "mail/one/"])
def test_even_with_an_address_there_is_no_page_outside_a_demonstration(
    db: None, settings: LazySettings, name: str, method: str
) -> None:
    settings.ROOT_URLCONF = "tests.web.demo_urls"
    assert getattr(Client(), method)(f"/demo/{name}", {"person": 1}).status_code == 404


def test_everybody_with_an_account_can_be_chosen_by_part(cast: Cast, demo: Path) -> None:
    page = shown(Client(), "/demo/sign-in/")
    for part in WITH_ACCOUNT:
        assert SEES[part] in page
        assert cast[part].name in page
    assert cast[Part.PARENT].name not in page


@pytest.mark.parametrize("part", WITH_ACCOUNT)
def test_one_click_signs_in(cast: Cast, demo: Path, part: Part) -> None:
    client = Client()
    answer = client.post("/demo/sign-in/", {"person": cast[part].pk})
    assert answer["Location"] == "/"
    assert cast[part].first_name in shown(client, "/")


def test_one_person_can_follow_another(cast: Cast, demo: Path) -> None:
    client = Client()
    client.post("/demo/sign-in/", {"person": cast[Part.SOCIAL_WORKER].pk})
    client.post("/demo/sign-in/", {"person": cast[Part.VIRTUAL_SCHOOL_HEAD].pk})
    assert "Hal" in shown(client, "/")


@pytest.mark.parametrize("person", ["", "0", "x", "-1", "999999999", "9" * 40, "²"])
def test_whoever_is_not_there_cannot_be_chosen(cast: Cast, demo: Path, person: str) -> None:
    client = Client()
    answer = client.post("/demo/sign-in/", {"person": person})
    assert answer["Location"] == "/demo/sign-in/"
    assert "_auth_user_id" not in client.session


def test_somebody_without_an_account_cannot_be_chosen(cast: Cast, demo: Path) -> None:
    client = Client()
    client.post("/demo/sign-in/", {"person": cast[Part.PARENT].pk})
    assert "_auth_user_id" not in client.session


def test_choosing_needs_the_forms_own_token(cast: Cast, demo: Path) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/demo/sign-in/", {"person": cast[Part.CARER].pk}).status_code == 403


@pytest.mark.parametrize("part", [Part.SOCIAL_WORKER, Part.YOUNG_PERSON])
def test_every_page_of_a_demonstration_says_that_people_are_invented(cast: Cast, demo: Path, part: Part) -> None:
    client = Client()
    assert "Demonstration: invented people" in whole(client, "/demo/sign-in/")
    client.post("/demo/sign-in/", {"person": cast[part].pk})
    for address in ("/", "/help/", "/demo/mail/", "/no-such-page/"):
        page = whole(client, address)
        assert "Demonstration: invented people" in page
        assert "/demo/sign-in/" in page


def test_no_page_says_so_outside_a_demonstration(at_stage: At) -> None:
    page = text(visitor(at_stage(Stage.HELD), Part.SOCIAL_WORKER).get("plan"))
    assert "invented" not in page


def test_mails_are_listed_the_latest_first(db: None, demo: Path) -> None:
    assert "None yet." in shown(Client(), "/demo/mail/")
    keep(demo, "20261124T090000.000000-0")
    keep(demo, "20261124T090500.000000-1", MAIL.replace(b"sam@", b"dee@"))
    page = shown(Client(), "/demo/mail/")
    assert page.index("dee@example.org") < page.index("sam@example.org")
    assert "A meeting was arranged ✓" in page
    assert "Tuesday 24 November 2026, 9:05am" in page


def test_a_mail_is_shown_as_plain_text_with_its_links(db: None, demo: Path) -> None:
    keep(demo, "one")
    page = shown(Client(), "/demo/mail/one/")
    assert "To sam@example.org" in page
    assert "&lt;b&gt;See&lt;/b&gt;" in page
    assert 'href="http://127.0.0.1:8000/plans/7/"' in page


@pytest.mark.parametrize("key", ["../secret", "..%2Fsecret", "two", "one.eml", ".", "%00"])
def test_no_name_leads_out_of_the_folder(db: None, demo: Path, key: str) -> None:
    keep(demo, "one")
    (demo / "secret.eml").write_bytes(MAIL)
    assert Client().get(f"/demo/mail/{key}/").status_code in (404, 400)
    assert mailed.read(demo / "mail", "../secret") is None


def test_many_mails_are_turned_over(db: None, demo: Path) -> None:
    for number in range(30):
        keep(demo, f"{number:03}", MAIL.replace(b"sam@", b"sam%d@" % number))
    first, second = shown(Client(), "/demo/mail/"), shown(Client(), "/demo/mail/", page=2)
    assert "sam29@" in first
    assert "sam0@" not in first
    assert "sam0@" in second


@pytest.mark.parametrize(
    ("content", "subject", "words"),
    [
        (b"", "No subject", ""),
        (b"Subject: Hi\r\nDate: yesterday\r\n\r\nText", "Hi", "Text"),
        (b"Subject: Hi\r\nContent-Type: application/pdf\r\n\r\n%PDF", "Hi", ""),
        (b"Subject: \xff\xfe\r\n\r\n\xff\xfe", None, None),
    ],
)
def test_a_strange_mail_is_shown_as_far_as_it_can_be(
    db: None, demo: Path, content: bytes, subject: Any, words: Any
) -> None:
    keep(demo, "strange", content)
    found = mailed.read(demo / "mail", "strange")
    assert found
    assert subject is None or (found.subject, found.text.strip()) == (subject, words)
    assert Client().get("/demo/mail/").status_code == 200
    assert Client().get("/demo/mail/strange/").status_code == 200
