"""The steps that the sample's scenes are made of, each through the real actions (see `sample_story`)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from epep.actions import filing, meetings, plans, sharing, submissions
from epep.form.model import Phase
from epep.form.parts import Part
from epep.jobs import walk
from epep.jobs.walk import Walk, Wording, at
from epep.protocol.days import is_working_day
from epep.record.facts import day_of
from epep.record.people import playing
from epep.record.sharing import Decision


@dataclass
class Telling:
    """A scene being told: the plan on its way, the day it is told from, and the invented words."""

    walk: Walk
    today: date
    words: Wording

    def moment(self, day: int, hour: int = 14) -> datetime:
        """An hour of the working day near `day` days from today."""
        return at(workday(self.today, day), hour)


Do = Callable[[Telling], None]


def working(day: date) -> date:
    """`day`, or the working day after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def workday(today: date, day: int) -> date:
    """The working day near `day` days from today; what is past stays past, and what is to come stays to come."""
    found = today + timedelta(days=day)
    while day < 0 and not is_working_day(found):
        found -= timedelta(days=1)
    return working(found)


def opened(telling: Telling) -> None:
    """The plan is open: the first step of every scene, which needs nothing more."""


def arranged(meet: int, hour: int = 14) -> Do:
    """The social worker arranges the meeting for `meet` days from today."""
    return lambda telling: walk.arrange(telling.walk, telling.moment(meet, hour))


def confirmed(telling: Telling) -> None:
    """Date and venue are confirmed to all three (P1)."""
    walk.confirm(telling.walk)


def confirmed_to(*parties: str) -> Do:
    """Date and venue are confirmed to some of them."""
    return lambda telling: walk.confirm(telling.walk, *parties)


def written(telling: Telling) -> None:
    """The SDQ scores are recorded, and everybody writes what is wanted before the meeting."""
    _prepare(telling)


def wrote(*sections: str) -> Do:
    """Only these sections are written."""
    return lambda telling: walk.write(telling.walk, *sections, words=telling.words)


def written_but_for(missing: str) -> Do:
    """Everybody writes, but for one section."""
    return lambda telling: _prepare(telling, missing)


def _prepare(telling: Telling, *missing: str) -> None:
    at_the_meeting = _at_the_meeting(telling)
    unwritten = [one.section for one in telling.walk.standing.facts.unwritten]
    walk.sdqs(telling.walk)
    walk.write(telling.walk, *(key for key in unwritten if key not in {*missing, *at_the_meeting}), words=telling.words)


def _at_the_meeting(telling: Telling) -> list[str]:
    """The unwritten sections that the author writes at the meeting itself: new targets and the record of it (P7)."""
    return [
        one.section
        for one in telling.walk.standing.facts.unwritten
        if one.phase == Phase.AT and one.owner is Part.AUTHOR
    ]


def held_with_next(days: int) -> Do:
    """The meeting takes place, written down while everyone is there; the next is agreed for `days` later."""

    def do(telling: Telling) -> None:
        on = _meet(telling)
        walk.hold(telling.walk, at(working(on + timedelta(days=days)), 14))

    return do


held = held_with_next(84)


def held_as_the_last(telling: Telling) -> None:
    """The meeting takes place; there is none after it."""
    _meet(telling)
    walk.hold(telling.walk, none_because="They turn 18 before the next term. The pathway plan takes over.")


def _meet(telling: Telling) -> date:
    """The author writes at the meeting, and it ends; gives its day."""
    on = telling.walk.standing.facts.meeting_on or telling.today
    telling.walk.now = max(telling.walk.now, at(on, 15))
    walk.write(telling.walk, *_at_the_meeting(telling), words=telling.words)
    telling.walk.later(hours=1)
    return on


def asked_for_a_check(telling: Telling) -> None:
    """The author asks the adviser to look before submitting (P9)."""
    w = telling.walk
    plans.ask_for_check(
        plan_id=w.plan.pk, of=Part.EDUCATION_ADVISER, message="Please look at target 2 above all.",
        by=w.who(Part.AUTHOR), now=w.now,
    )  # fmt: skip


def answered_the_check(telling: Telling) -> None:
    """The adviser answers, section by section."""
    w = telling.walk
    comments = {"new_targets": "Target 2 needs a person and a day.", "progress": "Clear and kind. Thank you."}
    plans.answer_check(plan_id=w.plan.pk, comments=comments, by=w.who(Part.EDUCATION_ADVISER), now=w.now)


