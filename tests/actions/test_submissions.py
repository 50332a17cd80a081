"""Submitting: P8, P10 and P12, frozen, numbered, chained and printed."""

import hashlib
import json
from datetime import date, timedelta

import pytest
from tests.actions.verbs import CRT, DT, EA, LCA, SW
from tests.scenes import At, Scene

from epep.actions import meetings, plans, reviews, submissions
from epep.actions.outcomes import Incomplete, Refused
from epep.form.parts import Part
from epep.jobs import walk
from epep.jobs.walk import at
from epep.papers.canonical import canonical
from epep.protocol.stages import Stage
from epep.record.history import Event
from epep.record.submissions import Submission

HELD_ON = date(2026, 11, 30)


def submit(scene: Scene, day: date) -> Submission:
    return submissions.submit(plan_id=scene.plan_id, by=scene.cast[DT], now=at(day, 12))


@pytest.mark.parametrize(
    ("day", "late", "says"),
    [
        (date(2026, 12, 7), 0, "submitted the plan"),
        (date(2026, 12, 8), 1, "submitted the plan, 1 working day late"),
        (date(2026, 12, 14), 5, "submitted the plan, 5 working days late"),
    ],
)
def test_p08_lateness_is_counted_in_working_days_and_never_refused(
    at_stage: At, day: date, late: int, says: str
) -> None:
    scene = at_stage(Stage.HELD)
    content = json.loads(submit(scene, day).content)
    assert content["submitted"]["late_by_working_days"] == late
    assert Event.objects.filter(plan_id_then=scene.plan_id).latest("pk").says == says


def test_p08_what_is_missing_is_said_section_by_section(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    scene.walk.on(HELD_ON, 17)
    walk.write(scene.walk, "header", "young_person")
    meetings.hold(plan_id=scene.plan_id, chair=scene.cast[EA], attended=[], by=scene.cast[DT], now=scene.walk.now)
    with pytest.raises(Incomplete) as caught:
        submit(scene, HELD_ON)
    missing = dict(caught.value.missing)
    form = scene.walk.standing.form
    unwritten = {section.key for section in form.sections_for("termly_review")} - {"header", "young_person"}
    assert set(missing) == {*unwritten, ""} - {"previous_targets"}
    assert missing["social_care"] == "Social care: 3 answers are still needed."
    assert missing[""] == "Agree the next meeting's date, time and venue, or say why there is none."
    assert not Submission.objects.filter(plan=scene.plan_id).exists()


def test_p02_social_care_is_open_from_the_start_and_needed_to_submit(at_stage: At) -> None:
    scene = at_stage(Stage.ARRANGING)
    walk.write(scene.walk, "social_care")
    assert "social_care" not in {one.section for one in scene.walk.standing.facts.unwritten}
    late = at_stage(Stage.HELD)
    section = late.walk.plan.sections.get(key="social_care")
    plans.write_section(
        plan_id=late.plan_id,
        key="social_care",
        answers={**section.answers, "update": ""},
        based_on=section.version,
        by=late.cast[SW],
        now=late.walk.now,
    )
    with pytest.raises(Incomplete) as caught:
        submit(late, HELD_ON)
    assert caught.value.missing == [("social_care", "Social care: 1 answer is still needed.")]


def test_p10_a_submission_is_canonical_text_with_its_digest_and_a_pdf_with_its_own(at_stage: At) -> None:
    submission = submit(at_stage(Stage.HELD), HELD_ON)
    assert submission.content == canonical(json.loads(submission.content))
    assert submission.sha256 == hashlib.sha256(submission.content.encode()).hexdigest()
    pdf = bytes(submission.pdf.content)
    assert pdf.startswith(b"%PDF-")
    assert submission.pdf.sha256 == hashlib.sha256(pdf).hexdigest()


def test_p10_nothing_can_be_written_once_it_is_submitted(at_stage: At) -> None:
    scene = at_stage(Stage.SUBMITTED)
    for part in scene.cast.people.keys() - {Part.PARENT, Part.SYSTEM_ADMINISTRATOR, CRT, LCA}:
        with pytest.raises(Refused):
            plans.write_section(
                plan_id=scene.plan_id, key="header", answers={}, based_on=1, by=scene.cast[part], now=scene.walk.now
            )


def test_p12_resubmission_makes_the_next_version_chained_to_the_one_that_stays(at_stage: At) -> None:
    scene = at_stage(Stage.RETURNED)
    first = Submission.objects.get(plan=scene.plan_id)
    text, returned_on = first.content, first.review.at.date()
    section = scene.walk.plan.sections.get(key="new_targets")
    answers = {**section.answers, "aims": "A clearer aim."}
    plans.write_section(
        plan_id=scene.plan_id,
        key="new_targets",
        answers=answers,
        based_on=section.version,
        by=scene.cast[DT],
        now=scene.walk.now,
    )
    second = submit(scene, returned_on + timedelta(days=1))
    assert (second.number, second.previous_sha256) == (2, first.sha256)
    content = json.loads(second.content)
    assert (content["number"], content["previous_sha256"]) == (2, first.sha256)
    assert content["sections"]["new_targets"]["answers"]["aims"] == "A clearer aim."
    first.refresh_from_db()
    assert first.content == text
    same = json.loads(text)
    assert content["sections"]["header"] == same["sections"]["header"], "version 2 starts as a copy of version 1"
    assert Event.objects.filter(plan_id_then=scene.plan_id).latest("pk").says == (
        "submitted the plan again, as version 2"
    )


def test_p12_the_time_to_resubmit_runs_from_the_return(at_stage: At) -> None:
    scene = at_stage(Stage.RETURNED)
    returned_on = scene.walk.standing.facts.reviewed_on
    assert returned_on == date(2026, 12, 2)
    content = json.loads(submit(scene, date(2026, 12, 10)).content)
    assert content["submitted"]["late_by_working_days"] == 1


def test_p12_the_second_version_is_reviewed_on_its_own(at_stage: At) -> None:
    scene = at_stage(Stage.RETURNED)
    submit(scene, date(2026, 12, 3))
    reviews.pass_for_saving(plan_id=scene.plan_id, number=2, by=scene.cast[EA], now=at(date(2026, 12, 4)))
    assert scene.stage is Stage.PASSED
    verdicts = Submission.objects.filter(plan=scene.plan_id).values_list("review__verdict", flat=True)
    assert list(verdicts) == ["returned", "passed"]
