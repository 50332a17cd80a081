"""The verbs of meetings: arrange, confirm, hold, agree the next, cancel, move (P1, P6, P7, P17)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction

from epep.actions._gate import Entered, enter, note
from epep.actions._typed import refuse, too_long
from epep.actions.outcomes import Invalid
from epep.form import dates
from epep.form.answers import one_line, tidy
from epep.form.parts import Part
from epep.protocol import before, meeting, moves
from epep.record.facts import day_of
from epep.record.meetings import (
    Attendance,
    Cancellation,
    Confirmation,
    Held,
    Meeting,
    Mode,
    NextMeeting,
)
from epep.record.people import Person, parts_in, playing

FURTHEST = timedelta(days=366)


@dataclass(frozen=True)
class When:
    """When and where people meet. `mode` is a `Mode` value."""

    starts_at: datetime
    venue: str
    mode: str = Mode.IN_PERSON


@dataclass(frozen=True)
class NoNext:
    """Why there is no next meeting (P7)."""

    because: str


@dataclass(frozen=True)
class Attended:
    """Whether one member of the team was there."""

    person: Person
    part: Part
    attended: str
    note: str = ""


@transaction.atomic
def arrange(*, plan_id: int, when: When, by: Person, now: datetime) -> Meeting:
    """P1: set date, time and venue. Everyone who takes part is told. Raises `Invalid` for a day gone by."""
    entered = enter(plan_id, moves.ARRANGE, by=by, now=now)
    made = _arrange(entered, when)
    note(entered, f"arranged the meeting for {dates.moment(when.starts_at)}", about={"meeting": made.pk})
    return made


def _arrange(entered: Entered, when: When) -> Meeting:
    refuse(_wrong(when, entered.now, on_the_day=True))
    return Meeting.objects.create(
        plan=entered.plan,
        starts_at=when.starts_at,
        venue=one_line(when.venue),
        mode=when.mode,
        arranged_at=entered.now,
        arranged_by=entered.by,
    )


@transaction.atomic
def confirm(*, plan_id: int, party: str, by: Person, now: datetime) -> Confirmation:
    """P1: date and venue are confirmed to one party. After the due day it is late, and recorded all the same."""
    entered = enter(plan_id, moves.CONFIRM, by=by, now=now)
    found = next((one for one in entered.local.meeting.confirm_with if one.key == party), None)
    if found is None:
        raise Invalid({"party": f"Choose one of: {', '.join(entered.local.parties)}."})
    if party in entered.facts.confirmed:
        raise Invalid({"party": f"{found.label}: date and venue were confirmed before. Nothing more to do."})
    current = _current(entered)
    made = Confirmation.objects.create(meeting=current, party=party, at=now, by=by)
    due = before.confirm_by(day_of(current.starts_at), entered.local)
    late = " (late)" if entered.today > due else ""
    note(
        entered,
        f"confirmed date and venue to: {found.label}{late}",
        details={"party": party, "late": bool(late)},
        tells=found.parts,
        about={"meeting": current.pk},
    )
    return made


@transaction.atomic
def cancel(*, plan_id: int, reason: str, by: Person, now: datetime) -> Cancellation:
    """P17: the meeting will not take place. All parties are told at once, the administrator among them."""
    reason = tidy(reason)
    entered = enter(plan_id, moves.CANCEL, by=by, now=now, reason=reason)
    made = _cancel(entered, reason)
    note(
        entered,
        f"cancelled the meeting of {dates.moment(made.meeting.starts_at)}: {reason}",
        tells=meeting.told_of_cancellation(moves.CANCEL.tells),
        about={"meeting": made.meeting.pk},
    )
    return made


@transaction.atomic
def rearrange(*, plan_id: int, reason: str, when: When, by: Person, now: datetime) -> Meeting:
    """P17: cancel and set a new date in one go. The old meeting stays on record; each party is confirmed anew (P1)."""
    reason = tidy(reason)
    entered = enter(plan_id, moves.REARRANGE, by=by, now=now, reason=reason)
    old = _cancel(entered, reason).meeting
    made = _arrange(entered, when)
    note(
        entered,
        f"moved the meeting of {dates.day(old.starts_at)} to {dates.moment(when.starts_at)}: {reason}",
        tells=meeting.told_of_cancellation(moves.REARRANGE.tells),
        about={"meeting": made.pk, "instead_of": old.pk},
    )
    return made


def _cancel(entered: Entered, reason: str) -> Cancellation:
    refuse({"reason": too_long("The reason", reason)})
    return Cancellation.objects.create(meeting=_current(entered), reason=reason, at=entered.now, by=entered.by)


@transaction.atomic
def hold(
    *,
    plan_id: int,
    chair: Person,
    chair_reason: str = "",
    attended: Sequence[Attended],
    agreed: When | NoNext | None = None,
    by: Person,
    now: datetime,
) -> Held:
    """P6, P7: the meeting took place: who chaired, who was there and, if agreed already, the next one.

    Raises `Invalid` before the day of the meeting, for a chair from outside the protocol without a reason, and for
    people who are not in the team.
    """
    entered = enter(plan_id, moves.HOLD, by=by, now=now)
    current = _current(entered)
    part, chair_reason = _chair_part(entered, chair), tidy(chair_reason)
    attended = [replace(row, note=one_line(row.note)) for row in attended]
    refuse(
        {
            "meeting": ""
            if meeting.can_be_held(day_of(current.starts_at), entered.today)
            else NOT_YET.format(dates.moment(current.starts_at)),
            "chair_reason": _chair_wrong(entered, part, chair_reason),
            **_wrong_people(entered, attended),
            **(_wrong_next(agreed, current, now) if agreed else {}),
        }
    )
    held = Held.objects.create(
        meeting=current, chair=chair, chair_part=part or "", chair_reason=chair_reason, at=now, by=by
    )
    Attendance.objects.bulk_create(
        Attendance(held=held, person=row.person, part=row.part, attended=row.attended, note=row.note)
        for row in attended
    )
    if agreed:
        _agree(entered, agreed)
    note(entered, f"recorded the meeting of {dates.day(current.starts_at)}, chaired by {chair.name}")
    return held


NOT_YET = "The meeting is on {}. You can record it on that day or later."


def _chair_part(entered: Entered, chair: Person) -> Part | None:
    """The part in which somebody chairs: one that may, if they have it."""
    parts = sorted(parts_in(chair, entered.plan.young_person, entered.today))
    able = [part for part in parts if meeting.may_chair(part, entered.local)]
    return next(iter(able or parts), None)


def _chair_wrong(entered: Entered, part: Part | None, reason: str) -> str:
    if part is None:
        return "Choose somebody from the team as the chair."
    if not meeting.may_chair(part, entered.local) and not reason:
        usual = " or ".join(chair.words for chair in entered.local.meeting.chairs)
        return f"The {usual} chairs. Say why it was somebody else this time."
    return too_long("The reason", reason)


def _wrong_people(entered: Entered, attended: Sequence[Attended]) -> dict[str, str]:
    known = {(person.pk, part) for person, part in playing(entered.plan.young_person, frozenset(Part), entered.today)}
    if any((row.person.pk, row.part) not in known for row in attended):
        return {"attended": "Only people in the team can be marked as there. Ask for others to be added first."}
    if any(row.attended not in Attendance.Attended.values for row in attended):
        return {"attended": "For each person say whether they were there: all of it, part of it, or no."}
    if len({(row.person.pk, row.part) for row in attended}) < len(attended):
        return {"attended": "Somebody is there twice. Say once for each person whether they were there."}
    return {"attended": next(filter(None, (too_long("A note", row.note, 500) for row in attended)), "")}


@transaction.atomic
def agree_next(*, plan_id: int, agreed: When | NoNext, by: Person, now: datetime) -> NextMeeting:
    """P7: the next meeting's date, time and venue, or why there is none. A later agreement replaces an earlier one."""
    entered = enter(plan_id, moves.AGREE_NEXT, by=by, now=now)
    refuse(_wrong_next(agreed, _current(entered), now))
    made = _agree(entered, agreed)
    says = (
        f"agreed the next meeting for {dates.moment(agreed.starts_at)}"
        if isinstance(agreed, When)
        else f"recorded that there is no next meeting: {tidy(agreed.because)}"
    )
    note(entered, says)
    return made


