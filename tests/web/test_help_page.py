"""The help page: the eight steps, every move of the protocol with who makes it, and the words."""

from collections.abc import Callable

import pytest
from tests.scenes import Scene
from tests.web.visiting import main, visitor

from epep.form.parts import Part
from epep.protocol.moves import MOVES
from epep.protocol.stages import Stage, Step
from epep.web.pages.help import STEPS, who_does_what

At = Callable[[Stage], Scene]


FAMILY = (Part.CARER, Part.KEY_WORKER, Part.YOUNG_PERSON)


@pytest.mark.parametrize("part", FAMILY)
def test_those_near_the_young_person_read_it_in_plain_words(at_stage: At, part: Part) -> None:
    page = main(visitor(at_stage(Stage.HELD), part).get_at("/help/"))
    assert ("Your plan is about learning and work" in page) == (part is Part.YOUNG_PERSON)
    for word in ("resubmission", "submission", "SDQ", "quality check"):
        assert word not in page


@pytest.mark.parametrize("part", [part for part in Part if part not in (Part.AUTHOR, Part.PARENT, *FAMILY)])
def test_everybody_else_reads_how_it_goes(at_stage: At, part: Part) -> None:
    page = main(visitor(at_stage(Stage.HELD), part).get_at("/help/"))
    for step in Step:
        assert f"<strong>{step.value}.</strong>" in page
    assert "Pass the plan for saving" in page
    assert "What needs you" in page


def test_every_step_and_every_move_is_there() -> None:
    assert list(STEPS) == list(Step)
    assert len(who_does_what()) == len(MOVES)
    found = dict(who_does_what())
    assert found["Confirm date and venue"] == "Social worker"
    assert found["Submit the plan"] == "Author of the plan"
    assert found["Cancel the meeting"].startswith("Author of the plan, social worker")
    assert "Virtual School administrator" in found["Cancel the meeting"]
