"""The meeting, as the record keeps it, laid out as blocks for the record of the meeting (P1, P6, P7, P17)."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from epep.papers.dates import moment_in_words

Block = dict[str, Any]
InWords = Callable[[str], str]

_ATTENDED = {"whole": "The whole meeting", "part": "Part of it", "no": "No"}


def meeting_blocks(content: Mapping[str, Any], part_in_words: InWords) -> list[Block]:
    """When and where, who chaired, who came, who was told in time, what is next, and meetings that were cancelled."""
    meeting = content["meeting"]
    if not meeting:
        return [{"is": "note", "text": "No meeting was held."}]
    blocks: list[Block] = [{"is": "facts", "pairs": _facts(meeting, part_in_words)}]
    blocks += _table(
        "Who was there",
        ["Name", "Part", "Attended", "Note"],
        [
            [
                who["name"],
                _capital(part_in_words(who["part"])),
                _ATTENDED.get(who["attended"], "Not recorded"),
                who.get("note") or "",
            ]
            for who in meeting["attendance"]
        ],
    )
    blocks += _table(
        "Date and venue confirmed with",
        ["With", "On", "In time"],
        [
            [
                _capital(row["party"].replace("_", " ")),
                moment_in_words(row["on"]) if row["on"] else "Not confirmed",
                "No, late" if row["late"] else "Yes",
            ]
            for row in meeting["confirmed"]
        ],
    )
    blocks += _table(
        "Meetings that were cancelled",
        ["Meeting", "Reason"],
        [[moment_in_words(row["starts_at"]), row["reason"]] for row in content["cancelled_meetings"]],
    )
    return blocks


def _facts(meeting: Mapping[str, Any], part_in_words: InWords) -> list[list[str]]:
    pairs = [["Meeting", moment_in_words(meeting["starts_at"])], ["Where", _where(meeting)]]
    chair = meeting["chair"]
    if chair:
        reason = f". {chair['reason']}" if chair.get("reason") else ""
        pairs.append(["Chaired by", f"{chair['name']}, {part_in_words(chair['part'])}{reason}"])
    following = meeting["next"] or {}
    if following.get("starts_at"):
        pairs.append(["Next meeting", f"{moment_in_words(following['starts_at'])}, {_where(following)}"])
    elif following.get("none_because"):
        pairs.append(["No next meeting because", following["none_because"]])
    return pairs


def _where(meeting: Mapping[str, Any]) -> str:
    return ", ".join(text for text in (meeting["venue"], (meeting.get("mode") or "").replace("_", " ")) if text)


def _table(label: str, columns: list[str], rows: Sequence[list[str]]) -> list[Block]:
    if not rows:
        return []
    return [{"is": "table", "label": label, "columns": columns, "widths": [1] * len(columns), "rows": list(rows)}]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
