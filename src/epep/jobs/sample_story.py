"""The story of the sample, one scene a young person: where the plan stands today and how it came there.

A scene is a list of steps, each on a day counted from today (-3 is three days ago), told in order and made through the
real actions. Each way of being late has one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from epep.actions import filing, meetings, plans, submissions
from epep.form.parts import Part
from epep.jobs import walk
from epep.jobs.walk import Walk, Words, at
from epep.protocol.days import is_working_day
from epep.record.facts import day_of
from epep.record.people import YoungPerson


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
Step = tuple[int, Do]


@dataclass(frozen=True)
class Scene:
    """One young person's plan. `kind` and `days_to_18` are what is special about them."""

    says: str
    steps: tuple[Step, ...]
    kind: str = "termly_review"
    days_to_18: int | None = None
    had_one_before: bool = False

    @property
    def without_school(self) -> bool:
        """Whether nobody is their designated teacher."""
        return self.kind in {"not_in_education", "employed", "custody"}

    def play(self, young_person: YoungPerson, now: datetime, words: Words) -> None:
        """Make the plan, after an earlier one where the scene has one; no step is later than `now`."""
        today = day_of(now)
        if self.had_one_before:
            _earlier(young_person, self.kind, today, words)
        start = at(working(today + timedelta(days=self.steps[0][0])), 9)
        opened = young_person.plans.filter(closure=None).first()
        on_its_way = Walk(young_person, start, opened) if opened else walk.begin(young_person, self.kind, start)
        telling = Telling(on_its_way, today, words)
        for day, do in self.steps:
            moment = at(working(today + timedelta(days=day)), 10)
            on_its_way.now = max(on_its_way.now, min(moment, now - timedelta(minutes=len(self.steps))))
            do(telling)


def _earlier(young_person: YoungPerson, kind: str, today: date, words: Words) -> None:
    """Last term's plan, done on time; it opens this one."""
    met = at(working(today - timedelta(days=130)), 14)
    this = at(working(today - timedelta(days=20)), 14)
    walk.to(walk.begin(young_person, kind, met - timedelta(days=35)), walk.Stage.CLOSED, met, this, words)


