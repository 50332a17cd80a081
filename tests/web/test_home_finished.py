"""Finished plans, found again by a young person and by those near them to whom they are shared (P15)."""

from collections.abc import Callable
from datetime import date

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from tests.cast import weeks
from tests.scenes import Scene
from tests.web.visiting import main, visitor

from epep.actions import people, sharing
from epep.form.parts import Part
from epep.jobs import walk
from epep.jobs.walk import Walk
from epep.protocol.stages import Stage
from epep.record.facts import day_of
from epep.record.people import YoungPerson
from epep.record.plans import Plan

At = Callable[[Stage], Scene]
FAMILY = (Part.CARER, Part.KEY_WORKER, Part.YOUNG_PERSON)


def home(scene: Scene, part: Part) -> str:
    return main(visitor(scene, part).get_at(reverse("home")))


def finished(scene: Scene, part: Part) -> str:
    """The list of finished plans, empty without one."""
    return home(scene, part).partition('id="finished"')[2].partition("</section>")[0]


def decide(scene: Scene, part: Part, decision: str, reason: str = "") -> None:
    sharing.decide_sharing(
        plan_id=scene.plan_id,
        person=scene.cast[part],
        decision=decision,
        reason=reason,
        by=scene.cast[Part.SOCIAL_WORKER],
        now=scene.walk.now,
    )


@pytest.mark.parametrize("part", [Part.CARER, Part.YOUNG_PERSON])
def test_p15_a_finished_plan_is_found_from_home_once_the_next_one_is_open(at_stage: At, part: Part) -> None:
    scene = at_stage(Stage.CLOSED)
    assert Plan.objects.filter(previous=scene.plan_id, closure=None).exists()
    found = finished(scene, part)
    whose = "Your plan" if part is Part.YOUNG_PERSON else "Yas Abara’s plan"
    assert f"{whose} from the meeting on 30 November 2026" in found
    read = reverse("submission", args=[scene.plan_id, 1])
    assert f'href="{read}"' in found
    assert visitor(scene, part).get_at(read).status_code == 200


def test_p15_what_is_not_shared_is_not_in_the_list(at_stage: At) -> None:
    scene = at_stage(Stage.CLOSED)
    assert "Finished plans" not in home(scene, Part.KEY_WORKER)
    passed = at_stage(Stage.SHARED)
    decide(passed, Part.CARER, "no", reason="Waiting for the court.")
    walk.case_note(passed.walk.later(hours=1))
    walk.close(passed.walk.later(hours=1))
    assert "Finished plans" not in home(passed, Part.CARER)
    assert reverse("submission", args=[passed.plan_id, 1]) not in home(passed, Part.CARER)
    assert finished(passed, Part.YOUNG_PERSON)


def test_p15_a_carer_who_is_new_does_not_find_what_was_shared_with_the_one_before(at_stage: At) -> None:
    scene, other = at_stage(Stage.CLOSED), at_stage(Stage.HELD)
    today = day_of(scene.walk.now)
    people.join_team(
        young_person=scene.cast.young_person,
        person=other.cast[Part.CARER],
        part=Part.CARER,
        starts_on=today,
        by=None,
        now=scene.walk.now,
    )
    page = main(visitor(Scene(other.cast, scene.walk), Part.CARER).get_at(reverse("home")))
    assert reverse("plan", args=[Plan.objects.get(previous=scene.plan_id).pk]) in page
    assert "Finished plans" not in page


@pytest.mark.parametrize("part", FAMILY)
def test_a_plan_that_stands_in_its_own_card_is_not_listed_twice(at_stage: At, part: Part) -> None:
    assert "Finished plans" not in home(at_stage(Stage.SHARED), part)


@pytest.mark.parametrize("part", [Part.CARER, Part.YOUNG_PERSON])
def test_home_asks_the_database_as_much_for_two_finished_plans_as_for_one(
    at_stage: At, django_assert_max_num_queries: DjangoAssertNumQueries, part: Part
) -> None:
    scene = at_stage(Stage.CLOSED)
    YoungPerson.objects.filter(pk=scene.cast.young_person.pk).update(date_of_birth=date(2010, 3, 14))  # long before 18
    asked, listed = [], []
    for _ in range(2):
        visit = visitor(scene, part)
        with django_assert_max_num_queries(28) as captured:
            visit.get_at(reverse("home"))
        asked.append(len(captured.captured_queries))
        listed.append(finished(scene, part).count("<li>"))
        newest = Plan.objects.get(young_person=scene.walk.young_person, closure=None)
        following = Walk(scene.walk.young_person, scene.walk.now, newest)
        meeting = scene.walk.now + weeks(3)
        scene.walk.now = walk.to(following, Stage.CLOSED, meeting, meeting + weeks(12)).now
    assert listed == [1, 2]
    assert asked[0] == asked[1]
