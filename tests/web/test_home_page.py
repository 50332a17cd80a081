"""The home page: what needs each person, late first, and where their young people's plans stand."""

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.scenes import Scene
from tests.web.visiting import Visitor, main, visitor

from epep.form.parts import Part
from epep.jobs.walk import Walk
from epep.protocol.stages import Stage, Step, step_now
from epep.record.duties import DutyRow, late_by_person, plans_by_step
from epep.record.facts import day_of, standing_of
from epep.record.people import Authority, Person
from epep.record.plans import Plan

At = Callable[[Stage], Scene]
ACCOUNTS = [part for part in Part if part not in (Part.AUTHOR, Part.PARENT)]


def home(person: Person, at: Walk, **query: Any) -> str:
    address = reverse("home") + (f"?{urlencode(query)}" if query else "")
    answer = Visitor(person, at).get_at(address)
    assert answer.status_code == 200
    return main(answer)


@pytest.mark.parametrize("part", ACCOUNTS)
@pytest.mark.parametrize("stage", Stage)
def test_everybodys_home_is_drawn_at_every_stage(at_stage: At, stage: Stage, part: Part) -> None:
    scene = at_stage(stage)
    page = home(scene.cast[part], scene.walk)
    owed = DutyRow.objects.filter(young_person=scene.cast.young_person, part=part)
    for row in owed:
        assert f"/plans/{row.plan_id}/" in page, row.what
    assert "Good morning" in page or "Good afternoon" in page or "Good evening" in page


def test_a_passed_plan_and_the_next_one_both_stand_in_the_list(at_stage: At) -> None:
    scene = at_stage(Stage.PASSED)
    page = home(scene.cast[Part.SOCIAL_WORKER], scene.walk)
    young_people = page[page.index("Your young people") :]
    assert "6 of 8: file" in young_people
    assert "1 of 8: arrange" in young_people


def test_people_elsewhere_are_never_on_the_page(at_stage: At, far: Cast) -> None:
    scene = at_stage(Stage.SUBMITTED)
    page = home(far[Part.SOCIAL_WORKER], scene.walk)
    assert f"/plans/{scene.plan_id}/" not in page
    assert "Nothing needs you today." in page


def test_the_head_sees_what_is_late_by_person_and_where_plans_stand(at_stage: At) -> None:
    scene = at_stage(Stage.ARRANGING)
    now = scene.walk.on(date(2026, 12, 16)).now
    head = scene.cast[Part.VIRTUAL_SCHOOL_HEAD]
    page = home(head, scene.walk)
    late = DutyRow.objects.filter(authority=scene.cast.authority, due_on__lt=day_of(now)).count()
    assert late > 0
    assert f'<span class="pep-number-figure">{late}</span>' in page
    assert "Young people to ask about" in page
    assert "A date for Yas’s meeting: 23 days late" in page
    assert "Late, by person" in page
    assert "Sam Okafor" in page
    assert "Open plans, by step" in page
    assert "govuk-button--success" not in page


def test_an_overview_is_of_ones_own_authority_alone(at_stage: At, far: Cast) -> None:
    scene = at_stage(Stage.ARRANGING)
    scene.walk.on(date(2026, 12, 16))
    page = home(far[Part.VIRTUAL_SCHOOL_HEAD], scene.walk)
    assert "Nothing is late." in page
    assert "<span>plans are open" in page
    assert "Dee Marlowe" not in page


def test_plans_are_counted_at_the_step_where_their_facts_put_them(at_stage: At) -> None:
    """The counts come from the duties; the steps themselves from the facts. They must agree."""
    scene = at_stage(Stage.ARRANGING)
    for today in (date(2026, 11, 10), date(2026, 11, 30), date(2027, 3, 1)):
        expected = dict.fromkeys(Step, 0)
        for plan in Plan.objects.filter(closure=None, young_person__authority=scene.cast.authority):
            standing = standing_of(plan.pk, today)
            step = step_now(standing.stage, standing.facts.meeting_on, today)
            assert step
            expected[step] += 1
        found = plans_by_step(Authority.objects.filter(pk=scene.cast.authority.pk), today)
        assert found == expected
        assert sum(expected.values()) > 8