def working(day: date) -> date:
    """`day`, or the working day after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


# The steps ------------------------------------------------------------------------------------------------------------


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


def up_to_the_meeting(meet: int) -> tuple[Step, ...]:
    """Opened, arranged, confirmed and written in good time for a meeting `meet` days from today."""
    return ((meet - 35, opened), (meet - 33, arranged(meet)), (meet - 30, confirmed), (meet - 2, written))


def up_to_submission(meet: int) -> tuple[Step, ...]:
    """The same, held and submitted on time."""
    return (*up_to_the_meeting(meet), (meet, held), (meet + 3, submitted))


def up_to_filing(meet: int) -> tuple[Step, ...]:
    """The same, passed and filed on time."""
    return (*up_to_submission(meet), (meet + 7, passed), (meet + 8, filed))


FOUR_SECTIONS = ("header", "young_person", "education", "progress")

STORY: tuple[Scene, ...] = (
    Scene("Just opened", ((-2, opened),)),
    Scene("Opened from the last plan, to be arranged", ((-20, opened),), had_one_before=True),
    Scene("Late to arrange", ((-30, opened),)),
    Scene("Arranged, to be confirmed", ((-6, opened), (-4, arranged(24)))),
    Scene("Confirmed to the school only, late for the others (P1)",
          ((-25, opened), (-20, arranged(6)), (-18, confirmed_to("school")))),
    Scene("Half written", ((-25, opened), (-23, arranged(9)), (-20, confirmed), (-1, wrote(*FOUR_SECTIONS)))),
    Scene("Meeting this afternoon, the teacher's sections missing (P3)",
          ((-30, opened), (-28, arranged(0, 16)), (-25, confirmed), (-3, wrote("header", "young_person")))),
    Scene("Everything ready, meeting this week", ((-33, opened), (-31, arranged(3)), (-28, confirmed), (-1, written))),
    Scene("Meeting today", ((-34, opened), (-32, arranged(0, 15)), (-30, confirmed), (-2, written))),
    Scene("Met last week, not recorded (P7), no social care (P2)",
          ((-40, opened), (-38, arranged(-6)), (-35, confirmed), (-8, written_but_for("social_care")))),
    Scene("Social care missing at the meeting (P2)",
          ((-34, opened), (-32, arranged(-1)), (-30, confirmed), (-4, wrote(*FOUR_SECTIONS)), (-1, held))),
    Scene("Held, to be submitted", (*up_to_the_meeting(-2), (-2, held))),
    Scene("Held, waiting for a check (P9)", (*up_to_the_meeting(-4), (-4, held), (-3, asked_for_a_check))),
    Scene("Check answered, to be submitted",
          (*up_to_the_meeting(-5), (-5, held), (-4, asked_for_a_check), (-3, answered_the_check))),
    Scene("Late to submit (P8)", (*up_to_the_meeting(-16), (-16, held))),
    Scene("Submitted, waiting for quality assurance", up_to_submission(-5), had_one_before=True),
    Scene("Submitted late", (*up_to_the_meeting(-20), (-20, held), (-3, submitted))),
    Scene("Late to be quality assured (P11)", up_to_submission(-20)),
    Scene("Returned with reasons (P12)", (*up_to_submission(-9), (-2, returned)), had_one_before=True),
    Scene("Returned and late to be submitted again", (*up_to_submission(-30), (-20, returned))),
    Scene("Returned and resubmitted",
          (*up_to_submission(-14), (-8, returned), (-5, rewrote_the_targets), (-4, submitted))),
    Scene("Passed, to be saved", (*up_to_submission(-7), (-1, passed))),
    Scene("Passed, saved in Mosaic only (P13)", (*up_to_submission(-8), (-2, passed), (-1, saved_in_mosaic))),
    Scene("Late to be saved", (*up_to_submission(-18), (-9, passed))),
    Scene("Saved, copies to be sent (P14)", up_to_filing(-10)),
    Scene("Copies sent, sharing to be decided (P15)", (*up_to_filing(-11), (-2, copied))),
    Scene("Late to decide on sharing", (*up_to_filing(-24), (-15, copied))),
    Scene("Shared, case note to be written (P16)", (*up_to_filing(-12), (-3, copied), (-2, shared))),
    Scene("Late with the case note", (*up_to_filing(-26), (-17, copied), (-16, shared))),
    Scene("All done, to be closed", (*up_to_filing(-13), (-4, copied), (-3, shared), (-2, noted))),
    Scene("Closed, the next one open", (*up_to_filing(-40), (-31, copied), (-30, shared), (-29, noted), (-29, closed))),
    Scene("Cancelled yesterday, a new date wanted (P17)",
          ((-25, opened), (-23, arranged(5)), (-20, confirmed), (-1, cancelled))),
    Scene("Moved to another day (P17)", ((-25, opened), (-23, arranged(4)), (-20, confirmed), (-4, moved_to(18)))),
    Scene("Not in education, written by the social worker", (*up_to_the_meeting(-3), (-3, held)), "not_in_education"),
    Scene("An apprentice, preparing", ((-20, opened), (-18, arranged(12)), (-15, confirmed)), "employed"),
    Scene("In custody, submitted", up_to_submission(-6), "custody"),
    Scene("Turning 18 in five weeks, the last plan passed",
          (*up_to_the_meeting(-10), (-10, held_as_the_last), (-7, submitted), (-3, passed)), days_to_18=35),
    Scene("Turned 18, everything filed",
          (*up_to_the_meeting(-14), (-14, held_as_the_last), (-11, submitted), (-6, passed), (-5, filed)),
          days_to_18=-4),
    Scene("Ended early: went home", ((-28, opened), (-26, arranged(8)), (-6, ended_early))),
    Scene("First plan after coming into care", ((-8, opened), (-7, arranged(10)), (-6, confirmed)), "initial"),
)  # fmt: skip
