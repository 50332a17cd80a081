"""The pages after the meeting in a real browser: axe, keyboard, 320 pixels, and what works with and without scripts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.scenes import At
from tests.web.axe import Complaints, everything_wrong
from tests.web.visiting import sign_in

from epep.actions import filing, notices, sharing
from epep.form.parts import Part
from epep.jobs import walk
from epep.protocol.stages import Stage
from epep.record.filing import Delivery
from epep.record.notices import Notice

ADMIN, WORKER, TEACHER = Part.VIRTUAL_SCHOOL_ADMINISTRATOR, Part.SOCIAL_WORKER, Part.DESIGNATED_TEACHER
ADVISER, CARER = Part.EDUCATION_ADVISER, Part.CARER


@dataclass
class Office:
    """Plans at every stage, and the server that shows them."""

    address: str
    at: At

    def open(self, page: Page, stage: Stage, part: Part, name: str, *arguments: int, query: str = "") -> None:
        """Sign in as whoever plays `part` around the plan at `stage`, and go to a page of it."""
        scene = self.at(stage)
        sign_in(page, self.address, scene.cast[part])
        plan = () if name in ("to_file", "troubles") else (scene.plan_id,)
        page.goto(self.address + reverse(name, args=[*plan, *arguments]) + query.format(carer=scene.cast[CARER].pk))


@pytest.fixture
def office(committed_at: At, live_server: LiveServer, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The plans of all stages, some of them troubled, a week after the last of them was touched."""
    now = max(committed_at(stage).walk.now for stage in Stage) + timedelta(days=7)
    monkeypatch.setattr("epep.web.clock.now", lambda: now)
    _trouble(committed_at, now)
    return Office(live_server.url, committed_at)


def _trouble(at: At, now: datetime) -> None:
    deliveries = Delivery.objects.filter(submission__plan=at(Stage.PASSED).plan_id).order_by("pk")
    filing.delivered(delivery_id=deliveries[0].pk, place="1083424_PEP_2026-11-30_v1", sha256="0" * 64, now=now)
    filing.not_delivered(delivery_id=deliveries[1].pk, error="The folder is full.", final=True, now=now)
    for notice in Notice.objects.order_by("pk")[:3]:
        notices.not_sent(notice_id=notice.pk, error="The mail server did not answer in time.", final=True, now=now)
    walk.submit(at(Stage.RETURNED).walk)  # so that a second version waits for its review
    shared = at(Stage.SHARED)
    for decision, more in (
        ("no", {"reason": "Waiting for the court."}),
        ("partly", {"left_out": ["sdq", "social_care"]}),
    ):
        sharing.decide_sharing(
            plan_id=shared.plan_id,
            person=shared.cast[CARER],
            decision=decision,
            by=shared.cast[WORKER],
            now=now,
            **more,
        )


AS_CARER = "?as={carer}"
PAGES: dict[str, list[tuple[Stage, Part, str, tuple[int, ...], str]]] = {
    "submissions": [
        (Stage.HELD, TEACHER, "submit", (), ""),
        (Stage.RETURNED, ADVISER, "submission", (1,), ""),
        (Stage.RETURNED, WORKER, "submission", (2,), ""),
        (Stage.SHARED, WORKER, "submission", (1,), AS_CARER),
        (Stage.SHARED, CARER, "submission", (1,), ""),
    ],
    "reviews": [
        (Stage.SUBMITTED, ADVISER, "review", (), ""),
        (Stage.RETURNED, ADVISER, "review", (), ""),  # version 2, after a return
    ],
    "filing": [
        (Stage.PASSED, ADMIN, "to_file", (), ""),
        (Stage.PASSED, ADMIN, "save", (), ""),
        (Stage.PASSED, ADMIN, "troubles", (), ""),
    ],
    "sharing": [
        (Stage.FILED, ADMIN, "copies", (), ""),
        (Stage.SHARED, ADMIN, "copies", (), ""),
        (Stage.FILED, WORKER, "share", (), ""),
        (Stage.SHARED, WORKER, "share", (), ""),
        (Stage.SHARED, WORKER, "share", (), "?person={carer}"),
        (Stage.SHARED, WORKER, "case_note", (), ""),
    ],
}


