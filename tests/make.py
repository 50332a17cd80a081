"""Plans at any stage, brought there through the real actions."""

from datetime import datetime

from tests.cast import NOW, Cast, weeks

from epep.form.parts import Part
from epep.jobs import walk
from epep.jobs.walk import Walk
from epep.protocol.stages import Stage


def a_plan(cast: Cast, kind: str = "termly_review", now: datetime = NOW, author: Part | None = None) -> Walk:
    """A plan just opened."""
    return walk.begin(cast.young_person, kind, now, author=author)


def a_plan_at(stage: Stage, cast: Cast, kind: str = "termly_review", now: datetime = NOW) -> Walk:
    """A plan at `stage`, its meeting three weeks after `now`, the next one twelve weeks later."""
    meeting_at = now + weeks(3)
    return walk.to(a_plan(cast, kind, now), stage, meeting_at, meeting_at + weeks(12))
