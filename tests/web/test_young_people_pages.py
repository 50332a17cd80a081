"""The list of young people, and the page of one: found, filtered, and only for those who work with them."""

from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from tests.cast import Cast
from tests.scenes import Scene
from tests.web.visiting import main, visitor

from epep.actions import people, plans
from epep.form.parts import Part
from epep.protocol.moves import MAY_OPEN
from epep.protocol.stages import Stage
from epep.record.facts import day_of
from epep.record.people import YoungPerson
from epep.web.adulthood import adulthood, eighteenth

At = Callable[[Stage], Scene]
WORK = (
    Part.SOCIAL_WORKER,
    Part.DESIGNATED_TEACHER,
    Part.EDUCATION_ADVISER,
    Part.PERSONAL_ADVISER,
    Part.VIRTUAL_SCHOOL_ADMINISTRATOR,
    Part.VIRTUAL_SCHOOL_HEAD,
)
OTHERS = (
    Part.CARER,
    Part.KEY_WORKER,
    Part.YOUNG_PERSON,
    Part.CONFERENCE_AND_REVIEW_TEAM,
    Part.LEAVING_CARE_ADMINISTRATOR,
    Part.SYSTEM_ADMINISTRATOR,
)


def one(scene: Scene, part: Part, name: str = "young_person") -> HttpResponse:
    return visitor(scene, part).get_at(reverse(name, args=[scene.cast.young_person.pk]))


def found(scene: Scene, part: Part, **query: str) -> str:
    return main(visitor(scene, part).get_at(f"{reverse('young_people')}?{urlencode(query)}"))


@pytest.mark.parametrize("part", WORK)
@pytest.mark.parametrize("stage", Stage)
def test_those_who_work_with_them_see_facts_team_plans_and_sdqs(at_stage: At, stage: Stage, part: Part) -> None:
    scene = at_stage(stage)
    page = main(one(scene, part))
    for text in ("Yas Abara", "Yasmin Abara", "14 March 2009", scene.cast.young_person.mosaic_id, "Oakfield College"):
        assert text in page
    assert "Sam Okafor, social worker" in page
    assert "Since 2 September 2024" in page
    assert reverse("plan", args=[scene.plan_id]) in page
    assert ("Change the team" in page) == (part is Part.VIRTUAL_SCHOOL_ADMINISTRATOR)
    under_way = stage in (Stage.ARRANGING, Stage.PREPARING, Stage.HELD, Stage.SUBMITTED, Stage.RETURNED)
    assert not under_way or reverse("open_plan", args=[scene.cast.young_person.pk]) not in page


@pytest.mark.parametrize("part", OTHERS)
def test_others_get_the_answer_for_what_does_not_exist(at_stage: At, part: Part) -> None:
    scene = at_stage(Stage.SHARED)
    absent = visitor(scene, part).get_at(reverse("young_person", args=[999_999]))
    for name in ("young_person", "team", "open_plan"):
        answer = one(scene, part, name)
        assert (answer.status_code, main(answer)) == (404, main(absent))


def test_a_plan_can_be_opened_where_none_is_under_way(at_stage: At) -> None:
    scene = at_stage(Stage.NOTED)
    newest = scene.cast.young_person.plans.get(number=2)
    address = reverse("open_plan", args=[scene.cast.young_person.pk])
    assert address not in main(one(scene, Part.SOCIAL_WORKER))
    plans.end_early(
        plan_id=newest.pk, reason="Not needed.", by=scene.cast[Part.SOCIAL_WORKER], now=scene.walk.later(hours=1).now
    )
    for part in WORK:
        assert (address in main(one(scene, part))) == (part in MAY_OPEN), part


def test_sdqs_are_dates_and_until_when_they_count(at_stage: At) -> None:
    scene = at_stage(Stage.HELD)
    page = main(one(scene, Part.SOCIAL_WORKER))
    beside = page[page.index('id="sdq"') :]
    assert "Counts until 29 November 2027" in beside
    assert "29 November 2026" in beside
    scene.walk.on(date(2027, 12, 1))
    assert "Due since 29 Nov" in main(one(scene, Part.SOCIAL_WORKER))
    before = at_stage(Stage.ARRANGING)
    assert "None yet" in main(one(before, Part.SOCIAL_WORKER))


def test_the_list_holds_ones_own_young_people_and_a_post_sees_all_of_the_authority(at_stage: At, far: Cast) -> None:
    scene = at_stage(Stage.HELD)
    worker, head = found(scene, Part.SOCIAL_WORKER), found(scene, Part.VIRTUAL_SCHOOL_HEAD)
    assert "1 young person." in worker
    assert f"{len(Stage)} young people." in head
    assert reverse("young_person", args=[far.young_person.pk]) not in head
    assert "You are in nobody’s team." in found(scene, Part.SYSTEM_ADMINISTRATOR)


