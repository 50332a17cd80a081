"""The verb of submitting: the plan is frozen, numbered, chained and printed (P8, P10, P12)."""

from datetime import datetime

from django.db import transaction

from epep.actions._gate import Entered, enter, note
from epep.actions.outcomes import Incomplete
from epep.papers.canonical import canonical, digest, digest_of_bytes
from epep.papers.pdf import MADE_WITH, render
from epep.protocol import after, meeting, moves
from epep.record.content import content_of
from epep.record.facts import Standing, day_of
from epep.record.people import Person
from epep.record.submissions import Submission, SubmissionPdf


@transaction.atomic
def submit(*, plan_id: int, by: Person, now: datetime) -> Submission:
    """P8: freeze the plan as its next numbered submission. From now on nobody can change it (P10).

    Late is recorded, never refused. Raises `Incomplete` with what is missing, section by section.
    """
    entered = enter(plan_id, moves.SUBMIT, by=by, now=now)
    if missing := missing_to_submit(entered.standing):
        raise Incomplete(missing)
    last = entered.plan.submissions.order_by("-number").first()
    number = after.resubmission_number(last.number if last else 0)
    previous = last.sha256 if last else None
    part = entered.acting_as
    content = content_of(entered.standing, number=number, previous=previous, by=by, part=part, now=now)
    text = canonical(content)
    submission = Submission.objects.create(
        plan=entered.plan,
        number=number,
        content=text,
        sha256=digest(text),
        previous_sha256=previous,
        form_name=entered.plan.form_name,
        form_version=entered.plan.form_version,
        at=now,
        by=by,
        by_part=part,
    )
    pdf = render(content, entered.standing.form)
    SubmissionPdf.objects.create(submission=submission, content=pdf, sha256=digest_of_bytes(pdf), made_with=MADE_WITH)
    note(entered, _says(entered, number), details={"submission": submission.pk, "number": number})
    return submission


def _says(entered: Entered, number: int) -> str:
    assert entered.facts.held_on is not None  # noqa: S101 (the move table lets nobody submit before the meeting)
    due = after.submit_by(entered.facts.held_on, entered.facts.reviewed_on, entered.local)
    late = after.days_late(due, day_of(entered.now), entered.local)
    what = "submitted the plan" if number == 1 else f"submitted the plan again, as version {number}"
    return f"{what}, {late} working day{'' if late == 1 else 's'} late" if late else what


def missing_to_submit(standing: Standing) -> list[tuple[str, str]]:
    """What stands between a plan and its submission: (section key or "", what to do). Empty when it is complete."""
    found = []
    for unwritten in standing.facts.unwritten:
        title = standing.form.section(unwritten.section).title
        many = f"{unwritten.answers} answers are" if unwritten.answers > 1 else "1 answer is"
        found.append((unwritten.section, f"{title}: {many} still needed."))
    if meeting.next_meeting_missing(standing.facts.next_agreed):
        found.append(("", "Agree the next meeting's date, time and venue, or say why there is none."))
    return found
