"""What must hold for whatever anybody types, into any section of the packaged form."""

import unicodedata
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from epep.form import model
from epep.form.answers import as_text, clean, missing, shown
from epep.form.model import Question, Section

SECTIONS = st.sampled_from(model.load().sections)
WORDS = st.text(st.characters(), max_size=30) | st.sampled_from(
    ["12", "101%", "3/12/2026", "yes", "not_given", "\r\n", "\ud83d"]
)
SIMPLE = WORDS | st.none() | st.booleans() | st.integers() | st.floats()
ANYTHING = st.recursive(
    SIMPLE, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4), max_leaves=6
)


def typed_into(section: Section) -> st.SearchStrategy[dict[str, Any]]:
    """Something of the right shape, or nothing like it, for some of the section's questions."""
    return st.fixed_dictionaries(
        {}, optional={question.key: likely(question) | ANYTHING for question in section.questions}
    )


def likely(question: Question) -> st.SearchStrategy[Any]:
    """Answers of the shape a page would send."""
    if question.columns:
        row = st.fixed_dictionaries(
            {}, optional={"id": WORDS, **{column.key: likely(column) for column in question.columns}}
        )
        return st.lists(row, max_size=4)
    keys = [choice.key for choice in question.options]
    return st.sampled_from(keys) | st.lists(st.sampled_from(keys)) if keys else WORDS


@given(SECTIONS.flatmap(lambda section: st.tuples(st.just(section), typed_into(section))))
def test_cleaning_never_fails_and_is_done_once(given_: tuple[Section, dict[str, Any]]) -> None:
    section, raw = given_
    answers, problems = clean(section, raw)
    again, same_problems = clean(section, answers)
    assert again == answers
    assert {key: text for key, text in problems.items() if key in same_problems} == same_problems
    assert all(value not in ("", [], None) for value in answers.values())
    assert {question.key for question in missing(section, answers)} <= {
        question.key for question in shown(section, answers)
    }
    assert all(isinstance(as_text(question, answers.get(question.key)), str) for question in section.questions)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Nd"]), min_size=1))
def test_typed_text_is_never_dropped(typed: str) -> None:
    tidy = "".join(unicodedata.normalize("NFC", typed).split())
    for section in model.load().sections:
        for question in section.questions:
            if not question.columns:
                kept = clean(section, {question.key: typed})[0].get(question.key, "")
                assert "".join("".join(kept).split()).lower() == tidy.lower()


@given(SECTIONS, WORDS)
def test_kept_text_can_be_stored_anywhere(section: Section, typed: str) -> None:
    for answer in clean(section, {question.key: typed for question in section.questions})[0].values():
        for text in answer if isinstance(answer, list) else [answer]:
            text.encode()
            assert "\x00" not in text
            assert "\r" not in text
            assert unicodedata.is_normalized("NFC", text)
