"""Plans: opening, writing sections, SDQ scores, checks, closing (P2 to P5, P7, P9), and what bad input gets."""

from datetime import date, timedelta
from typing import Any

import pytest
from tests.actions.verbs import CARER, DT, EA, KEY, PA, SW, YOUNG, ask
from tests.cast import MONDAY, NOW, Cast, make_cast, weeks
from tests.scenes import At, Scene

from epep.actions import meetings, plans, reviews, submissions
from epep.actions.outcomes import Invalid, Missing, Refused
from epep.actions.plans import Conflict, Saved, Scores
from epep.form.parts import Part
from epep.protocol.moves import Code
from epep.protocol.stages import Stage
from epep.record.plans import Plan, Sdq, SetAside


def open_plan(cast: Cast, kind: str = "initial", by: Part = SW, **arguments: Any) -> Plan:
    return plans.open_plan(young_person_id=cast.young_person.pk, kind=kind, by=cast[by], now=NOW, **arguments)


@pytest.fixture
def new(at_stage: At) -> Cast:
    """Somebody who has no plan yet."""
    return make_cast(at_stage(Stage.CLOSED).cast.authority, ".new", mosaic_id="999")


@pytest.mark.parametrize(
    ("kind", "author"), [("initial", DT), ("not_in_education", SW), ("employed", SW), ("custody", SW)]
)
def test_a_plan_is_opened_with_the_sections_of_its_kind(new: Cast, kind: str, author: Part) -> None:
    plan = open_plan(new, kind)
    assert (plan.number, plan.kind, plan.author_part, plan.previous) == (1, kind, author, None)
    keys = set(plan.sections.values_list("key", flat=True))
    assert ("previous_targets" in keys, "attendance" in keys) == (kind != "initial", kind in ("initial", "custody"))
    assert all(section.version == 0 and section.written_by is None for section in plan.sections.all())


def test_opening_is_for_three_parts_and_for_nobody_else(new: Cast) -> None:
    for part in (DT, PA, CARER, KEY, YOUNG, Part.VIRTUAL_SCHOOL_HEAD):
        with pytest.raises(Refused) as caught:
            open_plan(new, by=part)
        assert caught.value.refusal.text == (
            "You cannot open a plan. It is for the social worker or education adviser or Virtual School administrator."
        )
    with pytest.raises(Missing):
        open_plan(new, by=Part.PARENT)


def test_a_second_plan_waits_for_the_first(new: Cast) -> None:
    open_plan(new)
    with pytest.raises(Refused) as caught:
        open_plan(new, "termly_review")
    assert caught.value.refusal.code is Code.WRONG_STAGE
    assert Plan.objects.filter(young_person=new.young_person).count() == 1


