"""What people type, checked and put into words."""

from typing import Any

import pytest

from epep.form.answers import as_text, clean, missing, shown
from epep.form.model import Question, Section

SECTION = Section.model_validate(
    {
        "key": "attendance",
        "title": "Attendance",
        "written_by": ["author"],
        "read_by": ["author"],
        "phase": "before",
        "questions": [
            {"key": "name", "label": "Name", "kind": "text"},
            {"key": "story", "label": "Story", "kind": "long"},
            {"key": "rate", "label": "Rate", "kind": "number", "unit": "%", "minimum": 0, "maximum": 100},
            {"key": "wage", "label": "Wage", "kind": "number", "unit": "£", "minimum": 1},
            {"key": "hours", "label": "Hours", "kind": "number", "unit": "hours", "maximum": 80},
            {"key": "day", "label": "Day", "kind": "date"},
            {"key": "away", "label": "Away?", "kind": "yes_no", "required": True},
            {
                "key": "why",
                "label": "Why?",
                "kind": "one_of",
                "required": True,
                "choices": [{"key": "ill", "label": "Ill"}, {"key": "other", "label": "Other"}],
                "when": {"question": "away", "equals": ["yes"]},
            },
            {
                "key": "which",
                "label": "Which other?",
                "kind": "text",
                "required": True,
                "when": {"question": "why", "equals": ["other"]},
            },
            {
                "key": "days",
                "label": "Days",
                "kind": "several_of",
                "choices": [{"key": "mon", "label": "Monday"}, {"key": "tue", "label": "Tuesday"}],
            },
            {
                "key": "rows",
                "label": "Rows",
                "kind": "table",
                "columns": [
                    {"key": "what", "label": "What", "kind": "text", "required": True},
                    {"key": "on", "label": "On", "kind": "date"},
                ],
            },
        ],
    }
)


def cleaned(key: str, typed: Any) -> tuple[Any, str | None]:
    """One answer and its problem, after cleaning."""
    answers, problems = clean(SECTION, {key: typed})
    assert set(answers) <= {key}
    assert set(problems) <= {key}
    return answers.get(key), problems.get(key)


@pytest.mark.parametrize(
    ("key", "typed", "kept"),
    [
        ("name", "  Ann \r\n Lee\x00 ", "Ann Lee"),
        ("name", "Zoe\u0308", "Zoë"),
        ("name", "half \ud800", "half \ufffd"),
        ("name", "   ", None),
        ("name", None, None),
        ("name", 12.5, "12.5"),
        ("story", "one\r\ntwo\rthree\tfour\x1b[0m", "one\ntwo\nthree\tfour[0m"),
        ("rate", " 94.5% ", "94.5"),
        ("rate", "0", "0"),
        ("wage", "£1,234.50", "1234.50"),
        ("hours", "12 hours", "12"),
        ("day", "2026-12-03", "2026-12-03"),
        ("day", "3/12/2026", "2026-12-03"),
        ("day", "3  December 2026", "2026-12-03"),
        ("day", "Thursday 3 December 2026", "2026-12-03"),
        ("day", "3 dec 2026", "2026-12-03"),
        ("away", "YES", "yes"),
        ("away", True, "yes"),
        ("away", False, "no"),
        ("why", "ill", "ill"),
        ("days", ["tue", "mon", "tue"], ["mon", "tue"]),
        ("days", "mon", ["mon"]),
        ("days", [], None),
        ("days", [""], None),
        ("rows", [{"what": "x"}], [{"id": "r1", "what": "x"}]),
        (
            "rows",
            [{"id": "a", "what": "x"}, {"id": "a", "what": "y"}],
            [{"id": "a", "what": "x"}, {"id": "r1", "what": "y"}],
        ),
        (
            "rows",
            [{"id": "r1", "what": "x"}, {"id": "../", "what": "y"}],
            [{"id": "r1", "what": "x"}, {"id": "r2", "what": "y"}],
        ),
        ("rows", [{"id": "a"}, {"what": " "}, {}], None),
        ("rows", "", None),
    ],
)
def test_good_answers_are_tidied(key: str, typed: Any, kept: Any) -> None:
    assert cleaned(key, typed) == (kept, None)


