"""The pages of the meeting in a real browser: by keyboard, at 320 pixels, with axe, and with their script."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.cast import NOW, make_cast
from tests.make import a_plan
from tests.scenes import Scene
from tests.web.axe import Complaints, axe, too_wide
from tests.web.living import Living
from tests.web.writing import DT, SW

from epep.actions import people
from epep.jobs import walk
from epep.jobs.walk import at
from epep.protocol.stages import Stage


@pytest.fixture
def living(
    transactional_db: None,
    live_server: LiveServer,
    page: Page,
    complaints: Complaints,
    monkeypatch: pytest.MonkeyPatch,
) -> Living:
    """A plan just opened, on Monday 9 November 2026; seen by nobody yet."""
    authority = people.add_authority(slug="central-bedfordshire", name="The council", by=None, now=NOW)
    cast = make_cast(authority)
    scene = Scene(cast, a_plan(cast))
    monkeypatch.setattr("epep.web.clock.now", lambda: scene.walk.now)
    return Living(scene, live_server.url, page, complaints)


def fill_in(page: Page, day: int, month: int, time: str) -> None:
    for part, value in (("day", day), ("month", month), ("year", 2026)):
        page.locator(f"[name=day-{part}]").fill(str(value))
    page.locator("[name=time]").fill(time)
    page.locator("[name=time]").press("Tab")


def test_nothing_is_wrong_with_the_pages_before_the_meeting(living: Living) -> None:
    wrong = {"arrange": living.be(SW).wrong("meeting/arrange/")}
    walk.arrange(living.scene.walk, at(date(2026, 11, 16), 15))
    wrong |= {name: living.wrong(f"meeting/{name}/") for name in ("confirm", "move", "cancel")}
    wrong["record, too early"] = living.be(DT).wrong("meeting/record/")
    assert {name: found for name, found in wrong.items() if found} == {}


def test_nothing_is_wrong_with_the_pages_of_the_meeting_itself(living: Living) -> None:
    walk.arrange(living.scene.walk, at(date(2026, 11, 16), 15))
    living.scene.walk.on(date(2026, 11, 16), 17)
    wrong = {"record": living.be(DT).wrong("meeting/record/")}
    page = living.page
    page.get_by_role("radio", name="Somebody else").check()
    page.get_by_role("button", name="Record the meeting").last.click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    wrong["record, with problems"] = axe(page)["violations"] + too_wide(page)
    walk.hold(living.scene.walk)
    wrong["next"] = living.wrong("meeting/next/")
    assert {name: found for name, found in wrong.items() if found} == {}


def test_p01_what_a_day_means_is_said_at_once(living: Living) -> None:
    page = living.be(SW).open("meeting/arrange/")
    fill_in(page, 14, 11, "3pm")
    said = page.locator("[data-about-day]")
    expect(said).to_contain_text("Saturday 14 November 2026 is at a weekend.")
    expect(said).to_contain_text("it will be recorded as late")
    assert axe(page)["violations"] == []
    fill_in(page, 3, 12, "3pm")
    expect(said).to_contain_text("have to be confirmed by Monday 23 November 2026")
    expect(said).not_to_contain_text("weekend")


def test_p01_a_day_whose_warning_was_seen_is_taken_at_the_first_press(living: Living) -> None:
    page = living.be(SW).open("meeting/arrange/")
    fill_in(page, 14, 11, "3pm")
    expect(page.locator("[data-about-day]")).to_contain_text("weekend")
    page.get_by_label("By video").first.check()
    page.locator("[name=venue]").fill("https://video.example.org/room")
    page.get_by_role("button", name="Arrange the meeting").last.click()
    expect(page.get_by_text("The meeting is arranged. Everyone has been told.")).to_be_visible()
    assert living.scene.stage is Stage.PREPARING


def test_a_meeting_is_recorded_on_a_phone_in_a_dozen_touches(living: Living) -> None:
    walk.arrange(living.scene.walk, at(date(2026, 11, 16), 15))
    living.scene.walk.on(date(2026, 11, 16), 17)
    living.page.set_viewport_size({"width": 390, "height": 844})
    page = living.be(DT).open("meeting/record/")
    page.get_by_role("button", name="Everybody was there for all of it").click()
    page.get_by_role("group", name="Kim Sato, key worker").get_by_label("Not there").check()
    page.get_by_label("Ed Lindqvist, education adviser").last.check()
    page.get_by_label("Yes", exact=True).check()
    for name, value in (("day", "3"), ("month", "3"), ("year", "2027")):
        page.locator(f"[name=next_day-{name}]").fill(value)
    page.locator("[name=next_time]").fill("2pm")
    page.locator("[name=next_mode]").select_option("virtual")
    page.locator("[name=next_venue]").fill("https://video.example.org/room")
    page.get_by_role("button", name="Record the meeting").last.click()
    expect(page.get_by_text("The meeting is recorded. The plan has to be submitted by")).to_be_visible()
    assert living.scene.stage is Stage.HELD
