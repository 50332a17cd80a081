"""What stands beside a question: last time's answer, and other words for it to choose from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.http import QueryDict

from epep.form.answers import as_text
from epep.form.model import Kind, Question
from epep.form.parts import Part
from epep.record.sections import LastTime
from epep.web import words
from epep.web.summaries import in_words_for

WORDS: Final = (Kind.TEXT, Kind.LONG)
"""The kinds of question whose answers are words: one can start from them, or keep two of them."""
SAVED, ASIDE = "saved", "aside"
TAKEN_AWAY: Final = "Nothing: the answer was taken away."


@dataclass(frozen=True)
class Ground:
    """What a page of questions stands on: the version it started from, and whose other words it shows.

    `other` is `SAVED` for what somebody saved meanwhile, `ASIDE` for one's own that were set aside, or empty.
    `clashes` are the questions that have other words, `picks` what was chosen for each: box, other or both.
    `taken` are the questions where only the other changed something, which stands in the box already.
    """

    based_on: int
    was: str
    other: str = ""
    clashes: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()
    picks: Mapping[str, str] | None = None

    @classmethod
    def sent(cls, data: QueryDict) -> "Ground":
        """Read back what the hidden fields of a page say."""
        version = data.get("based_on", "")
        clashes = tuple(data.get("clash", "").split())
        return cls(
            based_on=int(version) if version.isdecimal() and len(version) < 10 else 0,
            was=data.get("was", ""),
            other=data.get("other", ""),
            clashes=clashes,
            picks={key: data.get(f"keep-{key}", "") for key in clashes},
        )

    def picked(
        self, questions: Sequence[Question], boxes: Mapping[str, Any], others: Mapping[str, Any]
    ) -> dict[str, Any]:
        """The answers in the boxes, with the other words where they were chosen."""
        chosen = dict(boxes)
        for question in questions:
            pick, other = (self.picks or {}).get(question.key), others.get(question.key, "")
            if pick == "other":
                chosen[question.key] = other
            elif pick == "both" and question.kind in WORDS:
                chosen[question.key] = joined(other, boxes.get(question.key, ""))
        return chosen


def joined(first: str, second: str) -> str:
    """Two texts below each other; one alone when they are the same, or one is empty."""
    return "\n\n".join(dict.fromkeys(text for text in (first, second) if text))


@dataclass(frozen=True)
class Past:
    """Last time's answer in words. With `start` one can start from them; `rows` counts those of a table."""

    text: str
    when: str
    who: str
    start: bool
    rows: int


def past_of(question: Question, inner: Sequence[Question], then: LastTime | None, part: Part | None) -> Past | None:
    """What a question, and those it reveals, were answered last time, as `part` reads it; None when they were not."""
    if then is None or not any(then.answers.get(one.key) for one in (question, *inner)):
        return None
    lines = [_then(question, then, part)]
    lines += [f"{one.label} {_then(one, then, part)}" for one in inner if then.answers.get(one.key)]
    rows = len(then.answers.get(question.key, ())) if question.kind is Kind.TABLE else 0
    return Past("\n".join(lines), words.dated(then.at), then.who, question.kind in WORDS, rows)


def _then(question: Question, then: LastTime, part: Part | None) -> str:
    """An answer in the words of the form of its time; a table as one line for each box, its rows apart."""
    asked = {one.key: one for section in then.form.sections if section.key == then.key for one in section.questions}
    same, answer = in_words_for(part, asked.get(question.key, question)), then.answers.get(question.key)
    if same.kind is not Kind.TABLE or not answer:
        return as_text(same, answer)
    return "\n\n".join(
        "\n".join(f"{one.label}: {as_text(one, row[one.key])}" for one in same.columns if row.get(one.key))
        for row in answer
    )


@dataclass(frozen=True)
class OtherWords:
    """Other words for a question, and the choice between them and the box: `choices` are (value, text)."""

    heading: str
    text: str
    name: str
    choices: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True)
class Other:
    """What was saved meanwhile, or one's own answers that were set aside, with who wrote them and when.

    `own` says that what was saved meanwhile is one's own too, from another window.
    """

    whose: str
    who: str
    at: datetime
    answers: Mapping[str, Any]
    own: bool = False


def other_words(
    questions: Sequence[Question], ground: Ground, other: Other | None, now: datetime
) -> Iterator[OtherWords]:
    """The other words for those of `questions` that have some."""
    if other is None:
        return
    when = words.at(other.at, now)
    heading = f"{other.who} wrote this {when}" if other.whose == SAVED else f"You wrote this {when}. It was not saved"
    box, theirs = ("Keep mine", "Use theirs") if other.whose == SAVED else ("Leave it as it is", "Use these words")
    if other.whose == SAVED and other.own:
        heading, box, theirs = f"You saved this in another window {when}", "Keep what is here", "Use the other"
    for question in questions:
        if question.key in ground.clashes:
            both = (("both", "Keep both"),) if question.kind in WORDS else ()
            answer = other.answers.get(question.key)
            yield OtherWords(
                heading=heading,
                text=as_text(question, answer) if answer else TAKEN_AWAY,
                name=f"keep-{question.key}",
                choices=(("box", box), ("other", theirs), *both),
                chosen=(ground.picks or {}).get(question.key) or "box",
            )
