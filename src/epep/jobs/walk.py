"""Walks a plan from opening to closed through the real actions: for tests, and step by step for the sample data.

Nothing here writes: every step is one of the verbs of `epep.actions`, made by the person whose turn it is.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from epep.actions import filing, meetings, plans, reviews, sharing, submissions
from epep.form.answers import shown
from epep.form.dates import LONDON
from epep.form.model import Kind, PlanKind, Question
from epep.form.model import Section as FormSection
from epep.form.parts import Part
from epep.protocol.stages import Stage
from epep.record.facts import Standing, day_of, standing_of
from epep.record.people import Person, YoungPerson, playing
from epep.record.plans import Plan

PARTIES = ("school", "carer", "virtual_school")
VENUE = "Room 4, Priory Court"


@dataclass
class Walk:
    """A plan on its way, with a clock of its own that each step moves on."""

    young_person: YoungPerson
    now: datetime
    plan: Plan

    def who(self, part: Part) -> Person:
        """The first person who plays `part`, `AUTHOR` meaning the author's part. LookupError when nobody does."""
        wanted = Part(self.plan.author_part) if part is Part.AUTHOR else part
        found = playing(self.young_person, frozenset({wanted}), day_of(self.now))
        if not found:
            raise LookupError(f"nobody plays {wanted} in this team")
        return found[0][0]

    @property
    def standing(self) -> Standing:
        """Where the plan stands now."""
        return standing_of(self.plan.pk, day_of(self.now))

    def later(self, **by: float) -> "Walk":
        """Move the clock on, by the keywords of `timedelta`."""
        self.now += timedelta(**by)
        return self

    def on(self, day: date, hour: int = 10) -> "Walk":
        """Set the clock to a day."""
        self.now = at(day, hour)
        return self


