"""The protocol's verbs as one table: who may do what, at which stage, what it leads to and who is told.

`refusal` is the only place that answers "may I?". It draws the button and guards the action under the row lock.
Lateness never refuses (P1, P8): only the part, the stage and a missing reason do.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from epep.form.parts import Part
from epep.protocol.stages import Stage

SW, DT, EA, PA = Part.SOCIAL_WORKER, Part.DESIGNATED_TEACHER, Part.EDUCATION_ADVISER, Part.PERSONAL_ADVISER
ADMIN, HEAD, AUTHOR = Part.VIRTUAL_SCHOOL_ADMINISTRATOR, Part.VIRTUAL_SCHOOL_HEAD, Part.AUTHOR
CARER, KEY, YOUNG = Part.CARER, Part.KEY_WORKER, Part.YOUNG_PERSON

VIRTUAL_SCHOOL = frozenset({EA, PA, ADMIN})
MEETING_PARTIES = frozenset({SW, AUTHOR, DT, EA, PA, CARER, KEY, YOUNG, ADMIN})
WRITABLE = frozenset({Stage.ARRANGING, Stage.PREPARING, Stage.HELD, Stage.RETURNED})
AFTER_PASS = frozenset({Stage.PASSED, Stage.FILED, Stage.SHARED, Stage.NOTED})
OPEN = frozenset(Stage) - {Stage.CLOSED}
NOBODY: frozenset[Part] = frozenset()


@dataclass(frozen=True, slots=True)
class Move:
    """One verb. `to` empty means the stage stays; several mean that it depends on what else has happened."""

    name: str
    says: str
    by: frozenset[Part]
    at: frozenset[Stage]
    to: frozenset[Stage] = frozenset()
    tells: frozenset[Part] = NOBODY
    reason_required: bool = False
    clause: str = ""


ARRANGE = Move(
    "arrange", "arrange the meeting", frozenset({SW, EA, PA}), frozenset({Stage.ARRANGING}),
    frozenset({Stage.PREPARING}), MEETING_PARTIES, clause="P1",
)  # fmt: skip
CONFIRM = Move("confirm", "confirm date and venue", frozenset({SW}), frozenset({Stage.PREPARING}), clause="P1")
WRITE = Move(
    "write_section", "write in this plan",
    frozenset({SW, AUTHOR, DT, EA, PA, CARER, KEY, YOUNG}), WRITABLE, clause="P2",
)  # fmt: skip
RECORD_SDQ = Move("record_sdq", "record an SDQ score", frozenset({SW, AUTHOR, DT}), WRITABLE, clause="P5")
ASK_CHECK = Move(
    "ask_for_check", "ask for a check", frozenset({AUTHOR}),
    frozenset({Stage.PREPARING, Stage.HELD, Stage.RETURNED}), tells=frozenset({EA, PA}), clause="P9",
)  # fmt: skip
ANSWER_CHECK = Move(
    "answer_check", "answer a check", frozenset({EA, PA}),
    frozenset({Stage.PREPARING, Stage.HELD, Stage.RETURNED}), tells=frozenset({AUTHOR}), clause="P9",
)  # fmt: skip
HOLD = Move(
    "hold", "record the meeting", frozenset({AUTHOR, EA, PA}), frozenset({Stage.PREPARING}),
    frozenset({Stage.HELD}), frozenset({AUTHOR, SW}), clause="P7",
)  # fmt: skip
AGREE_NEXT = Move(
    "agree_next", "agree the next meeting", frozenset({AUTHOR, EA, PA}),
    frozenset({Stage.HELD, Stage.RETURNED}), clause="P7",
)  # fmt: skip
CANCEL = Move(
    "cancel", "cancel the meeting", frozenset({SW, AUTHOR, DT, EA, PA, ADMIN}), frozenset({Stage.PREPARING}),
    frozenset({Stage.ARRANGING}), MEETING_PARTIES, reason_required=True, clause="P17",
)  # fmt: skip
REARRANGE = Move(
    "rearrange", "move the meeting to another date", frozenset({SW, EA, PA}), frozenset({Stage.PREPARING}),
    frozenset({Stage.PREPARING}), MEETING_PARTIES, reason_required=True, clause="P17",
)  # fmt: skip
SUBMIT = Move(
    "submit", "submit the plan", frozenset({AUTHOR}), frozenset({Stage.HELD, Stage.RETURNED}),
    frozenset({Stage.SUBMITTED}), frozenset({EA, SW}), clause="P8",
)  # fmt: skip
PASS = Move(
    "pass_for_saving", "pass the plan for saving", frozenset({EA}), frozenset({Stage.SUBMITTED}),
    frozenset({Stage.PASSED}), frozenset({ADMIN}), clause="P11",
)  # fmt: skip
ASK_AGAIN = Move(
    "ask_for_resubmission", "ask for resubmission", frozenset({EA}), frozenset({Stage.SUBMITTED}),
    frozenset({Stage.RETURNED}), frozenset({AUTHOR, SW}), reason_required=True, clause="P12",
)  # fmt: skip
RECORD_SAVED = Move(
    "record_saved", "record where the plan is saved", frozenset({ADMIN}), frozenset({Stage.PASSED}),
    frozenset({Stage.PASSED, Stage.FILED, Stage.SHARED}), frozenset({SW}), clause="P13",
)  # fmt: skip
SEND_COPIES = Move(
    "send_copies", "send the copies", frozenset({ADMIN}), AFTER_PASS,
    AFTER_PASS, frozenset({SW, Part.CONFERENCE_AND_REVIEW_TEAM, Part.LEAVING_CARE_ADMINISTRATOR}), clause="P14",
)  # fmt: skip
DECIDE_SHARING = Move(
    "decide_sharing", "decide who the plan is shared with", frozenset({SW}), AFTER_PASS, AFTER_PASS, clause="P15",
)  # fmt: skip
CASE_NOTE = Move(
    "record_case_note", "record the case note", frozenset({SW}), frozenset({Stage.FILED, Stage.SHARED}),
    frozenset({Stage.FILED, Stage.NOTED}), clause="P16",
)  # fmt: skip
CLOSE = Move(
    "close", "close the plan", frozenset({SW, ADMIN}), frozenset({Stage.NOTED}), frozenset({Stage.CLOSED}),
)  # fmt: skip
END_EARLY = Move(
    "end_early", "end the plan early", frozenset({SW, EA, ADMIN}), OPEN - AFTER_PASS,
    frozenset({Stage.CLOSED}), MEETING_PARTIES, reason_required=True,
)  # fmt: skip

MOVES: tuple[Move, ...] = (
    ARRANGE, CONFIRM, WRITE, RECORD_SDQ, ASK_CHECK, ANSWER_CHECK, HOLD, AGREE_NEXT, CANCEL, REARRANGE, SUBMIT, PASS,
    ASK_AGAIN, RECORD_SAVED, SEND_COPIES, DECIDE_SHARING, CASE_NOTE, CLOSE, END_EARLY,
)  # fmt: skip

MAY_OPEN = frozenset({SW, EA, ADMIN})
"""Who may open a plan for a young person: the one verb that has no plan yet, so no stage."""

ONE_AT_A_TIME = "A plan is open already. Submit it, or end it early, before the next."
"""Why another plan is refused while one is on its way to passing."""

AUTHORS = (DT, SW, EA, PA)
"""Who may write a plan: the designated teacher, or another where there is no school or college."""


class Code(StrEnum):
    """Why a move is refused."""

    WRONG_PART = "wrong_part"
    WRONG_STAGE = "wrong_stage"
    NO_REASON = "no_reason"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusal with its reason in words for the person."""

    code: Code
    text: str


