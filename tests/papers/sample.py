"""A whole submission, as canonical content, for the tests of papers."""

from copy import deepcopy
from typing import Any

from epep.form import model
from epep.form.answers import shown
from epep.form.model import Kind, Question

FORM = model.load()

_CONTENT: dict[str, Any] = {
    "schema": "epep/submission/1",
    "authority": {"slug": "northmere", "name": "Northmere Council"},
    "young_person": {
        "name": "Yasmin Tesfaye",
        "preferred_name": "Yas",
        "date_of_birth": "2010-03-02",
        "mosaic_id": "4471902",
        "upn": "A823432108765",
        "uln": "9999999999",
    },
    "plan": {
        "reference": "NM-2026-0117",
        "kind": "termly_review",
        "opened_on": "2026-10-12",
        "author_part": "designated_teacher",
    },
    "form": {"name": "post16", "version": "2026.1"},
    "number": 2,
    "previous_sha256": "ab" * 32,
    "submitted": {
        "at": "2026-12-08T16:05:00+00:00",
        "by": {"name": "Dee Adeyemi", "part": "designated_teacher"},
        "late_by_working_days": 0,
    },
    "meeting": {
        "starts_at": "2026-12-03T15:30:00+00:00",
        "venue": "Room 4, Oakfield College",
        "mode": "in_person",
        "chair": {"name": "Ed Wright", "part": "education_adviser", "reason": ""},
        "attendance": [
            {"name": "Yasmin Tesfaye", "part": "young_person", "attended": "whole", "note": ""},
            {"name": "Dee Adeyemi", "part": "designated_teacher", "attended": "whole", "note": ""},
            {"name": "Sam Nair", "part": "social_worker", "attended": "part", "note": "Joined by video from 4pm"},
            {"name": "Tom Bell", "part": "carer", "attended": "no", "note": "Sent his views"},
        ],
        "confirmed": [
            {"party": "school", "on": "2026-11-20", "late": False},
            {"party": "carer", "on": "2026-11-20", "late": False},
            {"party": "virtual_school", "on": "2026-11-27", "late": True},
        ],
        "next": {"starts_at": "2027-03-11T14:00:00+00:00", "venue": "Oakfield College", "mode": "in_person"},
    },
    "cancelled_meetings": [{"starts_at": "2026-11-19T10:00:00+00:00", "reason": "The trains were not running."}],
    "sdq": [
        {
            "informant": "young_person",
            "version": "S11-17",
            "completed_on": "2026-10-01",
            "total": 14,
            "emotional": 5,
            "conduct": 2,
            "hyperactivity": 4,
            "peer": 3,
            "prosocial": 8,
            "impact": 1,
        },
        {
            "informant": "key_worker",
            "version": "P4-17",
            "completed_on": "2026-10-06",
            "total": 11,
            "emotional": None,
            "conduct": None,
            "hyperactivity": None,
            "peer": None,
            "prosocial": None,
            "impact": None,
        },
    ],
    "sections": {},
}

_WRITERS = {
    "young_person": ("Sam Nair", "social_worker"),
    "social_care": ("Sam Nair", "social_worker"),
    "young_person_views": ("Yasmin Tesfaye", "young_person"),
    "carer_views": ("Dee Adeyemi", "designated_teacher"),
}

_CHOSEN = {
    "status": "college",
    "recorded_by": "themselves",
    "first_plan": "no",
    "figures": "yes",
    "suspended": "no",
    "agreed": "partly",
}

_LONG = {
    "summary": "Yas passed her first two units with merits and is often the one who explains a method to others.\n"
    "Spoken English has come on fast. Longer writing is harder than hoped; she starts late "
    "because she wants it to be right.",
    "proud": "I like the workshop because you can see what you made. I fixed the till at the café on my own.",
    "hard": "Two buses. If the first is late I miss the start, and then I don't want to walk in.",
    "future": "In a year I want an apprenticeship with a firm that does lifts. Later: my own van, my name on it.",
}


def answer_to(section: str, question: Question) -> Any:
    """A likely answer."""
    if question.key in _CHOSEN:
        return _CHOSEN[question.key]
    if question.kind is Kind.TABLE:
        rows = 3 if question.key == "targets" else 2
        return [
            {
                "id": f"r{n}",
                **{column.key: answer_to(f"{section} {question.key} {n}", column) for column in question.columns},
            }
            for n in range(1, rows + 1)
        ]
    if question.kind is Kind.SEVERAL_OF:
        return [choice.key for choice in question.choices[:2]]
    if question.options:
        return question.options[0].key
    if question.kind is Kind.NUMBER:
        return "18" if question.unit == "hours" else "92.5"
    if question.kind is Kind.DATE:
        return "2027-02-26"
    words = f"Words for {section} {question.key}"
    return (
        words
        if question.kind is Kind.TEXT
        else _LONG.get(
            question.key,
            f"{words}, long enough to need more than one line on paper so that the lines can be seen to wrap.",
        )
    )


def content(**changes: Any) -> dict[str, Any]:
    """A whole submission, with some of its top keys changed."""
    whole = deepcopy(_CONTENT)
    for section in FORM.sections_for("termly_review"):
        answers = {question.key: answer_to(section.key, question) for question in section.questions}
        answers = {question.key: answers[question.key] for question in shown(section, answers)}
        name, part = _WRITERS.get(section.key, ("Dee Adeyemi", "designated_teacher"))
        whole["sections"][section.key] = {
            "version": 4,
            "written_by": {"name": name, "part": part},
            "written_at": "2026-12-01T10:00:00+00:00",
            "answers": answers,
        }
    return whole | changes
