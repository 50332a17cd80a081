"""Asking for a check and answering it, section by section (P9); closing a plan, and ending it early."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.scenes import Scene
from tests.web.filling import fields, words_of
from tests.web.visiting import Visitor, text, visitor
from tests.web.writing import CARER, DT, EA, SW, UNUSUAL

from epep.actions import people, plans
from epep.form.parts import Part
from epep.jobs import walk
from epep.protocol.moves import ANSWER_CHECK, ASK_CHECK, CLOSE, END_EARLY, Move, refusal
from epep.protocol.stages import Stage
from epep.record.notices import Notice
from epep.record.people import TeamMember
from epep.record.plans import Check, CheckAnswer, Closure

pytestmark = pytest.mark.django_db
At = Callable[[Stage], Scene]
PLACES: list[tuple[str, Move]] = [
    ("ask_for_check", ASK_CHECK),
    ("answer_check", ANSWER_CHECK),
    ("close", CLOSE),
    ("end_early", END_EARLY),
]
AROUND = (DT, SW, EA, CARER, Part.PERSONAL_ADVISER, Part.YOUNG_PERSON, Part.VIRTUAL_SCHOOL_ADMINISTRATOR)


def send(visit: Visitor, name: str, **changes: Any) -> Any:
    """Open a page, fill it in, send it."""
    return visit.post(name, **(fields(text(visit.get(name))) | changes))


def asked(scene: Scene, message: str = "Are the targets small enough?") -> Scene:
    plans.ask_for_check(plan_id=scene.plan_id, of=EA, message=message, by=scene.cast[DT], now=scene.walk.now)
    return scene


@pytest.mark.parametrize("stage", list(Stage))
def test_each_page_is_drawn_for_whom_the_table_of_moves_lets_and_refused_in_words_to_others(
    at_stage: At, stage: Stage
) -> None:
    scene = at_stage(stage)
    if refusal(ASK_CHECK, {Part.AUTHOR}, stage) is None:
        asked(scene)
    for part in AROUND:
        parts = {part, Part.AUTHOR} if part is DT else {part}
        for name, move in PLACES:
            answer = visitor(scene, part).get(name)
            may = refusal(move, parts, stage) is None and name != "ask_for_check"
            assert answer.status_code == (200 if may else 409), (part, name)
            if not may:
                assert "You cannot" in words_of(text(answer)) or "You asked the" in words_of(text(answer))


def test_p09_the_author_asks_an_adviser_and_only_that_adviser_is_told(at_stage: At) -> None:
    scene = at_stage(Stage.HELD)
    visit = visitor(scene, DT)
    page = words_of(text(visit.get("ask_for_check")))
    assert "Ed Lindqvist, education adviser" in page
    assert "Pat Quill, personal adviser" in page
    Notice.objects.filter(kind="ask_for_check").delete()
    page = visit.follow(send(visit, "ask_for_check", of="education_adviser", message=UNUSUAL))
    assert "You asked for a check." in words_of(page)
    assert Check.objects.get().message == UNUSUAL
    assert [notice.recipient for notice in Notice.objects.filter(kind="ask_for_check")] == [scene.cast[EA]]
    again = visit.get("ask_for_check")
    assert again.status_code == 409
    assert "You asked the education adviser on" in words_of(text(again))


def test_p09_what_is_missing_is_said_and_does_not_stop_anybody_asking(at_stage: At) -> None:
    page = words_of(text(visitor(at_stage(Stage.PREPARING), DT).get("ask_for_check")))
    assert "Some answers are still missing. You can ask all the same." in page
    assert "Attendance: 2 answers missing" in page


def test_p09_nobody_to_ask_is_said_before_anybody_types(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    advisers = TeamMember.objects.filter(part__in=[EA, Part.PERSONAL_ADVISER])
    advisers.update(ends_on=scene.walk.now.date() - timedelta(days=1))
    page = text(visitor(scene, DT).get("ask_for_check"))
    assert "Ask the Virtual School to add an education adviser." in words_of(page)
    assert 'name="message"' not in page


@pytest.mark.parametrize(
    ("changes", "says"),
    [({"of": ""}, "Choose who should look at it"), ({"message": "x" * 2001}, "must be 2,000 characters or fewer")],
)
def test_p09_a_wrong_question_is_kept_beside_what_is_wrong(at_stage: At, changes: dict[str, str], says: str) -> None:
    visit = visitor(at_stage(Stage.HELD), DT)
    answer = send(visit, "ask_for_check", **({"of": "education_adviser", "message": "Kept."} | changes))
    assert answer.status_code == 422
    assert says in words_of(text(answer))
    assert fields(text(answer))["message"] == changes.get("message", "Kept.")


def test_p09_the_adviser_answers_beside_the_text_of_each_section(at_stage: At) -> None:
    scene = asked(at_stage(Stage.HELD))
    visit = visitor(scene, EA)
    page = text(visit.get("answer_check"))
    assert "Dee Marlowe asked on" in words_of(page)
    assert "Are the targets small enough?" in words_of(page)
    for one in scene.walk.standing.form.sections_for("termly_review"):
        assert f'name="{one.key}"' in page
    assert scene.walk.plan.sections.get(key="progress").answers["summary"] in words_of(page)
    send(visit, "answer_check", progress=UNUSUAL, message="Nearly there.")
    kept = CheckAnswer.objects.get()
    assert (kept.comments, kept.message) == ({"progress": UNUSUAL}, "Nearly there.")
    assert visit.get("answer_check").status_code == 409


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({}, "Write a comment on a section, or say that it is ready to submit."),
        ({"progress": "x" * 2001}, "The comment on Progress and next steps must be 2,000 characters or fewer"),
        ({"progress": "Kept.", "message": "x" * 2001}, "must be 2,000 characters or fewer"),
    ],
)
def test_p09_a_wrong_answer_is_kept_beside_what_is_wrong(at_stage: At, changes: dict[str, str], says: str) -> None:
    visit = visitor(asked(at_stage(Stage.HELD)), EA)
    answer = send(visit, "answer_check", **changes)
    assert answer.status_code == 422
    assert says in words_of(text(answer))
    assert changes.items() <= fields(text(answer)).items()
    assert not CheckAnswer.objects.exists()


def test_p09_an_answer_that_comes_second_is_kept_on_its_page(at_stage: At) -> None:
    scene = asked(at_stage(Stage.HELD))
    visit = visitor(scene, Part.PERSONAL_ADVISER)
    sent = fields(text(visit.get("answer_check"))) | {"progress": "Mine, second."}
    send(visitor(scene, EA), "answer_check", message="First.")
    answer = visit.post("answer_check", **sent)
    assert answer.status_code == 422
    assert "It may have been answered already." in words_of(text(answer))
    assert fields(text(answer))["progress"] == "Mine, second."


def test_p09_comments_sent_after_the_plan_was_submitted_are_shown_to_be_copied(at_stage: At) -> None:
    scene = asked(at_stage(Stage.HELD))
    visit = visitor(scene, EA)
    sent = fields(text(visit.get("answer_check"))) | {"progress": "Words of an adviser."}
    walk.submit(scene.walk)
    answer = visit.post("answer_check", **sent)
    assert answer.status_code == 409
    assert "What you typed, so that you can copy it Words of an adviser." in words_of(text(answer))


def test_a_plan_with_everything_done_is_closed_by_one_button(at_stage: At) -> None:
    scene = at_stage(Stage.NOTED)
    visit = visitor(scene, SW)
    assert "It stays readable for ever." in words_of(text(visit.get("close")))
    assert "The plan is closed." in words_of(visit.follow(send(visit, "close")))
    assert not Closure.objects.get(plan=scene.plan_id).early
    assert visit.post("close").status_code == 409


def test_ending_early_says_who_is_told_and_needs_a_reason(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    parent = people.add_person(name="No Mail", email=None, authority=scene.cast.authority, by=None, now=scene.walk.now)
    people.join_team(
        young_person=scene.walk.young_person,
        person=parent,
        part=CARER,
        starts_on=scene.walk.now.date(),
        by=None,
        now=scene.walk.now,
    )
    visit = visitor(scene, SW)
    page = words_of(text(visit.get("end_early")))
    assert "This cannot be taken back." in page
    assert "Dee Marlowe, designated teacher" in page
    assert "No Mail, carer. No e-mail address: tell them yourself" in page
    assert "Sam Okafor, social worker" not in page
    for reason in ("", "   ", "\x00\x07"):
        wrong = send(visit, "end_early", reason=reason)
        assert wrong.status_code == 422
        assert "Say why the plan ends." in words_of(text(wrong))
    too_long = send(visit, "end_early", reason="y" * 200_000)
    assert "must be 2,000 characters or fewer; you wrote 200,000." in words_of(text(too_long))
    assert fields(text(too_long))["reason"] == "y" * 200_000
    assert "The plan has ended." in words_of(visit.follow(send(visit, "end_early", reason=UNUSUAL)))
    assert Closure.objects.get(plan=scene.plan_id).reason == UNUSUAL