def test_late_duties_are_counted_once_for_each_person_who_owes_them(at_stage: At) -> None:
    scene = at_stage(Stage.ARRANGING)
    today = date(2026, 12, 16)
    found = late_by_person(Authority.objects.filter(pk=scene.cast.authority.pk), today)
    by_person = {(person.pk, part): (many, since) for person, part, many, since in found}
    for (person, part), (many, since) in by_person.items():
        duties = [
            row
            for row in DutyRow.objects.filter(part=part, due_on__lt=today, authority=scene.cast.authority)
            if row.young_person.team.filter(person=person, part=part).exists()
            or scene.cast.authority.posts.filter(person=person, part=part).exists()
        ]
        assert (many, since) == (len(duties), min(row.due_on for row in duties))
    assert [row[2] for row in found] == sorted((row[2] for row in found), reverse=True)
    assert by_person


def test_the_administrator_sees_what_to_save_and_send_first(at_stage: At) -> None:
    scene = at_stage(Stage.PASSED)
    page = home(scene.cast[Part.VIRTUAL_SCHOOL_ADMINISTRATOR], scene.walk)
    assert "Save Yas’s plan in Mosaic and Virtual School Box" in page
    assert "Send the copies of Yas’s plan" in page
    assert page.index("Save Yas’s plan") < page.index("Send the copies") < page.index("Find a young person")


def test_copies_are_listed_for_those_who_are_sent_them(at_stage: At, far: Cast) -> None:
    scene = at_stage(Stage.SHARED)
    for part in (Part.CONFERENCE_AND_REVIEW_TEAM, Part.LEAVING_CARE_ADMINISTRATOR):
        page = home(scene.cast[part], scene.walk)
        assert "Copies sent to you" in page
        assert reverse("submission", args=[scene.plan_id, 1]) in page
        assert "Your young people" not in page
    assert "None yet." in home(far[Part.CONFERENCE_AND_REVIEW_TEAM], scene.walk)


def test_the_system_administrator_is_told_what_they_can_do_and_sees_no_plan(at_stage: At) -> None:
    scene = at_stage(Stage.PASSED)
    page = home(scene.cast[Part.SYSTEM_ADMINISTRATOR], scene.walk)
    assert "You see no plans" in page
    assert "epep verify" in page
    assert "/plans/" not in page


def test_a_young_person_sees_their_own_plan_in_plain_words(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    answer = visitor(scene, Part.YOUNG_PERSON).get_at(reverse("home"))
    page = main(answer)
    assert "pep-warm" in answer.content.decode()
    assert "Next is your meeting, Monday 30 November 2026 at 10am." in page
    assert "Say what you think" in page
    assert reverse("section", args=[scene.plan_id, "young_person_views"]) in page
    assert "late" not in page
    for word in ("duty", "stage", "submission", "quality"):
        assert word not in page.lower(), word


@pytest.mark.parametrize(
    ("stage", "sentence"),
    [
        (Stage.ARRANGING, "A date for your meeting is being found."),
        (Stage.HELD, "Dee Marlowe is writing down what was agreed."),
        (Stage.RETURNED, "Dee Marlowe is writing down what was agreed."),
        (Stage.SUBMITTED, "The Virtual School is checking that nothing is missing."),
        (Stage.PASSED, "The plan is finished."),
        (Stage.NOTED, "The plan is finished."),
    ],
)
def test_each_stage_is_one_plain_sentence(at_stage: At, stage: Stage, sentence: str) -> None:
    scene = at_stage(stage)
    assert sentence in home(scene.cast[Part.YOUNG_PERSON], scene.walk)


def test_a_carer_is_given_what_was_shared_and_nothing_before(at_stage: At) -> None:
    scene, before = at_stage(Stage.SHARED), at_stage(Stage.SUBMITTED)
    read = reverse("submission", args=[scene.plan_id, 1])
    assert read in home(scene.cast[Part.CARER], scene.walk)
    assert reverse("submission", args=[before.plan_id, 1]) not in home(before.cast[Part.CARER], before.walk)
    assert read not in home(scene.cast[Part.KEY_WORKER], scene.walk)


def test_home_asks_strangers_to_sign_in(db: None) -> None:
    answer = Client().get(reverse("home"))
    assert answer.status_code == 302
    assert reverse("account_login") in answer["Location"]
