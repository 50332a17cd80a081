"""The home page as days go by and as young people become many: lateness, waiting, searching, constant queries."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from tests.cast import NOW, START, Cast, weeks
from tests.make import a_plan, a_plan_at
from tests.web.visiting import Visitor, main

from epep.actions import people
from epep.form.parts import Part
from epep.jobs import walk
from epep.jobs.walk import Walk
from epep.protocol.stages import Stage
from epep.record.facts import day_of
from epep.record.people import Person, YoungPerson


def home(person: Person, at: Walk, **query: Any) -> str:
    address = reverse("home") + (f"?{urlencode(query)}" if query else "")
    answer = Visitor(person, at).get_at(address)
    assert answer.status_code == 200
    return main(answer)


def test_a_duty_is_a_title_a_reason_a_date_and_one_button(cast: Cast) -> None:
    plan = a_plan(cast)
    page = home(cast[Part.SOCIAL_WORKER], plan)
    arrange = reverse("arrange", args=[plan.plan.pk])
    assert f'<a class="govuk-link" href="{arrange}">Arrange Yas’s meeting</a>' in page
    assert page.count(f'href="{arrange}"') == 2
    assert "Choose the date, the time and the venue." in page
    assert "23 Nov" in page


def test_late_comes_first_then_this_week_then_after_that(cast: Cast) -> None:
    plan = a_plan(cast)
    walk.arrange(plan, NOW + weeks(1))
    plan.on(date(2026, 11, 11))
    page = home(cast[Part.SOCIAL_WORKER], plan)
    late, week, after = (page.index(f">{title} <span") for title in ("Late", "This week", "After that"))
    assert late < page.index("Confirm date and venue of Yas’s meeting") < week
    assert week < page.index("2 sections: The young person, SDQ.") < after
    assert after < page.index("Social care. ")
    assert "5 days late" in page[late:week]
    assert ">Friday</strong> <span>13 Nov" in page[week:after]
    assert page.count("govuk-button--secondary") == page.count("pep-need-button") - 1


def test_the_first_sentence_says_how_much_and_how_much_is_late(cast: Cast) -> None:
    plan = a_plan(cast)
    worker = cast[Part.SOCIAL_WORKER]
    assert "Nothing needs you this week." in home(worker, plan)
    plan.on(date(2026, 11, 23))
    assert "1 thing needs you this week. Nothing is late." in home(worker, plan)
    plan.on(date(2026, 11, 25))
    assert "1 thing needs you. It is late." in home(worker, plan)
    assert "2 days late" in home(worker, plan)
    assert "Nothing needs you today." in home(cast[Part.PERSONAL_ADVISER], plan)


def test_what_is_far_off_is_folded_away(cast: Cast) -> None:
    plan = a_plan_at(Stage.PREPARING, cast)
    page = home(cast[Part.SOCIAL_WORKER], plan.on(date(2026, 10, 20)))
    assert "<details" in page[: page.index("Write your part of Yas’s plan")]
    assert "Nothing needs you this week." in page


def test_whom_you_wait_for_is_said_by_name_with_what_and_when(cast: Cast) -> None:
    plan = a_plan_at(Stage.PREPARING, cast).on(date(2026, 11, 28))
    page = home(cast[Part.SOCIAL_WORKER], plan)
    beside = page[page.index("You are waiting for") :]
    assert "Dee Marlowe" in beside
    assert "Yas’s plan: About this plan" in beside
    assert "1 day late" in beside
    assert beside.count('<strong class="pep-person-name">Dee Marlowe</strong>') == 1, (
        "each person once, with how much more there is"
    )
    assert "Sam Okafor" not in beside


def test_a_part_that_nobody_plays_is_waited_for_by_its_name(cast: Cast) -> None:
    plan = a_plan_at(Stage.HELD, cast)
    teacher = cast.young_person.team.get(part=Part.DESIGNATED_TEACHER)
    people.leave_team(member=teacher, ends_on=day_of(plan.now) - timedelta(days=1), by=None, now=plan.now)
    assert "Nobody yet: designated teacher" in home(cast[Part.SOCIAL_WORKER], plan)


def test_young_people_stand_with_their_step_and_what_is_next(cast: Cast) -> None:
    plan = a_plan(cast)
    page = home(cast[Part.SOCIAL_WORKER], plan)
    young_people = page[page.index("Your young people") :]
    assert "1 of 8: arrange" in young_people
    assert "Arrange the meeting" in young_people
    assert "You, by 23 Nov" in young_people
    assert "Social worker, by 23 Nov" in home(cast[Part.EDUCATION_ADVISER], plan)
    plan.on(date(2026, 11, 25))
    assert "1 of 8: arrange, late" in home(cast[Part.SOCIAL_WORKER], plan)


def crowd(cast: Cast, many: int, *parts: Part, start: int = 0) -> Walk:
    """More young people around the same people, each with an open plan; gives the last one."""
    for n in range(start, start + many):
        young_person = people.add_young_person(
            authority=cast.authority,
            given_name=f"Given{n}",
            family_name=f"Family{n:02}",
            date_of_birth=date(2009, 6, 1),
            mosaic_id=f"30{n:05}",
            by=None,
            now=NOW,
        )
        for part in parts or (Part.SOCIAL_WORKER, Part.DESIGNATED_TEACHER, Part.CARER):
            people.join_team(young_person=young_person, person=cast[part], part=part, starts_on=START, by=None, now=NOW)
        last = walk.begin(young_person, "termly_review", NOW)
    return last


@pytest.mark.parametrize(
    "part", [Part.SOCIAL_WORKER, Part.CARER, Part.VIRTUAL_SCHOOL_HEAD, Part.VIRTUAL_SCHOOL_ADMINISTRATOR]
)
def test_home_asks_the_database_as_much_for_fifty_young_people_as_for_five(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries, part: Part
) -> None:
    asked = []
    for many, start in ((5, 0), (45, 5)):
        visit = Visitor(cast[part], crowd(cast, many, start=start).on(date(2026, 11, 25)))
        with django_assert_max_num_queries(28) as captured:
            visit.get_at(reverse("home"))
        asked.append(len(captured.captured_queries))
    assert asked[0] == asked[1]


def test_more_than_a_page_of_young_people_can_be_turned_over_and_searched(cast: Cast) -> None:
    plan = crowd(cast, 30)
    worker = cast[Part.SOCIAL_WORKER]
    first, second = home(worker, plan), home(worker, plan, page=2)
    assert "Given0 Family00" in first
    assert "Given29 Family29" not in first
    assert "Given29 Family29" in second
    found = home(worker, plan, q="family29")
    assert "Given29 Family29" in found
    assert "Given1 Family01" not in found[found.index("Your young people") :]
    assert "None of your young people fits “nobody”" in home(worker, plan, q="nobody")


def test_a_search_finds_by_every_word_in_any_name_and_by_mosaic_number(cast: Cast) -> None:
    plan = crowd(cast, 1)
    worker = cast[Part.SOCIAL_WORKER]
    for q in ("yas", "YASMIN abara", "1083421", "108"):
        young_people = home(worker, plan, q=q)
        assert "Yas Abara" in young_people[young_people.index("Your young people") :], q
    assert "fits" in home(worker, plan, q="yas given0")


def test_somebody_in_no_team_is_told_who_can_add_them(cast: Cast) -> None:
    stranger = people.add_person(name="New Here", email="new@example.org", authority=cast.authority, by=None, now=NOW)
    assert "You are not in anybody’s team yet." in home(stranger, a_plan(cast))


def test_names_that_are_code_stay_names(cast: Cast) -> None:
    YoungPerson.objects.filter(pk=cast.young_person.pk).update(preferred_name="<script>{{ 7*7 }}")
    page = home(cast[Part.SOCIAL_WORKER], a_plan(cast))
    assert "<script>{{" not in page
    assert "&lt;script&gt;{{ 7*7 }}" in page


@pytest.mark.parametrize("odd", ["\0", "a\0b", "\ud7ff\x07", "%", "_", "'"])
def test_an_odd_search_finds_nobody_and_breaks_nothing(cast: Cast, odd: str) -> None:
    plan = a_plan(cast)
    assert "Yasmin Abara" not in home(cast[Part.SOCIAL_WORKER], plan, q=f"zz{odd}")
    visit = Visitor(cast[Part.SOCIAL_WORKER], plan)
    for address in (reverse("young_people"), reverse("history", args=[plan.plan.pk])):
        assert visit.get_at(f"{address}?{urlencode({'q': odd})}").status_code == 200
