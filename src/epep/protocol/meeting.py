"""The PEP meeting: who chairs, what must be agreed, what happens when it is cancelled (P6, P7, P17)."""

from collections.abc import Iterable
from datetime import date

from epep.form.parts import Part
from epep.protocol.local import LocalRules


def may_chair(part: Part | None, local: LocalRules) -> bool:
    """P6: the education adviser or a personal adviser chairs. Anyone else does so only with a recorded reason."""
    return part in local.meeting.chairs


def next_meeting_missing(next_agreed: bool) -> bool:
    """P7: the next meeting's date, time and venue, or a reason why there is none, are needed to submit."""
    return not next_agreed


def can_be_held(meeting_on: date, today: date) -> bool:
    """A meeting can be recorded on its day or later, not before."""
    return meeting_on <= today


def told_of_cancellation(parts: Iterable[Part]) -> frozenset[Part]:
    """P17: everyone is told at once, the Virtual School administrator among them."""
    return frozenset(parts) | {Part.VIRTUAL_SCHOOL_ADMINISTRATOR}
