"""The page of quality assurance: the plan, what to look for, comments, and one of two verdicts."""

import html
from collections.abc import Callable
from typing import Any

import pytest
from tests.scenes import Scene
from tests.web.visiting import BACKEND, main, text, visitor

from epep.form.parts import Part
from epep.jobs import walk
from epep.protocol import moves
from epep.protocol.moves import refusal
from epep.protocol.stages import Stage
from epep.record.history import Event
from epep.record.plans import parts_for
from epep.record.reviews import Review
from epep.web.pages.reviews import LOOK_FOR

At = Callable[[Stage], Scene]
ADVISER = Part.EDUCATION_ADVISER
REASON = "Target 2 does not say <b>who</b> does what. {{ 7 * 7 }} #set Żółw 🐢"


def reviews_of(scene: Scene) -> list[Review]:
    return list(Review.objects.filter(submission__plan=scene.plan_id).order_by("pk"))


def returned(**more: Any) -> dict[str, Any]:
    return {"number": 1, "verdict": "returned", "reason": REASON, **more}


@pytest.mark.parametrize("part", [part for part in Part if part not in (Part.AUTHOR, Part.PARENT)])
@pytest.mark.parametrize("stage", list(Stage))
def test_the_page_opens_to_whom_the_table_of_moves_lets_review(at_stage: At, stage: Stage, part: Part) -> None:
    scene = at_stage(stage)
    parts = parts_for(scene.cast[part], scene.walk.plan, scene.walk.now.date())
    allowed = refusal(moves.PASS, parts, stage) is None
    assert allowed == (part is ADVISER and stage is Stage.SUBMITTED)
    visit = visitor(scene, part)
    if allowed:
        assert visit.get("review").status_code == 200
        return
    assert visit.get("review").status_code in (404, 409)
    before = len(reviews_of(scene))
    for verdict in ("passed", "returned"):
        assert visit.post("review", **returned(verdict=verdict)).status_code in (404, 409)
    assert len(reviews_of(scene)) == before
    assert scene.stage is stage


def test_the_plan_what_to_look_for_a_box_for_each_section_and_two_verdicts(at_stage: At) -> None:
    scene = at_stage(Stage.SUBMITTED)
    page = main(visitor(scene, ADVISER).get("review"))
    for section in scene.walk.standing.form.sections:
        assert f'id="section-{section.key}"' in page
        assert f'name="about_{section.key}"' in page
        assert f'href="#section-{section.key}"' in page
    for hint in LOOK_FOR:
        assert html.escape(hint) in page
    assert "Pass for saving" in page
    assert "Ask for resubmission" in page
    assert " open>" not in page  # nothing is typed yet, so no box is open
    whole = text(visitor(scene, ADVISER).get("review"))
    assert "Check by" in whole
    assert "Tuesday 8 December 2026" in whole


def test_looking_is_recorded_once(at_stage: At) -> None:
    scene = at_stage(Stage.SUBMITTED)
    before = Event.objects.count()
    visitor(scene, ADVISER).get("review")
    assert Event.objects.count() == before + 1
    assert Event.objects.latest("pk").says == "looked at version 1 to review it"


def test_p11_pass_for_saving(at_stage: At) -> None:
    scene = at_stage(Stage.SUBMITTED)
    adviser = visitor(scene, ADVISER)
    page = adviser.follow(adviser.post("review", number=1, verdict="passed", reason="", about_progress="Well put."))
    assert "Version 1 is passed for saving. The Virtual School administrator has been told." in page
    [made] = reviews_of(scene)
    assert (made.verdict, made.reason, made.comments) == ("passed", "", {"progress": "Well put."})
    assert scene.stage is Stage.PASSED


def test_p12_ask_for_resubmission(at_stage: At) -> None:
    scene = at_stage(Stage.SUBMITTED)
    adviser = visitor(scene, ADVISER)
    page = adviser.follow(adviser.post("review", **returned(about_new_targets="Who, by when?\r\nHow often?")))
    assert "Version 1 is sent back. The author of the plan and the social worker have been told." in page
    [made] = reviews_of(scene)
    assert (made.verdict, made.reason) == ("returned", REASON)
    assert made.comments == {"new_targets": "Who, by when?\nHow often?"}
    assert scene.stage is Stage.RETURNED
    author = text(visitor(scene, Part.DESIGNATED_TEACHER).get("submit"))
    assert html.escape(REASON).replace("&#x27;", "&#39;") in author


