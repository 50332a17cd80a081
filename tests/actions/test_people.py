"""People: who is added, joins, leaves and takes a post, what bad input gets, and that it is all or nothing."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from tests.actions.test_every_verb import everything
from tests.actions.verbs import ADMIN, CARER, CRT, DT, EA, PA, SW
from tests.cast import NOW, START, Cast
from tests.scenes import Scene

from epep.actions import looking, people
from epep.actions.outcomes import Invalid, Refused
from epep.form.parts import Part
from epep.protocol.duties import What
from epep.protocol.stages import Stage
from epep.record.duties import DutyRow
from epep.record.history import Event
from epep.record.people import Authority, Person, Provider, TeamMember, YoungPerson, parts_in

TODAY = NOW.date()


@pytest.fixture
def scene(at_stage: Callable[[Stage], Scene]) -> Scene:
    """A plan being prepared, and everybody around it."""
    return at_stage(Stage.PREPARING)


def a_person(scene: Scene, **arguments: Any) -> Person:
    known: dict[str, Any] = {"name": "Ann Other", "email": "ann@example.org", "authority": scene.cast.authority}
    return people.add_person(**(known | arguments), by=None, now=NOW)


def a_young_person(scene: Scene, **fields: Any) -> YoungPerson:
    known: dict[str, Any] = {
        "given_name": "Kai",
        "family_name": "Morgan",
        "date_of_birth": date(2009, 5, 1),
        "mosaic_id": "77",
    }
    return people.add_young_person(authority=scene.cast.authority, by=None, now=NOW, **(known | fields))


def a_provider(scene: Scene, **arguments: Any) -> Provider:
    arguments = {"name": "Hill College", "kind": "college"} | arguments
    return people.add_provider(authority=scene.cast.authority, by=None, now=NOW, **arguments)


def joined(scene: Scene, **arguments: Any) -> TeamMember:
    known: dict[str, Any] = {"person": scene.cast[EA], "part": PA, "starts_on": TODAY}
    return people.join_team(young_person=scene.walk.young_person, by=None, now=NOW, **(known | arguments))


def post_taken(scene: Scene, **arguments: Any) -> Any:
    known: dict[str, Any] = {"person": scene.cast[SW], "part": CRT, "starts_on": TODAY}
    return people.take_post(authority=scene.cast.authority, by=None, now=NOW, **(known | arguments))


def an_authority(scene: Scene, **arguments: Any) -> Authority:
    known: dict[str, Any] = {"slug": "newtown", "name": "Newtown"}
    return people.add_authority(**(known | arguments), by=None, now=NOW)


ADD = (a_person, a_young_person, a_provider, joined, post_taken, an_authority)


@pytest.mark.parametrize("add", ADD, ids=lambda add: add.__name__)
def test_each_leaves_one_row_and_one_row_of_history(scene: Scene, add: Callable[..., Any]) -> None:
    seen = set(Event.objects.values_list("pk", flat=True))
    row = add(scene)
    assert type(row).objects.filter(pk=row.pk).exists()
    event = Event.objects.exclude(pk__in=seen).get()
    assert (event.at, event.by_name, event.by_id_then) == (NOW, "epep", None)


@pytest.mark.parametrize("add", ADD, ids=lambda add: add.__name__)
def test_nothing_is_left_when_the_history_cannot_be_written(
    scene: Scene, add: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**fields: Any) -> None:
        raise RuntimeError("the power went")

    before = everything()
    monkeypatch.setattr(Event.objects, "create", fail)
    with pytest.raises(RuntimeError, match="the power went"):
        add(scene)
    assert everything() == before


WRONG: list[tuple[Callable[..., Any], dict[str, Any], str]] = [
    (a_person, {"name": ""}, "name"),
    (a_person, {"name": "\x00"}, "name"),
    (a_person, {"name": "x" * 201}, "name"),
    (a_person, {"phone": "0" * 41}, "phone"),
    (a_person, {"email": "nobody"}, "email"),
    (a_person, {"email": "x" * 250 + "@example.org"}, "email"),
    (a_person, {"email": "SAM.preparing@Example.org"}, "email"),
    (a_person, {"password": "half \ud800 of a character"}, "password"),
    (a_young_person, {"given_name": ""}, "given_name"),
    (a_young_person, {"preferred_name": "x" * 101}, "preferred_name"),
    (a_young_person, {"mosaic_id": "x" * 21}, "mosaic_id"),
    (a_young_person, {"upn": "x" * 14}, "upn"),
    (a_young_person, {"mosaic_id": "108341"}, "mosaic_id"),
    (a_young_person, {"date_of_birth": "soon"}, "date_of_birth"),
    (a_provider, {"name": " oakfield COLLEGE.preparing"}, "name"),
    (a_provider, {"kind": "kindergarten"}, "kind"),
    (a_provider, {"urn": "1234567"}, "urn"),
    (joined, {"part": ADMIN}, "part"),
    (joined, {"starts_on": TODAY, "ends_on": TODAY - timedelta(days=1)}, "ends_on"),
    (joined, {"part": EA}, "person"),
    (post_taken, {"part": SW}, "part"),
    (post_taken, {"starts_on": TODAY, "ends_on": TODAY - timedelta(days=1)}, "ends_on"),
    (an_authority, {"slug": "central-bedfordshire"}, "slug"),
    (an_authority, {"slug": "not a slug"}, "slug"),
    (an_authority, {"name": "x" * 201}, "name"),
]


@pytest.mark.parametrize(("add", "wrong", "field"), WRONG, ids=[f"{w[0].__name__}-{w[2]}" for w in WRONG])
def test_what_cannot_be_taken_is_said_by_field_and_nothing_is_kept(
    scene: Scene, add: Callable[..., Any], wrong: dict[str, Any], field: str
) -> None:
    before = everything()
    with pytest.raises(Invalid) as caught:
        add(scene, **wrong)
    assert set(caught.value.problems) == {field}
    assert caught.value.problems[field].endswith(".")
    assert everything() == before


def test_an_end_before_the_start_says_both_days(scene: Scene) -> None:
    with pytest.raises(Invalid, match=r"The end \(8 November 2026\) is before the start \(9 November 2026\)"):
        joined(scene, starts_on=date(2026, 11, 9), ends_on=date(2026, 11, 8))
    member = joined(scene, starts_on=date(2026, 11, 9))
    with pytest.raises(Invalid, match="is before the start"):
        people.leave_team(member=member, ends_on=date(2026, 11, 8), by=None, now=NOW)


def test_a_part_ends_at_the_end_of_its_last_day(scene: Scene) -> None:
    young_person, carol = scene.walk.young_person, scene.cast[CARER]
    member = young_person.team.get(part=CARER)
    people.leave_team(member=member, ends_on=TODAY, by=None, now=NOW)
    assert parts_in(carol, young_person, TODAY) == {CARER}
    assert parts_in(carol, young_person, TODAY + timedelta(days=1)) == frozenset()


def test_p04_duties_move_when_the_team_changes(scene: Scene) -> None:
    """P4: with no carer in the team, the author collects the carer's views."""

    def owed_by(part: Part) -> set[str]:
        rows = DutyRow.objects.filter(plan=scene.plan_id, what=What.WRITE, part=part)
        return {section for row in rows for section in row.about}

    assert owed_by(CARER) == {"carer_views"}
    for member in scene.walk.young_person.team.filter(part=CARER):
        people.leave_team(member=member, ends_on=TODAY - timedelta(days=1), by=None, now=NOW)
    assert owed_by(CARER) == set()
    assert "carer_views" in owed_by(DT)


