"""Opening a plan from the page of a young person: by those who may, with consent after 18, one at a time."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse
from tests.scenes import Scene
from tests.web.visiting import text, visitor

from epep.actions import plans
from epep.form.model import PlanKind
from epep.form.parts import Part
from epep.protocol.moves import MAY_OPEN
from epep.protocol.stages import Stage
from epep.record.history import Event
from epep.record.plans import Plan

At = Callable[[Stage], Scene]


@pytest.fixture
def ended(at_stage: At) -> Scene:
    """A young person whose only plan was ended early: the next can be opened."""
    scene = at_stage(Stage.ARRANGING)
    plans.end_early(plan_id=scene.plan_id, reason="Moved away.", by=scene.cast[Part.SOCIAL_WORKER], now=scene.walk.now)
    return scene


def opening(scene: Scene) -> str:
    return reverse("open_plan", args=[scene.cast.young_person.pk])


def send(scene: Scene, part: Part = Part.SOCIAL_WORKER, **typed: Any) -> HttpResponse:
    return visitor(scene, part).post_to(opening(scene), **typed)


@pytest.mark.parametrize("part", sorted(MAY_OPEN))
@pytest.mark.parametrize("kind", [kind for kind in PlanKind if kind is not PlanKind.VOLUNTARY_AFTER_18])
def test_a_plan_of_any_kind_is_opened_and_leads_to_its_page(ended: Scene, kind: PlanKind, part: Part) -> None:
    visit = visitor(ended, part)
    answer = visit.post_to(opening(ended), kind=kind, author="", consent="")
    plan = Plan.objects.latest("pk")
    assert (plan.kind, plan.number, plan.young_person_id) == (kind, 2, ended.cast.young_person.pk)
    assert answer["Location"] == reverse("plan", args=[plan.pk])
    page = visit.follow(answer)
    assert "Yas’s plan is open. Next, arrange the meeting." in page


def test_another_author_can_be_chosen(ended: Scene) -> None:
    send(ended, kind="termly_review", author="personal_adviser", consent="")
    assert Plan.objects.latest("pk").author_part == Part.PERSONAL_ADVISER


def test_after_18_a_plan_needs_their_consent_which_stays_on_record(ended: Scene) -> None:
    answer = send(ended, kind="voluntary_after_18", author="", consent="")
    assert answer.status_code == 422
    assert "Enter how and when they agreed" in text(answer)
    send(ended, kind="voluntary_after_18", author="", consent="Yas asked for it on 2 November.")
    assert Plan.objects.latest("pk").kind == "voluntary_after_18"
    assert Event.objects.filter(verb="open_plan").latest("pk").details["consent"] == "Yas asked for it on 2 November."


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"kind": ""}, "Choose an answer to “Why is this plan needed?”"),
        ({"kind": "no_such_kind"}, "Choose one of the answers shown"),
        ({"kind": "initial", "author": "carer"}, "Choose one of the answers shown"),
        ({"kind": "voluntary_after_18", "consent": "a" * 2001}, "2000 characters or fewer"),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_is_opened(ended: Scene, typed: dict[str, Any], problem: str) -> None:
    before = Plan.objects.count()
    answer = send(ended, **{"author": "", "consent": ""} | typed)
    assert answer.status_code == 422
    assert problem in text(answer).replace(",", "")
    assert Plan.objects.count() == before


@pytest.mark.parametrize(
    "stage", [Stage.ARRANGING, Stage.PREPARING, Stage.HELD, Stage.SUBMITTED, Stage.RETURNED, Stage.PASSED]
)
def test_one_plan_at_a_time(at_stage: At, stage: Stage) -> None:
    """After passing, the next plan is open already, from the next meeting that was agreed (P7)."""
    scene = at_stage(stage)
    before = Plan.objects.count()
    assert visitor(scene, Part.SOCIAL_WORKER).get_at(opening(scene)).status_code == 409
    answer = send(scene, kind="initial", author="", consent="")
    assert answer.status_code == 409
    assert "A plan is open already." in text(answer)
    assert Plan.objects.count() == before


@pytest.mark.parametrize("part", [Part.DESIGNATED_TEACHER, Part.PERSONAL_ADVISER, Part.VIRTUAL_SCHOOL_HEAD])
def test_others_are_refused_before_they_fill_anything_in(ended: Scene, part: Part) -> None:
    answer = visitor(ended, part).get_at(opening(ended))
    assert answer.status_code == 409
    assert "You cannot open a plan." in text(answer)
    assert send(ended, part, kind="initial", author="", consent="").status_code == 409
