"""The story of the sample, one scene a young person: where the plan stands today and how it came there.

A scene is a list of steps, each on a day counted from today (-3 is three days ago), told in order and made through the
real actions. Each way of being late has one.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from epep.jobs import walk
from epep.jobs.sample_steps import (
    Do,
    Telling,
    answered_the_check,
    arranged,
    asked_for_a_check,
    cancelled,
    closed,
    confirmed,
    confirmed_to,
    copied,
    ended_early,
    filed,
    held,
    held_as_the_last,
    held_with_next,
    moved_to,
    noted,
    opened,
    passed,
    returned,
    rewrote_the_targets,
    saved_in_mosaic,
    shared,
    shared_but_not_with_the_parent,
    shared_in_part,
    submitted,
    workday,
    written,
    written_but_for,
    wrote,
)
from epep.jobs.walk import Walk, Wording, at
from epep.record.facts import day_of
from epep.record.people import YoungPerson

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

    def play(self, young_person: YoungPerson, now: datetime, words: Wording) -> None:
        """Make the plan, after an earlier one where the scene has one; no step is later than `now`."""
        if self.had_one_before:
            self._tell(last_term(), young_person, now, words)
        self._tell(self.steps, young_person, now, words)

    def _tell(self, steps: tuple[Step, ...], young_person: YoungPerson, now: datetime, words: Wording) -> None:
        """Take the steps, on the plan that is open or else on a new one."""
        today = day_of(now)
        start = at(workday(today, steps[0][0]), 9)
        opened = young_person.plans.filter(closure=None).first()
        on_its_way = Walk(young_person, start, opened) if opened else walk.begin(young_person, self.kind, start)
        telling = Telling(on_its_way, today, words)
        for day, do in steps:
            moment = at(workday(today, day), 10)
            on_its_way.now = max(on_its_way.now, min(moment, now - timedelta(minutes=len(steps))))
            do(telling)


def up_to_the_meeting(meet: int) -> tuple[Step, ...]:
    """Opened, arranged, confirmed and written in good time for a meeting `meet` days from today."""
    return ((meet - 35, opened), (meet - 33, arranged(meet)), (meet - 30, confirmed), (meet - 2, written))


def up_to_submission(meet: int) -> tuple[Step, ...]:
    """The same, held and submitted on time."""
    return (*up_to_the_meeting(meet), (meet, held), (meet + 3, submitted))


def up_to_filing(meet: int) -> tuple[Step, ...]:
    """The same, passed and filed on time."""
    return (*up_to_submission(meet), (meet + 7, passed), (meet + 8, filed))


def last_term() -> tuple[Step, ...]:
    """Last term's plan, done on time; its meeting agreed the next one, which opens the plan of this term."""
    to_filing = tuple((day, held_with_next(110) if do is held else do) for day, do in up_to_filing(-130))
    return (*to_filing, (-121, copied), (-120, shared), (-119, noted), (-119, closed))


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
    Scene("Shared with sections left out (P15), case note to be written (P16)",
          (*up_to_filing(-12), (-3, copied), (-2, shared_in_part))),
    Scene("Late with the case note", (*up_to_filing(-26), (-17, copied), (-16, shared))),
    Scene("All done, to be closed", (*up_to_filing(-13), (-4, copied), (-3, shared), (-2, noted))),
    Scene("Not shared with the parent (P15), closed, the next one open",
          (*up_to_filing(-40), (-31, copied), (-30, shared_but_not_with_the_parent), (-29, noted), (-29, closed))),
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
