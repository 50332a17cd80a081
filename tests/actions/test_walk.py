"""The ordinary way of a plan, from opening to closed, through the real actions."""

from collections.abc import Callable

import pytest
from tests.scenes import Scene

from epep.protocol.stages import Stage


@pytest.mark.parametrize("stage", list(Stage))
def test_every_stage_is_reached_by_the_real_actions(at_stage: Callable[[Stage], Scene], stage: Stage) -> None:
    assert at_stage(stage).stage is stage
