"""What stands beside and above the questions: last time, and what advisers said."""

import html
from collections.abc import Callable

import pytest
from tests.scenes import Scene
from tests.web.filling import fields, words_of
from tests.web.visiting import text, visitor
from tests.web.writing import CARER, DT, EA, section, the_next

from epep.actions import plans, reviews
from epep.jobs import walk
from epep.protocol.stages import Stage

pytestmark = pytest.mark.django_db
At = Callable[[Stage], Scene]


def test_last_times_answers_stand_beside_the_questions_and_can_be_started_from(at_stage: At) -> None:
    before = at_stage(Stage.PASSED)
    scene, then = the_next(before), section(before, "progress")
    visit = visitor(scene, DT)
    page = text(visit.get("section", "progress"))
    assert "Last time, 29 November 2026 (Dee Marlowe)" in words_of(page)
    assert then.answers["summary"] in words_of(page)
    sent = fields(page) | {"summary": "And this.", "next_step": "Not lost.", "start": "summary"}
    again = visit.post("section", "progress", **sent)
    assert again.status_code == 200
    assert fields(text(again))["summary"] == f"{then.answers['summary']}\n\nAnd this."
    assert fields(text(again))["next_step"] == "Not lost."
    assert section(scene, "progress").version == 0


def test_p15_last_time_is_shown_to_a_carer_only_when_it_was_shared_with_them(at_stage: At) -> None:
    for stage, shared in ((Stage.PASSED, False), (Stage.SHARED, True)):
        scene = the_next(at_stage(stage))
        assert ("Last time, " in text(visitor(scene, CARER).get("section", "carer_views"))) == shared


def test_a_first_plan_has_no_last_time(at_stage: At) -> None:
    assert "Last time, " not in text(visitor(at_stage(Stage.PREPARING), DT).get("section", "progress"))


def test_p09_what_a_check_said_stands_at_the_top_of_its_section(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    plans.ask_for_check(plan_id=scene.plan_id, of=EA, by=scene.cast[DT], now=scene.walk.now)
    comments = {"progress": "Say how you know. <b>Really</b>"}
    plans.answer_check(plan_id=scene.plan_id, comments=comments, by=scene.cast[EA], now=scene.walk.now)
    page = text(visitor(scene, DT).get("section", "progress"))
    assert html.escape(comments["progress"]) in page
    assert "Ed Lindqvist, answering your check" in words_of(page)
    assert "Say how you know" not in text(visitor(scene, DT).get("section", "attendance"))


def test_p12_what_a_return_said_stands_at_the_top_of_its_section(at_stage: At) -> None:
    scene = at_stage(Stage.RETURNED)
    page = words_of(text(visitor(scene, DT).get("section", "new_targets")))
    assert "Sent back to you Who will do this? Ed Lindqvist, asking for resubmission" in page
    plans.ask_for_check(plan_id=scene.plan_id, of=EA, by=scene.cast[DT], now=scene.walk.now)
    walk.submit(scene.walk)
    number = scene.walk.standing.facts.submissions
    reviews.ask_for_resubmission(
        plan_id=scene.plan_id, number=number, reason="Again.", by=scene.cast[EA], now=scene.walk.now
    )
    assert "Who will do this?" not in text(visitor(scene, DT).get("section", "new_targets"))


def test_what_is_kept_beside_a_section_is_one_press_away(at_stage: At) -> None:
    visit = visitor(at_stage(Stage.PREPARING), DT)
    assert visit.address("sdq") in text(visit.get("section", "sdq"))
    assert visit.address("hold") in text(visit.get("section", "meeting_record"))
    assert visit.address("agree_next") not in text(visit.get("section", "meeting_record"))
    visit = visitor(at_stage(Stage.HELD), DT)
    assert visit.address("agree_next") in text(visit.get("section", "meeting_record"))
