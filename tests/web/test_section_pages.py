"""Writing a section by the pages, without scripts: who may, what is saved, what is typed."""

from collections.abc import Callable

import pytest
from tests.scenes import Scene
from tests.web.filling import fields, shown_questions, words_of
from tests.web.visiting import text, visitor
from tests.web.writing import CARER, DT, EA, SW, UNUSUAL, YOU, section, write, written

from epep.form.parts import Part
from epep.protocol import sees
from epep.protocol.moves import WRITABLE
from epep.protocol.stages import Stage
from epep.record.history import Event

pytestmark = pytest.mark.django_db
At = Callable[[Stage], Scene]


@pytest.mark.parametrize("stage", list(Stage))
def test_p10_the_author_writes_at_the_stages_that_allow_it_and_reads_at_all_others(at_stage: At, stage: Stage) -> None:
    page = text(visitor(at_stage(stage), DT).get("section", "progress"))
    assert ("data-writing" in page) == (stage in WRITABLE)
    assert "Section 4 of 12, for the designated teacher" in words_of(page)


@pytest.mark.parametrize("part", [part for part in Part if part not in (Part.AUTHOR, Part.PARENT)])
def test_everyone_gets_the_sections_they_read_and_boxes_where_they_write(at_stage: At, part: Part) -> None:
    scene = at_stage(Stage.PREPARING)
    visit = visitor(scene, part)
    around = {DT, SW, EA, YOU, CARER, Part.KEY_WORKER, Part.PERSONAL_ADVISER, Part.VIRTUAL_SCHOOL_ADMINISTRATOR}
    opens = part in around | {Part.VIRTUAL_SCHOOL_HEAD}
    parts = {part, Part.AUTHOR} if part is DT else {part}
    for one in scene.walk.standing.form.sections_for("termly_review"):
        answer = visit.get("section", one.key)
        if not opens or not sees.reads(one, parts):
            assert answer.status_code == 404, one.key
            continue
        assert answer.status_code == 200, one.key
        writes = "data-writing" in text(answer) or 'id="answer"' in text(answer)
        assert writes == sees.writes(one, parts), one.key


def test_a_section_that_this_kind_of_plan_has_not_does_not_exist(at_stage: At) -> None:
    assert visitor(at_stage(Stage.PREPARING), DT).get("section", "nothing").status_code == 404


def test_a_save_is_kept_and_leads_to_the_next_section_they_write(at_stage: At) -> None:
    scene = written(at_stage(Stage.PREPARING), "progress")
    visit = visitor(scene, DT)
    answer = write(visit, "progress", "next", summary="Maths is up.")
    assert answer["Location"] == visit.address("section", "attendance")
    assert section(scene, "progress").answers["summary"] == "Maths is up."
    assert "Progress and next steps is saved. Nothing is missing in it." in words_of(visit.follow(answer))
    assert write(visit, "progress", "back")["Location"] == visit.address("plan")
    assert write(visit, "progress")["Location"] == visit.address("section", "progress")


def test_the_last_section_leads_back_to_the_plan(at_stage: At) -> None:
    visit = visitor(at_stage(Stage.PREPARING), SW)
    assert write(visit, "sdq", "back")["Location"] == visit.address("plan")
    assert 'value="next"' not in text(visit.get("section", "sdq"))


def test_an_incomplete_section_is_saved_and_says_what_is_still_needed(at_stage: At) -> None:
    scene = written(at_stage(Stage.PREPARING), "progress")
    visit = visitor(scene, DT)
    page = visit.follow(write(visit, "progress", summary="", next_step=""))
    assert "2 answers still needed: “What is going well, and what is harder than hoped?”" in words_of(page)
    assert 'href="#id_summary"' in page
    assert 'href="#id_next_step"' in page
    assert section(scene, "progress").unanswered == 2


