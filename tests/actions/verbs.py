"""Every verb on a plan, ready to be done: where, by whom, with what, and who is told. Written down, not derived."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.cast import weeks
from tests.scenes import Scene

from epep.actions import filing, meetings, plans, reviews, sharing, submissions
from epep.form.parts import Part
from epep.protocol.stages import Stage
from epep.record.facts import day_of
from epep.record.people import Person

SW, DT, EA, PA = Part.SOCIAL_WORKER, Part.DESIGNATED_TEACHER, Part.EDUCATION_ADVISER, Part.PERSONAL_ADVISER
ADMIN, HEAD, CARER, KEY = Part.VIRTUAL_SCHOOL_ADMINISTRATOR, Part.VIRTUAL_SCHOOL_HEAD, Part.CARER, Part.KEY_WORKER
YOUNG, CRT, LCA = Part.YOUNG_PERSON, Part.CONFERENCE_AND_REVIEW_TEAM, Part.LEAVING_CARE_ADMINISTRATOR
EVERYONE = frozenset({SW, DT, EA, PA, CARER, KEY, YOUNG, ADMIN})
A = Stage.ARRANGING
P, H, R, S = Stage.PREPARING, Stage.HELD, Stage.RETURNED, Stage.SUBMITTED
PASSED, FILED, SHARED, NOTED, CLOSED = Stage.PASSED, Stage.FILED, Stage.SHARED, Stage.NOTED, Stage.CLOSED


Do = Callable[[Scene, Person, datetime], Any]


def nothing(scene: Scene) -> None:
    """The plan is as it should be."""


@dataclass(frozen=True)
class Verb:
    """One verb: done at `start` by `by`, who may be any of `may` at any of `at`; leads to `end`; `told` are told."""

    name: str
    do: Do
    by: Part
    may: frozenset[Part]
    start: Stage
    at: frozenset[Stage]
    end: Stage
    told: frozenset[Part] = frozenset()
    ready: Callable[[Scene], None] = nothing


def arrange(s: Scene, by: Person, now: datetime) -> Any:
    return meetings.arrange(plan_id=s.plan_id, when=meetings.When(now + weeks(3), "Room 1"), by=by, now=now)


def cancel_and_arrange(s: Scene) -> None:
    """A meeting that nobody has been told of yet."""
    cancel(s, s.cast[SW], s.walk.now)
    arrange(s, s.cast[SW], s.walk.now)


def confirm(s: Scene, by: Person, now: datetime) -> Any:
    return meetings.confirm(plan_id=s.plan_id, party="carer", by=by, now=now)


def write_section(s: Scene, by: Person, now: datetime) -> Any:
    section = s.walk.plan.sections.get(key="header")
    answers = {"first_plan": "no", "interpreter": "no", "last_plan_on": "2026-03-02"}
    return plans.write_section(
        plan_id=s.plan_id, key="header", answers=answers, based_on=section.version, by=by, now=now
    )


def record_sdq(s: Scene, by: Person, now: datetime) -> Any:
    return plans.record_sdq(
        plan_id=s.plan_id,
        informant="young_person",
        version="S11-17",
        completed_on=day_of(now),
        scores=plans.Scores(total=11),
        by=by,
        now=now,
    )


def ask_for_check(s: Scene, by: Person, now: datetime) -> Any:
    return plans.ask_for_check(plan_id=s.plan_id, of=EA, message="Is target 2 clear?", by=by, now=now)


def ask(s: Scene) -> None:
    """A check has been asked for."""
    ask_for_check(s, s.cast[DT], s.walk.now)


def answer_check(s: Scene, by: Person, now: datetime) -> Any:
    comments = {"header": "Add who will interpret."}
    return plans.answer_check(plan_id=s.plan_id, comments=comments, by=by, now=now)


def on_the_day(s: Scene) -> None:
    """It is the day of the meeting."""
    meeting_on = s.walk.standing.facts.meeting_on
    assert meeting_on
    s.walk.on(meeting_on, 17)


def hold(s: Scene, by: Person, now: datetime) -> Any:
    there = [meetings.Attended(s.cast[part], part, "whole") for part in (SW, EA, YOUNG)]
    return meetings.hold(plan_id=s.plan_id, chair=s.cast[EA], attended=there, by=by, now=now)


def agree_next(s: Scene, by: Person, now: datetime) -> Any:
    agreed = meetings.When(now + weeks(12), "The same room")
    return meetings.agree_next(plan_id=s.plan_id, agreed=agreed, by=by, now=now)


def cancel(s: Scene, by: Person, now: datetime) -> Any:
    return meetings.cancel(plan_id=s.plan_id, reason="The young person is ill.", by=by, now=now)


def rearrange(s: Scene, by: Person, now: datetime) -> Any:
    when = meetings.When(now + weeks(4), "Room 2", "virtual")
    return meetings.rearrange(plan_id=s.plan_id, reason="The teacher is ill.", when=when, by=by, now=now)


def submit(s: Scene, by: Person, now: datetime) -> Any:
    return submissions.submit(plan_id=s.plan_id, by=by, now=now)


def pass_for_saving(s: Scene, by: Person, now: datetime) -> Any:
    return reviews.pass_for_saving(plan_id=s.plan_id, number=1, by=by, now=now)


def ask_for_resubmission(s: Scene, by: Person, now: datetime) -> Any:
    return reviews.ask_for_resubmission(
        plan_id=s.plan_id, number=1, reason="Who does what?", comments={"new_targets": "Say who."}, by=by, now=now
    )


def record_saved(s: Scene, by: Person, now: datetime) -> Any:
    return filing.record_saved(plan_id=s.plan_id, destination="mosaic", reference="M1234567", by=by, now=now)


def record_saved_last(s: Scene, by: Person, now: datetime) -> Any:
    return filing.record_saved(
        plan_id=s.plan_id, destination="virtual_school_box", reference="Post 16/12", by=by, now=now
    )


def saved_in_mosaic(s: Scene) -> None:
    """The plan is saved in Mosaic already."""
    record_saved(s, s.cast[ADMIN], s.walk.now)


def send_copies(s: Scene, by: Person, now: datetime) -> Any:
    return sharing.send_copies(plan_id=s.plan_id, by=by, now=now)


def decide_sharing(s: Scene, by: Person, now: datetime) -> Any:
    return sharing.decide_sharing(plan_id=s.plan_id, person=s.cast[CARER], decision="full", by=by, now=now)


def record_case_note(s: Scene, by: Person, now: datetime) -> Any:
    return sharing.record_case_note(plan_id=s.plan_id, text="The PEP is in ECM under education.", by=by, now=now)


def close(s: Scene, by: Person, now: datetime) -> Any:
    return plans.close(plan_id=s.plan_id, by=by, now=now)


def end_early(s: Scene, by: Person, now: datetime) -> Any:
    return plans.end_early(plan_id=s.plan_id, reason="They left care.", by=by, now=now)


def _parts(*parts: Part) -> frozenset[Part]:
    return frozenset(parts)


def _at(*stages: Stage) -> frozenset[Stage]:
    return frozenset(stages)


WRITERS = _parts(SW, DT, EA, PA, CARER, KEY, YOUNG)
PASSED_ON = _at(PASSED, FILED, SHARED, NOTED)
VERBS = (
    Verb("arrange", arrange, SW, _parts(SW, EA, PA), A, _at(A), P, EVERYONE - {SW}),
    Verb("confirm", confirm, SW, _parts(SW), P, _at(P), P, _parts(CARER, KEY), ready=cancel_and_arrange),
    Verb("write_section", write_section, DT, WRITERS, P, _at(A, P, H, R), P),
    Verb("record_sdq", record_sdq, SW, _parts(SW, DT), P, _at(A, P, H, R), P),
    Verb("ask_for_check", ask_for_check, DT, _parts(DT), P, _at(P, H, R), P, _parts(EA)),
    Verb("answer_check", answer_check, EA, _parts(EA, PA), P, _at(P, H, R), P, _parts(DT), ready=ask),
    Verb("hold", hold, DT, _parts(DT, EA, PA), P, _at(P), H, _parts(SW), ready=on_the_day),
    Verb("agree_next", agree_next, EA, _parts(DT, EA, PA), H, _at(H, R), H),
    Verb("cancel", cancel, DT, _parts(SW, DT, EA, PA, ADMIN), P, _at(P), A, EVERYONE - {DT}),
    Verb("rearrange", rearrange, SW, _parts(SW, EA, PA), P, _at(P), P, EVERYONE - {SW}),
    Verb("submit", submit, DT, _parts(DT), H, _at(H, R), S, _parts(EA, SW)),
    Verb("pass_for_saving", pass_for_saving, EA, _parts(EA), S, _at(S), PASSED, _parts(ADMIN)),
    Verb("ask_for_resubmission", ask_for_resubmission, EA, _parts(EA), S, _at(S), R, _parts(DT, SW)),
    Verb("record_saved", record_saved, ADMIN, _parts(ADMIN), PASSED, _at(PASSED), PASSED),
    Verb(
        "record_saved", record_saved_last, ADMIN, _parts(ADMIN), PASSED, _at(PASSED), FILED, _parts(SW),
        ready=saved_in_mosaic,
    ),
    Verb("send_copies", send_copies, ADMIN, _parts(ADMIN), FILED, PASSED_ON, FILED, _parts(CRT, SW, LCA)),
    Verb("decide_sharing", decide_sharing, SW, _parts(SW), FILED, PASSED_ON, FILED, _parts(CARER)),
    Verb("record_case_note", record_case_note, SW, _parts(SW), SHARED, _at(FILED, SHARED), NOTED),
    Verb("close", close, SW, _parts(SW, ADMIN), NOTED, _at(NOTED), CLOSED),
    Verb("end_early", end_early, EA, _parts(SW, EA, ADMIN), A, _at(A, P, H, S, R), CLOSED, EVERYONE - {EA}),
)  # fmt: skip
