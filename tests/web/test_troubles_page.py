"""What could not be sent or delivered: for the administrator alone, with why, since when, and Try again."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.cast import Cast
from tests.scenes import Scene
from tests.web.visiting import Visitor, main, visitor

from epep.actions import filing, notices
from epep.form.parts import Part
from epep.protocol.moves import MOVES
from epep.protocol.stages import Stage
from epep.record.filing import Delivery
from epep.record.history import Event
from epep.record.notices import Notice
from epep.web.pages.notices import KINDS, NOT_TRIED

At = Callable[[Stage], Scene]
ADMIN = Part.VIRTUAL_SCHOOL_ADMINISTRATOR
ACCOUNTS = [part for part in Part if part not in (Part.AUTHOR, Part.PARENT)]
PAGE = "/could-not-be-sent/"
DOWN = "The mail server cannot be reached, or broke off."


@pytest.fixture
def calm(at_stage: At) -> Scene:
    """A plan that has passed, in an authority where everything was sent and delivered."""
    for notice in Notice.objects.filter(sent_at=None):
        notices.sent(notice_id=notice.pk, now=notice.made_at)
    for delivery in Delivery.objects.filter(delivered_at=None):
        filing.delivered(delivery_id=delivery.pk, place="there", sha256="0" * 64, now=delivery.asked_at)
    return at_stage(Stage.PASSED)


def unsend(scene: Scene, many: int = 1, *, tried: bool = True, final: bool = False) -> list[Notice]:
    """Let notices about a plan be as if they had not been sent."""
    found = list(Notice.objects.filter(plan_id_then=scene.plan_id).order_by("pk")[:many])
    for notice in found:
        Notice.objects.filter(pk=notice.pk).update(sent_at=None)
        if tried:
            notices.not_sent(notice_id=notice.pk, error=DOWN, final=final, now=scene.walk.now)
    return found


def undeliver(scene: Scene) -> Delivery:
    """Let a package be as if it had not been delivered."""
    delivery = Delivery.objects.filter(submission__plan=scene.plan_id).order_by("pk")[0]
    Delivery.objects.filter(pk=delivery.pk).update(delivered_at=None, place="", tries=0)
    return filing.not_delivered(
        delivery_id=delivery.pk, error="The folder is full. Make room in it.", final=True, now=scene.walk.now
    )


def jobs(task: str) -> int:
    return ProcrastinateJob.objects.filter(task_name=f"epep.jobs.tasks.{task}", status="todo").count()


@pytest.mark.parametrize("part", ACCOUNTS)
def test_nobody_but_the_administrator_sees_that_it_exists(calm: Scene, part: Part) -> None:
    [notice] = unsend(calm)
    visit = visitor(calm, part)
    expected = 200 if part is ADMIN else 404
    assert visit.get_at(PAGE).status_code == expected
    if part is not ADMIN:
        before = jobs("send_notice")
        assert visit.post_to(PAGE).status_code == 404
        assert visit.post_to(f"{PAGE}notices/{notice.pk}/").status_code == 404
        assert jobs("send_notice") == before


def test_when_everything_was_sent_it_says_so(calm: Scene) -> None:
    page = main(visitor(calm, ADMIN).get_at(PAGE))
    assert "Everything has been sent and delivered." in page
    assert "<button" not in page


def test_a_notice_is_listed_with_all_that_helps(calm: Scene) -> None:
    [notice] = unsend(calm)
    page = main(visitor(calm, ADMIN).get_at(PAGE))
    assert "1 thing did not arrive." in page
    for said in (
        notice.recipient.name,
        "designated teacher",
        "The meeting is arranged",
        DOWN,
        "Tried once",
        "Will be tried again",
        "On 9 November at 10am",
        f'href="/plans/{calm.plan_id}/"',
        f'action="{PAGE}notices/{notice.pk}/"',
    ):
        assert said in page, said
    assert "Abara" not in page.replace(notice.recipient.name, "")
    unsend(calm, final=True)
    page = main(visitor(calm, ADMIN).get_at(PAGE))
    assert "Given up" in page
    assert "Tried 2 times" in page


def test_what_nobody_tries_to_send_is_listed_after_an_hour(calm: Scene) -> None:
    [notice] = unsend(calm, tried=False)
    Notice.objects.filter(pk=notice.pk).update(made_at=calm.walk.now - timedelta(minutes=59), tries=0)
    assert "Everything has been sent" in main(visitor(calm, ADMIN).get_at(PAGE))
    calm.walk.later(minutes=2)
    page = main(visitor(calm, ADMIN).get_at(PAGE))
    assert NOT_TRIED in page
    assert "Not tried" in page


def test_a_notice_is_tried_again(calm: Scene) -> None:
    [notice] = unsend(calm, final=True)
    admin, before = visitor(calm, ADMIN), jobs("send_notice")
    page = admin.follow(admin.post_to(f"{PAGE}notices/{notice.pk}/"))
    assert "The notice is being sent again." in page
    assert "Will be tried again" in page
    assert jobs("send_notice") == before + 1
    assert Event.objects.latest("pk").says == "asked for a notice to be sent again"
    notices.sent(notice_id=notice.pk, now=calm.walk.now)
    page = admin.follow(admin.post_to(f"{PAGE}notices/{notice.pk}/"))
    assert "It had been sent in the meantime." in page
    assert jobs("send_notice") == before + 1


def test_a_package_is_listed_and_tried_again(calm: Scene) -> None:
    delivery = undeliver(calm)
    admin, before = visitor(calm, ADMIN), jobs("deliver")
    page = main(admin.get_at(PAGE))
    for said in (
        "Filing packages",
        "Mosaic",
        "The folder is full. Make room in it.",
        "Given up",
        calm.walk.plan.reference,
    ):
        assert said in page, said
    page = admin.follow(admin.post_to(f"{PAGE}packages/{delivery.pk}/", back="troubles"))
    assert "The package is being delivered again." in page
    assert "Could not be sent" in page
    assert jobs("deliver") == before + 1


def test_everything_is_tried_again_at_once(calm: Scene) -> None:
    unsend(calm, 3, final=True)
    undeliver(calm)
    admin = visitor(calm, ADMIN)
    before = jobs("send_notice"), jobs("deliver")
    page = admin.follow(admin.post_to(PAGE))
    assert "4 are being tried again." in page
    assert "Given up" not in page
    assert (jobs("send_notice"), jobs("deliver")) == (before[0] + 3, before[1] + 1)


def test_another_authoritys_troubles_are_theirs(calm: Scene, far: Cast) -> None:
    [notice] = unsend(calm, final=True)
    delivery = undeliver(calm)
    stranger = Visitor(far[ADMIN], calm.walk)
    assert "Everything has been sent and delivered." in main(stranger.get_at(PAGE))
    stranger.post_to(PAGE)
    assert stranger.post_to(f"{PAGE}notices/{notice.pk}/").status_code == 404
    assert stranger.post_to(f"{PAGE}packages/{delivery.pk}/").status_code == 404
    assert Notice.objects.get(pk=notice.pk).given_up_at is not None


def test_the_page_asks_as_many_questions_for_eight_as_for_one(calm: Scene) -> None:
    admin, counts = visitor(calm, ADMIN), []
    undeliver(calm)
    for many in (1, 8):
        unsend(calm, many)
        with CaptureQueriesContext(connection) as asked:
            page = main(admin.get_at(PAGE))
        counts.append((page.count(f'action="{PAGE}notices/'), len(asked)))
    assert [rows for rows, _ in counts] == [1, 8]
    assert counts[0][1] == counts[1][1], counts


def test_every_kind_of_notice_has_words() -> None:
    told = {move.name for move in MOVES if move.tells}
    assert told <= set(KINDS)
    from epep.jobs.letters import LETTERS

    assert set(LETTERS) <= set(KINDS)
