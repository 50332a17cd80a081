"""Two people doing the same at the same moment: real threads, real PostgreSQL; one is done, the other told why not."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep
from typing import Any

import pytest
from django.db import connection
from tests.actions import verbs
from tests.actions.verbs import ADMIN, CARER, DT, EA, PA, SW, Do
from tests.cast import NOW, START
from tests.scenes import At, Scene

from epep.actions import _gate, people, plans
from epep.actions.outcomes import Invalid, Refused
from epep.actions.plans import Conflict, Saved
from epep.form.parts import Part
from epep.protocol.stages import Stage
from epep.record.duties import DutyRow
from epep.record.facts import Standing
from epep.record.people import Person, TeamMember
from epep.record.plans import Plan
from epep.record.reviews import Review
from epep.record.submissions import Submission

Act = Callable[[], Any]


@pytest.fixture(autouse=True)
def slow_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every action takes its time before it commits, so that the other is surely there while it is under way."""
    refresh = _gate.refresh_duties

    def slowly(standing: Standing) -> None:
        refresh(standing)
        sleep(0.15)

    monkeypatch.setattr(_gate, "refresh_duties", slowly)
    monkeypatch.setattr(people, "refresh_duties", slowly)


def at_once(*acts: Act) -> list[Any]:
    """What each act gives, or the exception it raises, all started at the same moment on connections of their own."""
    start = Barrier(len(acts))

    def run(act: Act) -> Any:
        try:
            start.wait(10)
            return act()
        except Exception as outcome:
            return outcome
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def twice(do: Do, scene: Scene, *by: Part) -> list[Any]:
    return at_once(*(lambda who=scene.cast[part]: do(scene, who, scene.walk.now) for part in by))


def one_done_one_told(outcomes: list[Any], *told: type[Exception]) -> str:
    """The words of the one who came second. Any other exception, an IntegrityError above all, fails."""
    (second,) = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert isinstance(second, told), repr(second)
    return str(second)


def test_submitting_twice_from_two_windows(committed_at: At) -> None:
    scene = committed_at(Stage.HELD)
    words = one_done_one_told(twice(verbs.submit, scene, DT, DT), Refused)
    assert words == "You cannot submit the plan now: the plan is submitted and waits for quality assurance."
    assert Submission.objects.filter(plan=scene.plan_id).count() == 1


def test_reviewing_twice(committed_at: At) -> None:
    scene = committed_at(Stage.SUBMITTED)
    by = scene.cast[EA]
    outcomes = at_once(
        lambda: verbs.pass_for_saving(scene, by, scene.walk.now),
        lambda: verbs.ask_for_resubmission(scene, by, scene.walk.now),
    )
    assert "You cannot" in one_done_one_told(outcomes, Refused)
    assert Review.objects.filter(submission__plan=scene.plan_id).count() == 1


