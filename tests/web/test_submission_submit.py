"""The page that submits: what is missing, what will be frozen, lateness in words, and one button."""

from collections.abc import Callable

import pytest
from tests.scenes import Scene
from tests.web.visiting import main, text, visitor

from epep.form.parts import Part
from epep.jobs import walk
from epep.protocol import moves
from epep.protocol.moves import refusal
from epep.protocol.stages import Stage
from epep.record.history import Event
from epep.record.plans import Plan, parts_for
from epep.record.submissions import Submission

At = Callable[[Stage], Scene]
TEACHER, WORKER = Part.DESIGNATED_TEACHER, Part.SOCIAL_WORKER


def unfinish(scene: Scene, key: str, missing: int) -> None:
    """Let a section lack answers, as it would had they never been given."""
    section = scene.walk.plan.sections.get(key=key)
    section.unanswered = missing
    section.save()


@pytest.mark.parametrize("part", [part for part in Part if part not in (Part.AUTHOR, Part.PARENT)])
@pytest.mark.parametrize("stage", list(Stage))
def test_the_page_opens_to_whom_the_table_of_moves_lets_submit(at_stage: At, stage: Stage, part: Part) -> None:
    scene = at_stage(stage)
    parts = parts_for(scene.cast[part], scene.walk.plan, scene.walk.now.date())
    allowed = refusal(moves.SUBMIT, parts, stage) is None
    status = visitor(scene, part).get("submit").status_code
    assert status == 200 if allowed else status in (404, 409)
    assert allowed == (part is TEACHER and stage in (Stage.HELD, Stage.RETURNED))


def test_p08_a_complete_plan_shows_what_will_be_frozen_and_one_button(at_stage: At) -> None:
    page = main(visitor(at_stage(Stage.HELD), TEACHER).get("submit"))
    assert "It is due on Monday 7 December 2026." in page
    assert page.count("<button") == 1
    assert "Submit the plan" in page
    assert "true record of the meeting" in page
    for title in ("Progress and next steps", "Social care", "New targets"):
        assert title in page
    assert "Dee Marlowe, designated teacher, 29 November 2026" in page
    assert "Before you can submit" not in page


def test_p08_late_is_said_and_does_not_stop_anybody(at_stage: At) -> None:
    scene = at_stage(Stage.HELD)
    scene.walk.later(days=9)
    teacher = visitor(scene, TEACHER)
    page = text(teacher.get("submit"))
    assert "2 working days late" in page
    assert "It was due on Monday 7 December 2026. That is recorded, and you can submit." in page
    page = teacher.follow(teacher.post("submit"))
    assert "Version 1 is submitted." in page
    assert "2 working days late" in page
    assert scene.stage is Stage.SUBMITTED


def test_what_is_missing_is_listed_with_links_and_whose_it_is(at_stage: At) -> None:
    scene = at_stage(Stage.HELD)
    unfinish(scene, "social_care", 2)
    unfinish(scene, "progress", 1)
    page = text(visitor(scene, TEACHER).get("submit"))
    assert "Before you can submit" in page
    assert "Social care: 2 answers are still needed." in page
    assert "(Sam Okafor, social worker)" in page
    assert "Progress and next steps: 1 answer is still needed." in page
    assert "(you, designated teacher)" in page
    assert f'href="/plans/{scene.plan_id}/sections/social_care/"' in page
    assert "2 answers needed" in page
    assert "true record of the meeting" not in page


def test_p07_a_missing_next_meeting_leads_to_where_it_is_agreed(
    at_stage: At, authority_walk: Callable[[], Scene]
) -> None:
    scene = authority_walk()
    page = text(visitor(scene, TEACHER).get("submit"))
    assert "Agree the next meeting" in page
    assert f'href="/plans/{scene.plan_id}/meeting/next/"' in page


@pytest.fixture
def authority_walk(at_stage: At) -> Callable[[], Scene]:
    """A plan whose meeting was held without agreeing the next one."""

    def made() -> Scene:
        scene = at_stage(Stage.PREPARING)
        meeting = scene.walk.plan.meetings.get()
        scene.walk.on(meeting.starts_at.date(), 17)
        walk.write(scene.walk)
        walk.hold(scene.walk)
        return scene

    return made


def test_an_incomplete_plan_is_not_submitted_and_nothing_is_lost(at_stage: At) -> None:
    scene = at_stage(Stage.HELD)
    unfinish(scene, "progress", 1)
    before = list(scene.walk.plan.sections.values_list("key", "version", "answers").order_by("pk"))
    answer = visitor(scene, TEACHER).post("submit")
    assert answer.status_code == 422
    assert "Progress and next steps: 1 answer is still needed." in text(answer)
    assert list(scene.walk.plan.sections.values_list("key", "version", "answers").order_by("pk")) == before
    assert scene.stage is Stage.HELD


def test_submitting_twice_from_two_windows_says_so_and_makes_one_submission(at_stage: At) -> None:
    scene = at_stage(Stage.HELD)
    teacher = visitor(scene, TEACHER)
    first, second = teacher.post("submit"), teacher.post("submit")
    assert first.status_code == 302
    assert second.status_code == 409
    assert "the plan is submitted and waits for quality assurance" in text(second)
    assert "Nothing was changed" in text(second)
    assert Submission.objects.filter(plan=scene.plan_id).count() == 1


def test_p12_a_returned_plan_shows_what_was_asked_for_and_becomes_version_2(at_stage: At) -> None:
    scene = at_stage(Stage.RETURNED)
    teacher = visitor(scene, TEACHER)
    page = text(teacher.get("submit"))
    assert "What Ed Lindqvist asked for" in page
    assert "Target 2 does not say who does what." in page
    assert "Who will do this?" in page
    assert "Version 2" in page
    assert "Sam Okafor (social worker) and Ed Lindqvist (education adviser) are told." in page
    page = teacher.follow(teacher.post("submit"))
    assert "Version 2 is submitted. " in page
    assert "Sam Okafor (social worker) and Ed Lindqvist (education adviser) have been told." in page


def test_whoever_submits_is_not_said_to_be_told(at_stage: At) -> None:
    scene = at_stage(Stage.HELD)
    Plan.objects.filter(pk=scene.plan_id).update(author_part=WORKER)
    worker = visitor(scene, WORKER)
    assert "Ed Lindqvist (education adviser) is told." in text(worker.get("submit"))
    page = worker.follow(worker.post("submit"))
    assert "Ed Lindqvist (education adviser) has been told." in page
    assert "Sam Okafor (social worker) and" not in page


def test_looking_at_the_page_writes_nothing(at_stage: At) -> None:
    scene = at_stage(Stage.HELD)
    before = Event.objects.count()
    visitor(scene, TEACHER).get("submit")
    assert Event.objects.count() == before