COMMENTS = {"about_progress": "Where <did> they start?", "about_sdq": "{{ 7 * 7 }}"}


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"verdict": ""}, "Choose “Pass for saving” or “Ask for resubmission”"),
        ({"verdict": "brilliant"}, "Choose one of the answers shown"),
        ({"reason": ""}, "Say what needs to change, and why"),
        ({"reason": " \r\n "}, "Say what needs to change, and why"),
        ({"reason": "x" * 5001}, "The reason must be 5,000 characters or fewer; you wrote 5,001."),
        ({"reason": "x" * 200_000}, "you wrote 200,000."),
        ({"about_attendance": "x" * 2001}, "The comment on Attendance must be 2,000 characters or fewer"),
        ({"number": ""}, "This page was out of date."),
        ({"number": "one"}, "This page was out of date."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(at_stage: At, sent: dict[str, str], said: str) -> None:
    scene = at_stage(Stage.SUBMITTED)
    answer = visitor(scene, ADVISER).post("review", **returned(**COMMENTS, **sent))
    page = main(answer)
    assert answer.status_code == 422
    assert said in html.unescape(page)
    assert "There is a problem" in page
    assert html.escape(COMMENTS["about_progress"]) in page
    assert COMMENTS["about_sdq"] in page
    if "reason" not in sent:
        assert "&lt;b&gt;who&lt;/b&gt; does what. {{ 7 * 7 }} #set Żółw 🐢" in page
    assert page.count('class="pep-comment" open') == len({*COMMENTS, *(name for name in sent if "about" in name)})
    assert reviews_of(scene) == []
    assert scene.stage is Stage.SUBMITTED


def test_a_newline_counts_once_as_the_box_counts_it(at_stage: At) -> None:
    scene = at_stage(Stage.SUBMITTED)
    lines = "\r\n".join(["a" * 99] * 20)  # 1,999 characters in the box, 2,018 as sent
    assert visitor(scene, ADVISER).post("review", **returned(about_progress=lines)).status_code == 302


def test_reviewing_what_is_reviewed_says_so_and_shows_what_was_typed(at_stage: At) -> None:
    scene = at_stage(Stage.SUBMITTED)
    first, second = visitor(scene, ADVISER), visitor(scene, ADVISER)
    assert first.post("review", number=1, verdict="passed").status_code == 302
    answer = second.post("review", **returned(**COMMENTS))
    page = main(answer)
    assert answer.status_code == 409
    assert "Ed Lindqvist reviewed version 1 on Tuesday 1 December 2026" in page
    assert "passed for saving" in page
    assert "Nothing was changed" in page
    for words in ("Where &lt;did&gt; they start?", "{{ 7 * 7 }}", "What needs to change, and why?"):
        assert words in page
    assert [made.verdict for made in reviews_of(scene)] == ["passed"]
    assert scene.stage is Stage.PASSED


def test_a_version_that_has_been_followed_by_another_is_not_judged_unread(at_stage: At) -> None:
    scene = at_stage(Stage.RETURNED)
    walk.submit(scene.walk.later(hours=1))
    adviser = visitor(scene, ADVISER)
    answer = adviser.post("review", **returned(**COMMENTS))
    page = main(answer)
    assert answer.status_code == 422
    assert "You read version 1; version 2 is the latest. Read it first." in page
    assert "What Ed Lindqvist asked for" in page
    assert 'name="number" value="2"' in page
    assert "{{ 7 * 7 }}" in page
    assert adviser.post("review", **returned(number=2)).status_code == 302


def test_p12_the_second_version_shows_what_was_asked_for_and_what_changed(at_stage: At) -> None:
    scene = at_stage(Stage.RETURNED)
    walk.submit(scene.walk.later(hours=1))
    page = main(visitor(scene, ADVISER).get("review"))
    assert "Target 2 does not say who does what." in page
    assert "Who will do this?" in page
    assert "What changed since version 1" in page
    assert "Nothing." in page


def test_words_typed_while_a_session_ended_come_back(at_stage: At) -> None:
    scene = at_stage(Stage.SUBMITTED)
    adviser = visitor(scene, ADVISER)
    mark = text(adviser.get("review")).partition('name="typed_by" value="')[2].partition('"')[0]
    adviser.client.session.flush()
    assert adviser.post("review", **returned(typed_by=mark, **COMMENTS)).status_code == 302
    adviser.client.force_login(scene.cast[ADVISER], backend=BACKEND)
    page = main(adviser.get("review"))
    assert COMMENTS["about_sdq"] in page
    assert "Where &lt;did&gt; they start?" in page
    assert reviews_of(scene) == []
