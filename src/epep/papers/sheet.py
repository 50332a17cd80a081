"""A submission's content laid out as blocks of words: what `plan.typ` prints, in the order people read it.

A block is a dict whose "is" says what it is: facts (short answers side by side), words (one long answer), table, cards
(one for each row of a wide table) or note. Everything is text already; nothing here decides how it looks.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from epep.form.answers import NOT_ANSWERED, as_text, shown, shown_among
from epep.form.model import Form, Kind, Question, Section
from epep.form.parts import Part
from epep.papers.dates import moment_in_words
from epep.papers.meeting_sheet import meeting_blocks

Block = dict[str, Any]

WIDEST_TABLE = 4
LONGEST_CELL = 400  # longer words would make a tall, thin column
LONGEST_UNBROKEN = 900  # a card with more characters than this may run on to the next page
_SHORT = (Kind.TEXT, Kind.NUMBER, Kind.DATE, Kind.YES_NO, Kind.ONE_OF, Kind.SEVERAL_OF)
_SDQ_COLUMNS = {
    "informant": "From",
    "version": "Version",
    "completed_on": "Completed on",
    "total": "Total",
    "emotional": "Emotional",
    "conduct": "Conduct",
    "hyperactivity": "Hyper-activity",
    "peer": "Peer",
    "prosocial": "Prosocial",
    "impact": "Impact",
}


def sheet(content: Mapping[str, Any], form: Form, digest: str, left_out: frozenset[str]) -> dict[str, Any]:
    """The whole document as data, from content that `left_out` is gone from. `digest` is the content's.

    ValueError when the form is not the content's, or `left_out` names no section.
    """
    _refuse_misfits(content, form, left_out)
    plan, number, authority = content["plan"], content["number"], content["authority"]["name"]
    name = f"{form.title}: {plan['reference']}, submission {number}"
    return {
        "title": name,
        "authority": authority,
        "form": form.title,
        "running": f"{form.title} · {plan['reference']}",
        "footer": f"Submission {number} · {digest[:12]}",
        "person": content["young_person"]["name"],
        "facts": _front_facts(content),
        "notice": "This is a shared copy. Some parts of the plan are left out." if left_out else "",
        "sections": [_section(section, content) for section in _asked(content, form) if section.key not in left_out],
        "proof": _proof(content, digest, bool(left_out)),
    }


def part_in_words(part: str) -> str:
    """A part's value as people read it; the value itself when it is not one of ours."""
    return Part(part).words if part in set(Part) else part


def _refuse_misfits(content: Mapping[str, Any], form: Form, left_out: frozenset[str]) -> None:
    written = content["form"]
    if (written["name"], written["version"]) != (form.name, form.version):
        raise ValueError(f"This was written with the form {written['name']} {written['version']}; give that one.")
    known = {section.key for section in form.sections}
    unknown = sorted((set(content["sections"]) | left_out) - known)
    if unknown:
        raise ValueError(f"The form {form.name} {form.version} has no section {', '.join(unknown)}.")


def _asked(content: Mapping[str, Any], form: Form) -> list[Section]:
    """The sections of this kind of plan, and any other that was written, in the form's order."""
    wanted = {section.key for section in form.sections_for(content["plan"]["kind"])} | set(content["sections"])
    return [section for section in form.sections if section.key in wanted]


def _front_facts(content: Mapping[str, Any]) -> list[list[str]]:
    person, submitted, meeting = content["young_person"], content["submitted"], content["meeting"] or {}
    pairs = [
        ("Known as", person.get("preferred_name")),
        ("Date of birth", _date(person.get("date_of_birth"))),
        ("Plan", content["plan"]["reference"]),
        ("Kind of plan", content["plan"]["kind"].replace("_", " ").capitalize()),
        ("Meeting", _day(meeting.get("starts_at"))),
        ("Submitted", f"{moment_in_words(submitted['at'])}{_lateness(submitted['late_by_working_days'])}"),
        ("Submitted by", f"{submitted['by']['name']}, {part_in_words(submitted['by']['part'])}"),
    ]
    pairs += [(label, person.get(key)) for key, label in _IDENTIFIERS.items()]
    return [[label, value] for label, value in pairs if value]


_IDENTIFIERS = {"mosaic_id": "Mosaic number", "upn": "Unique pupil number", "uln": "Unique learner number"}


def _lateness(days: int) -> str:
    return f" ({days} working {'day' if days == 1 else 'days'} late)" if days else ""


def _day(iso: str | None) -> str | None:
    return moment_in_words(iso) if iso else None


def _date(iso: str | None) -> str | None:
    """A day without its weekday."""
    return moment_in_words(iso).partition(" ")[2] if iso else None


