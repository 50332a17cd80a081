"""Writing a section of a plan through its page, by what the boxes say, as the form says they should."""

from collections.abc import Mapping, Sequence
from typing import Any

from playwright.sync_api import Locator
from tests.journeys.window import Window

from epep.form.answers import shown, shown_among
from epep.form.model import Kind, Question, Section, load
from epep.form.parts import Part

FORM = load()


def write(window: Window, key: str, answers: Mapping[str, Any], press: str = "Save and stay here") -> None:
    """Fill in the answers of section `key`, whose page is open, and press the button `press`."""
    section = FORM.section(key)
    for question in shown(section, _as_kept(answers)):
        if question.key in answers:
            _put(window, question, answers[question.key])
    window.press(press)


def _as_kept(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as the form keeps them, which is how it is decided which questions are asked."""
    return {key: value if isinstance(value, (str, list)) else value.isoformat() for key, value in answers.items()}


def own_words(window: Window, answers: Mapping[str, Any]) -> None:
    """Answer the young person's questions one by one, each on its own page, and press Next; skip those without."""
    section: Section = FORM.section("young_person_views")
    for question in shown(section, answers):
        if question.key in answers:
            _put(window, question, answers[question.key], Part.YOUNG_PERSON)
            window.press("Next")
        else:
            window.follow("Skip")


def _put(window: Window, question: Question, answer: Any, part: Part | None = None) -> None:
    if question.kind is Kind.TABLE:
        _put_rows(window, question, answer)
    else:
        _put_one(window, question, answer, part=part)


def _put_rows(window: Window, table: Question, rows: Sequence[Mapping[str, Any]]) -> None:
    """Fill in the rows of a table, asking for another as long as there are too few."""
    for number, row in enumerate(rows, 1):
        name = f"{table.label} {number}"
        if not window.group(name).count():
            window.press(f"Add another to {table.label}")
        boxes = window.group(name)
        for column in shown_among(table.columns, row):
            if column.key in row:
                _put_one(window, column, row[column.key], boxes)


def _put_one(
    window: Window, question: Question, answer: Any, within: Locator | None = None, part: Part | None = None
) -> None:
    label = question.label_for(part) if part else question.label
    if question.kind is Kind.DATE:
        window.fill_date(label, answer, within)
    elif question.options:
        keys = answer if isinstance(answer, list) else [answer]
        texts = [choice.label_for(part) if part else choice.label for choice in question.options if choice.key in keys]
        if within and within.get_by_role("combobox", name=label, exact=True).count():
            window.select(label, texts[0], within)
        else:
            window.choose(label, *texts, within=within)
    else:
        window.fill(label, answer, within)
