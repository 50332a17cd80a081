"""The team around one young person: read by those who work with them, changed by the Virtual School administrator."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse
from tests.cast import Cast
from tests.scenes import Scene
from tests.web.visiting import main, text, visitor

from epep.actions import people
from epep.actions.outcomes import Invalid, Refused
from epep.form.parts import Part
from epep.protocol.stages import Stage
from epep.record.facts import day_of
from epep.record.history import Event
from epep.record.people import Person, TeamMember, parts_in

At = Callable[[Stage], Scene]
ADMINISTRATOR = Part.VIRTUAL_SCHOOL_ADMINISTRATOR
READERS = (
    Part.SOCIAL_WORKER,
    Part.DESIGNATED_TEACHER,
    Part.EDUCATION_ADVISER,
    Part.PERSONAL_ADVISER,
    Part.VIRTUAL_SCHOOL_HEAD,
)


def address(scene: Scene, *more: object) -> str:
    return reverse("leave_team" if more else "team", args=[scene.cast.young_person.pk, *more])


def typed(**changes: Any) -> dict[str, Any]:
    given = {
        "part": "key_worker",
        "who": "new",
        "name": "Nell Quarrie",
        "email": "nell@example.org",
        "known_email": "",
        "starts_on-day": "9",
        "starts_on-month": "11",
        "starts_on-year": "2026",
    }
    return given | changes


def add(scene: Scene, by: Part = ADMINISTRATOR, **changes: Any) -> HttpResponse:
    return visitor(scene, by).post_to(address(scene), **typed(**changes))


def day(on: date) -> dict[str, int]:
    return {"ends_on-day": on.day, "ends_on-month": on.month, "ends_on-year": on.year}


@pytest.mark.parametrize("part", READERS)
def test_others_read_the_team_and_change_nothing(at_stage: At, part: Part) -> None:
    scene = at_stage(Stage.PREPARING)
    member = scene.cast.young_person.team.get(part=Part.CARER)
    visit = visitor(scene, part)
    page = main(visit.get_at(address(scene)))
    assert "Carol Finch" in page
    assert "<form" not in page
    assert "The Virtual School administrator changes the team." in page
    before = list(TeamMember.objects.values_list())
    assert add(scene, part).status_code == 409
    assert visit.get_at(address(scene, member.pk)).status_code == 409
    assert visit.post_to(address(scene, member.pk), **day(date(2026, 11, 9))).status_code == 409
    assert list(TeamMember.objects.values_list()) == before


@pytest.mark.parametrize("part", READERS)
def test_the_verbs_refuse_everybody_but_the_administrator_of_that_authority(
    at_stage: At, far: Cast, part: Part
) -> None:
    scene = at_stage(Stage.PREPARING)
    young_person, authority = scene.cast.young_person, scene.cast.authority
    member = young_person.team.get(part=Part.CARER)
    new: dict[str, Any] = {"name": "No One", "email": None}
    part_from: dict[str, Any] = {"part": Part.CARER, "starts_on": day_of(scene.walk.now)}
    for by in (scene.cast[part], far[ADMINISTRATOR]):
        who: dict[str, Any] = {"by": by, "now": scene.walk.now}
        with pytest.raises(Refused, match="It is for the Virtual School administrator"):
            people.leave_team(member=member, ends_on=day_of(scene.walk.now), **who)
        with pytest.raises(Refused):
            people.join_team(young_person=young_person, person=by, **part_from, **who)
        with pytest.raises(Refused):
            people.bring_into_team(young_person=young_person, **part_from, **new, **who)
        with pytest.raises(Refused):
            people.add_person(authority=authority, **new, **who)
        with pytest.raises(Refused):
            people.take_post(authority=authority, person=by, **part_from | {"part": ADMINISTRATOR}, **who)
    assert not Person.objects.filter(name="No One").exists()


def test_somebody_new_is_added_and_plays_the_part_from_that_day(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    before = Event.objects.count()
    visit = visitor(scene, ADMINISTRATOR)
    page = visit.follow(visit.post_to(address(scene), **typed()))
    assert "Nell Quarrie is the key worker from Monday 9 November 2026." in page
    nell = Person.objects.get(email="nell@example.org")
    assert parts_in(nell, scene.cast.young_person, date(2026, 11, 9)) == {Part.KEY_WORKER}
    assert not nell.has_usable_password()
    assert [event.verb for event in Event.objects.order_by("pk")[before:]] == ["add_person", "join_team"]


def test_somebody_known_is_added_by_their_address(at_stage: At, far: Cast) -> None:
    scene = at_stage(Stage.PREPARING)
    known = far[Part.PERSONAL_ADVISER]
    answer = add(scene, who="known", known_email=str(known.email).upper(), name="", email="", part="personal_adviser")
    assert answer.status_code == 302
    assert Part.PERSONAL_ADVISER in parts_in(known, scene.cast.young_person, date(2026, 11, 9))
    assert not Person.objects.filter(name="").exists()


def test_a_parent_needs_no_address(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    assert add(scene, part="parent", name="Ada Abara", email="").status_code == 302
    assert Person.objects.get(name="Ada Abara").email is None


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"part": ""}, "Choose a part"),
        ({"part": "virtual_school_head"}, "Choose one of the answers shown"),
        ({"who": ""}, "Choose an answer to “Is this person in epep already?”"),
        ({"name": ""}, "Enter their name"),
        ({"email": "nell"}, "Enter an email address in the correct format"),
        ({"who": "known", "known_email": "nobody@example.org"}, "Nobody in epep has this email address."),
        ({"starts_on-month": "13"}, "must be a real date"),
        ({"starts_on-year": ""}, "year"),
        ({"name": "N" * 201}, "must be 200 characters or fewer"),
    ],
)
def test_what_cannot_be_taken_is_said_and_what_was_typed_is_kept(
    at_stage: At, changes: dict[str, Any], problem: str
) -> None:
    scene = at_stage(Stage.PREPARING)
    before = (Person.objects.count(), TeamMember.objects.count(), Event.objects.count())
    answer = add(scene, **changes)
    assert answer.status_code == 422
    page = text(answer)
    assert "There is a problem" in page
    assert problem in page
    assert 'value="9"' in page
    assert (Person.objects.count(), TeamMember.objects.count(), Event.objects.count()) == before


def test_an_address_that_somebody_has_is_not_given_twice(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    answer = add(scene, email=str(scene.cast[Part.CARER].email))
    assert answer.status_code == 422
    assert "Somebody has this e-mail address already." in text(answer)
    assert not Person.objects.filter(name="Nell Quarrie").exists()


def test_nobody_plays_one_part_twice_at_once(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    answer = add(scene, who="known", known_email=str(scene.cast[Part.CARER].email), part="carer")
    assert answer.status_code == 422
    assert "Carol Finch is the carer in this team on that day already." in text(answer)
    with pytest.raises(Invalid, match="already"):
        people.join_team(
            young_person=scene.cast.young_person,
            person=scene.cast[Part.CARER],
            part=Part.CARER,
            starts_on=date(2026, 12, 1),
            by=None,
            now=scene.walk.now,
        )


def test_a_part_ends_on_its_last_day_and_stands_among_those_who_left(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    member = scene.cast.young_person.team.get(part=Part.CARER)
    carol, today = scene.cast[Part.CARER], day_of(scene.walk.now)
    admin = visitor(scene, ADMINISTRATOR)
    assert "Carol Finch, carer." in main(admin.get_at(address(scene, member.pk)))
    page = admin.follow(admin.post_to(address(scene, member.pk), **day(today)))
    assert "Carol Finch’s last day as carer is Monday 9 November 2026." in page
    assert parts_in(carol, scene.cast.young_person, today) == {Part.CARER}
    assert parts_in(carol, scene.cast.young_person, today + timedelta(days=1)) == frozenset()
    scene.walk.on(today + timedelta(days=1))
    later = main(visitor(scene, ADMINISTRATOR).get_at(address(scene)))
    assert "Who was in the team, or will be" in later
    assert later.index("Who was in the team") < later.index("Carol Finch")
    assert visitor(scene, Part.CARER).get("plan").status_code == 404


def test_a_part_cannot_end_before_it_began(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    member = scene.cast.young_person.team.get(part=Part.CARER)
    answer = visitor(scene, ADMINISTRATOR).post_to(address(scene, member.pk), **day(date(2024, 9, 1)))
    assert answer.status_code == 422
    assert "is before the start (2 September 2024)" in text(answer)
    member.refresh_from_db()
    assert member.ends_on is None


def test_a_row_of_another_team_is_no_row(at_stage: At) -> None:
    scene, other = at_stage(Stage.PREPARING), at_stage(Stage.HELD)
    row = other.cast.young_person.team.get(part=Part.CARER)
    assert visitor(scene, ADMINISTRATOR).get_at(address(scene, row.pk)).status_code == 404
    assert visitor(scene, ADMINISTRATOR).post_to(address(scene, row.pk), **day(date(2026, 11, 9))).status_code == 404


def test_duties_follow_who_is_in_the_team(at_stage: At) -> None:
    """P4: without a carer the author collects the views, and sees so at once."""
    scene = at_stage(Stage.PREPARING)
    member = scene.cast.young_person.team.get(part=Part.CARER)
    admin = visitor(scene, ADMINISTRATOR)
    admin.post_to(address(scene, member.pk), **day(day_of(scene.walk.now) - timedelta(days=1)))
    owed = scene.walk.plan.duties.filter(part=Part.DESIGNATED_TEACHER, what="write")
    assert any("carer_views" in row.about for row in owed)