def submitted(telling: Telling) -> None:
    """The author submits."""
    submissions.submit(plan_id=telling.walk.plan.pk, by=telling.walk.who(Part.AUTHOR), now=telling.walk.now)


def rewrote_the_targets(telling: Telling) -> None:
    """The author puts right what the adviser asked about."""
    w = telling.walk
    section = w.plan.sections.get(key="new_targets")
    rows = [dict(row) for row in section.answers["targets"]]
    rows[1]["actions"] = (
        "The tutor rings by 10am on each missed morning. The carer checks the bus app at 7am, every day."
    )
    plans.write_section(
        plan_id=w.plan.pk, key="new_targets", answers={**section.answers, "targets": rows}, based_on=section.version,
        by=w.who(Part.AUTHOR), now=w.now,
    )  # fmt: skip


def returned(telling: Telling) -> None:
    """The adviser asks for resubmission, with reasons (P12)."""
    walk.give_back(
        telling.walk,
        "Nearly there. Target 2 does not say who does what, and the attendance story is missing.",
        {"new_targets": "Who rings by 10am, and how often?", "attendance": "Why were Mondays missed?"},
    )


def passed(telling: Telling) -> None:
    """The adviser passes the plan for saving."""
    walk.pass_on(telling.walk)


def saved_in_mosaic(telling: Telling) -> None:
    """The administrator has saved it in Mosaic, not yet in the Box."""
    w = telling.walk
    filing.record_saved(
        plan_id=w.plan.pk, destination="mosaic", reference=f"M{w.plan.pk:07}",
        by=w.who(Part.VIRTUAL_SCHOOL_ADMINISTRATOR), now=w.now,
    )  # fmt: skip


def filed(telling: Telling) -> None:
    """Saved in both places."""
    walk.file(telling.walk)


def copied(telling: Telling) -> None:
    """The copies are sent."""
    walk.copies(telling.walk)


def shared(telling: Telling) -> None:
    """The social worker has decided on sharing with everyone."""
    walk.share(telling.walk)


def shared_in_part(telling: Telling) -> None:
    """The social worker shares with everyone, but leaves out what the family need not read (P15)."""
    _decide(telling, frozenset({Part.CARER, Part.PARENT}), Decision.PARTLY, left_out=("social_care", "sdq"))


def shared_but_not_with_the_parent(telling: Telling) -> None:
    """The carer gets all of it, the parent nothing, and the reason stays on record (P15)."""
    _decide(
        telling, frozenset({Part.PARENT}), Decision.NO,
        reason="They asked that their parent does not read it this time. We ask again before the next meeting.",
    )  # fmt: skip
    _decide(telling, frozenset({Part.CARER}), Decision.FULL)


def _decide(
    telling: Telling, parts: frozenset[Part], decision: Decision, *, left_out: tuple[str, ...] = (), reason: str = ""
) -> None:
    w = telling.walk
    for person, _ in playing(w.young_person, parts, day_of(w.now)):
        sharing.decide_sharing(
            plan_id=w.plan.pk, person=person, decision=decision, left_out=left_out, reason=reason,
            by=w.who(Part.SOCIAL_WORKER), now=w.now,
        )  # fmt: skip


def noted(telling: Telling) -> None:
    """The case note is recorded."""
    walk.case_note(telling.walk)


def closed(telling: Telling) -> None:
    """The plan is closed."""
    walk.close(telling.walk)


def cancelled(telling: Telling) -> None:
    """The meeting is cancelled; everyone is told (P17)."""
    w = telling.walk
    meetings.cancel(
        plan_id=w.plan.pk, reason="The carer is in hospital and nobody else can come.",
        by=w.who(Part.SOCIAL_WORKER), now=w.now,
    )  # fmt: skip


def moved_to(meet: int) -> Do:
    """The meeting is moved to another day (P17)."""

    def do(telling: Telling) -> None:
        w = telling.walk
        meetings.rearrange(
            plan_id=w.plan.pk, reason="Exams were put on the same day.",
            when=meetings.When(telling.moment(meet, 11), walk.VENUE), by=w.who(Part.SOCIAL_WORKER), now=w.now,
        )  # fmt: skip

    return do


def ended_early(telling: Telling) -> None:
    """The plan ends before its time."""
    w = telling.walk
    plans.end_early(
        plan_id=w.plan.pk, reason="They went home to live with their family and are no longer looked after.",
        by=w.who(Part.SOCIAL_WORKER), now=w.now,
    )  # fmt: skip