def test_every_look_at_a_section_is_recorded(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    visitor(scene, SW).get("section", "progress")
    last = Event.objects.order_by("-pk")[0]
    assert (last.verb, last.says, last.by_name) == ("looked_at_plan", "looked at Progress and next steps", "Sam Okafor")


@pytest.mark.parametrize("typed", [UNUSUAL, "a\x00b\x07c\x1bd", "line\r\nline\rline", "e\u0301", "  blanks  "])
def test_unusual_words_are_saved_and_shown_as_they_are(at_stage: At, typed: str) -> None:
    scene = at_stage(Stage.PREPARING)
    visit = visitor(scene, DT)
    wanted = {
        "a\x00b\x07c\x1bd": "abcd",
        "line\r\nline\rline": "line\nline\nline",
        "e\u0301": "\u00e9",
        "  blanks  ": "blanks",
    }.get(typed, typed)
    assert write(visit, "progress", summary=typed).status_code == 302
    assert section(scene, "progress").answers["summary"] == wanted
    page = text(visit.get("section", "progress"))
    assert fields(page)["summary"] == wanted
    assert "<script>alert" not in page
    assert " ".join(wanted.split()) in words_of(text(visitor(scene, SW).get("section", "progress")))


def test_200_000_characters_get_a_sentence_and_are_kept(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    before = section(scene, "progress")
    for letters in ("x" * 200_000, "🎓" * 200_000):
        answer = write(visitor(scene, DT), "progress", summary=letters, next_step="Kept as well.")
        page = text(answer)
        assert answer.status_code == 422
        assert "must be 5,000 characters or fewer; you wrote 200,000." in words_of(page)
        assert fields(page)["summary"] == letters
        assert fields(page)["next_step"] == "Kept as well."
    assert section(scene, "progress").version == before.version


def test_wrong_answers_stay_as_typed_beside_what_is_wrong(at_stage: At) -> None:
    visit = visitor(at_stage(Stage.PREPARING), DT)
    changes = {"figures": "yes", "this_year": "lots", "up_to-day": "31", "up_to-month": "2", "up_to-year": "2026"}
    answer = write(visit, "attendance", **changes)
    page = text(answer)
    assert answer.status_code == 422
    assert "“Attendance this academic year” must be a number, written in figures." in words_of(page)
    assert "“The figures are up to” must be a real date" in words_of(page)
    assert {name: fields(page)[name] for name in changes} == changes
    assert "<title>Error: Attendance" in page


def test_rows_are_added_and_removed_without_scripts(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    visit = visitor(scene, DT)
    added = write(visit, "progress", "courses", **{"courses-1-course": "Art", "summary": "Not lost."})
    page = text(added)
    assert added.status_code == 200
    assert {"courses-1-course": "Art", "courses-2-course": "", "summary": "Not lost."}.items() <= fields(page).items()
    both = fields(page, "stay") | {"courses-2-course": "Maths", "courses-2-working_at": "4"}
    visit.post("section", "progress", **both)
    assert [row["course"] for row in section(scene, "progress").answers["courses"]] == ["Art", "Maths"]
    write(visit, "progress", **{"courses-1-remove": "yes"})
    assert [row["course"] for row in section(scene, "progress").answers["courses"]] == ["Maths"]


def test_sixty_rows_are_saved_and_more_get_a_sentence(at_stage: At) -> None:
    scene = at_stage(Stage.PREPARING)
    visit = visitor(scene, DT)
    rows = {f"targets-{n}-target": f"Target {n}" for n in range(1, 101)}
    answer = write(visit, "new_targets", **rows)
    assert answer.status_code == 422
    assert "“Targets” must have 60 rows or fewer; there are 100." in words_of(text(answer))
    assert fields(text(answer))["targets-100-target"] == "Target 100"


def test_a_question_is_asked_when_an_answer_calls_for_it_at_the_latest_after_a_save(at_stage: At) -> None:
    visit = visitor(at_stage(Stage.ARRANGING), SW)
    assert shown_questions(text(visit.get("section", "young_person_views"))) == ["recorded_by"]
    page = visit.follow(write(visit, "young_person_views", recorded_by="social_worker"))
    assert shown_questions(page) == ["recorded_by", "going", "proud", "hard", "helps", "future", "talk_about"]
    page = visit.follow(write(visit, "young_person_views", recorded_by="not_given"))
    assert shown_questions(page) == ["recorded_by"]
    assert "Why were no views given" in words_of(page)


def test_enter_presses_a_button_that_saves(at_stage: At) -> None:
    page = text(visitor(at_stage(Stage.PREPARING), DT).get("section", "progress"))
    form = page[page.index("data-writing") :]
    assert form.index('name="go"') < min(form.index('name="add"'), form.index('type="radio"'))


@pytest.mark.parametrize("based_on", ["", "-1", "x", "9" * 30, "99", "1.5"])
def test_a_page_that_lost_its_version_overwrites_nothing(at_stage: At, based_on: str) -> None:
    scene = written(at_stage(Stage.PREPARING), "progress")
    before = section(scene, "progress")
    answer = write(visitor(scene, DT), "progress", summary="New words.", based_on=based_on, was="nonsense")
    assert answer.status_code in (409, 422)
    assert fields(text(answer))["summary"] == "New words."
    assert section(scene, "progress").answers == before.answers
