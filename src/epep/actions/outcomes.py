"""What a verb can answer instead of doing it, each with words for the person."""

from collections.abc import Mapping

from epep.protocol.moves import Refusal
from epep.record.people import Missing

__all__ = ["Incomplete", "Invalid", "Missing", "Refused"]


class Refused(Exception):
    """The protocol does not allow it: wrong part, wrong stage, or no reason given. Carries the `Refusal`."""

    def __init__(self, refused: Refusal) -> None:
        super().__init__(refused.text)
        self.refusal = refused


class Invalid(Exception):
    """What was typed cannot be taken. `problems` says by field what is wrong and how to put it right."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(problems.values()))
        self.problems = dict(problems)


class Incomplete(Exception):
    """The plan cannot be submitted yet. `missing` lists what is, each as (section key or "", what to do)."""

    def __init__(self, missing: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(text for _, text in missing))
        self.missing = missing
