"""The cards of the plan page: its meeting, its submissions, what a reviewer or checker said, where it was saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from epep.protocol import before, sees
from epep.protocol.moves import AFTER_PASS
from epep.protocol.stages import Stage, Verdict
from epep.record.filing import passed_of
from epep.record.meetings import Meeting, Mode, NextMeeting, last_agreed
from epep.record.plans import last_check
from epep.record.reviews import Review
from epep.record.sharing import given_to
from epep.record.submissions import Submission
from epep.web import words
from epep.web.asking import Seen
from epep.web.duties import moment


@dataclass(frozen=True)
class Told:
    """One party to whom date and venue are confirmed (P1): state is done, late or not_started."""

    label: str
    state: str
    word: str


@dataclass(frozen=True)
class MeetingCard:
    """The meeting that stands, those that were cancelled (day, reason, who and when), and the next one agreed."""

    at: str
    place: str
    held: str
    told: tuple[Told, ...]
    cancelled: tuple[tuple[str, str, str], ...]
    next: str


def meeting_card(seen: Seen, meetings: list[Meeting]) -> MeetingCard:
    """What is known of a plan's meetings."""
    standing = next((one for one in reversed(meetings) if not hasattr(one, "cancellation")), None)
    held = getattr(standing, "held", None)
    return MeetingCard(
        at=moment(standing.starts_at) if standing else "",
        place=f"{standing.venue} ({Mode(standing.mode).label.lower()})" if standing else "",
        held=f"Chaired by {held.chair.name}" if held else "",
        told=_told(standing, seen) if standing else (),
        cancelled=tuple(
            (
                words.day(one.starts_at),
                one.cancellation.reason,
                f"{one.cancellation.by.name}, {words.day(one.cancellation.at)}",
            )
            for one in meetings
            if hasattr(one, "cancellation")
        ),
        next=_next(last_agreed(seen.plan)),
    )


def _told(meeting: Meeting, seen: Seen) -> tuple[Told, ...]:
    due = before.confirm_by(words.london_day(meeting.starts_at), seen.local)
    on = {one.party: words.london_day(one.at) for one in meeting.confirmations.all()}
    return tuple(_told_one(party.label, on.get(party.key), due, seen) for party in seen.local.meeting.confirm_with)


def _told_one(label: str, on: date | None, due: date, seen: Seen) -> Told:
    if on:
        late = f", {words.count((on - due).days, 'day')} late" if on > due else ""
        return Told(label, "late" if late else "done", f"Confirmed {words.short_day(on)}{late}")
    if seen.facts.held_on:
        return Told(label, "late", "Not confirmed")
    if due < seen.today:
        return Told(label, "late", words.days_late(due, seen.now))
    return Told(label, "not_started", f"By {words.short_day(due)}")


def _next(agreed: NextMeeting | None) -> str:
    if agreed is None:
        return ""
    if agreed.starts_at is None:
        return f"There is none: {agreed.none_because}"
    return f"{moment(agreed.starts_at)}, {agreed.venue}"


@dataclass(frozen=True)
class Version:
    """One submission: its number, who made it and when, what became of it, and where to read it."""

    number: int
    by: str
    state: str
    word: str
    note: str
    href: str
    pdf: str


def versions(seen: Seen, submissions: list[Submission]) -> list[Version]:
    """The submissions that the reader may read, the latest first."""
    given = given_to(seen.person, [seen.plan.pk]).get(seen.plan.pk)
    return [_version(one, seen) for one in submissions if _reads(one, seen, given)]


def _reads(submission: Submission, seen: Seen, given: int | None) -> bool:
    shared: frozenset[str] | None = frozenset() if submission.number == given else None
    stage = seen.stage if submission.number == seen.facts.submissions else Stage.RETURNED
    return sees.left_out(seen.form, seen.parts, stage, shared) is not None


def _version(submission: Submission, seen: Seen) -> Version:
    review: Review | None = getattr(submission, "review", None)
    verdict = Verdict(review.verdict) if review else None
    said = {
        Verdict.PASSED: ("done", "Passed"),
        Verdict.RETURNED: ("started", "To be submitted again"),
        None: ("not_started", "Waits for its review"),
    }
    state, word = said[verdict]
    where = [seen.plan.pk, submission.number]
    return Version(
        number=submission.number,
        by=f"{submission.by.name}, {words.day(submission.at)}",
        state=state,
        word=word,
        note=f"Reviewed by {review.by.name}, {words.day(review.at)}" if review else "",
        href=reverse("submission", args=where),
        pdf=reverse("submission_pdf", args=where),
    )


@dataclass(frozen=True)
class Comments:
    """What a reviewer or a checker said: by section as (title, address, text)."""

    heading: str
    who: str
    text: str
    by_section: tuple[tuple[str, str, str], ...]
    returned: bool


def comments(seen: Seen, submissions: list[Submission]) -> list[Comments]:
    """What is to be put right before the plan is submitted: the review that gave it back, and the latest check."""
    if seen.stage not in {Stage.PREPARING, Stage.HELD, Stage.RETURNED} or not sees.BY_POST_OR_WORK & seen.parts:
        return []
    found = []
    review: Review | None = getattr(submissions[0], "review", None) if submissions else None
    if review and seen.stage is Stage.RETURNED:
        who = f"{review.by.name}, {words.day(review.at)}"
        found.append(
            Comments(
                "Please put this right and submit again", who, review.reason, _by_section(review.comments, seen), True
            )
        )
    check = last_check(seen.plan)
    if check is None or (submissions and check.asked_at < submissions[0].at):
        return found
    answer = getattr(check, "answer", None)
    if answer:
        who = f"{answer.by.name}, {words.day(answer.at)}"
        found.append(Comments("What the check says", who, answer.message, _by_section(answer.comments, seen), False))
    return found


def _by_section(said: Mapping[str, str], seen: Seen) -> tuple[tuple[str, str, str], ...]:
    """Comments in the order of the form, on sections that the reader may read."""
    return tuple(
        (section.title, reverse("section", args=[seen.plan.pk, section.key]), said[section.key])
        for section in seen.sections
        if section.key in said
    )


@dataclass(frozen=True)
class Kept:
    """One line of what was done after the review: state, what, and its words."""

    what: str
    state: str
    word: str


def kept(seen: Seen) -> list[Kept]:
    """Where the passed plan was saved, the copies, the sharing and the case note; nothing before it passed."""
    if seen.stage not in AFTER_PASS | {Stage.CLOSED} or seen.facts.verdict is not Verdict.PASSED:
        return []
    if not sees.BY_POST_OR_WORK & seen.parts:
        return []
    facts = seen.facts
    filings = {one.destination: one for one in passed_of([seen.plan.pk])[seen.plan.pk].filings.all()}
    saved = [
        _kept(f"Saved in {place.label}", filings[place.key].at, f", reference {filings[place.key].reference}")
        if place.key in filings
        else _kept(f"Saved in {place.label}", None)
        for place in seen.local.filing.destinations
    ]
    undecided = f"{words.count(facts.undecided, 'decision')} to make" if facts.undecided else ""
    sharing = Kept("Sharing decided", "started" if undecided else "done", undecided or "For everybody")
    return [*saved, _kept("Copies sent", facts.copies_sent_on), sharing, _kept("Case note", facts.case_note_on)]


def _kept(what: str, on: date | datetime | None, more: str = "") -> Kept:
    return Kept(what, "done", f"{words.short_day(on)}{more}") if on else Kept(what, "not_started", "Not yet")
