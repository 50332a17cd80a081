"""The verbs of quality assurance: pass for saving (P11), ask for resubmission (P12)."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from epep.actions._comments import comments_by_section
from epep.actions._gate import Entered, enter, note
from epep.actions._notices import DELIVER, defer
from epep.actions._opening import open_next
from epep.actions._typed import refuse, too_long
from epep.actions.outcomes import Invalid
from epep.form.answers import tidy
from epep.protocol import after, moves
from epep.protocol.stages import Verdict
from epep.record.filing import Delivery
from epep.record.people import Person
from epep.record.reviews import Review


@transaction.atomic
def pass_for_saving(
    *, plan_id: int, number: int, comments: Mapping[str, str] | None = None, by: Person, now: datetime
) -> Review:
    """P11: the submission is good. The administrator is told, its filing package starts on its way (P13), and
    the next plan opens from the next meeting agreed (P7).

    `number` is the submission that was read: raises `Invalid` when another has been made since.
    """
    entered = enter(plan_id, moves.PASS, by=by, now=now)
    review = _review(entered, number, Verdict.PASSED, "", comments or {})
    for place in after.save_to(entered.local):
        if place.folder:
            delivery = Delivery.objects.create(submission=review.submission, destination=place.key, asked_at=now)
            defer(DELIVER, delivery_id=delivery.pk)
    note(entered, f"passed version {number} for saving")
    open_next(entered.plan, by=by, part=entered.acting_as, now=now)
    return review


@transaction.atomic
def ask_for_resubmission(
    *,
    plan_id: int,
    number: int,
    reason: str,
    comments: Mapping[str, str] | None = None,
    by: Person,
    now: datetime,
) -> Review:
    """P12: the submission is not satisfactory, with reasons. The plan opens again; this version stays for ever."""
    reason = tidy(reason)
    entered = enter(plan_id, moves.ASK_AGAIN, by=by, now=now, reason=reason)
    review = _review(entered, number, Verdict.RETURNED, reason, comments or {})
    note(entered, f"asked for version {number} to be submitted again", details={"reason": reason})
    return review


def _review(entered: Entered, number: int, verdict: Verdict, reason: str, comments: Mapping[str, str]) -> Review:
    submission = entered.plan.submissions.order_by("-number")[0]
    if submission.number != number:
        raise Invalid(
            {"number": f"You read version {number}; version {submission.number} is the latest. Read it first."}
        )
    refuse({"reason": too_long("The reason", reason, 5000)})
    return Review.objects.create(
        submission=submission,
        verdict=verdict,
        reason=reason,
        comments=comments_by_section(entered.standing, comments),
        at=entered.now,
        by=entered.by,
    )
