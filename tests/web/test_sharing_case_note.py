"""The case note (P16), and closing the plan with it."""

import pytest
from tests.scenes import At
from tests.web.visiting import main, text, visitor

from epep.form.parts import Part
from epep.protocol.stages import Stage
from epep.record.sharing import CaseNote

WORKER = Part.SOCIAL_WORKER


def test_p16_the_words_are_there_and_can_be_changed(at_stage: At) -> None:
    scene = at_stage(Stage.SHARED)
    worker = visitor(scene, WORKER)
    page = main(worker.get("case_note"))
    words = f"The Personal Education Plan {scene.walk.plan.reference} has been added to ECM under education."
    assert f">\n{words}</textarea>" in page or f">{words}</textarea>" in page
    assert 'data-copy="id_text" hidden' in page
    page = worker.follow(worker.post("case_note", text=f"{words}\r\nSee also the review.", reference=" CN 77 "))
    assert "The case note is recorded." in page
    made = CaseNote.objects.get(plan=scene.plan_id)
    assert (made.text, made.reference) == (f"{words}\nSee also the review.", "CN 77")
    assert scene.stage is Stage.NOTED


def test_p16_save_and_close_where_nothing_else_is_missing(at_stage: At) -> None:
    scene = at_stage(Stage.SHARED)
    worker = visitor(scene, WORKER)
    assert "Save and close the plan" in main(worker.get("case_note"))
    page = worker.follow(worker.post("case_note", text="It is in ECM.", close="yes"))
    assert "The case note is recorded and the plan is closed. Everything is done." in page
    assert scene.stage is Stage.CLOSED


def test_p16_before_everything_is_shared_it_can_be_recorded_and_not_closed(at_stage: At) -> None:
    scene = at_stage(Stage.FILED)
    worker = visitor(scene, WORKER)
    assert "Save and close" not in main(worker.get("case_note"))
    page = worker.follow(worker.post("case_note", text="It is in ECM.", close="yes"))
    assert "The case note is recorded. The plan is still open. You cannot close the plan now" in page
    assert scene.stage is Stage.FILED
    made = main(worker.get("case_note"))
    assert "The case note is recorded" in made
    assert "It is in ECM." in made
    assert "<form" not in made
    again = worker.post("case_note", text="Another.")
    assert again.status_code == 422
    assert "The case note was recorded before. Nothing more to do." in main(again)
    assert CaseNote.objects.get(plan=scene.plan_id).text == "It is in ECM."


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"text": ""}, "Enter the case note"),
        ({"text": "x" * 2001}, "The case note must be 2,000 characters or fewer; you wrote 2,001."),
        ({"text": "Fine.", "reference": "x" * 201}, "must be 200 characters or fewer"),
    ],
)
def test_what_is_wrong_with_a_case_note_is_said_and_kept(at_stage: At, sent: dict[str, str], said: str) -> None:
    scene = at_stage(Stage.SHARED)
    answer = visitor(scene, WORKER).post("case_note", **sent)
    assert answer.status_code == 422
    assert said in main(answer)
    for typed in sent.values():
        assert typed in text(answer)
    assert not CaseNote.objects.filter(plan=scene.plan_id).exists()
