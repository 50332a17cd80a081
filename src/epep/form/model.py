"""The shape of a form: sections of questions, validated, frozen, with unknown keys refused.

A published version never changes (`PUBLISHED` holds the SHA-256 of each); a new wording is a new version.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from epep.form.parts import Part
from epep.form.reading import read

# The SHA-256 of each published form file. Add a line when a version is first used for real; never change one.
PUBLISHED = {"post16 2026.1": "12b8e88879a6826cf777858dec5799c2e106bcce78952e209af3be9bf1a76429"}

LONGEST_TEXT = 200
LONGEST_LONG = 5_000

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Clause = Annotated[str, StringConstraints(pattern=r"^P([1-9]|1[0-7])$")]
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class PlanKind(StrEnum):
    """Why this plan is being written. It decides which sections are asked."""

    INITIAL = "initial"
    TERMLY_REVIEW = "termly_review"
    CHANGE_OF_PROVISION = "change_of_provision"
    NOT_IN_EDUCATION = "not_in_education"
    EMPLOYED = "employed"
    CUSTODY = "custody"
    VOLUNTARY_AFTER_18 = "voluntary_after_18"

    @property
    def words(self) -> str:
        """The kind as people read it."""
        return _KIND_WORDS[self]


_KIND_WORDS = {
    PlanKind.INITIAL: "First plan",
    PlanKind.TERMLY_REVIEW: "Termly review",
    PlanKind.CHANGE_OF_PROVISION: "Change of school or college",
    PlanKind.NOT_IN_EDUCATION: "Not in education, employment or training",
    PlanKind.EMPLOYED: "Employed or apprentice",
    PlanKind.CUSTODY: "In custody",
    PlanKind.VOLUNTARY_AFTER_18: "Voluntary plan after 18",
}


class Phase(StrEnum):
    """When a section is wanted: before the meeting, at it, or after it."""

    BEFORE = "before"
    AT = "at"
    AFTER = "after"


class Kind(StrEnum):
    """What sort of answer a question takes."""

    TEXT = "text"
    LONG = "long"
    NUMBER = "number"
    DATE = "date"
    YES_NO = "yes_no"
    ONE_OF = "one_of"
    SEVERAL_OF = "several_of"
    TABLE = "table"


class Frozen(BaseModel):
    """The base of every model here: it cannot be changed after reading, and refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Choice(Frozen):
    """One answer that can be chosen: `key` is stored, `label` is read."""

    key: Key
    label: Words
    label_for_young_person: str = ""

    def label_for(self, part: Part) -> str:
        """The choice as this part reads it: the young person has words of their own."""
        return (part is Part.YOUNG_PERSON and self.label_for_young_person) or self.label


class When(Frozen):
    """Ask only when another question of the same section (or of the same row) has one of these answers."""

    question: Key
    equals: Annotated[tuple[str, ...], Field(min_length=1)]


class Question(Frozen):
    """One question, or one column of a table.

    `minimum` and `maximum` bound a number; `max_length` counts characters of a text.
    `schedule1` names the matter of Schedule 1, paragraph 2 of the Care Planning Regulations 2010 that it answers.
    """

    key: Key
    label: Words
    label_for_young_person: str = ""
    hint: str = ""
    kind: Kind
    required: bool = False
    choices: tuple[Choice, ...] = ()
    unit: str = ""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    max_length: Annotated[int, Field(ge=1, le=20_000)] | None = None
    columns: tuple["Question", ...] = ()
    fewest_rows: Annotated[int, Field(ge=0, le=20)] = 0
    when: When | None = None
    schedule1: Annotated[int, Field(ge=1, le=5)] | None = None

    @property
    def longest(self) -> int:
        """The most characters this question takes."""
        return self.max_length or (LONGEST_LONG if self.kind is Kind.LONG else LONGEST_TEXT)

    @property
    def options(self) -> tuple[Choice, ...]:
        """What can be chosen, in order; yes and no for a yes or no question."""
        return YES_NO if self.kind is Kind.YES_NO else self.choices

    def column(self, key: str) -> "Question":
        """The column of this table with that key. KeyError when there is none."""
        return _named(self.columns, key)

    def label_for(self, part: Part) -> str:
        """The question as this part reads it: the young person has words of their own."""
        return (part is Part.YOUNG_PERSON and self.label_for_young_person) or self.label

    @model_validator(mode="after")
    def _kind_fits(self) -> Self:
        wrong = []
        chosen = self.kind in (Kind.ONE_OF, Kind.SEVERAL_OF)
        if chosen != bool(self.choices):
            wrong.append("choices are needed for one_of and several_of, and only there")
        if (self.kind is Kind.TABLE) != bool(self.columns):
            wrong.append("columns are needed for a table, and only there")
        if any(column.kind is Kind.TABLE for column in self.columns):
            wrong.append("a table cannot hold another table")
        if self.fewest_rows and self.kind is not Kind.TABLE:
            wrong.append("fewest_rows is only for a table")
        if self.kind is not Kind.NUMBER and (self.minimum is not None or self.maximum is not None):
            wrong.append("minimum and maximum are only for a number")
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            wrong.append("minimum must not be more than maximum")
        if self.max_length and self.kind not in (Kind.TEXT, Kind.LONG):
            wrong.append("max_length is only for text and long")
        _refuse(wrong + _twice(choice.key for choice in self.choices) + _questions_wrong(self.columns))
        return self


