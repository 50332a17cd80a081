"""Who owes what by when: the protocol's deadlines as one pure function of the facts.

The `duty` table is a projection of this; `epep verify` compares the two.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from epep.form.parts import Part
from epep.protocol import after, before
from epep.protocol.days import Period, step
from epep.protocol.local import LocalRules
from epep.protocol.stages import Facts, Stage, stage_of


class What(StrEnum):
    """The kinds of duty, in the order of the protocol."""

    ARRANGE = "arrange"
    CONFIRM = "confirm"
    WRITE = "write"
    SDQ = "sdq"
    HOLD = "hold"
    CHECK = "check"
    NEXT = "next"
    SUBMIT = "submit"
    REVIEW = "review"
    SAVE = "save"
    COPIES = "copies"
    SHARE = "share"
    CASE_NOTE = "case_note"
    CLOSE = "close"


@dataclass(frozen=True, slots=True, order=True)
class Duty:
    """One thing somebody owes: what, which part owes it, by which day, and about what (sections, a party, a place)."""

    due: date
    what: What
    part: Part
    about: tuple[str, ...] = ()


def duties_of(facts: Facts, held: frozenset[Part], local: LocalRules) -> tuple[Duty, ...]:
    """Everything owed on a plan, soonest first. `held` are the parts that somebody plays in the young person's team."""
    if stage_of(facts) is Stage.CLOSED:
        return ()
    found = {
        Stage.ARRANGING: _arrange,
        Stage.PREPARING: _prepare,
        Stage.HELD: _finish,
        Stage.RETURNED: _finish,
        Stage.SUBMITTED: _review,
    }.get(stage_of(facts), _file_and_share)
    return tuple(sorted(found(_Plan(facts, held, local))))


@dataclass(frozen=True, slots=True)
class _Plan:
    facts: Facts
    held: frozenset[Part]
    local: LocalRules

    def after(self, day: date, period: Period) -> date:
        """The day `period` after `day`, by the authority's calendar."""
        return step(day, period, self.local.extra_days)


def _arrange(plan: _Plan) -> Iterator[Duty]:
    facts = plan.facts
    start = facts.cancelled_on or facts.opened_on
    due = plan.after(start, plan.local.meeting.arrange_within)
    if facts.wanted_on and not facts.cancelled_on:
        due = max(start, before.confirm_by(facts.wanted_on, plan.local))
    yield Duty(due, What.ARRANGE, Part.SOCIAL_WORKER)


def _prepare(plan: _Plan) -> Iterator[Duty]:
    facts, local = plan.facts, plan.local
    if facts.meeting_on is None:
        return
    if missing := before.unconfirmed(facts.confirmed, local):
        yield Duty(before.confirm_by(facts.meeting_on, local), What.CONFIRM, Part.SOCIAL_WORKER, missing)
    due = {"before": before.prepared_by(facts.meeting_on, local), "at": before.social_care_due(facts.meeting_on)}
    yield from _write(plan, due)
    yield from _check(plan)
    yield from _sdq(plan, facts.meeting_on, facts.meeting_on)
    yield Duty(facts.meeting_on, What.HOLD, facts.author)


def _finish(plan: _Plan) -> Iterator[Duty]:
    facts = plan.facts
    if facts.held_on is None:
        return
    due = after.submit_by(facts.held_on, facts.reviewed_on, plan.local)
    yield from _write(plan, {"before": due, "at": due, "after": due})
    yield from _check(plan)
    yield from _sdq(plan, facts.held_on, due)
    if not facts.next_agreed:
        yield Duty(due, What.NEXT, facts.author)
    yield Duty(due, What.SUBMIT, facts.author)


def _write(plan: _Plan, due: dict[str, date]) -> Iterator[Duty]:
    """One duty for each part and day, naming its sections; a section whose phase has not come is not owed yet."""
    owed: dict[tuple[date, Part], list[str]] = {}
    for unwritten in plan.facts.unwritten:
        if unwritten.phase in due:
            who = before.whose_words(unwritten, plan.held, plan.facts.author)
            owed.setdefault((due[unwritten.phase], who), []).append(unwritten.section)
    for (day, part), sections in owed.items():
        yield Duty(day, What.WRITE, part, tuple(sections))


def _check(plan: _Plan) -> Iterator[Duty]:
    facts = plan.facts
    if facts.check_asked_on and facts.check_asked_of:
        due = plan.after(facts.check_asked_on, plan.local.submission.check_within)
        yield Duty(due, What.CHECK, facts.check_asked_of)


def _sdq(plan: _Plan, on: date, due: date) -> Iterator[Duty]:
    if whose := before.sdq_due(plan.facts.sdq_on, on, plan.local):
        yield Duty(due, What.SDQ, Part.SOCIAL_WORKER, whose)


def _review(plan: _Plan) -> Iterator[Duty]:
    if plan.facts.submitted_on:
        due = plan.after(plan.facts.submitted_on, plan.local.review.review_within)
        yield Duty(due, What.REVIEW, Part.EDUCATION_ADVISER)


def _file_and_share(plan: _Plan) -> Iterator[Duty]:
    facts, local = plan.facts, plan.local
    if facts.reviewed_on is None:
        return
    if facts.unfiled:
        places = tuple(place.key for place in after.save_to(local) if place.key in facts.unfiled)
        due = plan.after(facts.reviewed_on, local.filing.file_within)
        yield Duty(due, What.SAVE, Part.VIRTUAL_SCHOOL_ADMINISTRATOR, places)
    if not facts.copies_sent_on:
        due = plan.after(facts.reviewed_on, local.copies.send_within)
        yield Duty(due, What.COPIES, Part.VIRTUAL_SCHOOL_ADMINISTRATOR)
    if facts.filed_on is None:
        return
    if facts.undecided:
        yield Duty(plan.after(facts.filed_on, local.sharing.decide_within), What.SHARE, Part.SOCIAL_WORKER)
    noted_by = plan.after(facts.filed_on, local.case_note.write_within)
    if not facts.case_note_on:
        yield Duty(noted_by, What.CASE_NOTE, Part.SOCIAL_WORKER)
    elif stage_of(facts) is Stage.NOTED:
        yield Duty(noted_by, What.CLOSE, Part.SOCIAL_WORKER)
