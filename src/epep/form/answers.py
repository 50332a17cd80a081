"""Answers to a section: cleaned, checked, found missing, and put into words. Pure Python.

Answers are a dict of question key to text, a list of choice keys, or a list of rows (dicts, each with an "id").
What somebody typed is never thrown away: a wrong answer stays in the answers and gets a problem beside it.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from epep.form.model import Kind, Question, Section

Answers = dict[str, Any]
Problems = dict[str, str]

NOT_ANSWERED = "Not answered"
MOST_ROWS = 60

_SURROGATES = re.compile("[\ud800-\udfff]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?")
_THOUSANDS = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_ROW_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")
_YEARS = range(1900, 2201)
_DATE_SHAPES = ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y", "%A %d %B %Y")


def clean(section: Section, raw: Mapping[str, Any]) -> tuple[Answers, Problems]:
    """Normalised answers and problems, both by question key, for what was typed into a section.

    A problem in a table has the key "question.row.column". Keys that the section does not ask for are a problem too.
    Cleaning clean answers changes nothing.
    """
    answers, problems = _clean_all(section.questions, raw)
    known = {question.key for question in section.questions}
    problems |= {str(key): "This section has no such question." for key in raw if key not in known}
    return answers, problems


def missing(section: Section, answers: Mapping[str, Any]) -> list[Question]:
    """The questions still to answer: required and shown, tables with too few rows or unfinished rows, and `any_of`."""
    visible = shown(section, answers)
    wanted = [question for question in visible if _unfinished(question, answers.get(question.key))]
    choice = [question for question in visible if question.key in section.any_of]
    if choice and not any(answers.get(question.key) for question in choice) and choice[0] not in wanted:
        wanted.append(choice[0])
    return [question for question in visible if question in wanted]


def shown(section: Section, answers: Mapping[str, Any]) -> list[Question]:
    """The questions that these answers make visible, in order. A question that depends on a hidden one is hidden."""
    return shown_among(section.questions, answers)


def shown_among(questions: Sequence[Question], answers: Mapping[str, Any]) -> list[Question]:
    """The same for any questions that stand together, such as the columns of a table and one of its rows."""
    visible: dict[str, Question] = {}
    for question in questions:
        when = question.when
        if when is None or (when.question in visible and _chosen(answers.get(when.question), when.equals)):
            visible[question.key] = question
    return list(visible.values())


def as_text(question: Question, answer: Any) -> str:
    """The answer in words: labels of choices, dates in full, numbers with their unit, a table line by line."""
    return _WORDS.get(question.kind, _itself)(question, answer) if answer else NOT_ANSWERED


def _clean_all(questions: Sequence[Question], raw: Mapping[str, Any]) -> tuple[Answers, Problems]:
    answers: Answers = {}
    problems: Problems = {}
    for question in questions:
        answer, wrong = _CLEANERS[question.kind](question, raw.get(question.key))
        if answer:
            answers[question.key] = answer
        problems |= {f"{question.key}.{place}".rstrip("."): text for place, text in wrong.items()}
    return answers, problems


def tidy(raw: Any) -> str:
    """Text in NFC, lines ended by LF, without control characters, trimmed. Half characters become U+FFFD."""
    if raw is None or isinstance(raw, (list, dict)):
        return ""
    text = _SURROGATES.sub("\ufffd", str(raw)).replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _CONTROLS.sub("", text)).strip()


def one_line(raw: Any) -> str:
    """Tidy text as one line: runs of blanks and line ends become single blanks."""
    return " ".join(tidy(raw).split())


def _clean_long(question: Question, raw: Any) -> tuple[Any, Problems]:
    text = tidy(raw)
    if len(text) > question.longest:
        problem = f"{_name(question)} must be {question.longest:,} characters or fewer; you wrote {len(text):,}."
        return text, {"": problem}
    return text, _shape_problem(question, raw)


def _clean_text(question: Question, raw: Any) -> tuple[Any, Problems]:
    return _clean_long(question, raw if isinstance(raw, (list, dict)) else one_line(raw))


def _shape_problem(question: Question, raw: Any) -> Problems:
    return {"": f"{_name(question)} must be text."} if isinstance(raw, (list, dict)) else {}


def _clean_number(question: Question, raw: Any) -> tuple[Any, Problems]:
    text = tidy(raw)
    plain = text.removesuffix(question.unit).removeprefix(question.unit).strip() if question.unit else text
    plain = plain.replace(",", "") if _THOUSANDS.fullmatch(plain) else plain
    if not text:
        return "", _shape_problem(question, raw)
    if not _NUMBER.fullmatch(plain):
        return text, {"": f"{_name(question)} must be a number, written in figures."}
    low, high, value = question.minimum, question.maximum, Decimal(plain)
    if (low is not None and value < low) or (high is not None and value > high):
        return plain, {"": f"{_name(question)} must be {_range(low, high)}."}
    return plain, {}


def _clean_date(question: Question, raw: Any) -> tuple[Any, Problems]:
    text = one_line(raw)
    if not text:
        return "", _shape_problem(question, raw)
    found = _date(text)
    if found is None:
        return text, {"": f"{_name(question)} must be a real date, like 3 December 2026."}
    return found.isoformat(), {}


def _clean_choice(question: Question, raw: Any) -> tuple[Any, Problems]:
    text = tidy(raw)
    if isinstance(raw, bool):
        text = "yes" if raw else "no"
    if question.kind is Kind.YES_NO and text.lower() in ("yes", "no"):
        text = text.lower()
    if not text or text in _keys(question):
        return text, _shape_problem(question, raw)
    return text, {"": f"Choose one of the answers to “{question.label}”: {_labels(question)}."}


def _clean_choices(question: Question, raw: Any) -> tuple[Any, Problems]:
    typed = [tidy(item) for item in (raw if isinstance(raw, list) else [raw])]
    chosen = [key for key in dict.fromkeys(typed) if key]
    order = _keys(question)
    known = [key for key in order if key in chosen]
    unknown = [key for key in chosen if key not in order]
    wrong = {"": f"Choose from the answers to “{question.label}”: {_labels(question)}."} if unknown else {}
    return known + unknown, wrong


def _clean_table(question: Question, raw: Any) -> tuple[Any, Problems]:
    if raw in (None, "", []):
        return [], {}
    if not isinstance(raw, list) or not all(isinstance(row, dict) for row in raw):
        return [], {"": f"{_name(question)} must be a list of rows."}
    columns = [column.key for column in question.columns]
    rows: list[Answers] = []
    problems: Problems = {}
    taken = {row["id"] for row in raw if _is_row_id(row.get("id"))}
    used: set[str] = set()
    for row in raw:
        answers, wrong = _clean_all(question.columns, row)
        if not answers:
            continue
        name = row.get("id") if _is_row_id(row.get("id")) and row.get("id") not in used else _new_id(taken)
        used.add(str(name))
        rows.append({"id": name, **answers})
        problems |= {f"{name}.{place}": text for place, text in wrong.items()}
        problems |= {f"{name}.{key}": "This table has no such column." for key in row if key not in ("id", *columns)}
    if len(rows) > MOST_ROWS:
        problems[""] = f"{_name(question)} must have {MOST_ROWS} rows or fewer; there are {len(rows)}."
    return rows, problems


_CLEANERS: dict[Kind, Callable[[Question, Any], tuple[Any, Problems]]] = {
    Kind.TEXT: _clean_text,
    Kind.LONG: _clean_long,
    Kind.NUMBER: _clean_number,
    Kind.DATE: _clean_date,
    Kind.YES_NO: _clean_choice,
    Kind.ONE_OF: _clean_choice,
    Kind.SEVERAL_OF: _clean_choices,
    Kind.TABLE: _clean_table,
}


def _is_row_id(value: Any) -> bool:
    return isinstance(value, str) and _ROW_ID.fullmatch(value) is not None


def _new_id(taken: set[str]) -> str:
    """A row id not yet used in this table: r1, r2, and so on. Adds it to `taken`."""
    number = next(n for n in range(1, len(taken) + 2) if f"r{n}" not in taken)
    taken.add(f"r{number}")
    return f"r{number}"


def _unfinished(question: Question, answer: Any) -> bool:
    """Whether a question that is shown still needs something."""
    if not answer:
        return question.required or question.fewest_rows > 0
    if question.kind is not Kind.TABLE:
        return False
    gaps = (
        column
        for row in answer
        for column in shown_among(question.columns, row)
        if _unfinished(column, row.get(column.key))
    )
    return len(answer) < question.fewest_rows or any(True for _ in gaps)


def _chosen(answer: Any, equals: tuple[str, ...]) -> bool:
    return any(value in equals for value in (answer if isinstance(answer, list) else [answer]))


def _date(text: str) -> date | None:
    for shape in _DATE_SHAPES:
        try:
            found = datetime.strptime(text, shape).date()  # noqa: DTZ007 (a date has no zone)
        except ValueError:
            continue
        return found if found.year in _YEARS else None
    return None


def _date_in_words(_: Question, answer: str) -> str:
    found = _date(answer)
    return f"{found:%A} {found.day} {found:%B %Y}" if found else answer


def _with_unit(question: Question, answer: str) -> str:
    unit = question.unit
    if unit in ("£", "$", "€"):
        return unit + answer
    return answer + (unit if unit in ("", "%") else f" {unit}")


def _keys(question: Question) -> list[str]:
    return [choice.key for choice in question.options]


def _label(question: Question, key: str) -> str:
    return next((choice.label for choice in question.options if choice.key == key), key)


def _labels(question: Question) -> str:
    return ", ".join(choice.label for choice in question.options)


def _name(question: Question) -> str:
    """The question as the subject of a sentence."""
    return f"“{question.label}”"


def _range(low: Decimal | None, high: Decimal | None) -> str:
    if low is None:
        return f"{high} or less"
    return f"between {low} and {high}" if high is not None else f"{low} or more"


def _table_in_words(question: Question, rows: list[Answers]) -> str:
    return "\n".join(f"{number}. {_row_in_words(question, row)}" for number, row in enumerate(rows, 1))


def _row_in_words(question: Question, row: Answers) -> str:
    columns = shown_among(question.columns, row)
    return "; ".join(f"{column.label}: {as_text(column, row.get(column.key))}" for column in columns)


def _choices_in_words(question: Question, keys: list[str]) -> str:
    return ", ".join(_label(question, key) for key in keys)


def _itself(_: Question, answer: Any) -> str:
    return str(answer)


_WORDS: dict[Kind, Callable[[Question, Any], str]] = {
    Kind.TABLE: _table_in_words,
    Kind.SEVERAL_OF: _choices_in_words,
    Kind.ONE_OF: _label,
    Kind.YES_NO: _label,
    Kind.DATE: _date_in_words,
    Kind.NUMBER: _with_unit,
}
