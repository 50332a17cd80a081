"""Moving and cancelling the meeting by the pages, without scripts (P17)."""

from collections.abc import Callable
from datetime import date

import pytest
from tests.scenes import Scene
from tests.web.filling import fields, words_of
from tests.web.meeting_days import meeting_of, on, send
from tests.web.visiting import text, visitor
from tests.web.writing import DT, SW, UNUSUAL

from epep.jobs.walk import at
from epep.protocol.stages import Stage
from epep.record.meetings import Cancellation
from epep.record.notices import Notice

pytestmark = pytest.mark.django_db
At = Callable[[Stage], Scene]


@pytest.fixture
def preparing(at_stage: At) -> Scene:
    """A plan whose meeting is on Monday 30 November 2026 at 10am."""
    return at_stage(Stage.PREPARING)


def test_p17_a_meeting_is_moved_with_a_reason_and_everyone_is_told(preparing: Scene) -> None:
    visit = visitor(preparing, SW)
    page = words_of(text(visit.get("rearrange")))
    assert "It is on Monday 30 November 2026 at 10am now." in page
    assert "Vi Penrose, Virtual School administrator" in page
    answer = send(visit, "rearrange", **on(date(2026, 12, 8)), reason=f"The college is closed. {UNUSUAL}")
    assert "The meeting is moved. Everyone has been told." in words_of(visit.follow(answer))
    assert meeting_of(preparing).starts_at == at(date(2026, 12, 8), 15, 30)
    gone = Cancellation.objects.get(meeting__plan=preparing.plan_id)
    assert gone.reason == f"The college is closed. {UNUSUAL}"
    told = {one.recipient.name for one in Notice.objects.filter(kind="rearrange", plan_id_then=preparing.plan_id)}
    assert "Vi Penrose" in told
    assert "Not confirmed yet" in words_of(text(visit.get("confirm")))


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("rearrange", {**on(date(2026, 12, 8)), "reason": "  "}),
        ("cancel", {"reason": "\x00"}),
        ("cancel", {"reason": ""}),
    ],
)
def test_p17_without_a_reason_nothing_moves_and_what_was_typed_is_kept(
    preparing: Scene, name: str, changes: dict[str, str]
) -> None:
    answer = send(visitor(preparing, SW), name, **changes)
    assert answer.status_code == 422
    assert "The reason stays on record." in words_of(text(answer))
    assert fields(text(answer)).get("day-day") == changes.get("day-day")
    assert not Cancellation.objects.filter(meeting__plan=preparing.plan_id).exists()


def test_p17_a_reason_that_is_too_long_is_kept(preparing: Scene) -> None:
    for name, day in (("rearrange", on(date(2026, 12, 8))), ("cancel", {})):
        answer = send(visitor(preparing, SW), name, reason="z" * 200_000, **day)
        assert answer.status_code == 422
        assert "must be 2,000 characters or fewer; you wrote 200,000." in words_of(text(answer))
        assert fields(text(answer))["reason"] == "z" * 200_000


def test_p17_moving_to_a_near_day_says_so_first_and_keeps_the_reason(preparing: Scene) -> None:
    visit = visitor(preparing, SW)
    page = text(send(visit, "rearrange", **on(date(2026, 11, 12)), reason="Kept."))
    assert "Look at this first: Thursday 12 November 2026" in words_of(page)
    assert fields(page)["reason"] == "Kept."
    assert visit.post("rearrange", **fields(page)).status_code == 302


def test_p17_cancelling_offers_to_move_says_who_is_told_and_asks_for_a_new_date(preparing: Scene) -> None:
    visit = visitor(preparing, SW)
    page = words_of(text(visit.get("cancel")))
    assert "Meetings are not cancelled where that can be avoided." in page
    assert "Move the meeting instead" in page
    assert "Vi Penrose, Virtual School administrator" in page
    answer = send(visit, "cancel", reason="The carer is ill.")
    assert answer["Location"] == visit.address("arrange")
    page = visit.follow(answer)
    assert "Now agree a new date." in words_of(page)
    assert "The meeting of Monday 30 November 2026 was cancelled." in words_of(page)
    assert fields(page)["venue"] == "Room 4, Priory Court"
    assert preparing.stage is Stage.ARRANGING


def test_p17_somebody_who_cannot_arrange_is_told_who_will(preparing: Scene) -> None:
    visit = visitor(preparing, DT)
    assert "Move the meeting instead" not in words_of(text(visit.get("cancel")))
    answer = send(visit, "cancel", reason="The school is closed.")
    assert answer["Location"] == visit.address("plan")
    assert "The social worker is asked to agree a new date." in words_of(visit.follow(answer))


def test_words_typed_while_a_session_ended_are_there_after_signing_in_again(preparing: Scene) -> None:
    visit = visitor(preparing, SW)
    sent = fields(text(visit.get("cancel"))) | {"reason": "Nearly lost."}
    visit.client.logout()
    visit.post("cancel", **sent)
    visit.client.force_login(preparing.cast[SW], backend="allauth.account.auth_backends.AuthenticationBackend")
    page = text(visit.get("cancel"))
    assert fields(page)["reason"] == "Nearly lost."
    assert not Cancellation.objects.filter(meeting__plan=preparing.plan_id).exists()
