"""What one submission says otherwise than the one before, question by question: for whoever reviews it again (P12)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from epep.form import dates
from epep.form.answers import as_text, shown_among
from epep.form.model import Form, Kind, Question, Section
from epep.form.parts import Part
from epep.papers.dates import moment, moment_in_words

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """One thing that differs: the section, what it is about, and both texts; "" where there was, or is, nothing."""

    section: str
    about: str
    old: str
    new: str


def changes(old: Mapping[str, Any], new: Mapping[str, Any], form: Form) -> list[Change]:
    """What `new` says otherwise than `old`, in the order of the form. Both are contents of the form `form`.

    A section that one of them lacks is not compared, so content that sections are gone from stays silent about them.
    """
    found: list[Change] = []
    for section in form.sections:
        before, now = old["sections"].get(section.key), new["sections"].get(section.key)
        if before is None or now is None:
            continue
        found += _in_section(section, before["answers"], now["answers"])
        if section.key == "meeting_record":
            found += _texts(section, "Next meeting", _next(old), _next(new))
        if section.key == "sdq":
            found += _texts(section, "Scores", _scores(old), _scores(new))
    return found


def _in_section(section: Section, old: Answers, new: Answers) -> Iterator[Change]:
    old, new = _visible(section.questions, old), _visible(section.questions, new)
    for question in section.questions:
        before, now = old.get(question.key), new.get(question.key)
        if question.kind is Kind.TABLE:
            yield from _in_table(section, question, before or [], now or [])
        else:
            yield from _texts(section, question.label, _words(question, before), _words(question, now))


def _in_table(section: Section, table: Question, old: Sequence[Answers], new: Sequence[Answers]) -> Iterator[Change]:
    """Rows are told apart by their ids; a row in both is compared column by column."""
    before = {row["id"]: _visible(table.columns, row) for row in old}
    now = {row["id"]: _visible(table.columns, row) for row in new}
    for number, (name, row) in enumerate(now.items(), 1):
        about = f"{table.label}, row {number}"
        if name not in before:
            yield from _texts(section, f"{about}, added", "", _row(table, row))
            continue
        for column in table.columns:
            texts = _words(column, before[name].get(column.key)), _words(column, row.get(column.key))
            yield from _texts(section, f"{about}: {column.label}", *texts)
    for number, (name, row) in enumerate(before.items(), 1):
        if name not in now:
            yield from _texts(section, f"{table.label}, row {number}, taken away", _row(table, row), "")


def _visible(questions: Sequence[Question], answers: Answers) -> Answers:
    """The answers to questions that these answers show: what is hidden is printed nowhere, so it cannot differ."""
    return {question.key: answers.get(question.key) for question in shown_among(questions, answers)}


def _texts(section: Section, about: str, old: str, new: str) -> list[Change]:
    return [Change(section.key, about, old, new)] if old != new else []


def _words(question: Question, answer: Any) -> str:
    return as_text(question, answer) if answer else ""


def _row(table: Question, row: Answers) -> str:
    return _words(table, [row]).removeprefix("1. ")


def _next(content: Mapping[str, Any]) -> str:
    following = (content["meeting"] or {}).get("next") or {}
    if following.get("starts_at"):
        return f"{moment_in_words(following['starts_at'])}, {following['venue']}"
    because = following.get("none_because")
    return f"None, because: {because}" if because else ""


def _scores(content: Mapping[str, Any]) -> str:
    return "\n".join(
        f"{Part(score['informant']).words.capitalize()}, "
        f"{dates.day(moment(score['completed_on']).date())}: total {score['total']}"
        for score in content["sdq"]
    )