@pytest.mark.parametrize(
    ("do", "stage", "by", "ready", "told"),
    [
        (verbs.arrange, Stage.ARRANGING, (SW, EA), None, Refused),
        (verbs.confirm, Stage.PREPARING, (SW, SW), verbs.cancel_and_arrange, Invalid),
        (verbs.ask_for_check, Stage.PREPARING, (DT, DT), None, Invalid),
        (verbs.answer_check, Stage.PREPARING, (EA, PA), verbs.ask, Invalid),
        (verbs.hold, Stage.PREPARING, (DT, EA), verbs.on_the_day, Refused),
        (verbs.cancel, Stage.PREPARING, (SW, DT), None, Refused),
        (verbs.pass_for_saving, Stage.SUBMITTED, (EA, EA), None, Refused),
        (verbs.record_saved, Stage.PASSED, (ADMIN, ADMIN), None, Invalid),
        (verbs.record_saved_last, Stage.PASSED, (ADMIN, ADMIN), verbs.saved_in_mosaic, Refused),
        (verbs.send_copies, Stage.FILED, (ADMIN, ADMIN), None, Invalid),
        (verbs.record_case_note, Stage.FILED, (SW, SW), None, Invalid),
        (verbs.close, Stage.NOTED, (SW, ADMIN), None, Refused),
        (verbs.end_early, Stage.ARRANGING, (SW, EA), None, Refused),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_once_is_enough(
    committed_at: At,
    do: Do,
    stage: Stage,
    by: tuple[Part, ...],
    ready: Callable[[Scene], None] | None,
    told: type[Exception],
) -> None:
    scene = committed_at(stage)
    if ready:
        ready(scene)
    words = one_done_one_told(twice(do, scene, *by), told)
    assert words.endswith(".")


def test_writing_one_section_twice_keeps_both_texts(committed_at: At) -> None:
    scene = committed_at(Stage.PREPARING)

    def write(by: Person, yes: str) -> Saved | Conflict:
        return plans.write_section(
            plan_id=scene.plan_id, key="header", answers={"interpreter": yes}, based_on=0, by=by, now=NOW
        )

    outcomes = at_once(lambda: write(scene.cast[DT], "yes"), lambda: write(scene.cast[SW], "no"))
    (conflict,) = [outcome for outcome in outcomes if isinstance(outcome, Conflict)]
    (saved,) = [outcome for outcome in outcomes if isinstance(outcome, Saved)]
    assert conflict.section.answers == saved.section.answers
    both = {conflict.section.answers["interpreter"], conflict.set_aside.answers["interpreter"]}
    assert both == {"yes", "no"}


def test_opening_two_plans(committed_at: At) -> None:
    scene = committed_at(Stage.ARRANGING)
    verbs.end_early(scene, scene.cast[SW], scene.walk.now)

    def open_plan(part: Part) -> Act:
        young_person_id, by = scene.walk.young_person.pk, scene.cast[part]
        return lambda: plans.open_plan(young_person_id=young_person_id, kind="initial", by=by, now=NOW)

    assert "A plan is open already" in one_done_one_told(at_once(open_plan(SW), open_plan(EA)), Refused)
    assert Plan.objects.filter(young_person=scene.walk.young_person, closure=None).count() == 1


def test_joining_a_team_while_the_plan_passes_neither_locks_up_nor_doubles_a_duty(committed_at: At) -> None:
    scene = committed_at(Stage.SUBMITTED)
    young_person, other = scene.walk.young_person, scene.cast[EA]
    outcomes = at_once(
        lambda: verbs.pass_for_saving(scene, scene.cast[EA], scene.walk.now),
        lambda: people.join_team(
            young_person=young_person, person=other, part=CARER, starts_on=START, by=None, now=scene.walk.now
        ),
    )
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    for plan in young_person.plans.all():
        owed = [(row.what, row.part, str(row.about)) for row in DutyRow.objects.filter(plan=plan)]
        assert len(owed) == len(set(owed))


def test_adding_the_same_person_or_team_row_twice(committed_at: At) -> None:
    scene = committed_at(Stage.PREPARING)

    def add() -> Person:
        return people.add_person(name="Ann", email="ann@example.org", authority=scene.cast.authority, by=None, now=NOW)

    def join() -> TeamMember:
        return people.join_team(
            young_person=scene.walk.young_person, person=scene.cast[EA], part=PA, starts_on=START, by=None, now=NOW
        )

    assert "Somebody has this e-mail address already." in one_done_one_told(at_once(add, add), Invalid)
    assert "already." in one_done_one_told(at_once(join, join), Invalid)


def test_eight_reviewers_one_review(committed_at: At) -> None:
    scene = committed_at(Stage.SUBMITTED)
    by = scene.cast[EA]
    outcomes = at_once(*[lambda: verbs.pass_for_saving(scene, by, scene.walk.now)] * 8)
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 7
    assert sum(isinstance(outcome, Review) for outcome in outcomes) == 1
