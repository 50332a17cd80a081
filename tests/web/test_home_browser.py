"""Home, the plan page and their neighbours in a real browser: nothing for axe to find, at every width, by keyboard."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page
from tests.scenes import Scene
from tests.web.axe import Complaints
from tests.web.looking import SITE, connect, look
from tests.web.visiting import BACKEND

from epep.actions import plans
from epep.form.parts import Part
from epep.protocol.stages import Stage

At = Callable[[Stage], Scene]
ACCOUNTS = [part for part in Part if part not in (Part.AUTHOR, Part.PARENT)]


def signed_in(page: Page, scene: Scene, part: Part) -> None:
    client = Client()
    client.force_login(scene.cast[part], backend=BACKEND)
    connect(page, client, scene.walk)


@pytest.mark.parametrize("part", ACCOUNTS)
def test_everybodys_home_is_sound(at_stage: At, page: Page, complaints: Complaints, part: Part) -> None:
    scene = at_stage(Stage.SHARED)
    scene.walk.later(days=60)  # by then much is late
    signed_in(page, scene, part)
    assert look(page, "/", complaints) == []


@pytest.mark.parametrize("stage", Stage)
def test_the_plan_page_is_sound_at_every_stage(at_stage: At, page: Page, complaints: Complaints, stage: Stage) -> None:
    scene = at_stage(stage)
    scene.walk.later(days=12)
    signed_in(page, scene, Part.SOCIAL_WORKER)
    assert look(page, reverse("plan", args=[scene.plan_id]), complaints) == []


@pytest.mark.parametrize("part", [Part.YOUNG_PERSON, Part.CARER, Part.DESIGNATED_TEACHER])
def test_the_plan_page_is_sound_for_those_near_the_young_person_and_the_author(
    at_stage: At, page: Page, complaints: Complaints, part: Part
) -> None:
    scene = at_stage(Stage.RETURNED)
    signed_in(page, scene, part)
    assert look(page, reverse("plan", args=[scene.plan_id]), complaints) == []


@pytest.mark.parametrize("name", ["young_people", "young_person", "team", "history", "help"])
def test_the_neighbouring_pages_are_sound(at_stage: At, page: Page, complaints: Complaints, name: str) -> None:
    scene = at_stage(Stage.NOTED)
    signed_in(page, scene, Part.VIRTUAL_SCHOOL_ADMINISTRATOR)
    arguments = {"young_person": [scene.cast.young_person.pk], "team": [scene.cast.young_person.pk]}
    address = reverse(name, args=arguments.get(name, [scene.plan_id] if name == "history" else []))
    assert look(page, address, complaints) == []


@pytest.mark.parametrize("part", [Part.YOUNG_PERSON, Part.CARER])
def test_plain_help_is_sound(at_stage: At, page: Page, complaints: Complaints, part: Part) -> None:
    signed_in(page, at_stage(Stage.HELD), part)
    assert look(page, "/help/", complaints) == []


@pytest.mark.parametrize("part", [Part.YOUNG_PERSON, Part.CARER])
@pytest.mark.parametrize("name", ["home", "submission", "section"])
def test_a_finished_plan_is_sound_for_those_near_the_young_person(
    at_stage: At, page: Page, complaints: Complaints, part: Part, name: str
) -> None:
    scene = at_stage(Stage.CLOSED)
    signed_in(page, scene, part)
    arguments: dict[str, list[object]] = {
        "submission": [scene.plan_id, 1],
        "section": [scene.plan_id, "young_person_views"],
    }
    assert look(page, reverse(name, args=arguments.get(name, [])), complaints) == []


@pytest.mark.parametrize("name", ["open_plan", "leave_team"])
def test_the_forms_are_sound(at_stage: At, page: Page, complaints: Complaints, name: str) -> None:
    scene = at_stage(Stage.ARRANGING)
    worker = scene.cast[Part.SOCIAL_WORKER]
    plans.end_early(plan_id=scene.plan_id, reason="Yas moved away.", by=worker, now=scene.walk.now)
    signed_in(page, scene, Part.VIRTUAL_SCHOOL_ADMINISTRATOR)
    member = scene.cast.young_person.team.get(part=Part.CARER)
    rest = [member.pk] if name == "leave_team" else []
    assert look(page, reverse(name, args=[scene.cast.young_person.pk, *rest]), complaints) == []


@pytest.mark.parametrize("path", ["/demo/sign-in/", "/demo/mail/", "/demo/mail/one/"])
def test_the_pages_of_a_demonstration_are_sound(
    at_stage: At, page: Page, complaints: Complaints, settings: LazySettings, tmp_path: Path, path: str
) -> None:
    settings.DEMO, settings.DATA, settings.ROOT_URLCONF = True, tmp_path, "tests.web.demo_urls"
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "one.eml").write_bytes(
        b"Subject: Hello\r\nTo: sam@example.org\r\n\r\nSee http://example.org/\r\n"
    )
    connect(page, Client(), at_stage(Stage.HELD).walk)
    assert look(page, path, complaints) == []


@contextmanager
def without_scripts(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_what_is_far_off_opens_without_scripts(at_stage: At, browser: Browser) -> None:
    scene = at_stage(Stage.ARRANGING)
    scene.walk.now = scene.walk.now.replace(month=10, day=5)
    with without_scripts(browser) as page:
        signed_in(page, scene, Part.SOCIAL_WORKER)
        page.goto(SITE + "/")
        act = page.get_by_role("heading", name="Arrange Yas’s meeting")
        assert not act.is_visible()
        page.get_by_text("Later: 1 thing").click()
        assert act.is_visible()


def test_one_green_button_a_page_and_it_belongs_to_what_comes_first(at_stage: At, page: Page) -> None:
    scene = at_stage(Stage.PASSED)
    signed_in(page, scene, Part.VIRTUAL_SCHOOL_ADMINISTRATOR)
    page.goto(SITE + "/")
    green = page.locator("a.govuk-button:not(.govuk-button--secondary)")
    assert green.count() == 1
    assert green.inner_text().startswith("Save")
