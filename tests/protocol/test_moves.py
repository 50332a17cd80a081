"""The table of moves as the whole product of move, part and stage, against one written by hand from the protocol."""

from itertools import product

import pytest

from epep.form.parts import Part
from epep.protocol.moves import MOVES, Code, Move, refusal
from epep.protocol.stages import Stage

OPEN = "arranging preparing held returned"
AFTER = "passed filed shared noted"
EXPECTED = {
    "arrange": ("social_worker education_adviser personal_adviser", "arranging"),
    "confirm": ("social_worker", "preparing"),
    "write_section": (
        "author social_worker designated_teacher education_adviser personal_adviser carer key_worker young_person",
        OPEN,
    ),
    "record_sdq": ("author social_worker designated_teacher", OPEN),
    "ask_for_check": ("author", "preparing held returned"),
    "answer_check": ("education_adviser personal_adviser", "preparing held returned"),
    "hold": ("author education_adviser personal_adviser", "preparing"),
    "agree_next": ("author education_adviser personal_adviser", "held returned"),
    "cancel": (
        "author social_worker designated_teacher education_adviser personal_adviser virtual_school_administrator",
        "preparing",
    ),
    "rearrange": ("social_worker education_adviser personal_adviser", "preparing"),
    "submit": ("author", "held returned"),
    "pass_for_saving": ("education_adviser", "submitted"),
    "ask_for_resubmission": ("education_adviser", "submitted"),
    "record_saved": ("virtual_school_administrator", "passed"),
    "send_copies": ("virtual_school_administrator", AFTER),
    "decide_sharing": ("social_worker", AFTER),
    "record_case_note": ("social_worker", "filed shared"),
    "close": ("social_worker virtual_school_administrator", "noted"),
    "end_early": (
        "social_worker education_adviser virtual_school_administrator",
        "arranging preparing held submitted returned",
    ),
}
"""Move: (who may, at which stages)."""


def test_every_move_is_expected() -> None:
    assert {move.name for move in MOVES} == set(EXPECTED)


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.name)
def test_only_the_right_part_at_the_right_stage_may(move: Move) -> None:
    by, at = (set(words.split()) for words in EXPECTED[move.name])
    for part, stage in product(Part, Stage):
        refused = refusal(move, {part}, stage)
        if part not in by:
            assert refused, (part, stage)
            assert refused.code is Code.WRONG_PART
        elif stage not in at:
            assert refused, (part, stage)
            assert refused.code is Code.WRONG_STAGE
        else:
            assert refused is None, (part, stage)


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.name)
def test_a_refusal_says_in_words_who_may_or_where_the_plan_stands(move: Move) -> None:
    for stage in Stage:
        refused = refusal(move, set(), stage)
        assert refused
        assert refused.text.startswith(f"You cannot {move.says}")
        assert refused.text.endswith(".")


def test_p10_nothing_is_written_once_submitted() -> None:
    for stage in set(Stage) - {Stage.ARRANGING, Stage.PREPARING, Stage.HELD, Stage.RETURNED}:
        writing = next(move for move in MOVES if move.name == "write_section")
        assert refusal(writing, set(Part), stage)


def test_p12_and_p17_need_a_reason() -> None:
    for name, stage in (("ask_for_resubmission", Stage.SUBMITTED), ("cancel", Stage.PREPARING)):
        move = next(move for move in MOVES if move.name == name)
        refused = refusal(move, set(Part), stage, reason="  ")
        assert refused
        assert refused.code is Code.NO_REASON
        assert refusal(move, set(Part), stage, reason="A reason.") is None
