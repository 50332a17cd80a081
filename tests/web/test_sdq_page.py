"""The page of SDQ scores (P5): whose is due, a new score, the scores so far, and never a word of the questionnaire."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tests.scenes import Scene
from tests.web.filling import fields, words_of
from tests.web.visiting import Visitor, text, visitor

from epep.form.parts import Part
from epep.jobs import walk
from epep.protocol import moves
from epep.protocol.stages import Stage
from epep.record.plans import Sdq

pytestmark = pytest.mark.django_db
At = Callable[[Stage], Scene]
SCORE = {
    "informant": "young_person",
    "version": "S11-17",
    "completed_on-day": "2",
    "completed_on-month": "11",
    "completed_on-year": "2026",
    "total": "14",
}


def scores(scene: Scene) -> list[Sdq]:
    return list(Sdq.objects.filter(young_person=scene.walk.young_person))


def record(visit: Visitor, **changes: Any) -> Any:
    return visit.post("sdq", **(fields(text(visit.get("sdq"))) | SCORE | changes))


def test_p05_a_score_is_recorded_with_its_informant_version_and_day(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    visit = visitor(scene, Part.SOCIAL_WORKER)
    before = text(visit.get("sdq"))
    assert words_of(before).count("None is recorded yet.") == 2
    assert words_of(before).count("Due by Monday 30 November 2026") == 2
    page = words_of(visit.follow(record(visit, emotional="4", conduct="3", hyperactivity="5", peer="2", impact="1")))
    [kept] = scores(scene)
    assert (kept.informant, kept.version, kept.total) == ("young_person", "S11-17", 14)
    assert kept.completed_on == date(2026, 11, 2)
    assert (kept.emotional, kept.prosocial, kept.impact) == (4, None, 1)
    assert "The SDQ score is recorded." in page
    assert "2 November 2026, total 14. It counts until 2 November 2027." in page
    assert "Emotional 4, Conduct 3, Hyperactivity 5, Peer 2, Impact 1 Sam Okafor" in page
    assert page.count("Due by Monday 30 November 2026") == 1


def test_p05_a_score_of_more_than_a_year_ago_is_due_again_and_late_after_the_day(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    visit = visitor(scene, Part.SOCIAL_WORKER)
    record(visit, **{"completed_on-year": "2025"})
    page = words_of(text(visit.get("sdq")))
    assert "2 November 2025, total 14. It counted until 2 November 2026. Due by Monday 30 November 2026" in page
    scene.walk.later(weeks=3, days=2)
    assert "2 days late" in words_of(text(visit.get("sdq")))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"total": "41"}, "must be a whole number from 0 to 40."),
        ({"total": "-1"}, "must be a whole number from 0 to 40."),
        ({"total": "9" * 400}, "must be a whole number from 0 to 40."),
        ({"total": "many"}, "Total difficulties score must be a number"),
        ({"total": ""}, "Enter the total difficulties score"),
        ({"impact": "11"}, "must be a whole number from 0 to 10."),
        ({"emotional": "4", "conduct": "3", "hyperactivity": "5", "peer": "3"}, "must be the sum of the four"),
        ({"completed_on-year": "2027"}, "cannot be in the future"),
        ({"completed_on-year": "2001"}, "before they were born"),
        ({"completed_on-day": "31"}, "must be a real date"),
        ({"informant": ""}, "Choose who completed it"),
        ({"informant": "parent"}, "Choose one of the answers shown"),
        ({"version": "X"}, "Choose one of the answers shown"),
    ],
)
def test_a_wrong_score_gets_a_sentence_and_everything_typed_is_kept(
    at_stage: At, changes: dict[str, str], says: str
) -> None:
    scene = at_stage(Stage.PREPARING)
    visit = visitor(scene, Part.SOCIAL_WORKER)
    answer = record(visit, **changes)
    assert answer.status_code == 422
    assert says in words_of(text(answer))
    sent = SCORE | changes
    shown = fields(text(answer))
    assert all(shown.get(name, "") == sent[name] for name in sent if name not in ("informant", "version"))
    assert not scores(scene)


def test_p05_the_page_says_that_the_wording_is_never_held_and_has_no_box_for_it(at_stage: At) -> None:
    page = text(visitor(at_stage(Stage.PREPARING), Part.SOCIAL_WORKER).get("sdq"))
    assert "The wording of the questionnaire and its items are licensed, and never belong in a plan." in words_of(page)
    assert "<textarea" not in page


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("part", [part for part in Part if part not in (Part.AUTHOR, Part.PARENT)])
def test_who_records_a_score_and_who_reads_them(at_stage: At, stage: Stage, part: Part) -> None:
    scene = at_stage(stage)
    answer = visitor(scene, part).get("sdq")
    parts = {part, Part.AUTHOR} if part is Part.DESIGNATED_TEACHER else {part}
    if part in (Part.CARER, Part.KEY_WORKER, Part.YOUNG_PERSON):
        assert answer.status_code == 409
    elif answer.status_code == 200:
        records = moves.refusal(moves.RECORD_SDQ, parts, stage) is None
        assert ('name="total"' in text(answer)) == records
    else:
        assert answer.status_code == 404
        assert part not in (Part.SOCIAL_WORKER, Part.EDUCATION_ADVISER, Part.VIRTUAL_SCHOOL_HEAD)


def test_two_scores_of_one_informant_are_drawn_as_a_line(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    walk.sdqs(scene.walk)
    visit = visitor(scene, Part.SOCIAL_WORKER)
    assert "Total score, from the" not in words_of(text(visit.get("sdq")))
    record(visit)
    page = words_of(text(visit.get("sdq")))
    assert "Total score, from the young person" in page
    assert "Total score, from the key worker" not in page
