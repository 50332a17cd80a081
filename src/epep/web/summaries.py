"""Answers to read: the rows of components/summary for one section."""

from collections.abc import Mapping
from typing import Any

from epep.form.answers import as_text, shown
from epep.form.model import Kind, Question, Section
from epep.form.parts import Part

Row = dict[str, Any]


def rows_of(section: Section, answers: Mapping[str, Any], part: Part | None = None) -> list[Row]:
    """Each question that these answers make visible, with its answer; `part` has words of its own for some."""
    questions = [in_words_for(part, one) for one in shown(section, answers)]
    return [{"key": one.key, "question": one.label, "answer": _answer(one, answers)} for one in questions]


def in_words_for(part: Part | None, question: Question) -> Question:
    """The question and its choices as this part reads them."""
    if part is None:
        return question
    choices = tuple(choice.model_copy(update={"label": choice.label_for(part)}) for choice in question.choices)
    return question.model_copy(update={"label": question.label_for(part), "choices": choices})


def _answer(question: Question, answers: Mapping[str, Any]) -> Any:
    answer = answers.get(question.key)
    if not answer:
        return ""
    if question.kind is Kind.SEVERAL_OF:
        return [as_text(question, [key]) for key in answer]
    if question.kind is not Kind.TABLE:
        return as_text(question, answer)
    columns = question.columns
    cells = [[as_text(column, row[column.key]) if row.get(column.key) else "" for column in columns] for row in answer]
    return {"columns": [column.label for column in columns], "rows": cells}
