"""Reviews, filing, copies, sharing and the case note: P11 to P16, and what bad input gets."""

from typing import Any

import pytest
from tests.actions.verbs import ADMIN, CARER, CRT, DT, EA, KEY, LCA, SW
from tests.cast import START
from tests.scenes import At, Scene

from epep.actions import filing, people, reviews, sharing
from epep.actions.outcomes import Invalid, Missing, Refused
from epep.form.parts import Part
from epep.protocol.moves import Code
from epep.protocol.stages import Stage
from epep.record.filing import Delivery, Filing
from epep.record.history import Event
from epep.record.notices import Notice
from epep.record.people import Person
from epep.record.reviews import Review
from epep.record.sharing import CaseNote, Copy, Share, shared_with
from epep.record.submissions import Submission


def test_p11_passing_starts_a_delivery_to_every_folder_and_tells_the_administrator(at_stage: At) -> None:
    scene = at_stage(Stage.SUBMITTED)
    review = reviews.pass_for_saving(
        plan_id=scene.plan_id, number=1, comments={"progress": " Good. "}, by=scene.cast[EA], now=scene.walk.now
    )
    assert (review.verdict, review.reason, review.comments) == ("passed", "", {"progress": "Good."})
    deliveries = Delivery.objects.filter(submission=review.submission)
    assert set(deliveries.values_list("destination", flat=True)) == {"mosaic", "virtual_school_box"}
    told = Notice.objects.filter(plan_id_then=scene.plan_id, kind="pass_for_saving")
    assert scene.cast[ADMIN].pk in set(told.values_list("recipient_id", flat=True))


def ask_again(scene: Scene, reason: str, number: int = 1, **more: Any) -> Review:
    return reviews.ask_for_resubmission(
        plan_id=scene.plan_id, number=number, reason=reason, by=scene.cast[EA], now=scene.walk.now, **more
    )


def test_p12_resubmission_needs_a_reason_and_comes_with_comments(at_stage: At) -> None:
    scene = at_stage(Stage.SUBMITTED)
    for nothing in ("", " \n", "\x00\x01"):
        with pytest.raises(Refused) as caught:
            ask_again(scene, nothing)
        assert caught.value.refusal.code is Code.NO_REASON
    for reason, comments, field in (
        ("x" * 5001, {}, "reason"),
        ("Why?", {"nonsense": "x"}, "nonsense"),
        ("Why?", {"header": "x" * 2001}, "header"),
    ):
        with pytest.raises(Invalid) as wrong:
            ask_again(scene, reason, comments=comments)
        assert set(wrong.value.problems) == {field}
    review = ask_again(scene, " Say who. ", comments={"new_targets": "Who?"})
    assert (review.verdict, review.reason, review.comments) == ("returned", "Say who.", {"new_targets": "Who?"})


@pytest.mark.parametrize("number", [0, 2, -1])
def test_p12_the_version_reviewed_is_the_one_that_was_read(at_stage: At, number: int) -> None:
    scene = at_stage(Stage.SUBMITTED)
    with pytest.raises(Invalid, match=f"You read version {number}; version 1 is the latest"):
        reviews.pass_for_saving(plan_id=scene.plan_id, number=number, by=scene.cast[EA], now=scene.walk.now)
    with pytest.raises(Invalid, match="Read it first"):
        ask_again(scene, "Why?", number)


def save(scene: Scene, destination: str, reference: str) -> Filing:
    return filing.record_saved(
        plan_id=scene.plan_id, destination=destination, reference=reference, by=scene.cast[ADMIN], now=scene.walk.now
    )


@pytest.mark.parametrize(
    ("destination", "reference", "field"),
    [
        ("box", "M1234567", "destination"),
        ("mosaic", "", "reference"),
        ("mosaic", " \x00 ", "reference"),
        ("mosaic", "!", "reference"),
        ("mosaic", "x" * 201, "reference"),
        ("virtual_school_box", "x" * 201, "reference"),
        ("virtual_school_box", "x" * 200_000, "reference"),
    ],
)
def test_p13_what_cannot_be_a_reference_is_refused(at_stage: At, destination: str, reference: str, field: str) -> None:
    scene = at_stage(Stage.PASSED)
    with pytest.raises(Invalid) as caught:
        save(scene, destination, reference)
    assert set(caught.value.problems) == {field}


def test_p13_each_destination_is_recorded_once_with_reference_time_and_person(at_stage: At) -> None:
    scene = at_stage(Stage.PASSED)
    made = save(scene, "mosaic", " M1234567\n")
    assert (made.reference, made.at, made.by) == ("M1234567", scene.walk.now, scene.cast[ADMIN])
    with pytest.raises(Invalid, match="was recorded as saved in Mosaic before"):
        save(scene, "mosaic", "M7654321")


def test_p13_the_worker_notes_a_delivery_and_the_administrator_can_try_again(at_stage: At) -> None:
    scene = at_stage(Stage.PASSED)
    delivery = Delivery.objects.get(submission__plan=scene.plan_id, destination="mosaic")
    now, admin = scene.walk.now, scene.cast[ADMIN]
    filing.not_delivered(delivery_id=delivery.pk, error="No\x00 space left\n" * 100, final=True, now=now)
    delivery.refresh_from_db()
    assert (delivery.tries, delivery.given_up_at) == (1, now)
    assert delivery.last_error.startswith("No space left No")
    for part in scene.cast.people.keys() - {ADMIN}:
        with pytest.raises(Missing):
            filing.deliver_again(delivery_id=delivery.pk, by=scene.cast[part], now=now)
    filing.deliver_again(delivery_id=delivery.pk, by=admin, now=now)
    filing.delivered(delivery_id=delivery.pk, place="mosaic/PEP 1.zip", sha256="a" * 64, now=now)
    delivery.refresh_from_db()
    assert (delivery.place, delivery.given_up_at, delivery.delivered_at) == ("mosaic/PEP 1.zip", None, now)
    verbs = Event.objects.filter(plan_id_then=scene.plan_id).order_by("-pk").values_list("verb", flat=True)
    assert list(verbs[:3]) == ["delivered", "deliver_again", "not_delivered"]


