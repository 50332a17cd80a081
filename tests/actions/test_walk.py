"""The ordinary way of a plan, from opening to closed, through the real actions."""

import pytest
from tests.cast import Cast
from tests.make import a_plan_at

from epep.protocol.stages import Stage


@pytest.mark.parametrize("stage", list(Stage))
def test_every_stage_is_reached_by_the_real_actions(cast: Cast, stage: Stage) -> None:
    assert a_plan_at(stage, cast).standing.stage is stage
