"""The eight steps on the page: what is done and when, what is under way, what is late, by when the rest is due."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from tests.scenes import Scene

from epep.actions import plans
from epep.form.parts import Part
from epep.jobs import walk
from epep.jobs.walk import at
from epep.protocol import after
from epep.protocol.days import step
from epep.protocol.stages import STEP_OF, Stage, Step
from epep.record.facts import day_of
from epep.record.meetings import current_meetings
from epep.web.steps import ALL_DONE, Shown, steps, track

At = Callable[[Stage], Scene]


def shown(scene: Scene) -> dict[str, Shown]:
    meeting = current_meetings([scene.plan_id]).get(scene.plan_id)
    return {step.name: step for step in steps(scene.walk.standing, meeting, scene.walk.now)}


@pytest.mark.parametrize("stage", Stage)
def test_there_are_eight_steps_one_under_way_all_before_done_all_after_to_come(at_stage: At, stage: Stage) -> None:
    scene = at_stage(stage)
    found = list(shown(scene).values())
    assert [step.name for step in found] == list(Step)
    states = [step.state for step in found]
    if stage in (Stage.NOTED, Stage.CLOSED):
        assert states == ["done"] * 8
        return
    now = list(Step).index(STEP_OF[stage])
    assert states == ["done"] * now + ["current"] + ["to_come"] * (7 - now)


@pytest.mark.parametrize("stage", Stage)
def test_the_track_of_a_list_agrees_with_the_steps_of_the_page(at_stage: At, stage: Stage) -> None:
    scene = at_stage(stage)
    found = track(scene.walk.standing, day_of(scene.walk.now))
    under_way = [n for n, step in enumerate(shown(scene).values(), 1) if step.state in ("current", "late")]
    assert [found.number] == (under_way or [ALL_DONE])
    assert not found.late


def test_done_steps_say_when_and_steps_to_come_by_when(at_stage: At) -> None:
    found = shown(at_stage(Stage.PREPARING))
    assert found["Arrange"].when == "agreed 9 Nov"
    assert found["Meet"].when == "30 Nov, 10am"
    assert found["Submit"].when == "by 7 Dec"
    assert found["Quality check"].when == "by 14 Dec"
    assert found["File"].when == "by 16 Dec"
    assert found["Case note"].when == "by 23 Dec"
    found = shown(at_stage(Stage.CLOSED))
    words = ["agreed", "", "held", "sent", "passed", "saved", "shared", "noted"]
    assert [step.when.split(" ")[0] for step in found.values()] == words


def test_nothing_is_promised_before_there_is_a_meeting(at_stage: At) -> None:
    found = shown(at_stage(Stage.ARRANGING))
    assert found["Arrange"] == Shown("Arrange", "current", "by 23 Nov")
    assert {step.when for step in list(found.values())[1:]} == {""}


@pytest.mark.parametrize("stage", [Stage.ARRANGING, Stage.HELD, Stage.SUBMITTED, Stage.PASSED, Stage.SHARED])
def test_a_step_past_its_day_is_late_by_so_many_days(at_stage: At, stage: Stage) -> None:
    scene = at_stage(stage)
    due = scene.walk.standing.duties[0].due
    scene.walk.on(due + timedelta(days=3))
    step = shown(scene)[STEP_OF[stage]]
    assert (step.state, step.when) == ("late", "3 days late")
    assert track(scene.walk.standing, due + timedelta(days=3)).late


def test_on_the_day_of_the_meeting_it_is_preparing_that_is_late(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    scene.walk.on(date(2026, 11, 30))
    found = shown(scene)
    assert found["Prepare"] == Shown("Prepare", "late", "3 days late")
    assert found["Meet"] == Shown("Meet", "current", "today, 10am")
    walk.write(scene.walk)
    walk.sdqs(scene.walk)
    assert shown(scene)["Prepare"].state == "done"
    scene.walk.on(date(2026, 12, 2))
    assert shown(scene)["Meet"] == Shown("Meet", "late", "2 days late")


def test_after_a_return_the_plan_is_at_submitting_again(at_stage: At) -> None:
    scene = at_stage(Stage.RETURNED)
    assert shown(scene)["Submit"].state == "current"
    assert shown(scene)["Quality check"].state == "to_come"
    again = after.submit_by(date(2026, 11, 30), scene.walk.standing.facts.reviewed_on, scene.walk.standing.local)
    assert shown(scene)["Submit"].when == f"by {again.day} {again:%b}"
    review = step(again, scene.walk.standing.local.review.review_within)
    assert shown(scene)["Quality check"].when == f"by {review.day} {review:%b}"


def test_a_plan_that_ended_early_shows_what_was_done_and_promises_nothing(at_stage: At) -> None:
    scene = at_stage(Stage.HELD)
    worker = scene.cast[Part.SOCIAL_WORKER]
    plans.end_early(plan_id=scene.plan_id, reason="Yas moved away.", by=worker, now=scene.walk.now)
    states = {name: (step.state, step.when) for name, step in shown(scene).items()}
    assert states["Meet"] == ("done", "held 30 Nov")
    assert states["Submit"] == ("to_come", "")
    assert "current" not in {state for state, _ in states.values()}


def test_days_are_london_days_at_midnight(at_stage: At) -> None:
    scene = at_stage(Stage.ARRANGING)
    scene.walk.now = at(date(2026, 11, 23), 23, 59)
    assert shown(scene)["Arrange"].state == "current"
    scene.walk.now += timedelta(minutes=1)
    assert shown(scene)["Arrange"] == Shown("Arrange", "late", "1 day late")