def at(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """A moment of a day in England."""
    return datetime.combine(day, time(hour, minute), tzinfo=LONDON)


def begin(young_person: YoungPerson, kind: str, now: datetime, *, author: Part | None = None) -> Walk:
    """Open a plan as the social worker."""
    worker = playing(young_person, frozenset({Part.SOCIAL_WORKER}), day_of(now))[0][0]
    plan = plans.open_plan(
        young_person_id=young_person.pk,
        kind=kind,
        author=author,
        consent="They said so at the last meeting." if kind == PlanKind.VOLUNTARY_AFTER_18 else "",
        by=worker,
        now=now,
    )
    return Walk(young_person, now, plan)


def arrange(walk: Walk, starts_at: datetime, venue: str = VENUE) -> None:
    """The social worker sets the meeting."""
    meetings.arrange(
        plan_id=walk.plan.pk, when=meetings.When(starts_at, venue), by=walk.who(Part.SOCIAL_WORKER), now=walk.now
    )


def confirm(walk: Walk, *parties: str) -> None:
    """The social worker confirms date and venue, to each party unless some are named."""
    for party in parties or PARTIES:
        meetings.confirm(plan_id=walk.plan.pk, party=party, by=walk.who(Part.SOCIAL_WORKER), now=walk.now)


Words = Callable[[str, int], Any]
"""The answer to a question ("section.question" or "section.table.column") in a row; None: a plain one, "": none."""

Wording = Callable[[Walk], Words]
"""The words for a plan as it stands when a section is written."""


def write(walk: Walk, *keys: str, words: Wording | None = None) -> None:
    """Write sections in full, each by whoever writes it first in the form; all that still lack answers by default."""
    form = walk.standing.form
    wanted = keys or tuple(unwritten.section for unwritten in walk.standing.facts.unwritten)
    held, answer = walk.standing.held, words(walk) if words else plain_words
    for key in wanted:
        asked = form.section(key)
        writer = next(part for part in asked.written_by if part is Part.AUTHOR or part in held)
        section = walk.plan.sections.get(key=key)
        plans.write_section(
            plan_id=walk.plan.pk,
            key=key,
            answers=filled(asked, section.answers, day_of(walk.now), answer),
            based_on=section.version,
            by=walk.who(writer),
            now=walk.now,
        )


def filled(section: FormSection, start: dict[str, Any], today: date, words: Words) -> dict[str, Any]:
    """Answers to every question that the answers so far show, keeping what is there."""
    answers = dict(start)
    seen: set[str] = set()
    while open_ones := [one for one in shown(section, answers) if one.key not in answers and one.key not in seen]:
        seen |= {question.key for question in open_ones}
        answers |= {one.key: _answer(f"{section.key}.{one.key}", one, 0, today, words) for one in open_ones}
    for table in section.questions:
        if table.kind is Kind.TABLE and table.key in answers:
            place = f"{section.key}.{table.key}"
            answers[table.key] = [_row(place, table, row, n, today, words) for n, row in enumerate(answers[table.key])]
    return answers


def _answer(place: str, question: Question, row: int, today: date, words: Words) -> Any:
    chosen = words(place, row)
    if chosen is not None:
        return chosen
    match question.kind:
        case Kind.YES_NO:
            return "no"
        case Kind.ONE_OF:
            return question.choices[0].key
        case Kind.SEVERAL_OF:
            return [question.choices[0].key]
        case Kind.NUMBER:
            return str(question.maximum or 12)
        case Kind.DATE:
            return today.isoformat()
        case Kind.TABLE:
            return [{"id": f"r{n}"} for n in range(1, max(question.fewest_rows, 1) + 1)]
        case _:
            return f"{question.label} Written on {today:%-d %B %Y}."[: question.longest]


def _row(place: str, table: Question, row: dict[str, Any], number: int, today: date, words: Words) -> dict[str, Any]:
    added = {
        column.key: _answer(f"{place}.{column.key}", column, number, today, words)
        for column in table.columns
        if not row.get(column.key)
    }
    return {**row, **added}


def plain_words(place: str, row: int) -> None:
    """No words of its own: every answer is a plain one."""


def sdqs(walk: Walk, young_person: int = 14, key_worker: int = 13) -> None:
    """The social worker records an SDQ from the young person and one from the key worker (P5)."""
    for informant, version, total in (
        (Part.YOUNG_PERSON, "S11-17", young_person),
        (Part.KEY_WORKER, "P4-17", key_worker),
    ):
        plans.record_sdq(
            plan_id=walk.plan.pk,
            informant=informant,
            version=version,
            completed_on=day_of(walk.now),
            scores=plans.Scores(total=total),
            by=walk.who(Part.SOCIAL_WORKER),
            now=walk.now,
        )


def hold(walk: Walk, next_at: datetime | None = None, none_because: str = "") -> None:
    """The author records the meeting, chaired by the education adviser; the next one as given, or none agreed yet."""
    present = playing(walk.young_person, frozenset(PRESENT), day_of(walk.now))
    there = [meetings.Attended(person, part, "whole") for person, part in present]
    agreed = meetings.When(next_at, VENUE) if next_at else meetings.NoNext(none_because) if none_because else None
    meetings.hold(
        plan_id=walk.plan.pk,
        chair=walk.who(Part.EDUCATION_ADVISER),
        attended=there,
        agreed=agreed,
        by=walk.who(Part.AUTHOR),
        now=walk.now,
    )


PRESENT = (
    Part.SOCIAL_WORKER,
    Part.DESIGNATED_TEACHER,
    Part.EDUCATION_ADVISER,
    Part.CARER,
    Part.KEY_WORKER,
    Part.YOUNG_PERSON,
)


def submit(walk: Walk) -> None:
    """The author submits."""
    submissions.submit(plan_id=walk.plan.pk, by=walk.who(Part.AUTHOR), now=walk.now)


def give_back(walk: Walk, reason: str, comments: dict[str, str] | None = None) -> None:
    """The education adviser asks for resubmission."""
    reviews.ask_for_resubmission(
        plan_id=walk.plan.pk,
        number=walk.standing.facts.submissions,
        reason=reason,
        comments=comments,
        by=walk.who(Part.EDUCATION_ADVISER),
        now=walk.now,
    )


def pass_on(walk: Walk) -> None:
    """The education adviser passes the plan for saving."""
    number = walk.standing.facts.submissions
    reviews.pass_for_saving(plan_id=walk.plan.pk, number=number, by=walk.who(Part.EDUCATION_ADVISER), now=walk.now)


def file(walk: Walk) -> None:
    """The administrator records both destinations."""
    by = walk.who(Part.VIRTUAL_SCHOOL_ADMINISTRATOR)
    for place, reference in (("mosaic", f"M{walk.plan.pk:07}"), ("virtual_school_box", f"Post 16/{walk.plan.pk}")):
        filing.record_saved(plan_id=walk.plan.pk, destination=place, reference=reference, by=by, now=walk.now)


def copies(walk: Walk) -> None:
    """The administrator sends the copies."""
    sharing.send_copies(plan_id=walk.plan.pk, by=walk.who(Part.VIRTUAL_SCHOOL_ADMINISTRATOR), now=walk.now)


def share(walk: Walk) -> None:
    """The social worker shares in full with everyone there is to decide for."""
    for person in Person.objects.filter(pk__in=walk.standing.to_decide):
        sharing.decide_sharing(
            plan_id=walk.plan.pk, person=person, decision="full", by=walk.who(Part.SOCIAL_WORKER), now=walk.now
        )


def case_note(walk: Walk) -> None:
    """The social worker records the case note."""
    sharing.record_case_note(
        plan_id=walk.plan.pk,
        text=f"The Personal Education Plan {walk.plan.reference} has been added to ECM under education.",
        by=walk.who(Part.SOCIAL_WORKER),
        now=walk.now,
    )


def close(walk: Walk) -> None:
    """The social worker closes the plan."""
    plans.close(plan_id=walk.plan.pk, by=walk.who(Part.SOCIAL_WORKER), now=walk.now)


def steps(walk: Walk, meeting_at: datetime, next_at: datetime | None) -> Iterator[Stage]:
    """The ordinary way of a plan that was opened, on time throughout; gives each stage as it is reached."""
    yield Stage.ARRANGING
    arrange(walk, meeting_at)
    confirm(walk)
    yield Stage.PREPARING
    walk.on(day_of(meeting_at) - timedelta(days=1))
    write(walk)
    sdqs(walk)
    walk.on(day_of(meeting_at), 17)
    hold(walk, next_at, "" if next_at else "They turn 18 before then.")
    yield Stage.HELD
    submit(walk.later(days=1))
    yield Stage.SUBMITTED
    pass_on(walk.later(days=1))
    yield Stage.PASSED
    file(walk.later(hours=1))
    yield Stage.FILED
    copies(walk)
    share(walk.later(hours=1))
    yield Stage.SHARED
    case_note(walk.later(hours=1))
    yield Stage.NOTED
    close(walk.later(hours=1))
    yield Stage.CLOSED


def to(walk: Walk, stage: Stage, meeting_at: datetime, next_at: datetime | None) -> Walk:
    """Walk the ordinary way as far as `stage`; `RETURNED` is reached from `SUBMITTED`."""
    goal = Stage.SUBMITTED if stage is Stage.RETURNED else stage
    for reached in steps(walk, meeting_at, next_at):
        if reached is goal:
            break
    if stage is Stage.RETURNED:
        give_back(walk.later(days=1), "Target 2 does not say who does what.", {"new_targets": "Who will do this?"})
    return walk