@pytest.mark.parametrize(
    ("key", "typed", "kept", "problem"),
    [
        ("name", "x" * 201, "x" * 201, "“Name” must be 200 characters or fewer; you wrote 201."),
        ("story", "x" * 200_000, "x" * 200_000, "“Story” must be 5,000 characters or fewer; you wrote 200,000."),
        ("story", ["x"], None, "“Story” must be text."),
        ("rate", "most of it", "most of it", "“Rate” must be a number, written in figures."),
        ("rate", "1e3", "1e3", "“Rate” must be a number, written in figures."),
        ("rate", "NaN", "NaN", "“Rate” must be a number, written in figures."),
        ("rate", "101", "101", "“Rate” must be between 0 and 100."),
        ("rate", "-0.1", "-0.1", "“Rate” must be between 0 and 100."),
        ("wage", "0.50", "0.50", "“Wage” must be 1 or more."),
        ("hours", "81", "81", "“Hours” must be 80 or less."),
        ("hours", {}, None, "“Hours” must be text."),
        ("day", "30 February 2026", "30 February 2026", "“Day” must be a real date, like 3 December 2026."),
        ("day", "//2026", "//2026", "“Day” must be a real date, like 3 December 2026."),
        ("day", "3 December 26", "3 December 26", "“Day” must be a real date, like 3 December 2026."),
        ("day", "0026-12-03", "0026-12-03", "“Day” must be a real date, like 3 December 2026."),
        ("day", ["2026-12-03"], None, "“Day” must be text."),
        ("away", "maybe", "maybe", "Choose one of the answers to “Away?”: Yes, No."),
        ("why", "ILL", "ILL", "Choose one of the answers to “Why?”: Ill, Other."),
        ("days", ["wed", "mon"], ["mon", "wed"], "Choose from the answers to “Days”: Monday, Tuesday."),
        ("rows", "x", None, "“Rows” must be a list of rows."),
        ("rows", ["x"], None, "“Rows” must be a list of rows."),
        (
            "rows",
            [{"what": str(n)} for n in range(61)],
            [{"id": f"r{n + 1}", "what": str(n)} for n in range(61)],
            "“Rows” must have 60 rows or fewer; there are 61.",
        ),
    ],
)
def test_wrong_answers_are_kept_and_told_how_to_put_right(key: str, typed: Any, kept: Any, problem: str) -> None:
    assert cleaned(key, typed) == (kept, problem)


def test_a_problem_in_a_table_names_its_row_and_column() -> None:
    answers, problems = clean(SECTION, {"rows": [{"id": "a", "what": "x", "on": "soon", "colour": "red"}]})
    assert answers == {"rows": [{"id": "a", "what": "x", "on": "soon"}]}
    assert problems == {
        "rows.a.on": "“On” must be a real date, like 3 December 2026.",
        "rows.a.colour": "This table has no such column.",
    }


def test_what_is_not_asked_is_told() -> None:
    assert clean(SECTION, {"shoe_size": "9"}) == ({}, {"shoe_size": "This section has no such question."})


def test_only_what_is_shown_is_missing() -> None:
    assert [question.key for question in missing(SECTION, {})] == ["away"]
    assert [question.key for question in missing(SECTION, {"away": "yes"})] == ["why"]
    assert [question.key for question in missing(SECTION, {"away": "yes", "why": "other"})] == ["which"]
    assert missing(SECTION, {"away": "no", "why": "other"}) == []


def test_a_question_that_depends_on_a_hidden_one_is_hidden() -> None:
    assert "which" not in [question.key for question in shown(SECTION, {"away": "no", "why": "other"})]
    assert "which" in [question.key for question in shown(SECTION, {"away": "yes", "why": "other"})]


def test_a_row_without_its_required_column_makes_the_table_missing() -> None:
    rows = [{"id": "a", "on": "2026-12-03"}]
    assert [question.key for question in missing(SECTION, {"away": "no", "rows": rows})] == ["rows"]


@pytest.mark.parametrize(
    ("key", "answer", "words"),
    [
        ("name", "Ann", "Ann"),
        ("name", None, "Not answered"),
        ("rows", [], "Not answered"),
        ("rate", "94.5", "94.5%"),
        ("wage", "12", "£12"),
        ("hours", "12", "12 hours"),
        ("day", "2026-12-03", "Thursday 3 December 2026"),
        ("day", "soon", "soon"),
        ("away", "yes", "Yes"),
        ("why", "ill", "Ill"),
        ("why", "unknown", "unknown"),
        ("days", ["mon", "tue"], "Monday, Tuesday"),
        (
            "rows",
            [{"id": "a", "what": "x"}, {"id": "b", "what": "y", "on": "2026-12-03"}],
            "1. What: x; On: Not answered\n2. What: y; On: Thursday 3 December 2026",
        ),
    ],
)
def test_answers_are_put_into_words(key: str, answer: Any, words: str) -> None:
    assert as_text(SECTION.question(key), answer) == words


def test_a_number_without_a_unit_stands_alone() -> None:
    assert as_text(Question.model_validate({"key": "n", "label": "N", "kind": "number"}), "12") == "12"
