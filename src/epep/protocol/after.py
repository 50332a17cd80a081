"""Post PEP: submitting, quality assurance, filing, copies, sharing and the case note (P8 to P16)."""

from collections.abc import Iterable
from datetime import date

from epep.form.parts import Part
from epep.protocol.days import step, working_days_between
from epep.protocol.local import CopyTo, Destination, LocalRules
from epep.protocol.stages import Stage, Verdict


def submit_by(held_on: date, returned_on: date | None, local: LocalRules) -> date:
    """P8: submitted within 5 working days of the meeting; after a return, within the authority's time for that."""
    if returned_on:
        return step(returned_on, local.submission.resubmit_within, local.extra_days)
    return step(held_on, local.submission.submit_within, local.extra_days)


def days_late(due: date, done: date, local: LocalRules) -> int:
    """By how many working days something due on `due` and done on `done` is late; 0 when it is not."""
    return working_days_between(due, done, local.extra_days)


def may_check(local: LocalRules) -> tuple[Part, ...]:
    """P9: who can be asked to check the plan before it is submitted. They sign in: the link is never an open page."""
    return local.submission.checkers


def amendable(stage: Stage) -> bool:
    """P10: a plan can be written until it is submitted, and again only when resubmission is asked for.

    The submission itself never changes: no move amends one, and the database refuses UPDATE, DELETE and TRUNCATE.
    """
    return stage in {Stage.ARRANGING, Stage.PREPARING, Stage.HELD, Stage.RETURNED}


def ready_for_saving(verdict: Verdict | None) -> bool:
    """P11: once quality assured, the administrator is told that the plan is ready for saving."""
    return verdict is Verdict.PASSED


def resubmission_number(last: int) -> int:
    """P12: resubmission opens version n + 1 as a copy of n; version n stays as it was, readable for ever."""
    return last + 1


def save_to(local: LocalRules) -> tuple[Destination, ...]:
    """P13: the places a plan is saved: Mosaic and the Virtual School Box by default, each with its reference."""
    return local.filing.destinations


def copies_go_to(local: LocalRules) -> tuple[CopyTo, ...]:
    """P14: a copy goes to the Conference and Review Team, the social worker and the leaving care team administrator."""
    return local.copies.to


def shared_with(parts: Iterable[Part], local: LocalRules) -> tuple[Part, ...]:
    """P15: the parts with whom the social worker decides on sharing, person by person: carers and parents."""
    return tuple(part for part in parts if part in local.sharing.decide_for)


def case_note_text(reference: str, local: LocalRules) -> str:
    """P16: the words of the case note saying that the PEP is in ECM under education, ready to paste."""
    return local.case_note.text.format(reference=reference, place=local.case_note.place)
