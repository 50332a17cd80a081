"""Everything that has happened to a plan: for those who answer for it, filtered and turned over."""

from collections.abc import Callable

import pytest
from tests.scenes import Scene
from tests.web.visiting import main, text, visitor

from epep.form.parts import Part
from epep.protocol.stages import Stage
from epep.record.history import Event

At = Callable[[Stage], Scene]
MAY = (Part.SOCIAL_WORKER, Part.EDUCATION_ADVISER, Part.VIRTUAL_SCHOOL_ADMINISTRATOR, Part.VIRTUAL_SCHOOL_HEAD)
MAY_NOT = (Part.DESIGNATED_TEACHER, Part.PERSONAL_ADVISER, Part.CARER, Part.KEY_WORKER, Part.YOUNG_PERSON)


@pytest.mark.parametrize("part", MAY)
@pytest.mark.parametrize("stage", Stage)
def test_those_who_answer_for_the_plan_read_all_of_it(at_stage: At, stage: Stage, part: Part) -> None:
    scene = at_stage(stage)
    page = main(visitor(scene, part).get("history"))
    assert "opened the plan: termly review" in page or "page=2" in page
    for event in Event.objects.filter(plan_id_then=scene.plan_id)[:50]:
        assert event.by_name in page


@pytest.mark.parametrize("part", MAY_NOT)
def test_others_are_told_for_whom_it_is(at_stage: At, part: Part) -> None:
    answer = visitor(at_stage(Stage.HELD), part).get("history")
    assert answer.status_code == 409
    assert "social worker, education adviser, Virtual School administrator and Virtual School head" in text(answer)


def test_looks_and_acts_can_be_told_apart(at_stage: At) -> None:
    scene = at_stage(Stage.HELD)
    visitor(scene, Part.DESIGNATED_TEACHER).get("plan")
    worker = visitor(scene, Part.SOCIAL_WORKER)
    everything, done, looks = (main(worker.get("history", kind=kind)) for kind in ("", "done", "looks"))
    assert "looked at the plan" in everything
    assert "arranged the meeting" in everything
    assert "looked at the plan" not in done
    assert "arranged the meeting" in done
    assert "looked at the plan" in looks
    assert "arranged the meeting" not in looks
    assert "Dee Marlowe" in looks


def test_it_can_be_narrowed_to_one_person(at_stage: At) -> None:
    worker = visitor(at_stage(Stage.HELD), Part.SOCIAL_WORKER)
    found = main(worker.get("history", q="marlowe"))
    assert "Dee Marlowe" in found
    assert "Sam Okafor" not in found
    assert "Nothing fits." in main(worker.get("history", q="nobody at all"))


def test_long_histories_are_turned_over(at_stage: At) -> None:
    scene = at_stage(Stage.HELD)
    teacher = visitor(scene, Part.DESIGNATED_TEACHER)
    for _ in range(55):
        teacher.get("plan")
    worker = visitor(scene, Part.SOCIAL_WORKER)
    first, second = main(worker.get("history", kind="looks")), main(worker.get("history", kind="looks", page=2))
    assert first.count("looked at the plan") == 50
    assert second.count("looked at the plan") == 5
    assert "?kind=looks&amp;q=&amp;page=2" in first
