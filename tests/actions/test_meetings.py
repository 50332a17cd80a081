"""Meetings: P1, P6, P7 and P17, and what bad input gets."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.actions.verbs import ADMIN, CARER, DT, EA, EVERYONE, HEAD, KEY, PA, SW, YOUNG, on_the_day
from tests.cast import MONDAY, Cast, weeks
from tests.scenes import At, Scene

from epep.actions import meetings
from epep.actions.meetings import Attended, NoNext, When
from epep.actions.outcomes import Invalid, Refused
from epep.jobs.walk import at
from epep.protocol.duties import What
from epep.protocol.moves import Code
from epep.protocol.stages import Stage
from epep.record.history import Event
from epep.record.meetings import Confirmation, Held, Meeting
from epep.record.notices import Notice

MEETING_ON = MONDAY + timedelta(days=14)
"""Monday 23 November 2026; the tenth day before it is Friday 13 November."""
HALF_PAST_THREE = at(MEETING_ON, 15, 30)


def arranged(scene: Scene, starts_at: datetime = HALF_PAST_THREE) -> Meeting:
    return meetings.arrange(
        plan_id=scene.plan_id, when=When(starts_at, "Room 1"), by=scene.cast[SW], now=scene.walk.now
    )


def problems(verb: Callable[..., Any], scene: Scene, **arguments: Any) -> dict[str, str]:
    arguments = {"by": scene.cast[SW], "now": scene.walk.now} | arguments
    with pytest.raises(Invalid) as caught:
        verb(plan_id=scene.plan_id, **arguments)
    return caught.value.problems


@pytest.mark.parametrize(("day", "late"), [(13, False), (14, True), (23, True)])
def test_p01_confirming_late_is_recorded_as_late_and_never_refused(at_stage: At, day: int, late: bool) -> None:
    scene = at_stage(Stage.ARRANGING)
    arranged(scene)
    now = at(MONDAY.replace(day=day), 16)
    meetings.confirm(plan_id=scene.plan_id, party="school", by=scene.cast[SW], now=now)
    event = Event.objects.filter(plan_id_then=scene.plan_id).latest("pk")
    assert event.details == {"party": "school", "late": late}
    assert event.says == "confirmed date and venue to: School or college" + (" (late)" if late else "")
    assert scene.walk.standing.facts.confirmed == {"school": now.date()}


def test_p01_each_party_is_confirmed_and_its_people_are_told(at_stage: At) -> None:
    scene = at_stage(Stage.ARRANGING)
    arranged(scene)
    told = {"school": {DT}, "carer": {CARER, KEY}, "virtual_school": {EA, PA, ADMIN}}
    for party, parts in told.items():
        Notice.objects.filter(plan_id_then=scene.plan_id).delete()
        meetings.confirm(plan_id=scene.plan_id, party=party, by=scene.cast[SW], now=scene.walk.now)
        people = Notice.objects.filter(plan_id_then=scene.plan_id).values_list("recipient_id", flat=True)
        assert {scene.cast[part].pk for part in parts} <= set(people)
    assert What.CONFIRM not in {duty.what for duty in scene.walk.standing.duties}


def test_p01_moving_the_meeting_asks_for_every_confirmation_anew(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    assert len(scene.walk.standing.facts.confirmed) == 3
    when = When(scene.walk.now + weeks(5), "Room 2")
    meetings.rearrange(
        plan_id=scene.plan_id, reason="The room is taken.", when=when, by=scene.cast[SW], now=scene.walk.now
    )
    assert scene.walk.standing.facts.confirmed == {}
    old, new = scene.walk.plan.meetings.all()
    assert (old.cancellation.reason, new.venue) == ("The room is taken.", "Room 2")
    assert Confirmation.objects.filter(meeting=old).count() == 3


def test_an_unknown_party_is_refused_with_those_that_are_known(at_stage: At) -> None:
    found = problems(meetings.confirm, at_stage(Stage.PREPARING), party="grandmother")
    assert found == {"party": "Choose one of: school, carer, virtual_school."}


def held(scene: Scene, chair: Any, reason: str = "", **arguments: Any) -> Held:
    arguments = {"attended": []} | arguments
    return meetings.hold(
        plan_id=scene.plan_id,
        chair=scene.cast[chair],
        chair_reason=reason,
        by=scene.cast[DT],
        now=scene.walk.now,
        **arguments,
    )


@pytest.mark.parametrize("chair", [EA, PA])
def test_p06_an_adviser_chairs_without_giving_a_reason(at_stage: At, chair: Any) -> None:
    scene = at_stage(Stage.PREPARING)
    on_the_day(scene)
    assert held(scene, chair).chair_part == chair


def test_p06_anyone_else_chairs_only_with_a_reason_which_is_kept(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    on_the_day(scene)
    for nothing in ("", "  \n", "\x00\x07"):
        with pytest.raises(Invalid) as caught:
            held(scene, SW, nothing)
        assert "Say why it was somebody else" in caught.value.problems["chair_reason"]
    made = held(scene, SW, "Both advisers were ill.")
    assert (made.chair_part, made.chair_reason) == (SW, "Both advisers were ill.")


def test_p06_nobody_from_outside_the_team_chairs_even_with_a_reason(at_stage: At, far: Cast) -> None:
    scene = at_stage(Stage.PREPARING)
    on_the_day(scene)
    found = problems(meetings.hold, scene, chair=far[EA], chair_reason="He was near.", attended=[], by=scene.cast[DT])
    assert found == {"chair_reason": "Choose somebody from the team as the chair."}


def test_p07_who_was_there_and_the_next_meeting_are_recorded(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    on_the_day(scene)
    there = [Attended(scene.cast[SW], SW, "part", "left  at\n4"), Attended(scene.cast[YOUNG], YOUNG, "no")]
    next_at = scene.walk.now + weeks(12)
    made = held(scene, EA, attended=there, agreed=When(next_at, " The\tsame room ", "hybrid"))
    rows = made.attendance.order_by("pk").values_list("person", "part", "attended", "note")
    assert list(rows) == [
        (scene.cast[SW].pk, SW, "part", "left at 4"),
        (scene.cast[YOUNG].pk, YOUNG, "no", ""),
    ]
    agreed = scene.walk.plan.next_meetings.get()
    assert (agreed.starts_at, agreed.venue, agreed.mode) == (next_at, "The same room", "hybrid")
    assert scene.walk.standing.facts.next_agreed


def test_p07_a_later_agreement_replaces_an_earlier_one(at_stage: At) -> None:
    scene = at_stage(Stage.HELD)
    meetings.agree_next(plan_id=scene.plan_id, agreed=NoNext(" They turn 18. "), by=scene.cast[EA], now=scene.walk.now)
    agreed = list(scene.walk.plan.next_meetings.order_by("pk").values_list("none_because", flat=True))
    assert agreed == ["", "They turn 18."]


def test_p07_no_next_meeting_needs_a_reason_and_a_next_one_a_later_day(at_stage: At) -> None:
    scene = at_stage(Stage.HELD)
    by = scene.cast[DT]
    assert problems(meetings.agree_next, scene, agreed=NoNext("\t\x00"), by=by) == {
        "none_because": "Say why there is none."
    }
    today = problems(meetings.agree_next, scene, agreed=When(scene.walk.now + timedelta(minutes=5), "Room"), by=by)
    assert "Choose a day from tomorrow on." in today["next_starts_at"]
    meeting_at = at(MONDAY) + weeks(3)
    found = problems(
        meetings.agree_next, scene, agreed=When(meeting_at, "Room"), by=by, now=meeting_at - timedelta(days=2)
    )
    assert "The next meeting must be after this one, Monday 30 November 2026." in found["next_starts_at"]


def test_p17_cancelling_needs_a_reason(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    for nothing in ("", " \n ", "\x00\x1f"):
        for verb, more in ((meetings.cancel, {}), (meetings.rearrange, {"when": When(scene.walk.now + weeks(4), "R")})):
            with pytest.raises(Refused) as caught:
                verb(plan_id=scene.plan_id, reason=nothing, by=scene.cast[SW], now=scene.walk.now, **more)
            assert caught.value.refusal.code is Code.NO_REASON
    assert scene.stage is Stage.PREPARING


def test_p17_the_cancelled_meeting_stays_on_record_and_a_new_date_is_asked_for(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    meetings.cancel(plan_id=scene.plan_id, reason="Snow.", by=scene.cast[ADMIN], now=scene.walk.now)
    assert scene.walk.plan.meetings.get().cancellation.reason == "Snow."
    (duty,) = scene.walk.standing.duties
    assert (duty.what, duty.part, duty.due) == (What.ARRANGE, SW, MONDAY.replace(day=23))
    arranged(scene)
    assert scene.stage is Stage.PREPARING


def test_p17_everyone_is_told_of_a_cancellation_the_administrator_among_them(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    before = set(Notice.objects.values_list("pk", flat=True))
    meetings.cancel(plan_id=scene.plan_id, reason="Snow.", by=scene.cast[SW], now=scene.walk.now)
    told = set(Notice.objects.exclude(pk__in=before).values_list("recipient_id", flat=True))
    assert {scene.cast[part].pk for part in EVERYONE - {SW}} <= told
    assert scene.cast[HEAD].pk not in told


@pytest.mark.parametrize(
    ("days", "hour", "field"), [(-1, 10, "starts_at"), (-400, 10, "starts_at"), (367, 10, "starts_at")]
)
def test_a_meeting_in_the_past_or_too_far_away_is_refused(at_stage: At, days: int, hour: int, field: str) -> None:
    scene = at_stage(Stage.ARRANGING)
    when = When(at(MONDAY + timedelta(days=days), hour), "Room 1")
    assert set(problems(meetings.arrange, scene, when=when)) == {field}


def test_a_meeting_can_be_on_the_same_day(at_stage: At) -> None:
    assert arranged(at_stage(Stage.ARRANGING), at(MONDAY, 16)).venue == "Room 1"


@pytest.mark.parametrize(
    ("venue", "mode", "wrong"), [("", "in_person", {"venue"}), ("x" * 301, "in_person", {"venue"}), ("R", "", {"mode"})]
)
def test_venue_and_mode_are_needed(at_stage: At, venue: str, mode: str, wrong: set[str]) -> None:
    scene = at_stage(Stage.ARRANGING)
    assert set(problems(meetings.arrange, scene, when=When(at(MEETING_ON), venue, mode))) == wrong


def test_a_meeting_is_not_recorded_before_its_day(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    with pytest.raises(Invalid) as caught:
        held(scene, EA)
    assert caught.value.problems == {
        "meeting": "The meeting is on Monday 30 November 2026 at 10am. You can record it on that day or later."
    }


def test_only_the_team_is_marked_as_there_each_once_with_known_words(at_stage: At, far: Cast) -> None:
    scene = at_stage(Stage.PREPARING)
    on_the_day(scene)
    sam = scene.cast[SW]
    for there, words in (
        ([Attended(far[SW], SW, "whole")], "Only people in the team"),
        ([Attended(sam, CARER, "whole")], "Only people in the team"),
        ([Attended(sam, SW, "perhaps")], "For each person say"),
        ([Attended(sam, SW, "whole"), Attended(sam, SW, "no")], "Somebody is there twice"),
        ([Attended(sam, SW, "whole", "x" * 501)], "A note must be 500 characters or fewer"),
    ):
        with pytest.raises(Invalid) as caught:
            held(scene, EA, attended=there)
        assert caught.value.problems["attended"].startswith(words)
    assert scene.stage is Stage.PREPARING