class Section(Frozen):
    """A part of the plan with one purpose. `any_of`: at least one of these questions must be answered (P4)."""

    key: Key
    title: Words
    about: str = ""
    clause: Clause | None = None
    written_by: Annotated[tuple[Part, ...], Field(min_length=1)]
    read_by: Annotated[tuple[Part, ...], Field(min_length=1)]
    phase: Phase
    kinds: tuple[PlanKind, ...] = tuple(PlanKind)
    any_of: tuple[Key, ...] = ()
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]

    def question(self, key: str) -> Question:
        """The question with that key. KeyError when there is none."""
        return _named(self.questions, key)

    @model_validator(mode="after")
    def _questions_fit(self) -> Self:
        known = {question.key for question in self.questions}
        wrong = [f"any_of names {key}, which is not a question here" for key in self.any_of if key not in known]
        wrong += [
            f"{part} writes this section but may not read it" for part in self.written_by if part not in self.read_by
        ]
        _refuse(wrong + _questions_wrong(self.questions))
        return self


class Form(Frozen):
    """All the sections of one published version, in the order people read them."""

    name: Key
    version: Annotated[str, StringConstraints(pattern=r"^\d{4}\.\d+$")]
    title: Words
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]

    def section(self, key: str) -> Section:
        """The section with that key. KeyError when there is none."""
        return _named(self.sections, key)

    def sections_for(self, kind: str) -> tuple[Section, ...]:
        """The sections that a plan of this kind has, in order."""
        return tuple(section for section in self.sections if kind in section.kinds)

    @model_validator(mode="after")
    def _keys_differ(self) -> Self:
        _refuse(_twice(section.key for section in self.sections))
        return self


Keyed = TypeVar("Keyed", Section, Question)
YES_NO = (Choice(key="yes", label="Yes"), Choice(key="no", label="No"))


def _named(things: "Iterable[Keyed]", key: str) -> "Keyed":
    for thing in things:
        if thing.key == key:
            return thing
    raise KeyError(key)


def _refuse(wrong: list[str]) -> None:
    if wrong:
        raise ValueError("; ".join(wrong))


def _twice(keys: Iterable[str]) -> list[str]:
    return [f"the key {key} is used twice" for key, times in Counter(keys).items() if times > 1]


def _questions_wrong(questions: tuple[Question, ...]) -> list[str]:
    """What is wrong among questions that stand together: keys used twice, and `when` that can never be true."""
    wrong = _twice(question.key for question in questions)
    earlier: dict[str, Question] = {}
    for question in questions:
        if question.when:
            wrong += _when_wrong(question.key, question.when, earlier)
        earlier[question.key] = question
    return wrong


def _when_wrong(key: str, when: When, earlier: dict[str, Question]) -> list[str]:
    asked = earlier.get(when.question)
    if asked is None or not asked.options:
        return [f"{key} depends on {when.question}, which is not an earlier question with choices"]
    allowed = [choice.key for choice in asked.options]
    return [
        f"{key} depends on {when.question} being {value}; allowed: {', '.join(allowed)}"
        for value in when.equals
        if value not in allowed
    ]


def _folder() -> Path:
    return Path(str(resources.files("epep.form") / "forms"))


@cache
def load(name: str = "post16", version: str = "2026.1") -> Form:
    """The form of that name and version, read once. LookupError when it is not packaged; Invalid when it is wrong."""
    if (name, version) not in versions():
        raise LookupError(
            f"There is no form {name} {version}. There are: {', '.join(' '.join(v) for v in versions())}."
        )
    return read(_folder() / f"{name}-{version}.yaml", Form)


@cache
def versions() -> tuple[tuple[str, str], ...]:
    """Every packaged form as (name, version), oldest first."""
    found = [path.stem.rpartition("-")[::2] for path in _folder().glob("*-*.yaml")]
    return tuple(sorted(found, key=lambda found: (found[0], [int(n) for n in found[1].split(".")])))


def sha256_of(name: str, version: str) -> str:
    """The SHA-256 (hex) of a packaged form file, to compare with `PUBLISHED`."""
    return hashlib.sha256((_folder() / f"{name}-{version}.yaml").read_bytes()).hexdigest()
