"""The eight steps of a plan as pages show them: what is done and when, what is under way or late, what follows."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from epep.protocol import after, before
from epep.protocol.days import Period, step
from epep.protocol.duties import What
from epep.protocol.stages import Stage, Step, Verdict, step_now
from epep.record.facts import Standing
from epep.record.meetings import Meeting
from epep.web import words

STEPS: Final = tuple(Step)
ALL_DONE: Final = len(STEPS) + 1


@dataclass(frozen=True)
class Shown:
    """One step. `state` is done, current, late or to_come; `when` a few words such as "by 30 Nov", or nothing."""

    name: str
    state: str
    when: str


@dataclass(frozen=True)
class Track:
    """Where a plan stands, small: the step's number (9 when all are done), its word, and whether it is late."""

    number: int
    word: str
    late: bool


def track(standing: Standing, today: date) -> Track:
    """Where a plan stands, for a row of a table."""
    late = any(duty.due < today for duty in standing.duties)
    if standing.stage is Stage.CLOSED:
        return Track(ALL_DONE, "closed", False)
    if standing.stage is Stage.NOTED:
        return Track(ALL_DONE, "all done, to be closed", late)
    now = step_now(standing.stage, standing.facts.meeting_on, today)
    assert now is not None, "a plan that is not closed is at a step"  # noqa: S101 (STEP_OF names every other stage)
    return Track(STEPS.index(now) + 1, now.value.lower(), late)


def steps(standing: Standing, meeting: Meeting | None, now: datetime) -> list[Shown]:
    """The eight steps of a plan, with their dates. `meeting` is the one that stands."""
    today = words.london_day(now)
    at = track(standing, today)
    ended = standing.stage is Stage.CLOSED and not standing.facts.case_note_on
    done, due = _done(standing, meeting), _due(standing)
    unprepared = _unprepared(standing, at, now)
    shown = []
    for number, name in enumerate(STEPS, 1):
        if name is Step.PREPARE and unprepared:
            shown.append(Shown(name, "late", unprepared))
        elif (number < at.number and not ended) or (ended and name in done):
            shown.append(Shown(name, "done", done.get(name, "")))
        elif number == at.number:
            shown.append(_under_way(name, meeting, at.late, standing, now))
        else:
            shown.append(Shown(name, "to_come", "" if ended else _to_come(name, meeting, due)))
    return shown


def _done(standing: Standing, meeting: Meeting | None) -> dict[Step, str]:
    """What is said of each step that happened."""
    facts = standing.facts
    found = {
        Step.ARRANGE: ("agreed", words.london_day(meeting.arranged_at) if meeting else None),
        Step.MEET: ("held", facts.held_on),
        Step.SUBMIT: ("sent", facts.submitted_on),
        Step.QUALITY_CHECK: ("passed", facts.reviewed_on if facts.verdict is Verdict.PASSED else None),
        Step.FILE: ("saved", facts.filed_on),
        Step.SHARE: ("shared", facts.copies_sent_on),
        Step.CASE_NOTE: ("noted", facts.case_note_on),
    }
    return {name: f"{word} {words.short_day(day)}" for name, (word, day) in found.items() if day}


def _unprepared(standing: Standing, at: Track, now: datetime) -> str:
    """How late preparing is once the meeting day has come; nothing when all is written, or before."""
    if STEPS[at.number - 1 : at.number] != (Step.MEET,):
        return ""
    return next((words.days_late(duty.due, now) for duty in standing.duties if duty.what is not What.HOLD), "")


def _under_way(name: Step, meeting: Meeting | None, late: bool, standing: Standing, now: datetime) -> Shown:
    if name is Step.MEET and meeting:
        missed = words.days_late(meeting.starts_at, now)
        return (
            Shown(name, "late", missed) if missed else Shown(name, "current", f"today, {words.time(meeting.starts_at)}")
        )
    due = standing.duties[0].due if standing.duties else None
    if late and due:
        return Shown(name, "late", words.days_late(due, now))
    return Shown(name, "current", f"by {words.short_day(due)}" if due else "")


def _to_come(name: Step, meeting: Meeting | None, due: dict[Step, date]) -> str:
    if name is Step.MEET and meeting:
        return f"{words.short_day(meeting.starts_at)}, {words.time(meeting.starts_at)}"
    return f"by {words.short_day(due[name])}" if name in due else ""


def _due(standing: Standing) -> dict[Step, date]:
    """The last day for each step that has one, reckoned from what has happened, else from the day before it is due."""
    facts, local = standing.facts, standing.local
    if facts.meeting_on is None:
        return {}

    def then(day: date, period: Period) -> date:
        return step(day, period, local.extra_days)

    returned_on = facts.reviewed_on if facts.verdict is Verdict.RETURNED else None
    submit = after.submit_by(facts.held_on or facts.meeting_on, returned_on, local)
    submitted_on = facts.submitted_on if not returned_on else None
    review = then(submitted_on or submit, local.review.review_within)
    passed = facts.reviewed_on if facts.verdict is Verdict.PASSED else None
    file = then(passed or review, local.filing.file_within)
    return {
        Step.PREPARE: before.prepared_by(facts.meeting_on, local),
        Step.SUBMIT: submit,
        Step.QUALITY_CHECK: review,
        Step.FILE: file,
        Step.SHARE: then(facts.filed_on or file, local.sharing.decide_within),
        Step.CASE_NOTE: then(facts.filed_on or file, local.case_note.write_within),
    }
