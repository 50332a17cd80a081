"""A young person says what they think: one question at a time, in words for them, saved as they go (P4)."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.scenes import Scene
from tests.web.filling import fields, words_of
from tests.web.visiting import Visitor, text, visitor

from epep.actions import plans
from epep.form.parts import Part
from epep.jobs.walk import Walk
from epep.protocol.stages import Stage
from epep.record.plans import Plan, Section

pytestmark = pytest.mark.django_db
At = Callable[[Stage], Scene]
KEY = "young_person_views"


@pytest.fixture
def scene(at_stage: At) -> Scene:
    """A plan that is being prepared, in which Yas has said nothing yet."""
    return at_stage(Stage.PREPARING)


@pytest.fixture
def yas(scene: Scene) -> Visitor:
    """Yas, signed in."""
    return visitor(scene, Part.YOUNG_PERSON)


def views(scene: Scene) -> Section:
    return scene.walk.plan.sections.get(key=KEY)


def say(yas: Visitor, question: str, **changes: Any) -> Any:
    """Open a question, answer it, press Next."""
    address = f"{yas.address('section', KEY)}?q={question}"
    return yas.post_to(address, **(fields(text(yas.get_at(address))) | changes))


def by_social_worker(scene: Scene, **changes: Any) -> None:
    """The social worker changes some answers meanwhile."""
    now_there = views(scene)
    plans.write_section(
        plan_id=scene.plan_id,
        key=KEY,
        answers={**now_there.answers, **changes},
        based_on=now_there.version,
        by=scene.cast[Part.SOCIAL_WORKER],
        now=scene.walk.now,
    )


def test_p04_a_young_person_answers_in_their_own_words_one_question_at_a_time(scene: Scene, yas: Visitor) -> None:
    first = text(yas.get("section", KEY))
    assert "pep-warm" in first
    assert "Who is writing this down?" in words_of(first)
    assert "I wrote this myself" in words_of(first)
    second = yas.follow(say(yas, "recorded_by", recorded_by="themselves"))
    assert "Question 2 of 7." in words_of(second)
    assert "How is your course, work or week going? There’s no wrong answer." in words_of(second)
    third = yas.follow(say(yas, "going", going="so_so"))
    assert "What do you enjoy? What are you proud of?" in words_of(third)
    assert views(scene).answers == {"recorded_by": "themselves", "going": "so_so"}
    assert views(scene).written_as == Part.YOUNG_PERSON


def test_p04_the_last_answer_leads_to_everything_they_said(scene: Scene, yas: Visitor) -> None:
    say(yas, "recorded_by", recorded_by="themselves")
    page = words_of(yas.follow(say(yas, "talk_about", talk_about="My placement 🎓 {{ x }} <b>")))
    assert "Thank you. This is what you have said" in page
    assert "My placement 🎓 {{ x }} <b>" in page
    assert "I wrote this myself" in page
    assert "You skipped this." in page


def test_they_come_back_to_what_they_said_and_can_change_it(yas: Visitor) -> None:
    say(yas, "recorded_by", recorded_by="themselves")
    say(yas, "proud", proud="Drawing.")
    page = text(yas.get("section", KEY))
    assert "This is what you have said" in words_of(page)
    assert f"{yas.address('section', KEY)}?q=proud" in page
    assert "Drawing." in text(yas.get("section", KEY, q="proud"))


def test_p04_saying_nothing_is_an_answer(scene: Scene, yas: Visitor) -> None:
    page = yas.follow(say(yas, "recorded_by", recorded_by="not_given"))
    assert "You do not have to answer. If you like, say why" in words_of(page)
    say(yas, "not_given_because", not_given_because="Not this time.")
    assert views(scene).unanswered == 0


def test_they_are_told_who_reads_it(yas: Visitor) -> None:
    page = words_of(text(yas.get("section", KEY)))
    assert "Who will see this?" in page
    assert "the designated teacher, social worker, education adviser" in page.replace("people in your plan: ", "")


def test_what_others_write_to_other_questions_meanwhile_is_kept(scene: Scene, yas: Visitor) -> None:
    say(yas, "recorded_by", recorded_by="themselves")
    address = f"{yas.address('section', KEY)}?q=proud"
    sent = fields(text(yas.get_at(address))) | {"proud": "Mine."}
    by_social_worker(scene, hard="Theirs.")
    assert yas.post_to(address, **sent).status_code == 302
    assert views(scene).answers == {"recorded_by": "themselves", "proud": "Mine.", "hard": "Theirs."}


def test_the_same_question_answered_by_somebody_else_is_their_choice(scene: Scene, yas: Visitor) -> None:
    say(yas, "recorded_by", recorded_by="themselves")
    address = f"{yas.address('section', KEY)}?q=proud"
    sent = fields(text(yas.get_at(address))) | {"proud": "Mine."}
    by_social_worker(scene, proud="Theirs.")
    answer = yas.post_to(address, **sent)
    assert answer.status_code == 409
    page = text(answer)
    assert "Theirs." in words_of(page)
    assert fields(page)["proud"] == "Mine."
    yas.post_to(address, **(fields(page) | {"keep-proud": "both"}))
    assert views(scene).answers["proud"] == "Theirs.\n\nMine."


def test_too_much_gets_a_sentence_and_is_kept(scene: Scene, yas: Visitor) -> None:
    say(yas, "recorded_by", recorded_by="themselves")
    answer = say(yas, "proud", proud="y" * 200_000)
    assert answer.status_code == 422
    assert "must be 5,000 characters or fewer; you wrote 200,000." in words_of(text(answer))
    assert fields(text(answer))["proud"] == "y" * 200_000


@pytest.mark.parametrize("question", ["nothing", "not_given_because", "<script>"])
def test_a_question_that_is_not_asked_leads_to_all_of_them(yas: Visitor, question: str) -> None:
    answer = yas.get("section", KEY, q=question)
    assert answer["Location"] == f"{yas.address('section', KEY)}?q=all"


def test_once_submitted_it_is_only_read(at_stage: At) -> None:
    yas = visitor(at_stage(Stage.SUBMITTED), Part.YOUNG_PERSON)
    page = text(yas.get("section", KEY))
    assert 'id="answer"' not in page
    assert "What do you enjoy? What are you proud of?" in words_of(page)
    assert "pep-warm" in page
    assert "<h1" in page
    assert "What you think Your plan has been sent in. These are your words." in words_of(page)
    for said in ("pep-header", "Section 7", "quality", "submitted", "for the young person"):
        assert said not in page, said


@pytest.mark.parametrize(("stage", "said"), [(Stage.PASSED, "is finished"), (Stage.CLOSED, "is finished")])
def test_a_finished_plan_says_so_above_ones_words(at_stage: At, stage: Stage, said: str) -> None:
    yas = visitor(at_stage(stage), Part.YOUNG_PERSON)
    assert f"Your plan {said}. These are your words." in words_of(text(yas.get("section", KEY)))


def test_words_sent_after_the_plan_was_are_given_back_in_plain_words(at_stage: At) -> None:
    yas = visitor(at_stage(Stage.SUBMITTED), Part.YOUNG_PERSON)
    answer = yas.post("section", KEY, recorded_by="themselves", proud="Too late.")
    page = text(answer)
    assert (answer.status_code, "pep-warm" in page) == (409, True)
    assert "Your words were not saved Your plan has been sent in, so it cannot be changed now." in words_of(page)
    assert "Too late." in page


@pytest.mark.parametrize("part", [Part.CARER, Part.KEY_WORKER])
def test_a_carer_reads_a_section_in_the_same_plain_page(at_stage: At, part: Part) -> None:
    scene = at_stage(Stage.SUBMITTED)
    page = text(visitor(scene, part).get("section", "carer_views"))
    assert "pep-header" not in page
    assert "The plan has been sent in. You can still read what was said here." in words_of(page)
    header = words_of(text(visitor(scene, part).get("section", "header")))
    assert "About this plan The designated teacher writes this part. You can read it." in header
    assert "pep-header" in text(visitor(scene, Part.SOCIAL_WORKER).get("section", "header"))


def test_words_typed_to_one_question_while_a_session_ended_come_back_there(scene: Scene, yas: Visitor) -> None:
    say(yas, "recorded_by", recorded_by="themselves")
    address = f"{yas.address('section', KEY)}?q=proud"
    sent = fields(text(yas.get_at(address))) | {"proud": "Nearly lost."}
    yas.client.logout()
    yas.post_to(address, **sent)
    yas.client.force_login(scene.cast[Part.YOUNG_PERSON], backend="allauth.account.auth_backends.AuthenticationBackend")
    assert fields(text(yas.get_at(address)))["proud"] == "Nearly lost."


def test_what_they_said_last_time_stands_below_the_question(at_stage: At) -> None:
    before = at_stage(Stage.PASSED)
    following = Plan.objects.get(previous=before.plan_id)
    scene = Scene(before.cast, Walk(before.walk.young_person, before.walk.now, following))
    page = words_of(text(visitor(scene, Part.YOUNG_PERSON).get("section", KEY)))
    assert "Last time, 29 November 2026 I wrote this myself" in page
