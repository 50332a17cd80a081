"""The verbs after quality assurance: send the copies (P14), decide on sharing (P15), record the case note (P16)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from epep.actions._gate import Entered, enter, note
from epep.actions._typed import refuse, too_long
from epep.actions.outcomes import Invalid
from epep.form.answers import one_line, tidy
from epep.form.parts import Part
from epep.protocol import after, moves
from epep.record.people import Person, playing
from epep.record.sharing import CaseNote, Copy, Decision, Share
from epep.record.submissions import Submission


@transaction.atomic
def send_copies(*, plan_id: int, by: Person, now: datetime) -> list[Copy]:
    """P14: copies to the Conference and Review Team, the social worker and the leaving care administrator.

    Each gets a notice with a link behind sign-in. Raises `Invalid` when sent before or a recipient is missing.
    """
    entered = enter(plan_id, moves.SEND_COPIES, by=by, now=now)
    if entered.facts.copies_sent_on:
        raise Invalid({"copies": "The copies were sent before. Nothing more to do."})
    to = after.copies_go_to(entered.local)
    found = playing(entered.plan.young_person, frozenset(copy.part for copy in to), entered.today)
    if lacking := [copy.label for copy in to if copy.part not in {part for _, part in found}]:
        names = ", ".join(lacking)
        raise Invalid(
            {"copies": f"Nobody is set up as: {names}. Add them first, so that every copy can be sent at once."}
        )
    passed = passed_submission(entered)
    copies = Copy.objects.bulk_create(
        Copy(submission=passed, part=part, recipient=person, at=now, by=by) for person, part in found
    )
    names = ", ".join(copy.label for copy in to)
    note(entered, f"sent copies to: {names}", tells=frozenset(copy.part for copy in to))
    return copies


def passed_submission(entered: Entered) -> Submission:
    """The submission that passed quality assurance."""
    return entered.plan.submissions.get(review__verdict="passed")


@transaction.atomic
def decide_sharing(
    *,
    plan_id: int,
    person: Person,
    decision: str,
    left_out: Sequence[str] = (),
    reason: str = "",
    by: Person,
    now: datetime,
) -> Share:
    """P15: the social worker decides for one foster carer or parent: in full, with sections left out, or not at all.

    A later decision replaces an earlier one; both stay on record. Raises `Invalid` by field.
    """
    entered = enter(plan_id, moves.DECIDE_SHARING, by=by, now=now)
    parts = [part for who, part in playing(entered.plan.young_person, frozenset(Part), entered.today) if who == person]
    parts, reason = list(after.shared_with(parts, entered.local)), tidy(reason)
    refuse(_sharing_problems(entered, parts, decision, left_out, reason))
    share = Share.objects.create(
        submission=passed_submission(entered),
        person=person,
        part=parts[0],
        decision=decision,
        left_out=sorted(set(left_out)) if decision == Decision.PARTLY else [],
        reason=reason,
        at=now,
        by=by,
    )
    told = [person] if decision != Decision.NO else []
    note(entered, f"decided on sharing with {person.name}: {Decision(decision).label.lower()}", tells=told)
    return share


def _sharing_problems(
    entered: Entered, parts: list[Part], decision: str, left_out: Sequence[str], reason: str
) -> dict[str, str]:
    problems = {}
    known = {section.key for section in entered.standing.form.sections_for(entered.plan.kind)}
    if not parts:
        problems["person"] = "Choose a foster carer or a parent from the team."
    if decision not in Decision.values:
        problems["decision"] = "Choose: in full, with sections left out, or not shared."
    if decision == Decision.PARTLY and (not left_out or not set(left_out) <= known):
        problems["left_out"] = "Choose at least one section to leave out."
    if decision == Decision.NO and not reason:
        problems["reason"] = "Say why it is not shared. The reason stays on record."
    if wrong := too_long("The reason", reason):
        problems["reason"] = wrong
    return problems


@transaction.atomic
def record_case_note(*, plan_id: int, text: str, reference: str = "", by: Person, now: datetime) -> CaseNote:
    """P16: the case note saying that the PEP is in ECM under education is in the case record."""
    entered = enter(plan_id, moves.CASE_NOTE, by=by, now=now)
    if entered.facts.case_note_on:
        raise Invalid({"text": "The case note was recorded before. Nothing more to do."})
    text, reference = tidy(text), one_line(reference)
    refuse(
        {
            "text": too_long("The case note", text) if text else "Write the case note as it stands in the case record.",
            "reference": too_long("The reference", reference, 200),
        }
    )
    made = CaseNote.objects.create(plan=entered.plan, text=text, reference=reference, at=now, by=by)
    note(entered, "recorded the case note", details={"reference": made.reference})
    return made