def _agree(entered: Entered, agreed: When | NoNext) -> NextMeeting:
    if isinstance(agreed, NoNext):
        return NextMeeting.objects.create(
            plan=entered.plan, none_because=tidy(agreed.because), at=entered.now, by=entered.by
        )
    return NextMeeting.objects.create(
        plan=entered.plan,
        starts_at=agreed.starts_at,
        venue=one_line(agreed.venue),
        mode=agreed.mode,
        at=entered.now,
        by=entered.by,
    )


def _wrong_next(agreed: When | NoNext, current: Meeting, now: datetime) -> dict[str, str]:
    if isinstance(agreed, NoNext):
        because = tidy(agreed.because)
        return {"none_because": too_long("The reason", because) if because else "Say why there is none."}
    wrong = _wrong(agreed, now, on_the_day=False)
    if not wrong.get("starts_at") and day_of(agreed.starts_at) <= day_of(current.starts_at):
        wrong["starts_at"] = f"The next meeting must be after this one, {dates.day(current.starts_at)}."
    return {f"next_{field}": text for field, text in wrong.items()}


def _wrong(when: When, now: datetime, *, on_the_day: bool) -> dict[str, str]:
    """What is wrong with a moment and a place, by field; empty texts are no problem."""
    day, today = day_of(when.starts_at), day_of(now)
    wrong = {"starts_at": "", "mode": ""}
    if day < today or (day == today and not on_the_day):
        first = "today" if on_the_day else "tomorrow"
        wrong["starts_at"] = f"{dates.day(when.starts_at)} is too early. Choose a day from {first} on."
    elif when.starts_at - now > FURTHEST:
        wrong["starts_at"] = f"{dates.day(when.starts_at)} is more than a year away. Check the year."
    venue = one_line(when.venue)
    wrong["venue"] = too_long("The venue", venue, 300) or ("" if venue else NOWHERE)
    if when.mode not in Mode.values:
        wrong["mode"] = "Choose how you meet."
    return wrong


NOWHERE = "Say where you meet, or give the link for a video meeting."


def _current(entered: Entered) -> Meeting:
    return entered.plan.meetings.get(cancellation__isnull=True)
