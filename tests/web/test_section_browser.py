"""The pages of writing a plan in a real browser: by keyboard, at 320 pixels, with axe, and with their scripts."""

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.cast import NOW, make_cast, weeks
from tests.make import a_plan_at
from tests.scenes import Scene
from tests.web.axe import Complaints, axe, too_wide
from tests.web.living import Living
from tests.web.writing import DT, EA, SW, YOU, section, the_next

from epep.actions import people, plans
from epep.jobs import walk
from epep.protocol.stages import Stage

DRAFT = "I had just written this."


@pytest.fixture
def living(
    transactional_db: None,
    live_server: LiveServer,
    page: Page,
    complaints: Complaints,
    monkeypatch: pytest.MonkeyPatch,
) -> Living:
    """A plan that is being prepared, its last one passed; seen by nobody yet."""
    authority = people.add_authority(slug="central-bedfordshire", name="The council", by=None, now=NOW)
    cast = make_cast(authority)
    scene = the_next(Scene(cast, a_plan_at(Stage.PASSED, cast)))
    walk.arrange(scene.walk, scene.walk.later(hours=1).now + weeks(4))
    monkeypatch.setattr("epep.web.clock.now", lambda: scene.walk.now)
    return Living(scene, live_server.url, page, complaints)


def by_social_worker(scene: Scene, key: str, **changes: str) -> None:
    now_there = section(scene, key)
    plans.write_section(
        plan_id=scene.plan_id,
        key=key,
        answers={**now_there.answers, **changes},
        based_on=now_there.version,
        by=scene.cast[SW],
        now=scene.walk.now,
    )


def test_nothing_is_wrong_with_the_pages_of_the_author(living: Living) -> None:
    living.be(DT)
    keys = ("progress", "attendance", "previous_targets", "young_person_views", "social_care")
    wrong = {key: living.wrong(f"sections/{key}/") for key in keys} | {"check": living.wrong("check/")}
    assert {key: found for key, found in wrong.items() if found} == {}


def test_nothing_is_wrong_with_the_other_pages_of_writing(living: Living) -> None:
    wrong = {name: living.be(SW).wrong(name) for name in ("sdq/", "end-early/", "sections/sdq/")}
    plans.ask_for_check(plan_id=living.scene.plan_id, of=EA, by=living.scene.cast[DT], now=living.scene.walk.now)
    wrong["answer"] = living.be(EA).wrong("check/answer/")
    assert {name: found for name, found in wrong.items() if found} == {}


def test_nothing_is_wrong_with_a_young_persons_pages(living: Living) -> None:
    living.be(YOU)
    wrong = {"first": living.wrong("sections/young_person_views/")}
    living.page.get_by_label("I wrote this myself").check()
    living.page.get_by_role("button", name="Next").click()
    expect(living.page.get_by_role("heading", name="How is your course, work or week going?")).to_be_visible()
    for question in ("going", "proud", "all"):
        wrong[question] = living.wrong(f"sections/young_person_views/?q={question}")
    assert {name: found for name, found in wrong.items() if found} == {}


def test_a_conflict_is_shown_at_once_stands_up_to_axe_and_is_settled(living: Living) -> None:
    page = living.be(DT).open("sections/carer_views/")
    page.get_by_label("The carer or key worker wrote them").check()
    page.locator("[name=strengths]").fill(DRAFT)
    by_social_worker(living.scene, "carer_views", strengths="Theirs.", recorded_by="teacher")
    page.get_by_role("button", name="Save and stay here").click()
    expect(page.get_by_role("heading", name="Sam Okafor saved this section while you were writing")).to_be_visible()
    assert axe(page)["violations"] == []
    assert too_wide(page) == []
    expect(page.locator("[name=strengths]")).to_have_value(DRAFT)
    page.locator("[name=keep-strengths][value=both]").check()
    page.get_by_role("button", name="Save and stay here").click()
    expect(page.locator("[name=strengths]")).to_have_value(f"Theirs.\n\n{DRAFT}")


def test_questions_are_asked_as_soon_as_an_answer_calls_for_them(living: Living) -> None:
    page = living.be(DT).open("sections/young_person_views/")
    expect(page.locator("#q-proud")).to_be_hidden()
    page.get_by_label("Said at the meeting").check()
    expect(page.locator("#q-proud")).to_be_visible()
    expect(page.locator("[data-saved]")).to_have_text("Not saved yet")
    page.get_by_label("No views were given this time").check()
    expect(page.locator("#q-proud")).to_be_hidden()
    expect(page.locator("[name=not_given_because]")).to_be_visible()


def test_last_times_words_are_put_in_the_box_without_leaving_the_page(living: Living) -> None:
    page = living.be(DT).open("sections/progress/")
    page.locator("[name=next_step]").fill(DRAFT)
    page.locator("#q-summary .pep-link-button").click()
    then = page.locator("#q-summary .pep-last-time-text").text_content()
    expect(page.locator("[name=summary]")).to_have_value(then or "")
    expect(page.locator("[name=summary]")).to_be_focused()
    expect(page.locator("[name=next_step]")).to_have_value(DRAFT)


def test_enter_in_a_box_saves_and_adds_no_row(living: Living) -> None:
    page = living.be(DT).open("sections/progress/")
    page.locator("[name=courses-1-course]").fill("Art")
    page.locator("[name=courses-1-course]").press("Enter")
    expect(page.get_by_text("Progress and next steps is saved.")).to_be_visible()
    assert section(living.scene, "progress").answers["courses"] == [{"id": "r1", "course": "Art"}]


def test_leaving_words_that_are_not_saved_is_asked_about(living: Living) -> None:
    page = living.be(DT).open("sections/progress/")
    page.locator("[name=summary]").press_sequentially("Not saved")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.evaluate("() => { location.href = '/'; }")
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    expect(page.locator("[name=summary]")).to_have_value("Not saved")


def test_everything_works_without_scripts(living: Living, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 568})
    plain = Living(living.scene, living.address, context.new_page(), living.complaints).be(DT)
    page = plain.open("sections/new_targets/")
    page.locator("[name=targets-1-target]").fill("Read one book a month.")
    page.get_by_role("button", name="Add another").click()
    page.locator("[name=targets-4-target]").fill("A fourth.")
    page.get_by_role("button", name="Save and stay here").click()
    rows = section(living.scene, "new_targets").answers["targets"]
    assert [row["target"] for row in rows] == ["Read one book a month.", "A fourth."]
    page = plain.open("sections/young_person_views/")
    page.get_by_label("Said at the meeting").check()
    page.get_by_role("button", name="Save and stay here").click()
    expect(page.locator("#q-proud")).to_be_visible()
    context.close()