def _section(section: Section, content: Mapping[str, Any]) -> Block:
    written = content["sections"].get(section.key, {})
    answers = written.get("answers", {})
    blocks = _beside(section, content)
    for question in shown(section, answers):
        _add(blocks, question, answers.get(question.key))
    return {
        "key": section.key,
        "title": section.title,
        "byline": _byline(section, written, answers),
        "voice": section.clause == "P4",
        "blocks": blocks,
    }


def _beside(section: Section, content: Mapping[str, Any]) -> list[Block]:
    """What the record keeps beside a section: SDQ scores (P5) and the meeting itself (P1, P6, P7, P17)."""
    if section.key == "sdq":
        return _sdq_blocks(content["sdq"])
    return meeting_blocks(content, part_in_words) if section.key == "meeting_record" else []


def _byline(section: Section, written: Mapping[str, Any], answers: Mapping[str, Any]) -> str:
    if not written.get("written_by"):
        return "Not written"
    by, on = written["written_by"], moment_in_words(written["written_at"]).partition(" at ")[0]
    who = f"{by['name']} ({part_in_words(by['part'])}), {on}"
    if section.clause != "P4" or answers.get("recorded_by") in ("not_given", "no_carer"):
        return f"Written by {who}"
    theirs = (Part.YOUNG_PERSON,) if section.key == "young_person_views" else (Part.CARER, Part.KEY_WORKER)
    return f"In their own words: {who}" if by["part"] in theirs else f"Their words, written down by {who}"


def _add(blocks: list[Block], question: Question, answer: Any) -> None:
    """Add the answer to `blocks`; short answers that follow each other stand side by side."""
    if question.kind in _SHORT:
        if not blocks or blocks[-1]["is"] != "facts":
            blocks.append({"is": "facts", "pairs": []})
        blocks[-1]["pairs"].append([question.label, as_text(question, answer)])
    elif question.kind is Kind.LONG or not answer:
        blocks.append({"is": "words", "label": question.label, "text": as_text(question, answer)})
    elif len(question.columns) > WIDEST_TABLE or _longest_cell(answer) > LONGEST_CELL:
        blocks.append({"is": "cards", "label": question.label, "cards": [_card(question, row) for row in answer]})
    else:
        blocks.append(_table(question, answer))


def _card(question: Question, row: Mapping[str, Any]) -> Block:
    """One row of a wide table: its first column is the heading, or comes first under its label when it is long."""
    first, *rest = shown_among(question.columns, row)
    title, blocks = as_text(first, row.get(first.key)), list[Block]()
    if first.kind is Kind.LONG:
        title, blocks = first.label, [{"is": "note", "text": title}]
    for column in rest:
        _add(blocks, column, row.get(column.key))
    long = sum(len(str(answer)) for answer in row.values()) > LONGEST_UNBROKEN
    return {"title": title, "blocks": blocks, "long": long}


def _longest_cell(rows: Sequence[Mapping[str, Any]]) -> int:
    return max(len(str(answer)) for row in rows for answer in row.values())


def _table(question: Question, rows: Sequence[Mapping[str, Any]]) -> Block:
    return {
        "is": "table",
        "label": question.label,
        "columns": [column.label for column in question.columns],
        "widths": [2 if column.kind is Kind.LONG else 1 for column in question.columns],
        "rows": [[_cell(question, column, row) for column in question.columns] for row in rows],
    }


def _cell(question: Question, column: Question, row: Mapping[str, Any]) -> str:
    return as_text(column, row.get(column.key)) if column in shown_among(question.columns, row) else ""


def _sdq_blocks(scores: Sequence[Mapping[str, Any]]) -> list[Block]:
    if not scores:
        return [{"is": "words", "label": "Scores", "text": NOT_ANSWERED}]
    keys = [key for key in _SDQ_COLUMNS if any(score.get(key) is not None for score in scores)]
    return [
        {
            "is": "table",
            "label": "Scores",
            "columns": [_SDQ_COLUMNS[key] for key in keys],
            "widths": [4 if key in ("informant", "completed_on") else 3 for key in keys],
            "rows": [[_score(key, score.get(key)) for key in keys] for score in scores],
        }
    ]


def _score(key: str, value: Any) -> str:
    if value is None:
        return ""
    if key == "completed_on":
        return _date(value) or ""
    return part_in_words(value).capitalize() if key == "informant" else str(value)


def _proof(content: Mapping[str, Any], digest: str, shared: bool) -> list[list[str]]:
    """What lets anyone check that this is the submission, unchanged (P10)."""
    pairs = [["Submission", str(content["number"])]]
    pairs.append(["Digest of this copy (SHA-256)" if shared else "Digest (SHA-256)", digest])
    if content["previous_sha256"]:
        pairs.append(["Digest of the submission before", content["previous_sha256"]])
    return pairs
