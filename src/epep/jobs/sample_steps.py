"""The steps that the sample's scenes are made of, each through the real actions (see `sample_story`)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from epep.actions import filing, meetings, plans, submissions
from epep.form.parts import Part
from epep.jobs import walk
from epep.jobs.walk import Walk, Words, at
from epep.protocol.days import is_working_day


@dataclass
class Telling:
    """A scene being told: the plan on its way, the day it is told from, and the invented words."""

    walk: Walk
    today: date
    words: Words

    def moment(self, day: int, hour: int = 14) -> datetime:
        """An hour of a working day near `day` days from today."""
        return at(working(self.today + timedelta(days=day)), hour)


Do = Callable[[Telling], None]


def working(day: date) -> date:
    """`day`, or the working day after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


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
    """Everybody writes what is still missing, and the SDQ scores are recorded."""
    walk.write(telling.walk, words=telling.words)
    walk.sdqs(telling.walk)


def wrote(*sections: str) -> Do:
    """Only these sections are written."""
    return lambda telling: walk.write(telling.walk, *sections, words=telling.words)


def written_but_for(missing: str) -> Do:
    """Everybody writes, but for one section."""

    def do(telling: Telling) -> None:
        unwritten = [one.section for one in telling.walk.standing.facts.unwritten if one.section != missing]
        walk.write(telling.walk, *unwritten, words=telling.words)
        walk.sdqs(telling.walk)

    return do


def held(telling: Telling) -> None:
    """The meeting takes place; the next is agreed for twelve weeks later."""
    on = telling.walk.standing.facts.meeting_on or telling.today
    telling.walk.now = max(telling.walk.now, at(on, 16))
    walk.hold(telling.walk, at(working(on + timedelta(days=84)), 14))


def held_as_the_last(telling: Telling) -> None:
    """The meeting takes place; there is none after it."""
    on = telling.walk.standing.facts.meeting_on or telling.today
    telling.walk.now = max(telling.walk.now, at(on, 16))
    walk.hold(telling.walk, none_because="They turn 18 before the next term. The pathway plan takes over.")


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
        "Ms Marlowe rings by 10am on each missed morning. The carer checks the bus app at 7am, every day."
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
