"""Where a plan stands, derived from what happened. Nothing stores a stage: facts are inserted, never cleared."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from epep.form.parts import Part


class Stage(StrEnum):
    """Where a plan stands, oldest first."""

    ARRANGING = "arranging"
    PREPARING = "preparing"
    HELD = "held"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    PASSED = "passed"
    FILED = "filed"
    SHARED = "shared"
    NOTED = "noted"
    CLOSED = "closed"


class Verdict(StrEnum):
    """The two outcomes of quality assurance that the protocol knows (P11, P12)."""

    PASSED = "passed"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unwritten:
    """A section with required answers still missing: whose it is, when it is wanted, how many answers."""

    section: str
    owner: Part
    phase: str
    answers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What has happened to one plan so far. Dates are days in England; None means it has not happened."""

    opened_on: date
    author: Part = Part.DESIGNATED_TEACHER
    wanted_on: date | None = None
    meeting_on: date | None = None
    confirmed: Mapping[str, date] = field(default_factory=dict)
    cancelled_on: date | None = None
    held_on: date | None = None
    next_agreed: bool = False
    unwritten: tuple[Unwritten, ...] = ()
    sdq_on: Mapping[Part, date] = field(default_factory=dict)
    check_asked_on: date | None = None
    check_asked_of: Part | None = None
    submissions: int = 0
    submitted_on: date | None = None
    verdict: Verdict | None = None
    reviewed_on: date | None = None
    filed: Mapping[str, date] = field(default_factory=dict)
    unfiled: frozenset[str] = frozenset()
    copies_sent_on: date | None = None
    undecided: int = 0
    case_note_on: date | None = None
    closed_on: date | None = None

    @property
    def filed_on(self) -> date | None:
        """The day the last destination was reached (P13), None while one is missing."""
        return max(self.filed.values()) if self.filed and not self.unfiled else None


def stage_of(facts: Facts) -> Stage:
    """The stage that `facts` add up to."""
    if facts.closed_on:
        return Stage.CLOSED
    if facts.submissions:
        return _after_submission(facts)
    if facts.held_on:
        return Stage.HELD
    return Stage.PREPARING if facts.meeting_on else Stage.ARRANGING


def _after_submission(facts: Facts) -> Stage:
    if facts.verdict is None:
        return Stage.SUBMITTED
    if facts.verdict is Verdict.RETURNED:
        return Stage.RETURNED
    if facts.filed_on is None:
        return Stage.PASSED
    if facts.undecided or not facts.copies_sent_on:
        return Stage.FILED
    return Stage.NOTED if facts.case_note_on else Stage.SHARED


class Step(StrEnum):
    """The eight steps a plan goes through, as pages show them."""

    ARRANGE = "Arrange"
    PREPARE = "Prepare"
    MEET = "Meet"
    SUBMIT = "Submit"
    QUALITY_CHECK = "Quality check"
    FILE = "File"
    SHARE = "Share"
    CASE_NOTE = "Case note"


STEP_OF = {
    Stage.ARRANGING: Step.ARRANGE,
    Stage.PREPARING: Step.PREPARE,
    Stage.HELD: Step.SUBMIT,
    Stage.RETURNED: Step.SUBMIT,
    Stage.SUBMITTED: Step.QUALITY_CHECK,
    Stage.PASSED: Step.FILE,
    Stage.FILED: Step.SHARE,
    Stage.SHARED: Step.CASE_NOTE,
    Stage.NOTED: Step.CASE_NOTE,
}


def step_now(stage: Stage, meeting_on: date | None, today: date) -> Step | None:
    """The step the plan is at today: on the meeting day preparing becomes meeting. None once closed."""
    if stage is Stage.PREPARING and meeting_on and today >= meeting_on:
        return Step.MEET
    return STEP_OF.get(stage)