def test_p13_an_administrator_elsewhere_finds_no_such_delivery(at_stage: At, far: Any) -> None:
    scene = at_stage(Stage.PASSED)
    delivery = Delivery.objects.filter(submission__plan=scene.plan_id).first()
    assert delivery
    with pytest.raises(Missing):
        filing.deliver_again(delivery_id=delivery.pk, by=far[ADMIN], now=scene.walk.now)


def copies(scene: Scene) -> list[Copy]:
    return sharing.send_copies(plan_id=scene.plan_id, by=scene.cast[ADMIN], now=scene.walk.now)


def test_p14_a_copy_goes_to_the_three_recipients(at_stage: At) -> None:
    scene = at_stage(Stage.FILED)
    made = {(copy.part, copy.recipient_id) for copy in copies(scene)}
    assert {(part, scene.cast[part].pk) for part in (CRT, SW, LCA)} <= made
    assert {part for part, _ in made} == {CRT, SW, LCA}


def test_p14_nothing_is_sent_while_a_recipient_is_missing(at_stage: At) -> None:
    scene = at_stage(Stage.FILED)
    scene.cast.authority.posts.filter(part=LCA).delete()
    with pytest.raises(Invalid, match="Nobody is set up as: Leaving care team administrator"):
        copies(scene)
    assert not Copy.objects.filter(submission__plan=scene.plan_id).exists()


def decide(scene: Scene, person: Person, decision: str, **more: Any) -> Share:
    return sharing.decide_sharing(
        plan_id=scene.plan_id, person=person, decision=decision, by=scene.cast[SW], now=scene.walk.now, **more
    )


def test_p15_the_social_worker_decides_person_by_person_and_may_decide_anew(at_stage: At) -> None:
    scene = at_stage(Stage.FILED)
    carol, max_ = scene.cast[CARER], scene.cast[Part.PARENT]
    submission = Submission.objects.get(plan=scene.plan_id)
    assert scene.walk.standing.facts.undecided == 2
    assert shared_with(carol, submission) is None
    decide(scene, carol, "full")
    assert shared_with(carol, submission) == frozenset()
    decide(scene, max_, "no", reason="Contact is stopped by the court.")
    assert (scene.walk.standing.facts.undecided, shared_with(max_, submission)) == (0, None)
    decide(scene, carol, "partly", left_out=["sdq", "social_care", "sdq"])
    assert shared_with(carol, submission) == frozenset({"sdq", "social_care"})
    assert Share.objects.filter(submission=submission).count() == 3


def test_p15_only_the_person_decided_about_is_told(at_stage: At) -> None:
    scene = at_stage(Stage.FILED)
    now, young_person = scene.walk.now, scene.walk.young_person
    other = people.add_person(name="Cy Finch", email="cy@example.org", authority=scene.cast.authority, by=None, now=now)
    people.join_team(young_person=young_person, person=other, part=CARER, starts_on=START, by=None, now=now)
    for decision, more in (("full", {}), ("no", {"reason": "They asked us not to."})):
        decide(scene, other, decision, **more)
    decide(scene, scene.cast[Part.PARENT], "full")
    told = Notice.objects.filter(kind="decide_sharing", plan_id_then=scene.plan_id)
    assert [notice.recipient for notice in told] == [other]


@pytest.mark.parametrize(
    ("part", "decision", "more", "field"),
    [
        (DT, "full", {}, "person"),
        (KEY, "full", {}, "person"),
        (CARER, "maybe", {}, "decision"),
        (CARER, "partly", {}, "left_out"),
        (CARER, "partly", {"left_out": ["nonsense"]}, "left_out"),
        (CARER, "no", {"reason": "\x00 "}, "reason"),
        (CARER, "full", {"reason": "x" * 2001}, "reason"),
    ],
)
def test_p15_what_cannot_be_decided_is_refused(
    at_stage: At, part: Part, decision: str, more: dict[str, Any], field: str
) -> None:
    scene = at_stage(Stage.FILED)
    with pytest.raises(Invalid) as caught:
        decide(scene, scene.cast[part], decision, **more)
    assert set(caught.value.problems) == {field}


def test_p15_a_stranger_is_nobody_to_share_with(at_stage: At, far: Any) -> None:
    with pytest.raises(Invalid, match="Choose a foster carer or a parent from the team"):
        decide(at_stage(Stage.FILED), far[CARER], "full")


def case_note(scene: Scene, text: str, reference: str = "") -> CaseNote:
    return sharing.record_case_note(
        plan_id=scene.plan_id, text=text, reference=reference, by=scene.cast[SW], now=scene.walk.now
    )


def test_p16_the_case_note_is_kept_as_it_stands_in_the_case_record(at_stage: At) -> None:
    scene = at_stage(Stage.FILED)
    for text, reference, field in (
        ("", "", "text"),
        ("\x00 ", "", "text"),
        ("x" * 2001, "", "text"),
        ("It is in ECM.", "x" * 201, "reference"),
    ):
        with pytest.raises(Invalid) as caught:
            case_note(scene, text, reference)
        assert set(caught.value.problems) == {field}
    made = case_note(scene, " It is in ECM. ", " N 12\n")
    assert (made.text, made.reference) == ("It is in ECM.", "N 12")
    with pytest.raises(Invalid, match="recorded before"):
        case_note(scene, "Again.")