@pytest.mark.parametrize("row", ["young_person", "provider"])
def test_what_is_known_is_put_right_and_the_history_keeps_what_stood_before(scene: Scene, row: str) -> None:
    found = scene.walk.young_person if row == "young_person" else scene.cast.provider
    field = "preferred_name" if row == "young_person" else "name"
    was = getattr(found, field)
    people.change(row=found, by=scene.cast[ADMIN], now=NOW, **{field: " Yaz \n"})
    found.refresh_from_db()
    assert getattr(found, field) == "Yaz"
    assert Event.objects.latest("pk").details["before"] == {field: was}
    with pytest.raises(Invalid):
        people.change(row=found, by=None, now=NOW, **{field: "x" * 999})


def test_only_the_administrator_of_the_authority_changes_who_is_there(scene: Scene, far: Cast) -> None:
    authority, young_person = scene.cast.authority, scene.walk.young_person
    member = young_person.team.get(part=CARER)
    for by in (*(scene.cast[part] for part in scene.cast.people.keys() - {ADMIN}), far[ADMIN]):
        for verb, arguments in (
            (people.add_person, {"name": "A", "email": None, "authority": authority}),
            (people.add_provider, {"name": "A", "kind": "college", "authority": authority}),
            (people.change, {"row": young_person, "given_name": "A"}),
            (people.change, {"row": by, "name": "A"}),
            (people.join_team, {"young_person": young_person, "person": by, "part": SW, "starts_on": TODAY}),
            (people.leave_team, {"member": member, "ends_on": TODAY}),
            (people.take_post, {"authority": authority, "person": by, "part": ADMIN, "starts_on": TODAY}),
            (people.add_authority, {"slug": "mine", "name": "Mine"}),
        ):
            with pytest.raises(Refused):
                verb(**arguments, by=by, now=NOW)
    people.join_team(young_person=young_person, person=far[SW], part=SW, starts_on=START, by=scene.cast[ADMIN], now=NOW)


