"""Two people wrote one section on top of the same answers: what only one of them changed, and what both did.

A page carries the fingerprints of the answers it started from, so that words nobody touched never stand in the way.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from epep.form.model import Section

Fingerprints = Mapping[str, str]


@dataclass(frozen=True)
class Merged:
    """`answers`: mine, and theirs where only they changed something (`taken`); `clashes`: where both did, mine kept."""

    answers: dict[str, Any]
    clashes: tuple[str, ...]
    taken: tuple[str, ...]


def fingerprints(answers: Mapping[str, Any]) -> str:
    """A short mark of each answer, as one line: "key:1a2b3c4d key:…". Equal answers have equal marks."""
    return " ".join(f"{key}:{_mark(answer)}" for key, answer in sorted(answers.items()) if answer)


def read(line: str) -> Fingerprints | None:
    """The marks in such a line by question; None when the line is not one, and so nothing is known."""
    pairs = [pair.partition(":") for pair in line.split()]
    return {key: mark for key, _, mark in pairs} if all(mark for _, _, mark in pairs) else None


def merge(section: Section, base: Fingerprints | None, mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> Merged:
    """What the section says when both are kept as far as possible. Without a `base`, every difference is a clash."""
    answers = {key: answer for key, answer in mine.items() if answer}
    clashes, taken = [], []
    for key in (question.key for question in section.questions):
        mark, other = _mark(mine.get(key)), _mark(theirs.get(key))
        if mark == other:
            continue
        before = None if base is None else base.get(key, _mark(None))
        if mark == before:
            taken.append(key)
            answers.pop(key, None)
            answers |= {key: theirs[key]} if theirs.get(key) else {}
        elif other != before:
            clashes.append(key)
    return Merged(answers, tuple(clashes), tuple(taken))


def _mark(answer: Any) -> str:
    text = json.dumps(answer or "", sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:8]
