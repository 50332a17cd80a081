"""The shape of a form: what it refuses, so that a packaged form cannot be half right."""

from typing import Any

import pytest
from pydantic import ValidationError

from epep.form import model
from epep.form.model import Form, Question, Section
from epep.form.parts import Part

CHOICES = [{"key": "a", "label": "A"}, {"key": "b", "label": "B"}]


def question(**changes: Any) -> dict[str, Any]:
    """A good question, with changes."""
    return {"key": "going", "label": "How is it going?", "kind": "text"} | changes


def section(**changes: Any) -> dict[str, Any]:
    """A good section, with changes."""
    good = {"key": "s", "title": "S", "written_by": ["author"], "read_by": ["author"], "phase": "at"}
    return good | {"questions": [question()]} | changes


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"kind": "one_of"}, "choices are needed"),
        ({"choices": CHOICES}, "choices are needed"),
        ({"kind": "table"}, "columns are needed"),
        ({"columns": [question()]}, "columns are needed"),
        ({"kind": "table", "columns": [question(kind="table", columns=[question()])]}, "cannot hold another table"),
        ({"fewest_rows": 1}, "only for a table"),
        ({"minimum": 1}, "only for a number"),
        ({"kind": "number", "minimum": 3, "maximum": 1}, "must not be more"),
        ({"kind": "date", "max_length": 3}, "only for text and long"),
        ({"kind": "one_of", "choices": [CHOICES[0], CHOICES[0]]}, "key a is used twice"),
        ({"kind": "table", "columns": [question(), question()]}, "key going is used twice"),
        ({"key": "Not a key"}, "String should match"),
        ({"label": " "}, "at least 1 character"),
        ({"schedule1": 6}, "less than or equal to 5"),
        ({"colour": "red"}, "Extra inputs"),
    ],
)
def test_a_question_that_does_not_hold_together_is_refused(changes: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        Question.model_validate(question(**changes))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"questions": []}, "at least 1 item"),
        ({"questions": [question(), question()]}, "key going is used twice"),
        ({"written_by": ["carer"]}, "carer writes this section but may not read it"),
        ({"any_of": ["other"]}, "any_of names other"),
        ({"clause": "P18"}, "String should match"),
        ({"questions": [question(when={"question": "x", "equals": ["yes"]})]}, "depends on x, which is not an earlier"),
        (
            {"questions": [question(key="x", kind="yes_no"), question(when={"question": "x", "equals": ["maybe"]})]},
            "depends on x being maybe; allowed: yes, no",
        ),
        (
            {"questions": [question(when={"question": "x", "equals": ["yes"]}), question(key="x", kind="yes_no")]},
            "depends on x, which is not an earlier",
        ),
    ],
)
def test_a_section_that_does_not_hold_together_is_refused(changes: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        Section.model_validate(section(**changes))


def test_a_form_with_two_sections_of_one_key_is_refused() -> None:
    with pytest.raises(ValidationError, match="key s is used twice"):
        Form.model_validate({"name": "f", "version": "2026.1", "title": "F", "sections": [section(), section()]})


def test_a_form_cannot_be_changed_after_reading() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        model.load().title = "Another"  # type: ignore[misc]


def test_things_are_found_by_key() -> None:
    found = model.load().section("new_targets").question("targets").column("area")
    assert found.label == "Area"
    with pytest.raises(KeyError):
        model.load().section("nowhere")


def test_the_longest_answer_depends_on_the_kind() -> None:
    short, long = Question.model_validate(question()), Question.model_validate(question(kind="long"))
    assert (short.longest, long.longest) == (200, 5_000)
    assert Question.model_validate(question(max_length=7)).longest == 7


def test_the_young_person_reads_words_of_their_own() -> None:
    asked = Question.model_validate(question(label_for_young_person="How are you?"))
    assert asked.label_for(Part.YOUNG_PERSON) == "How are you?"
    assert asked.label_for(Part.CARER) == "How is it going?"
    assert Question.model_validate(question()).label_for(Part.YOUNG_PERSON) == "How is it going?"


def test_a_form_that_is_not_packaged_is_not_found() -> None:
    with pytest.raises(LookupError, match=r"There is no form post16 1999\.1\. There are: post16 2026\.1"):
        model.load("post16", "1999.1")


def test_reading_twice_gives_the_same_form() -> None:
    assert model.load() is model.load()


def test_every_part_has_words() -> None:
    assert all(part.words and "_" not in part.words for part in Part)
    assert Part.CONFERENCE_AND_REVIEW_TEAM.words == "Conference and Review Team"
    assert Part.SOCIAL_WORKER.words == "social worker"