@pytest.mark.parametrize(
    ("arguments", "field"), [({"kind": "yearly"}, "kind"), ({"kind": "initial", "author": CARER}, "author")]
)
def test_unknown_kinds_and_authors_are_refused_with_what_is_known(
    new: Cast, arguments: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        open_plan(new, **arguments)
    assert caught.value.problems[field].startswith("Choose ")


def test_p07_the_next_plan_opens_from_the_meeting_agreed_with_the_targets_carried_forward(at_stage: At) -> None:
    scene = at_stage(Stage.PASSED)
    plan = scene.walk.plan.next_plan
    agreed = scene.walk.plan.next_meetings.get()
    assert (plan.number, plan.kind, plan.wanted_at, plan.wanted_venue) == (
        2, "termly_review", agreed.starts_at, agreed.venue,
    )  # fmt: skip
    set_then = scene.walk.plan.sections.get(key="new_targets").answers["targets"]
    carried = plan.sections.get(key="previous_targets").answers["targets"]
    assert set_then
    assert carried == [{"id": row["id"], "target": row["target"]} for row in set_then]


def test_p07_no_plan_opens_when_they_are_18_by_the_next_meeting(at_stage: At) -> None:
    scene = at_stage(Stage.SUBMITTED)
    scene.walk.young_person.date_of_birth = date(2009, 1, 10)  # 18 before Monday 22 February 2027
    scene.walk.young_person.save()
    reviews.pass_for_saving(plan_id=scene.plan_id, number=1, by=scene.cast[EA], now=scene.walk.now)
    assert not Plan.objects.filter(previous=scene.plan_id).exists()


def test_p07_no_plan_opens_when_none_was_agreed(at_stage: At) -> None:
    scene = at_stage(Stage.HELD)
    meetings.agree_next(
        plan_id=scene.plan_id, agreed=meetings.NoNext("They move."), by=scene.cast[DT], now=scene.walk.now
    )
    submissions.submit(plan_id=scene.plan_id, by=scene.cast[DT], now=scene.walk.now)
    reviews.pass_for_saving(plan_id=scene.plan_id, number=1, by=scene.cast[EA], now=scene.walk.now)
    assert not Plan.objects.filter(previous=scene.plan_id).exists()


def write(scene: Scene, by: Part, key: str, answers: dict[str, Any], based_on: int | None = None) -> Saved | Conflict:
    version = scene.walk.plan.sections.get(key=key).version if based_on is None else based_on
    return plans.write_section(
        plan_id=scene.plan_id, key=key, answers=answers, based_on=version, by=scene.cast[by], now=scene.walk.now
    )


def test_p03_the_author_writes_progress_before_the_meeting(at_stage: At) -> None:
    scene = at_stage(Stage.ARRANGING)
    saved = write(scene, DT, "progress", {"summary": "  Going well.\r\nMaths too. "})
    assert isinstance(saved, Saved)
    section = saved.section
    assert section.answers == {"summary": "Going well.\nMaths too."}
    assert (section.version, section.written_by, section.written_as) == (1, scene.cast[DT], DT)
    for part in (SW, EA, CARER, YOUNG):
        with pytest.raises(Refused, match="It is for the author of the plan"):
            write(scene, part, "progress", {})


@pytest.mark.parametrize("part", [YOUNG, DT, SW, PA, CARER, KEY])
def test_p04_views_come_from_themselves_or_from_somebody_who_says_so(at_stage: At, part: Part) -> None:
    saved = write(at_stage(Stage.PREPARING), part, "young_person_views", {"proud": "My welding."})
    assert (saved.section.written_as, saved.section.answers) == (part, {"proud": "My welding."})


def test_two_people_saving_one_section_lose_nothing(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    write(scene, DT, "header", {"interpreter": "no"}, based_on=0)
    late = write(scene, SW, "header", {"interpreter": "yes"}, based_on=0)
    assert isinstance(late, Conflict)
    assert (late.section.answers, late.set_aside.answers) == ({"interpreter": "no"}, {"interpreter": "yes"})
    assert scene.walk.plan.sections.get(key="header").version == 1
    kept = SetAside.objects.get(plan=scene.plan_id)
    assert (kept.by, kept.based_on, kept.settled_at) == (scene.cast[SW], 0, None)
    write(scene, SW, "header", {"interpreter": "yes"}, based_on=1)
    kept.refresh_from_db()
    assert kept.settled_at == scene.walk.now


def test_the_same_words_saved_twice_are_no_conflict(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    for _ in range(2):
        assert isinstance(write(scene, DT, "header", {"interpreter": "no"}, based_on=0), Saved)


@pytest.mark.parametrize("based_on", [-1, 1, 99, 2**40])
def test_a_version_that_never_was_is_refused(at_stage: At, based_on: int) -> None:
    with pytest.raises(Invalid, match="did not come from this plan"):
        write(at_stage(Stage.PREPARING), DT, "header", {"interpreter": "no"}, based_on=based_on)


@pytest.mark.parametrize("key", ["", "nonsense", "header\x00", "../header"])
def test_a_section_the_plan_does_not_have_is_missing(at_stage: At, key: str) -> None:
    with pytest.raises(Missing):
        plans.write_section(
            plan_id=(scene := at_stage(Stage.PREPARING)).plan_id,
            key=key,
            answers={},
            based_on=0,
            by=scene.cast[DT],
            now=NOW,
        )


def test_wrong_answers_are_refused_by_question_and_change_nothing(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    with pytest.raises(Invalid) as caught:
        write(scene, DT, "attendance", {"figures": "yes", "this_year": "a lot", "nonsense": "x"})
    assert set(caught.value.problems) == {"this_year", "nonsense"}
    assert scene.walk.plan.sections.get(key="attendance").version == 0


def sdq(scene: Scene, total: int = 12, on: date = MONDAY, who: str = "young_person", **scores: int) -> Sdq:
    return plans.record_sdq(
        plan_id=scene.plan_id,
        informant=who,
        version="S11-17",
        completed_on=on,
        scores=Scores(total, **scores),
        by=scene.cast[SW],
        now=scene.walk.now,
    )


def test_p05_scores_informant_version_and_date_are_kept(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    sdq(scene, 12, emotional=3, conduct=4, hyperactivity=5, peer=0, prosocial=10, impact=2)
    row = Sdq.objects.get(young_person=scene.walk.young_person)
    assert (row.total, row.emotional, row.prosocial, row.completed_on) == (12, 3, 10, MONDAY)
    assert scene.walk.standing.facts.sdq_on == {YOUNG: MONDAY}


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ({"total": 41}, "total"),
        ({"total": -1}, "total"),
        ({"total": 2**40}, "total"),
        ({"peer": 11}, "peer"),
        ({"impact": 11}, "impact"),
        ({"emotional": 1, "conduct": 1, "hyperactivity": 1, "peer": 1}, "total"),
        ({"on": MONDAY + timedelta(days=1)}, "completed_on"),
        ({"on": date(1909, 1, 1)}, "completed_on"),
        ({"who": "grandmother"}, "informant"),
        ({"who": "social_worker"}, "informant"),
    ],
)
def test_p05_impossible_scores_are_refused(at_stage: At, arguments: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        sdq(at_stage(Stage.PREPARING), **arguments)
    assert set(caught.value.problems) == {field}


def test_p09_a_check_is_asked_of_an_adviser_who_is_there_once_at_a_time(at_stage: At) -> None:
    scene = at_stage(Stage.HELD)

    def problem(of: Part, message: str = "") -> dict[str, str]:
        with pytest.raises(Invalid) as caught:
            plans.ask_for_check(plan_id=scene.plan_id, of=of, message=message, by=scene.cast[DT], now=scene.walk.now)
        return caught.value.problems

    assert problem(SW) == {"of": "You can ask the education adviser or personal adviser."}
    assert "2,000 characters or fewer; you wrote 2,001" in problem(EA, "x" * 2001)["message"]
    ask(scene)
    assert "You have asked already" in problem(PA)["of"]
    scene.walk.young_person.team.filter(part=PA).delete()
    plans.answer_check(plan_id=scene.plan_id, comments={}, message="Fine.", by=scene.cast[EA], now=scene.walk.now)
    assert "Nobody is the personal adviser in this team" in problem(PA)["of"]


def test_p09_the_answer_comes_back_section_by_section(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    ask(scene)

    def answer(comments: dict[str, str], message: str = "") -> Any:
        return plans.answer_check(
            plan_id=scene.plan_id, comments=comments, message=message, by=scene.cast[EA], now=scene.walk.now
        )

    for comments, message, field in (
        ({}, "", "message"),
        ({"header": " \x00 "}, " ", "message"),
        ({"nonsense": "Why?"}, "", "nonsense"),
        ({"header": "x" * 2001}, "", "header"),
        ({}, "x" * 2001, "message"),
    ):
        with pytest.raises(Invalid) as caught:
            answer(comments, message)
        assert set(caught.value.problems) == {field}
    made = answer({"header": " Who interprets? ", "progress": ""}, "Nearly there.")
    assert (made.comments, made.message) == ({"header": "Who interprets?"}, "Nearly there.")
    assert scene.walk.standing.facts.check_asked_on is None


def test_ending_early_needs_a_reason_and_the_next_plan_can_be_opened(at_stage: At) -> None:
    scene = at_stage(Stage.HELD)

    def end(reason: str) -> Any:
        return plans.end_early(plan_id=scene.plan_id, reason=reason, by=scene.cast[SW], now=scene.walk.now)

    with pytest.raises(Refused):
        end("\x00 ")
    with pytest.raises(Invalid, match="2,000 characters"):
        end("x" * 2001)
    closure = end(" They moved away. ")
    assert (closure.early, closure.reason) == (True, "They moved away.")
    later = scene.walk.now + weeks(1)
    plan = plans.open_plan(
        young_person_id=scene.walk.young_person.pk, kind="termly_review", by=scene.cast[SW], now=later
    )
    assert plan.previous == scene.walk.plan
    targets = plan.sections.get(key="previous_targets").answers["targets"]
    assert targets, "a plan that was never submitted carries forward what stood in its section"
