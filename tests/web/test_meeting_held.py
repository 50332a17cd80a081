"""Recording the meeting: who was there, who chaired (P6), and the next meeting or why there is none (P7)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tests.scenes import Scene
from tests.web.filling import fields, words_of
from tests.web.visiting import Visitor, text, visitor
from tests.web.writing import CARER, DT, EA, SW, UNUSUAL, YOU

from epep.form.parts import Part
from epep.jobs.walk import at
from epep.protocol.stages import Stage
from epep.record.meetings import Attendance, Held, NextMeeting

pytestmark = pytest.mark.django_db
At = Callable[[Stage], Scene]
TEAM = (YOU, CARER, Part.KEY_WORKER, SW, DT, EA, Part.PERSONAL_ADVISER, Part.PARENT)
NEXT = {
    "next": "agreed",
    "next_day-day": "3",
    "next_day-month": "march",
    "next_day-year": "2027",
    "next_time": "3pm",
    "next_mode": "hybrid",
    "next_venue": "Room 5",
}


@pytest.fixture
def scene(at_stage: At) -> Scene:
    """A plan on the day of its meeting, Monday 30 November 2026, at 5pm."""
    scene = at_stage(Stage.PREPARING)
    scene.walk.on(date(2026, 11, 30), 17)
    return scene


@pytest.fixture
def dee(scene: Scene) -> Visitor:
    """The designated teacher, who records it."""
    return visitor(scene, DT)


def there(scene: Scene, **marks: str) -> dict[str, str]:
    """Everybody was there for all of it, but for the parts in `marks`."""
    return {f"there-{scene.cast[part].pk}": marks.get(part.value, "whole") for part in TEAM}


def record(scene: Scene, visit: Visitor, **changes: str) -> Any:
    """Open the page, mark who was there, the education adviser in the chair, and send it."""
    start = fields(text(visit.get("hold"))) | there(scene) | {"chair": str(scene.cast[EA].pk), "next": "later"}
    return visit.post("hold", **(start | changes))


def held(scene: Scene) -> Held:
    return Held.objects.get(meeting__plan=scene.plan_id)


def test_p07_the_author_records_who_was_there_and_the_next_meeting(scene: Scene, dee: Visitor) -> None:
    marks = there(scene, carer="part", key_worker="no") | {f"note-{scene.cast[CARER].pk}": UNUSUAL}
    answer = record(scene, dee, **marks, **NEXT)
    assert "The plan has to be submitted by Monday 7 December 2026." in words_of(dee.follow(answer))
    rows = {row.part: (row.attended, row.note) for row in Attendance.objects.filter(held=held(scene))}
    assert set(rows) == {part.value for part in TEAM}
    assert rows["carer"] == ("part", UNUSUAL)
    assert rows["key_worker"] == ("no", "")
    agreed = NextMeeting.objects.get(plan=scene.plan_id)
    assert (agreed.starts_at, agreed.venue, agreed.mode) == (at(date(2027, 3, 3), 15), "Room 5", "hybrid")
    assert (held(scene).chair, held(scene).chair_part) == (scene.cast[EA], EA)


def test_p06_the_usual_chairs_come_first_and_anyone_else_needs_a_reason(scene: Scene, dee: Visitor) -> None:
    page = words_of(text(dee.get("hold")))
    chairs = page[page.index("Who chaired the meeting?") :]
    assert chairs.index("Ed Lindqvist") < chairs.index("Pat Quill") < chairs.index("Somebody else")
    other = {"chair": "other", "other_chair": str(scene.cast[SW].pk)}
    wrong = record(scene, dee, **other)
    assert wrong.status_code == 422
    assert "Say why somebody else chaired. The reason stays on record." in words_of(text(wrong))
    assert fields(text(wrong))["other_chair"] == str(scene.cast[SW].pk)
    assert record(scene, dee, **other, chair_reason=UNUSUAL).status_code == 302
    assert (held(scene).chair, held(scene).chair_reason) == (scene.cast[SW], UNUSUAL)


def test_p07_why_there_is_no_next_meeting(scene: Scene, dee: Visitor) -> None:
    wrong = record(scene, dee, next="none")
    assert "Say why there is none." in words_of(text(wrong))
    record(scene, dee, next="none", none_because="They turn 18.")
    assert NextMeeting.objects.get(plan=scene.plan_id).none_because == "They turn 18."


def test_p07_the_next_meeting_can_be_agreed_later_and_changed_until_submission(scene: Scene, dee: Visitor) -> None:
    record(scene, dee)
    assert not NextMeeting.objects.filter(plan=scene.plan_id).exists()
    page = text(dee.get("agree_next"))
    assert "The plan cannot be submitted before this is agreed." in words_of(page)
    dee.post("agree_next", **(fields(page) | NEXT))
    again = text(dee.get("agree_next"))
    shown = fields(again)
    assert (shown["next"], shown["next_time"], shown["next_venue"]) == ("agreed", "3pm", "Room 5")
    assert "You can change what was agreed until the plan is submitted." in words_of(again)
    dee.post("agree_next", **(shown | {"next": "none", "none_because": "They move away."}))
    assert NextMeeting.objects.filter(plan=scene.plan_id).latest("pk").none_because == "They move away."
    assert fields(text(dee.get("agree_next")))["none_because"] == "They move away."


WRONG_NEXT = [
    ({"next": ""}, "Choose whether the next meeting is agreed"),
    (NEXT | {"next_day-year": "2025"}, "is too early. Choose a day from tomorrow on."),
    (NEXT | {"next_day-year": "2029"}, "is more than a year away. Check the year."),
    (NEXT | {"next_day-day": "30", "next_day-month": "2"}, "Date of the next meeting must be a real date"),
    (NEXT | {"next_time": "25:00"}, "Time of the next meeting must be a time"),
    (NEXT | {"next_venue": ""}, "Enter where you will meet then"),
    (NEXT | {"next_venue": "v" * 301}, "The venue must be 300 characters or fewer; you wrote 301."),
    (NEXT | {"next_mode": ""}, "Choose how you will meet then"),
    ({"next": "none", "none_because": "w" * 200_000}, "must be 2,000 characters or fewer; you wrote 200,000."),
]


@pytest.mark.parametrize(("changes", "says"), WRONG_NEXT)
def test_a_wrong_next_meeting_gets_a_sentence_and_everything_typed_is_kept(
    scene: Scene, dee: Visitor, changes: dict[str, str], says: str
) -> None:
    note = {f"note-{scene.cast[CARER].pk}": "Kept beside it."}
    answer = record(scene, dee, **changes, **note)
    assert answer.status_code == 422
    assert says in words_of(text(answer))
    shown = fields(text(answer))
    assert {name: shown.get(name, "") for name in changes | note} == changes | note
    assert there(scene).items() <= shown.items()
    assert not Held.objects.filter(meeting__plan=scene.plan_id).exists()


@pytest.mark.parametrize(("changes", "says"), WRONG_NEXT)
def test_the_same_is_said_where_the_next_meeting_is_agreed_later(
    at_stage: At, changes: dict[str, str], says: str
) -> None:
    visit = visitor(at_stage(Stage.HELD), DT)
    answer = visit.post("agree_next", **(fields(text(visit.get("agree_next"))) | changes))
    assert answer.status_code == 422
    assert says in words_of(text(answer))


def test_the_next_meeting_is_after_this_one(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    scene.walk.on(date(2026, 11, 30), 9)
    same_day = NEXT | {"next_day-day": "30", "next_day-month": "11", "next_day-year": "2026"}
    answer = record(scene, visitor(scene, DT), **same_day)
    assert answer.status_code == 422
    assert "is too early" in words_of(text(answer))


def test_everybody_is_asked_about(scene: Scene, dee: Visitor) -> None:
    someone = f"there-{scene.cast[YOU].pk}"
    answer = record(scene, dee, **{someone: ""})
    assert answer.status_code == 422
    assert "Say whether Yas Abara was there" in words_of(text(answer))
    forged = record(scene, dee, **{someone: "perhaps"})
    assert forged.status_code == 422
    page = text(dee.get("hold"))
    assert page.index("Yas Abara, young person") < page.index("Carol Finch, carer") < page.index("Dee Marlowe, desig")


def test_one_press_says_that_everybody_else_was_there(scene: Scene, dee: Visitor) -> None:
    carer = f"there-{scene.cast[CARER].pk}"
    start = fields(text(dee.get("hold"))) | {carer: "no", "next": "later", "everybody": "yes"}
    page = dee.post("hold", **start)
    assert page.status_code == 200
    assert there(scene, carer="no").items() <= fields(text(page)).items()
    assert fields(text(page))["next"] == "later"
    assert not Held.objects.filter(meeting__plan=scene.plan_id).exists()


def test_a_note_that_is_too_long_is_kept(scene: Scene, dee: Visitor) -> None:
    note = f"note-{scene.cast[CARER].pk}"
    answer = record(scene, dee, **{note: "n" * 501})
    assert answer.status_code == 422
    assert "The note on Carol Finch must be 500 characters or fewer." in words_of(text(answer))
    assert fields(text(answer))[note] == "n" * 501


def test_before_its_day_a_meeting_cannot_be_recorded_and_what_was_sent_is_kept(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    visit = visitor(scene, DT)
    page = text(visit.get("hold"))
    assert "You can record the meeting on that day or later." in words_of(page)
    assert 'name="chair"' not in page
    sent = there(scene) | {"chair": str(scene.cast[EA].pk), "next": "none", "none_because": "Kept."}
    answer = visit.post("hold", **sent)
    assert answer.status_code == 422
    assert "The meeting is on Monday 30 November 2026 at 10am." in words_of(text(answer))
    assert fields(text(answer))["none_because"] == "Kept."


def test_somebody_from_elsewhere_cannot_be_put_in_the_chair(scene: Scene, dee: Visitor, far: Any) -> None:
    answer = record(scene, dee, chair=str(far[EA].pk))
    assert answer.status_code == 422
    assert not Held.objects.filter(meeting__plan=scene.plan_id).exists()


def test_what_is_written_while_everyone_is_there_is_one_press_away(dee: Visitor) -> None:
    page = text(dee.get("hold"))
    for key in ("new_targets", "meeting_record"):
        assert dee.address("section", key) in page


def test_a_meeting_recorded_twice_is_recorded_once(scene: Scene, dee: Visitor) -> None:
    adviser = visitor(scene, EA)
    sent = fields(text(adviser.get("hold"))) | there(scene) | {"chair": str(scene.cast[EA].pk), "next": "later"}
    record(scene, dee)
    answer = adviser.post("hold", **(sent | {f"note-{scene.cast[CARER].pk}": "Words of the second."}))
    assert answer.status_code == 409
    assert "Words of the second." in words_of(text(answer))
    assert Held.objects.filter(meeting__plan=scene.plan_id).count() == 1
