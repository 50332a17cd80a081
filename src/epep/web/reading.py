"""A submission as pages show it: whole, or without the sections that its reader was not given."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from epep.actions.outcomes import Missing
from epep.form.answers import NOT_ANSWERED
from epep.form.model import Form
from epep.form.model import load as load_form
from epep.papers.canonical import canonical
from epep.papers.copies import without
from epep.papers.package import package_name
from epep.papers.pdf import render
from epep.papers.sheet import sheet
from epep.protocol import sees
from epep.record.people import Person
from epep.record.plans import parts_for
from epep.record.sharing import shared_with
from epep.record.submissions import Submission, pdf_of
from epep.web.asking import Seen


@dataclass(frozen=True)
class Row:
    """One question with its answer, "" for none. `long` ones take the whole width; others stand side by side."""

    question: str
    answer: str
    long: bool


@dataclass(frozen=True)
class Piece:
    """What stands together in a section: questions with answers (`rows`), or a table, labelled.

    A wide table comes as `cards`, its rows by title; any other as `columns` and `cells`.
    """

    rows: list[Row] = field(default_factory=list)
    label: str = ""
    columns: tuple[str, ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()
    cards: tuple[tuple[str, list[Row]], ...] = ()


@dataclass(frozen=True)
class SectionShown:
    """One section to read. `byline` says who wrote it and when; `voice` marks somebody's own views (P4)."""

    key: str
    title: str
    byline: str
    voice: bool
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Reading:
    """A submission in the hands of one reader: `left_out` are the keys of the sections that they do not get."""

    submission: Submission
    left_out: frozenset[str]

    @cached_property
    def form(self) -> Form:
        """The form, in the version that it was written with."""
        return load_form(self.submission.form_name, self.submission.form_version)

    @cached_property
    def content(self) -> dict[str, Any]:
        """The content that they get."""
        return without(json.loads(self.submission.content), self.left_out)

    @cached_property
    def sections(self) -> tuple[SectionShown, ...]:
        """The sections that they get, in the order of the form."""
        laid_out = sheet(self.content, self.form, self.submission.sha256, self.left_out)
        return tuple(
            SectionShown(one["key"], one["title"], one["byline"], one["voice"], _pieces(one["blocks"]))
            for one in laid_out["sections"]
        )

    @property
    def not_shown(self) -> list[str]:
        """The titles of the sections that this kind of plan has and they do not get."""
        asked = self.form.sections_for(self.content["plan"]["kind"])
        return [section.title for section in asked if section.key in self.left_out]

    def pdf(self) -> bytes:
        """The PDF as it was submitted, or one made now of what they get."""
        if not self.left_out:
            return pdf_of(self.submission)
        return render(json.loads(self.submission.content), self.form, left_out=self.left_out)

    def data(self) -> bytes:
        """The canonical JSON as it was submitted, or that of what they get."""
        return (canonical(self.content) if self.left_out else self.submission.content).encode()

    @property
    def file_name(self) -> str:
        """What a download is called, without its ending: never a name of a person in it."""
        return package_name(self.content)


def reading(seen: Seen, submission: Submission) -> Reading:
    """The submission as whoever looks gets it. Raises `Missing` when they get nothing of it."""
    return _in_hands_of(seen.person, seen, submission)


def as_seen_by(person: Person, seen: Seen, submission: Submission, *, tried: frozenset[str] | None = None) -> Reading:
    """The submission as `person` gets it, but never more than whoever looks does. Raises `Missing` for nothing.

    `tried` are sections that would be left out by a decision that is not made yet (P15).
    """
    theirs = _in_hands_of(person, seen, submission, tried=tried)
    return Reading(submission, theirs.left_out | reading(seen, submission).left_out)


def _in_hands_of(person: Person, seen: Seen, submission: Submission, *, tried: frozenset[str] | None = None) -> Reading:
    parts = seen.parts if person == seen.person else parts_for(person, seen.plan, seen.today)
    form = load_form(submission.form_name, submission.form_version)
    shared = shared_with(person, submission) if tried is None else tried & {section.key for section in form.sections}
    left_out = sees.left_out(form, parts, seen.stage, shared)
    if left_out is None:
        raise Missing
    return Reading(submission, left_out)


def _pieces(blocks: Sequence[Mapping[str, Any]]) -> tuple[Piece, ...]:
    """The blocks of a section, those that are questions and answers together in one list."""
    pieces: list[Piece] = []
    for block in blocks:
        if block["is"] == "cards":
            cards = tuple((card["title"], _rows(card["blocks"])) for card in block["cards"])
            pieces.append(Piece(label=block["label"], cards=cards))
        elif block["is"] == "table":
            cells = tuple(tuple(map(_said, row)) for row in block["rows"])
            pieces.append(Piece(label=block["label"], columns=tuple(block["columns"]), cells=cells))
        elif pieces and pieces[-1].rows:
            pieces[-1].rows.extend(_rows([block]))
        else:
            pieces.append(Piece(_rows([block])))
    return tuple(pieces)


def _rows(blocks: Sequence[Mapping[str, Any]]) -> list[Row]:
    """Blocks of questions and answers, row by row."""
    rows: list[Row] = []
    for block in blocks:
        short = block["is"] == "facts"
        pairs = block["pairs"] if short else [(block.get("label", ""), block["text"])]
        rows += [Row(label, _said(text), long=not short) for label, text in pairs]
    return rows


def _said(text: str) -> str:
    return "" if text == NOT_ANSWERED else text