@pytest.mark.parametrize("verb", ["looked_at_plan", "looked_at_submission", "downloaded"])
def test_a_look_is_one_row_of_history(scene: Scene, verb: str) -> None:
    parts = frozenset({Part.AUTHOR, DT})
    looking.looked(plan=scene.walk.plan, verb=verb, says="looked at the plan", parts=parts, by=scene.cast[DT], now=NOW)
    event = Event.objects.latest("pk")
    assert (event.verb, event.as_part, event.plan_id_then, event.is_look) == (verb, DT, scene.plan_id, True)


def test_a_look_of_an_unknown_sort_is_a_mistake_of_ours(scene: Scene) -> None:
    with pytest.raises(ValueError, match="peeked is not a way of looking"):
        looking.looked(plan=scene.walk.plan, verb="peeked", says="x", parts=frozenset(), by=scene.cast[DT], now=NOW)


def test_a_post_ends_on_a_day_that_still_counts(scene: Scene) -> None:
    post = post_taken(scene)
    people.leave_post(post=post, ends_on=TODAY, by=scene.cast[ADMIN], now=NOW)
    assert CRT in parts_in(scene.cast[SW], scene.walk.young_person, TODAY)
    assert CRT not in parts_in(scene.cast[SW], scene.walk.young_person, TODAY + timedelta(days=1))
    assert Event.objects.filter(verb="leave_post", by_id_then=scene.cast[ADMIN].pk).count() == 1
    with pytest.raises(Invalid, match="before the start"):
        people.leave_post(post=post, ends_on=TODAY - timedelta(days=1), by=None, now=NOW)
    with pytest.raises(Refused):
        people.leave_post(post=post, ends_on=TODAY, by=scene.cast[SW], now=NOW)


def test_nobody_plays_one_part_twice_at_a_time(scene: Scene) -> None:
    joined(scene, starts_on=TODAY, ends_on=TODAY + timedelta(days=9))
    for first, last in ((-3, None), (-3, 0), (9, 12), (2, 3)):
        days = [None if day is None else TODAY + timedelta(days=day) for day in (first, last)]
        with pytest.raises(Invalid, match="already"):
            joined(scene, starts_on=days[0], ends_on=days[1])
    joined(scene, starts_on=TODAY - timedelta(days=3), ends_on=TODAY - timedelta(days=1))
    joined(scene, starts_on=TODAY + timedelta(days=10))
