"""docs/stages.md: the state diagram and the list of moves, made from the table of moves so that they cannot disagree.

python -m epep.protocol.diagram > docs/stages.md
"""

from collections.abc import Iterable

from epep.form.parts import Part
from epep.protocol.moves import AFTER_PASS, CASE_NOTE, MOVES, RECORD_SAVED, Move
from epep.protocol.stages import Stage

HEAD = """# Stages and moves

Made from `src/epep/protocol/moves.py` by `python -m epep.protocol.diagram`; a test compares the two.
A plan's stage is derived from what has happened to it (`stage_of`); no stage is stored.
"""


def document() -> str:
    """The text of docs/stages.md."""
    return "\n".join([HEAD, "```mermaid", *_diagram(), "```", "", *_table(), ""])


def _diagram() -> Iterable[str]:
    yield "stateDiagram-v2"
    yield f"    [*] --> {Stage.ARRANGING}: open a plan"
    for move in MOVES:
        for start in (stage for stage in Stage if stage in move.at):
            for end in (stage for stage in Stage if stage in move.to and stage is not start):
                if _leads(move, start, end):
                    yield f"    {start} --> {end}: {move.says}"
    yield f"    {Stage.CLOSED} --> [*]"


def _leads(move: Move, start: Stage, end: Stage) -> bool:
    """Whether one move can lead there: a passed plan never goes back, is filed by filing, noted by its case note."""
    if start not in AFTER_PASS or end not in AFTER_PASS:
        return True
    forward = list(Stage).index(end) > list(Stage).index(start)
    filed_by_filing = start is not Stage.PASSED or move is RECORD_SAVED
    noted_last = start is not Stage.SHARED or move is CASE_NOTE
    return forward and filed_by_filing and noted_last


def _table() -> Iterable[str]:
    yield "| move | clause | by | at | tells | reason |"
    yield "|---|---|---|---|---|---|"
    for move in MOVES:
        cells = (move.says, move.clause, _words(move.by), _stages(move), _words(move.tells), _reason(move))
        yield f"| {' | '.join(cells)} |"


def _words(parts: frozenset[Part]) -> str:
    return ", ".join(part.words for part in Part if part in parts)


def _stages(move: Move) -> str:
    return ", ".join(stage for stage in Stage if stage in move.at)


def _reason(move: Move) -> str:
    return "needed" if move.reason_required else ""


if __name__ == "__main__":
    print(document(), end="")
