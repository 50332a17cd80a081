"""Arranging the meeting and confirming it by the pages, without scripts (P1)."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from tests.cast import MONDAY
from tests.scenes import Scene
from tests.web.filling import fields, words_of
from tests.web.meeting_days import meeting_of, on, send
from tests.web.visiting import text, visitor
from tests.web.writing import CARER, DT, EA, SW, UNUSUAL, YOU, the_next

from epep.actions import meetings, people
from epep.form.parts import Part
from epep.jobs.walk import at
from epep.protocol import moves
from epep.protocol.moves import Move, refusal
from epep.protocol.stages import Stage
from epep.record.meetings import Confirmation, Meeting
from epep.record.notices import Notice

pytestmark = pytest.mark.django_db
At = Callable[[Stage], Scene]
PLACES: dict[str, Move] = {
    "arrange": moves.ARRANGE,
    "confirm": moves.CONFIRM,
    "rearrange": moves.REARRANGE,
    "cancel": moves.CANCEL,
    "agree_next": moves.AGREE_NEXT,
    "hold": moves.HOLD,
}
AROUND = (SW, DT, EA, Part.PERSONAL_ADVISER, Part.VIRTUAL_SCHOOL_ADMINISTRATOR, CARER, YOU, Part.KEY_WORKER)


@pytest.fixture
def arranging(at_stage: At) -> Scene:
    """A plan just opened, on Monday 9 November 2026."""
    return at_stage(Stage.ARRANGING)


@pytest.fixture
def preparing(at_stage: At) -> Scene:
    """A plan whose meeting is on Monday 30 November 2026 at 10am."""
    return at_stage(Stage.PREPARING)


@pytest.mark.parametrize("stage", list(Stage))
def test_each_page_is_drawn_for_whom_the_table_of_moves_lets_and_refused_in_words_to_others(
    at_stage: At, stage: Stage
) -> None:
    scene = at_stage(stage)
    for part in AROUND:
        parts = {part, Part.AUTHOR} if part is DT else {part}
        for name, move in PLACES.items():
            answer = visitor(scene, part).get(name)
            refused = refusal(move, parts, stage)
            assert answer.status_code == (409 if refused else 200), (part, name)
            assert not refused or refused.text in words_of(text(answer)), (part, name)


# Arrange -----------------------------------------------------------------------------------------------------------
def test_p01_a_meeting_in_good_time_is_arranged_and_everyone_is_told(arranging: Scene) -> None:
    visit = visitor(arranging, SW)
    answer = send(visit, "arrange", **on(date(2026, 12, 3)))
    made = meeting_of(arranging)
    assert made.starts_at == at(date(2026, 12, 3), 15, 30)
    assert (made.venue, made.mode) == ("Room 4, Priory Court", "in_person")
    assert answer["Location"] == visit.address("confirm")
    assert "The meeting is arranged. Everyone has been told." in words_of(visit.follow(answer))
    told = {notice.recipient.name for notice in Notice.objects.filter(kind="arrange", plan_id_then=arranging.plan_id)}
    assert {"Dee Marlowe", "Carol Finch", "Yas Abara", "Vi Penrose"} <= told
    assert "Sam Okafor" not in told


def test_p01_an_adviser_who_arranges_is_led_back_to_the_plan(arranging: Scene) -> None:
    visit = visitor(arranging, EA)
    assert send(visit, "arrange", **on(date(2026, 12, 3)))["Location"] == visit.address("plan")


def test_p01_the_page_says_by_when_date_and_venue_have_to_be_confirmed(arranging: Scene) -> None:
    visit = visitor(arranging, SW)
    page = words_of(text(send(visit, "arrange", **on(date(2026, 12, 3)), look="yes")))
    assert "have to be confirmed by Monday 23 November 2026, to each of them: School or college, Carer and" in page
    assert "has gone by" not in page
    assert not Meeting.objects.filter(plan=arranging.plan_id).exists()


def test_p01_a_day_too_near_is_said_to_be_late_first_and_taken_all_the_same(arranging: Scene) -> None:
    visit = visitor(arranging, SW)
    first = send(visit, "arrange", **on(date(2026, 11, 13)))
    page = text(first)
    assert first.status_code == 200
    assert "Look at this first: Friday 13 November 2026" in words_of(page)
    assert "That day has gone by, so it will be recorded as late. You can still meet on this day." in words_of(page)
    assert "There is a problem" not in words_of(page)
    assert not Meeting.objects.filter(plan=arranging.plan_id).exists()
    assert fields(page)["venue"] == "Room 4, Priory Court"
    assert visit.post("arrange", **fields(page)).status_code == 302
    assert meeting_of(arranging).starts_at.date() == date(2026, 11, 13)


@pytest.mark.parametrize(
    ("day", "says"),
    [
        (date(2026, 12, 5), "Saturday 5 December 2026 is at a weekend."),
        (date(2026, 12, 28), "Monday 28 December 2026 is a bank holiday in England."),
        (date(2027, 3, 26), "Friday 26 March 2027 is a bank holiday in England."),
    ],
)
def test_a_weekend_or_bank_holiday_is_said_first_and_never_refused(arranging: Scene, day: date, says: str) -> None:
    visit = visitor(arranging, SW)
    page = text(send(visit, "arrange", **on(day)))
    assert says in words_of(page)
    assert visit.post("arrange", **fields(page)).status_code == 302
    assert meeting_of(arranging).starts_at == at(day, 15, 30)


def test_another_day_after_the_warning_is_looked_at_again(arranging: Scene) -> None:
    visit = visitor(arranging, SW)
    page = text(send(visit, "arrange", **on(date(2026, 12, 5))))
    again = visit.post("arrange", **(fields(page) | on(date(2026, 12, 6))))
    assert "Sunday 6 December 2026 is at a weekend." in words_of(text(again))


def test_another_meeting_of_the_same_people_is_said_without_saying_whose(arranging: Scene, at_stage: At) -> None:
    other = at_stage(Stage.PREPARING)
    visit = visitor(arranging, SW)
    adviser = other.cast[EA]
    people.join_team(
        young_person=arranging.walk.young_person,
        person=adviser,
        part=EA,
        starts_on=MONDAY,
        by=arranging.cast[Part.VIRTUAL_SCHOOL_ADMINISTRATOR],
        now=arranging.walk.now,
    )
    there = meeting_of(other).starts_at.astimezone(arranging.walk.now.tzinfo)
    near = send(visit, "arrange", **on(there.date(), "11am"))
    said = words_of(text(near))
    assert "Look at this first" in said
    assert "Ed Lindqvist has another meeting that day, at 10am." in said
    assert other.walk.plan.reference not in text(near)
    assert send(visit, "arrange", **on(there.date(), "4pm")).status_code == 302


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        (on(date(2026, 11, 6)), "Friday 6 November 2026 is too early. Choose a day from today on."),
        (on(date(2028, 12, 4)), "is more than a year away. Check the year."),
        (on(date(2026, 12, 3)) | {"day-day": "31", "day-month": "2"}, "Date of the meeting must be a real date"),
        (on(date(2026, 12, 3)) | {"day-year": ""}, "Date of the meeting must include a year"),
        (on(date(2026, 12, 3), ""), "Enter the time of the meeting"),
        (on(date(2026, 12, 3), "3:30"), "Time must say am or pm, like 3:30pm"),
        (on(date(2026, 12, 3), "half past"), "Time must be a time, like 3:30pm"),
        (on(date(2026, 12, 3), venue=" \x00 "), "Enter where you will meet"),
        (on(date(2026, 12, 3), venue="v" * 301), "The venue must be 300 characters or fewer; you wrote 301."),
        (on(date(2026, 12, 3), venue="v" * 200_000), "you wrote 200,000."),
        (on(date(2026, 12, 3), mode="by_ship"), "Choose one of the answers shown"),
    ],
)
def test_a_wrong_meeting_gets_a_sentence_and_everything_typed_is_kept(
    arranging: Scene, changes: dict[str, str], says: str
) -> None:
    answer = send(visitor(arranging, SW), "arrange", **changes)
    assert answer.status_code == 422
    assert says in words_of(text(answer))
    kept = fields(text(answer))
    sent = {name: value.replace("\x00", "\ufffd") for name, value in changes.items() if name != "mode"}
    assert {name: kept[name] for name in sent} == sent
    assert not Meeting.objects.filter(plan=arranging.plan_id).exists()


def test_a_venue_is_shown_as_it_was_typed(arranging: Scene) -> None:
    visit = visitor(arranging, SW)
    page = visit.follow(send(visit, "arrange", **on(date(2026, 12, 3), venue=UNUSUAL)))
    assert meeting_of(arranging).venue == UNUSUAL
    assert UNUSUAL in words_of(page)
    assert "<script>alert" not in page


def test_p07_the_meeting_that_the_last_plan_agreed_is_filled_in(at_stage: At) -> None:
    scene = the_next(at_stage(Stage.PASSED))
    page = text(visitor(scene, SW).get("arrange"))
    assert "The last plan agreed Monday 22 February 2027 at 10am." in words_of(page)
    shown = fields(page)
    assert [shown[f"day-{part}"] for part in ("day", "month", "year")] == ["22", "2", "2027"]
    assert (shown["time"], shown["venue"], shown["mode"]) == ("10am", "Room 4, Priory Court", "in_person")
    assert "have to be confirmed by Friday 12 February 2027" in words_of(page)


def test_a_day_agreed_that_has_gone_by_is_not_filled_in(at_stage: At) -> None:
    scene = the_next(at_stage(Stage.PASSED))
    scene.walk.later(weeks=20)
    assert fields(text(visitor(scene, SW).get("arrange")))["day-day"] == ""


def test_two_who_arrange_at_once_get_one_meeting_and_a_sentence(arranging: Scene) -> None:
    first, second = visitor(arranging, SW), visitor(arranging, EA)
    sent = fields(text(second.get("arrange"))) | on(date(2026, 12, 4), venue="The second venue")
    send(first, "arrange", **on(date(2026, 12, 3)))
    answer = second.post("arrange", **sent)
    assert answer.status_code == 409
    assert "You cannot arrange the meeting now" in words_of(text(answer))
    assert "The second venue" in words_of(text(answer))
    assert meeting_of(arranging).starts_at == at(date(2026, 12, 3), 15, 30)


# Confirm -----------------------------------------------------------------------------------------------------------
def test_p01_date_and_venue_are_confirmed_to_each_party_by_a_button(arranging: Scene) -> None:
    visit = visitor(arranging, SW)
    send(visit, "arrange", **on(date(2026, 12, 3)))
    page = words_of(text(visit.get("confirm")))
    assert "School or college Dee Marlowe, designated teacher Not confirmed yet" in page
    assert "Everyone should know by Monday 23 November 2026 ." in page
    page = words_of(visit.follow(visit.post("confirm", party="school")))
    assert "Confirmed to: School or college." in page
    assert "Confirmed on 9 November 2026" in page
    visit.post("confirm", party="carer")
    last = visit.post("confirm", party="virtual_school")
    assert last["Location"] == visit.address("plan")
    assert Confirmation.objects.filter(meeting=meeting_of(arranging)).count() == 3


def test_p01_a_late_confirmation_is_shown_as_late_and_recorded(arranging: Scene) -> None:
    visit = visitor(arranging, SW)
    meetings.arrange(
        plan_id=arranging.plan_id,
        when=meetings.When(at(date(2026, 11, 16)), "Room 4"),
        by=arranging.cast[SW],
        now=arranging.walk.now,
    )
    page = words_of(text(visit.get("confirm")))
    assert "That day has gone by: it is recorded as late, and the meeting goes ahead all the same." in page
    assert page.count("3 days late") == 3
    assert "Confirmed on 9 November 2026, late" in words_of(visit.follow(visit.post("confirm", party="carer")))


@pytest.mark.parametrize(
    ("party", "says"), [("school", "were confirmed before."), ("", "Choose one of:"), ("x", "Choose one of:")]
)
def test_a_second_press_or_an_unknown_party_gets_a_sentence(preparing: Scene, party: str, says: str) -> None:
    visit = visitor(preparing, SW)
    before = Confirmation.objects.count()
    assert says in words_of(visit.follow(visit.post("confirm", party=party)))
    assert Confirmation.objects.count() == before


def test_an_hour_that_the_clocks_skip_is_still_a_moment(arranging: Scene) -> None:
    visit = visitor(arranging, SW)
    page = text(send(visit, "arrange", **on(date(2027, 3, 28), "1:30am")))
    assert visit.post("arrange", **fields(page)).status_code == 302
    assert isinstance(meeting_of(arranging).starts_at, datetime)
    assert meeting_of(arranging).starts_at - arranging.walk.now < timedelta(days=200)