@pytest.mark.parametrize("part", [Part.CARER, Part.KEY_WORKER, Part.YOUNG_PERSON])
def test_those_near_the_young_person_are_led_home_and_have_no_such_tab(at_stage: At, part: Part) -> None:
    scene = at_stage(Stage.HELD)
    visit = visitor(scene, part)
    for query in ("", "?q=Yas", "?show=no_plan&page=2"):
        answer = visit.get_at(reverse("young_people") + query)
        assert (answer.status_code, answer["Location"]) == (302, reverse("home"))
    assert reverse("plan", args=[scene.plan_id]) in main(visit.get_at(reverse("home")))
    tab = f'href="{reverse("young_people")}"'
    nothing = reverse("plan", args=[999_999])
    assert tab not in visit.get_at(nothing).content.decode()
    assert tab in visitor(scene, Part.SOCIAL_WORKER).get_at(nothing).content.decode()


def test_somebody_who_also_works_with_young_people_keeps_the_list(at_stage: At) -> None:
    scene = at_stage(Stage.HELD)
    people.join_team(
        young_person=scene.cast.young_person,
        person=scene.cast[Part.KEY_WORKER],
        part=Part.PERSONAL_ADVISER,
        starts_on=day_of(scene.walk.now),
        by=None,
        now=scene.walk.now,
    )
    assert "Yas Abara" in found(scene, Part.KEY_WORKER)


def test_the_list_is_searched_by_name_or_mosaic_number(at_stage: At) -> None:
    scene = at_stage(Stage.HELD)
    number = scene.cast.young_person.mosaic_id
    assert "1 young person for “" in found(scene, Part.VIRTUAL_SCHOOL_HEAD, q=number)
    assert f"{len(Stage)} young people for" in found(scene, Part.VIRTUAL_SCHOOL_HEAD, q="abara yas")
    assert "No young person of yours fits “zz”" in found(scene, Part.VIRTUAL_SCHOOL_HEAD, q="zz")
    assert "%" in found(scene, Part.VIRTUAL_SCHOOL_HEAD, q="%")
    assert "No young person of yours fits" in found(scene, Part.VIRTUAL_SCHOOL_HEAD, q="%")


def test_the_list_shows_who_turns_18_and_who_has_no_plan(at_stage: At) -> None:
    scene = at_stage(Stage.HELD)
    today = day_of(scene.walk.now)
    head = Part.VIRTUAL_SCHOOL_HEAD
    assert "No young person of yours fits this." in found(scene, head, show="turning_18")
    soon = today + timedelta(days=80)
    born = soon.replace(year=soon.year - 18)
    YoungPerson.objects.filter(pk=scene.cast.young_person.pk).update(date_of_birth=born)
    assert "1 young person." in found(scene, head, show="turning_18")
    assert "No young person of yours fits this." in found(scene, head, show="no_plan")
    people.add_young_person(
        authority=scene.cast.authority,
        given_name="Without",
        family_name="Plan",
        date_of_birth=date(2010, 1, 1),
        mosaic_id="7700001",
        by=None,
        now=scene.walk.now,
    )
    without = found(scene, head, show="no_plan")
    assert "1 young person." in without
    assert "Without Plan" in without
    assert "No plan yet" in without


def test_the_list_asks_the_database_as_often_for_many_as_for_one(
    at_stage: At, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    scene = at_stage(Stage.HELD)
    asked = []
    for part in (Part.PERSONAL_ADVISER, Part.VIRTUAL_SCHOOL_HEAD):
        visit = visitor(scene, part)
        with django_assert_max_num_queries(14) as captured:
            visit.get_at(reverse("young_people"))
        asked.append(len(captured.captured_queries))
    assert asked[0] == asked[1]


def yas(born: date) -> YoungPerson:
    return YoungPerson(given_name="Yas", family_name="Abara", date_of_birth=born)


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2026, 12, 13), ""),
        (date(2026, 12, 14), "Yas turns 18 on Sunday 14 March 2027, in 90 days. "),
        (date(2027, 3, 13), "Yas turns 18 on Sunday 14 March 2027, in 1 day. "),
        (date(2027, 3, 14), "Yas turned 18 today. "),
        (date(2027, 3, 15), "Yas turned 18 on Sunday 14 March 2027. "),
    ],
)
def test_turning_18_is_said_from_90_days_before(today: date, said: str) -> None:
    for open_plan in (True, False):
        text = adulthood(yas(date(2009, 3, 14)), today, open_plan=open_plan)
        assert text.startswith(said)
        assert bool(text) == bool(said)
        assert ("Finish and close this plan" in text) == (open_plan and bool(said))
        assert not said or "open one only when Yas agrees, and record that they do." in text


def test_somebody_born_on_29_february_is_18_on_the_first_of_march() -> None:
    assert eighteenth(yas(date(2008, 2, 29))) == date(2026, 3, 1)