@pytest.mark.parametrize("word", PAGES)
def test_nothing_is_wrong_with_the_pages(office: Office, page: Page, complaints: Complaints, word: str) -> None:
    found: dict[str, list[str]] = {}
    for stage, part, name, arguments, query in PAGES[word]:
        complaints.clear()
        office.open(page, stage, part, name, *arguments, query=query)
        assert "Sign in" not in page.title()
        found[f"{name} {arguments} {query} as {part} when {stage}"] = everything_wrong(page, complaints)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_the_verdict_stays_in_sight_while_the_plan_is_read(office: Office, page: Page) -> None:
    page.set_viewport_size({"width": 1366, "height": 900})
    office.open(page, Stage.SUBMITTED, ADVISER, "review")
    page.locator("#title-new_targets").scroll_into_view_if_needed()
    expect(page.locator("#title-new_targets")).to_be_in_viewport()
    expect(page.get_by_text("Comments", exact=True)).to_be_in_viewport()
    page.get_by_role("radio", name="Pass for saving").focus()
    expect(page.get_by_role("radio", name="Pass for saving")).to_be_in_viewport()


def test_a_reason_is_asked_for_when_it_is_needed_and_comments_open_by_keyboard(office: Office, page: Page) -> None:
    office.open(page, Stage.SUBMITTED, ADVISER, "review")
    reason = page.get_by_label("What needs to change, and why?")
    expect(reason).to_be_hidden()
    page.get_by_role("radio", name="Ask for resubmission").check()
    expect(reason).to_be_visible()
    comment = page.get_by_label("Comment on Attendance")
    expect(comment).to_be_hidden()
    page.locator("summary", has_text="Attendance").press("Enter")
    comment.fill("Which lessons?")
    page.get_by_role("button", name="Give your verdict").click()
    expect(page.get_by_role("alert")).to_contain_text("Say what needs to change, and why")
    expect(page.get_by_label("Comment on Attendance")).to_have_value("Which lessons?")
    expect(page.get_by_role("radio", name="Ask for resubmission")).to_be_checked()
    assert page.title().startswith("Error: ")


@pytest.mark.parametrize(
    ("stage", "part", "name"), [(Stage.PASSED, ADMIN, "save"), (Stage.SHARED, WORKER, "case_note")]
)
def test_the_case_note_is_copied_with_one_press(
    office: Office, page: Page, complaints: Complaints, stage: Stage, part: Part, name: str
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    office.open(page, stage, part, name)
    page.get_by_role("button", name="Copy the case note").click()
    expect(page.get_by_role("status")).to_have_text("Copied")
    copied = page.evaluate("() => navigator.clipboard.readText()")
    reference = office.at(stage).walk.plan.reference
    assert copied == f"The Personal Education Plan {reference} has been added to ECM under education."
    assert complaints == []


def test_everything_is_there_without_scripts(office: Office, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    office.open(page, Stage.SUBMITTED, ADVISER, "review")
    expect(page.get_by_label("What needs to change, and why?")).to_be_visible()
    page.locator("summary", has_text="Attendance").click()
    expect(page.get_by_label("Comment on Attendance")).to_be_visible()
    office.open(page, Stage.PASSED, ADMIN, "save")
    expect(page.get_by_role("button", name="Copy the case note")).to_be_hidden()
    expect(page.get_by_text("has been added to ECM under education.")).to_be_visible()
    page.get_by_label("Reference in Mosaic").fill("!")
    page.get_by_role("button", name="Saved in Mosaic").click()
    expect(page.get_by_text("That does not look like a reference of Mosaic.").first).to_be_visible()
    expect(page.get_by_label("Reference in Mosaic")).to_have_value("!")
    office.open(page, Stage.FILED, WORKER, "share", query="?person={carer}")
    page.get_by_label("With sections left out").check()
    page.get_by_label("Social care", exact=True).check()
    page.get_by_role("button", name="See what Carol would see").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("What Carol Finch would see")
    expect(page.locator("#section-social_care")).to_have_count(0)
    page.get_by_role("link", name="Back to sharing").click()
    expect(page.get_by_label("Social care", exact=True)).to_be_checked()
    context.close()


def test_a_download_has_a_safe_name_and_is_the_stored_file(office: Office, page: Page) -> None:
    office.open(page, Stage.SUBMITTED, WORKER, "submission", 1)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download the PDF").click()
    scene = office.at(Stage.SUBMITTED)
    assert waiting.value.suggested_filename == f"{scene.walk.young_person.mosaic_id}_PEP_2026-11-30_v1.pdf"
    stored = bytes(scene.walk.plan.submissions.get().pdf.content)
    assert waiting.value.path().read_bytes() == stored