def refusal(move: Move, parts: Iterable[Part], stage: Stage, *, reason: str | None = None) -> Refusal | None:
    """Why somebody with `parts` in this plan may not make `move` at `stage`, or None when they may.

    `reason` is what they typed, where the move needs one; leave it None to ask whether the button is shown.
    """
    if not move.by & set(parts):
        who = " or ".join(part.words for part in Part if part in move.by)
        return Refusal(Code.WRONG_PART, f"You cannot {move.says}. It is for the {who}.")
    if stage not in move.at:
        return Refusal(Code.WRONG_STAGE, f"You cannot {move.says} now: {WHERE[stage]}")
    if move.reason_required and reason is not None and not reason.strip():
        return Refusal(Code.NO_REASON, "Say why. The reason stays on record.")
    return None


WHERE = {
    Stage.ARRANGING: "no meeting is arranged.",
    Stage.PREPARING: "the meeting is arranged and has not been recorded yet.",
    Stage.HELD: "the meeting was held and the plan has not been submitted yet.",
    Stage.SUBMITTED: "the plan is submitted and waits for quality assurance.",
    Stage.RETURNED: "resubmission was asked for.",
    Stage.PASSED: "the plan has passed quality assurance and waits to be saved.",
    Stage.FILED: "the plan is saved and is being shared.",
    Stage.SHARED: "the plan is saved and shared, and waits for its case note.",
    Stage.NOTED: "everything is done; the plan waits to be closed.",
    Stage.CLOSED: "the plan is closed.",
}
