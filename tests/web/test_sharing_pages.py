"""Copies (P14), sharing person by person (P15), and the case note (P16)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.scenes import Scene
from tests.web.visiting import Visitor, main, visitor

from epep.actions import people
from epep.form.parts import Part
from epep.jobs import walk
from epep.protocol import moves
from epep.protocol.moves import Move, refusal
from epep.protocol.stages import Stage
from epep.record.people import Post
from epep.record.plans import parts_for
from epep.record.sharing import CaseNote, Copy, Share

At = Callable[[Stage], Scene]
ADMIN, WORKER = Part.VIRTUAL_SCHOOL_ADMINISTRATOR, Part.SOCIAL_WORKER
ACCOUNTS = [part for part in Part if part not in (Part.AUTHOR, Part.PARENT)]
PAGES: dict[str, tuple[Move, dict[str, str]]] = {
    "copies": (moves.SEND_COPIES, {}),
    "share": (moves.DECIDE_SHARING, {"decision": "full"}),
    "case_note": (moves.CASE_NOTE, {"text": "It is in the record."}),
}


def rows(scene: Scene) -> tuple[int, int, int]:
    of = scene.plan_id
    return (
        Copy.objects.filter(submission__plan=of).count(),
        Share.objects.filter(submission__plan=of).count(),
        CaseNote.objects.filter(plan=of).count(),
    )


@pytest.mark.parametrize("part", ACCOUNTS)
@pytest.mark.parametrize("stage", list(Stage))
def test_each_page_opens_to_whom_the_table_of_moves_lets(at_stage: At, stage: Stage, part: Part) -> None:
    scene = at_stage(stage)
    visit = visitor(scene, part)
    parts = parts_for(scene.cast[part], scene.walk.plan, scene.walk.now.date())
    before = rows(scene)
    for name, (move, data) in PAGES.items():
        status = visit.get(name).status_code
        if refusal(move, parts, stage) is None:
            assert status == 200, name
        else:
            assert status in (404, 409), name
            assert visit.post(name, **data).status_code in (404, 409), name
    assert rows(scene) == before


# Copies --------------------------------------------------------------------------------------------------------------
def test_p14_everybody_who_gets_a_copy_is_named(at_stage: At) -> None:
    page = main(visitor(at_stage(Stage.FILED), ADMIN).get("copies"))
    for name, label in (
        ("Conny Reeve", "Conference and Review Team"),
        ("Sam Okafor", "Social worker"),
        ("Lee Caring", "Leaving care team administrator"),
    ):
        assert name in page
        assert label in page
    assert page.count("<button") == 1


def test_p14_the_copies_are_sent_and_each_can_open_the_plan(at_stage: At) -> None:
    scene = at_stage(Stage.FILED)
    admin, team = visitor(scene, ADMIN), visitor(scene, Part.CONFERENCE_AND_REVIEW_TEAM)
    assert team.get("submission", 1).status_code == 404
    page = admin.follow(admin.post("copies"))
    assert "The copies are sent." in page
    for name in ("Conny Reeve", "Sam Okafor", "Lee Caring"):
        assert name in page
    assert team.get("submission", 1).status_code == 200
    again = main(admin.get("copies"))
    assert "Copies are sent" in again
    assert "Vi Penrose sent them on Wednesday 2 December 2026" in again
    assert "<button" not in again


def test_p14_a_missing_recipient_is_said_and_nothing_is_sent(at_stage: At) -> None:
    scene = at_stage(Stage.FILED)
    for post in Post.objects.filter(authority=scene.cast.authority, part=Part.LEAVING_CARE_ADMINISTRATOR):
        people.leave_post(post=post, ends_on=scene.walk.now.date() - timedelta(days=1), by=None, now=scene.walk.now)
    admin = visitor(scene, ADMIN)
    page = main(admin.get("copies"))
    assert "Nobody is set up for this yet." in page
    assert "until somebody is set up as: Leaving care team administrator." in page
    assert "<button" not in page
    answer = admin.post("copies")
    assert answer.status_code == 422
    assert "Nobody is set up as: Leaving care team administrator." in main(answer)
    assert rows(scene)[0] == 0


def test_sending_twice_from_two_windows_sends_once(at_stage: At) -> None:
    scene = at_stage(Stage.FILED)
    admin = visitor(scene, ADMIN)
    assert admin.post("copies").status_code == 302
    sent = rows(scene)[0]
    answer = admin.post("copies")
    assert answer.status_code == 422
    assert "The copies were sent before. Nothing more to do." in main(answer)
    assert rows(scene)[0] == sent > 0


# Sharing -------------------------------------------------------------------------------------------------------------
def decide(visit: Visitor, scene: Scene, part: Part, **data: Any) -> Any:
    return visit.post_to(f"{visit.address('share')}?person={scene.cast[part].pk}", **data)


def decisions(scene: Scene) -> list[tuple[str, str, list[str], str]]:
    of = Share.objects.filter(submission__plan=scene.plan_id).order_by("pk")
    return list(of.values_list("person__name", "decision", "left_out", "reason"))


def test_p15_the_list_names_each_carer_and_parent_and_nobody_else(at_stage: At) -> None:
    scene = at_stage(Stage.FILED)
    page = main(visitor(scene, WORKER).get("share"))
    assert page.count("Not decided yet") == 2
    assert "Carol Finch, carer" in page
    assert "Max Abara, parent" in page
    assert "Kim Sato" not in page
    assert "case note" not in page


def test_p15_the_form_for_one_person(at_stage: At) -> None:
    scene = at_stage(Stage.FILED)
    page = main(visitor(scene, WORKER).get("share", person=scene.cast[Part.CARER].pk))
    assert "Share with Carol Finch" in page
    assert "See what Carol would see" in page
    for section in scene.walk.standing.form.sections_for(scene.walk.plan.kind):
        assert f'value="{section.key}"' in page
    assert " checked" not in page


def test_p15_in_full_tells_a_carer_and_hands_a_parent_the_pdf(at_stage: At) -> None:
    scene = at_stage(Stage.FILED)
    worker, carer, parent = visitor(scene, WORKER), scene.cast[Part.CARER], scene.cast[Part.PARENT]
    page = worker.follow(decide(worker, scene, Part.CARER, decision="full"))
    assert "The plan is shared with Carol Finch in full. They have been told." in page
    assert f"?as={carer.pk}" in page
    assert "Download the PDF for Carol" not in page
    page = worker.follow(decide(worker, scene, Part.PARENT, decision="full"))
    assert "They have no account: give them the PDF below." in page
    assert f'href="/plans/{scene.plan_id}/submissions/1/pdf/?as={parent.pk}" download>Download the PDF for Max' in page
    assert "Go on to the case note" in page
    assert carer.notices.filter(kind="decide_sharing").count() == 1


def test_p15_with_sections_left_out(at_stage: At) -> None:
    scene = at_stage(Stage.FILED)
    worker = visitor(scene, WORKER)
    page = worker.follow(
        decide(worker, scene, Part.CARER, decision="partly", left_out=["sdq", "social_care"], reason="Not asked for.")
    )
    assert "The plan is shared with Carol Finch with sections left out." in page
    assert "Without: Social care, SDQ" in page
    assert decisions(scene) == [("Carol Finch", "partly", ["sdq", "social_care"], "")]


def test_p15_not_shared_has_its_reason_and_tells_nobody(at_stage: At) -> None:
    scene = at_stage(Stage.FILED)
    worker = visitor(scene, WORKER)
    page = worker.follow(decide(worker, scene, Part.CARER, decision="no", left_out=["sdq"], reason="<b>Court</b>"))
    assert "The plan is not shared with Carol Finch. They are not told." in page
    assert "Not shared: &lt;b&gt;Court&lt;/b&gt;" in page
    assert decisions(scene) == [("Carol Finch", "no", [], "<b>Court</b>")]
    assert not scene.cast[Part.CARER].notices.filter(kind="decide_sharing").exists()


def test_p15_a_later_decision_takes_its_place_and_both_are_shown(at_stage: At) -> None:
    scene = at_stage(Stage.FILED)
    worker = visitor(scene, WORKER)
    decide(worker, scene, Part.CARER, decision="no", reason="Waiting for the court.")
    again = main(worker.get("share", person=scene.cast[Part.CARER].pk))
    assert "Decided on Wednesday 2 December 2026: Not shared: Waiting for the court." in again
    assert 'value="no" checked' in again
    assert "Waiting for the court.</textarea>" in again
    page = worker.follow(decide(worker, scene, Part.CARER, decision="full"))
    assert page.index("In full") < page.index("Before: Not shared: Waiting for the court.")
    assert len(decisions(scene)) == 2


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Choose what they get"),
        ({"decision": "half"}, "Choose one of the answers shown"),
        ({"decision": "partly"}, "Choose at least one section to leave out."),
        ({"decision": "partly", "left_out": ["attic"]}, "Choose one of the answers shown"),
        ({"decision": "no"}, "Say why it is not shared. The reason stays on record."),
        ({"decision": "no", "reason": "x" * 2001}, "The reason must be 2,000 characters or fewer; you wrote 2,001."),
        ({"decision": "no", "look": "yes", "reason": "Court"}, "Not shared: Carol Finch would see nothing"),
        ({"decision": "partly", "look": "yes"}, "Choose at least one section to leave out."),
    ],
)
def test_what_is_wrong_with_a_decision_is_said_and_nothing_is_decided(
    at_stage: At, sent: dict[str, Any], said: str
) -> None:
    scene = at_stage(Stage.FILED)
    answer = decide(visitor(scene, WORKER), scene, Part.CARER, **sent)
    assert answer.status_code == 422
    assert said in main(answer)
    assert "There is a problem" in main(answer)
    assert str(sent.get("reason", "")) in main(answer)
    assert decisions(scene) == []


def test_p15_looking_first_decides_nothing_and_comes_back_as_it_was(at_stage: At) -> None:
    scene = at_stage(Stage.FILED)
    worker, carer = visitor(scene, WORKER), scene.cast[Part.CARER]
    looked = worker.follow(decide(worker, scene, Part.CARER, decision="partly", left_out=["sdq"], look="yes"))
    assert "What Carol Finch would see" in looked
    assert "Nothing is shared yet" in looked
    assert 'id="section-sdq"' not in looked
    assert decisions(scene) == []
    back = looked.partition(f'href="/plans/{scene.plan_id}/share/?')[2].partition('"')[0].replace("&amp;", "&")
    again = main(worker.get_at(f"{worker.address('share')}?{back}"))
    assert 'value="partly" checked' in again
    assert 'value="sdq" checked' in again
    assert again.count(" checked") == 2
    assert f"person={carer.pk}" in back


def test_sharing_is_decided_for_nobody_else(at_stage: At) -> None:
    scene, other = at_stage(Stage.FILED), at_stage(Stage.SHARED)
    worker = visitor(scene, WORKER)
    for who in (scene.cast[Part.KEY_WORKER], other.cast[Part.CARER]):
        url = f"{worker.address('share')}?person={who.pk}"
        assert worker.get_at(url).status_code == 404
        assert worker.post_to(url, decision="full").status_code == 404
    assert worker.get("share", person="x").status_code == 404
    assert decisions(scene) == []


def test_somebody_who_left_the_team_stays_on_record_and_is_not_asked_about(at_stage: At) -> None:
    scene = at_stage(Stage.FILED)
    worker = visitor(scene, WORKER)
    decide(worker, scene, Part.CARER, decision="full")
    member = scene.walk.young_person.team.get(part=Part.CARER)
    people.leave_team(member=member, ends_on=scene.walk.now.date(), by=None, now=scene.walk.now)
    scene.walk.later(days=1)
    page = main(worker.get("share"))
    assert "Carol Finch, carer" in page
    assert "No longer in the team." in page
    assert f"?person={scene.cast[Part.CARER].pk}" not in page
    assert worker.get("share", person=scene.cast[Part.CARER].pk).status_code == 404


def test_after_the_last_decision_the_way_leads_on(at_stage: At) -> None:
    scene = at_stage(Stage.FILED)
    walk.share(scene.walk)
    page = main(visitor(scene, WORKER).get("share"))
    assert "Not decided yet" not in page
    assert f'href="/plans/{scene.plan_id}/case-note/"' in page
