"""Two people write the same section: nothing of either is lost, and each has the choice."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.scenes import Scene
from tests.web.filling import fields, words_of
from tests.web.visiting import Visitor, text, visitor
from tests.web.writing import DT, SW, section

from epep.actions import plans
from epep.protocol.stages import Stage
from epep.record.plans import SetAside

pytestmark = pytest.mark.django_db
At = Callable[[Stage], Scene]


def both_write(
    scene: Scene, mine: dict[str, Any], theirs: dict[str, Any], key: str = "carer_views"
) -> tuple[Visitor, Any]:
    """The teacher opens a section; the social worker changes `theirs` and saves; the teacher sends `mine`."""
    visit = visitor(scene, DT)
    sent = fields(text(visit.get("section", key)), "stay")
    now_there = section(scene, key)
    plans.write_section(
        plan_id=scene.plan_id,
        key=key,
        answers={**now_there.answers, **theirs},
        based_on=now_there.version,
        by=scene.cast[SW],
        now=scene.walk.later(minutes=4).now,
    )
    return visit, visit.post("section", key, **(sent | mine))


def test_words_on_top_of_somebody_elses_come_back_with_theirs_beside_mine(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    _, answer = both_write(scene, {"strengths": "Mine, kept."}, {"strengths": "Theirs, kept too."})
    page = text(answer)
    assert answer.status_code == 409
    assert section(scene, "carer_views").answers["strengths"] == "Theirs, kept too."
    said = words_of(page)
    assert "Sam Okafor saved this section while you were writing" in said
    assert "Sam Okafor wrote this today at" in said
    assert "Theirs, kept too." in said
    assert fields(page)["strengths"] == "Mine, kept."
    assert fields(page)["based_on"] == str(section(scene, "carer_views").version)


@pytest.mark.parametrize(("pick", "wanted"), [("box", "Mine."), ("other", "Theirs."), ("both", "Theirs.\n\nMine.")])
def test_saving_again_after_a_conflict_keeps_what_was_chosen(at_stage: At, pick: str, wanted: str) -> None:
    scene = at_stage(Stage.PREPARING)
    visit, answer = both_write(scene, {"strengths": "Mine."}, {"strengths": "Theirs."})
    again = visit.post("section", "carer_views", **(fields(text(answer), "stay") | {"keep-strengths": pick}))
    assert again.status_code == 302
    assert section(scene, "carer_views").answers["strengths"] == wanted
    assert SetAside.objects.get().settled_at is not None


def test_what_only_they_changed_is_not_undone_by_a_page_that_did_not_know(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    visit, answer = both_write(scene, {"strengths": "Mine."}, {"worries": "New from them."})
    page = text(answer)
    assert fields(page)["worries"] == "New from them."
    assert fields(page)["clash"] == ""
    assert "They also changed what you had not touched" in words_of(page)
    visit.post("section", "carer_views", **fields(page, "stay"))
    saved = section(scene, "carer_views").answers
    assert (saved["strengths"], saved["worries"]) == ("Mine.", "New from them.")


def test_a_third_save_in_between_is_a_conflict_again(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    visit, answer = both_write(scene, {"strengths": "Mine."}, {"strengths": "Theirs."})
    now_there = section(scene, "carer_views")
    third = {**now_there.answers, "strengths": "A third."}
    plans.write_section(
        plan_id=scene.plan_id,
        key="carer_views",
        answers=third,
        based_on=now_there.version,
        by=scene.cast[SW],
        now=visit.walk.now,
    )
    again = visit.post("section", "carer_views", **fields(text(answer), "stay"))
    assert again.status_code == 409
    assert "A third." in words_of(text(again))
    assert fields(text(again))["strengths"] == "Mine."


def test_words_that_were_not_saved_are_offered_again_until_the_next_save(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    visit, _ = both_write(scene, {"strengths": "Mine, unsaved."}, {"strengths": "Theirs."})
    page = text(visit.get("section", "carer_views"))
    assert "Words of yours that were not saved, from" in words_of(page)
    assert "Mine, unsaved." in words_of(page)
    assert fields(page)["strengths"] == "Theirs."
    assert "Mine, unsaved." not in text(visitor(scene, SW).get("section", "carer_views"))
    visit.post("section", "carer_views", **(fields(page, "stay") | {"keep-strengths": "other"}))
    assert section(scene, "carer_views").answers["strengths"] == "Mine, unsaved."
    assert "not saved" not in words_of(text(visit.get("section", "carer_views")))


def test_both_texts_can_be_too_long_together_and_are_kept_apart(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    visit, answer = both_write(scene, {"strengths": "m" * 4000}, {"strengths": "t" * 4000})
    again = visit.post("section", "carer_views", **(fields(text(answer), "stay") | {"keep-strengths": "both"}))
    page = text(again)
    assert again.status_code == 422
    assert "must be 5,000 characters or fewer; you wrote 8,002." in words_of(page)
    assert fields(page)["strengths"] == "m" * 4000
    assert "t" * 4000 in page


def test_ones_own_save_in_another_window_is_not_somebody_elses(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    visit = visitor(scene, SW)
    sent = fields(text(visit.get("section", "carer_views")), "stay")
    first = visit.post("section", "carer_views", **(sent | {"strengths": "In one window."}))
    assert first.status_code == 302
    said = words_of(text(visit.post("section", "carer_views", **(sent | {"strengths": "In the other."}))))
    assert "You saved this section in another window" in said
    assert "while you were writing" not in said
    assert "They" not in said
    assert "In one window." in said and "In the other." in said
    assert section(scene, "carer_views").answers["strengths"] == "In one window."
