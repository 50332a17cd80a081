"""What is next on a plan and whose turn it is, and what else its reader may do: drawn from duties and moves."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from epep.form.parts import Part
from epep.protocol import moves
from epep.protocol.before import unconfirmed
from epep.protocol.duties import Duty, What
from epep.protocol.meeting import can_be_held
from epep.protocol.moves import Move
from epep.protocol.stages import Stage
from epep.record.plans import Closure
from epep.web import words
from epep.web.asking import Seen
from epep.web.duties import About, Asked, asked, by_when, in_order

Names = Mapping[Part, str]
"""Who plays each part, in words: "Dee Marlowe"."""


@dataclass(frozen=True)
class Band:
    """The dark band. Without a button there is nothing for this reader to do now."""

    heading: str
    text: str
    button: str = ""
    href: str = ""
    late: bool = False


@dataclass(frozen=True)
class Way:
    """One more thing that the reader may do: a link."""

    text: str
    href: str


def band_of(seen: Seen, about: About, names: Names, closure: Closure | None) -> Band:
    """What is next, for this reader: their own turn first, else whose it is."""
    if closure:
        return _closed(closure)
    duties = in_order(list(seen.standing.duties))
    mine = [duty for duty in duties if duty.part in seen.parts]
    if mine:
        return _your_turn(mine, about)
    if duties:
        return _their_turn(duties[0], about, names)
    return Band("Everything is done", "Nothing is left to do on this plan.")


def _closed(closure: Closure) -> Band:
    on = words.day(closure.at)
    if closure.early:
        return Band("This plan was ended early", f"On {on}, by {closure.by.name}: {closure.reason}")
    return Band("This plan is closed", f"Everything was done by {on}. It stays readable here.")


def _your_turn(mine: list[Duty], about: About) -> Band:
    first = asked(mine[0], about)
    then = f" After that: {asked(mine[1], about).act}, {by_when(mine[1].due, about.now)}." if mine[1:] else ""
    if _is_to_come(mine[0], about):
        return _meeting(about, then)
    heading = f"Your turn: {first.act}, {by_when(first.due, about.now)}"
    return Band(heading, first.why + then, first.button, first.href, first.late)


def _their_turn(duty: Duty, about: About, names: Names) -> Band:
    if _is_to_come(duty, about):
        return _meeting(about, "")
    found: Asked = asked(duty, about)
    who = names.get(duty.part)
    whose = f"This is for {who}, {duty.part.words}." if who else f"This is for the {duty.part.words}: nobody yet."
    return Band(f"Next: {found.act}, {by_when(found.due, about.now)}", f"{whose} You need do nothing.", late=found.late)


def _is_to_come(duty: Duty, about: About) -> bool:
    return duty.what is What.HOLD and about.today < duty.due


def _meeting(about: About, then: str) -> Band:
    venue = f"{about.meeting.venue}. " if about.meeting else ""
    return Band(f"Next: the meeting, {about.meeting_at}", f"{venue}On the day, it is recorded here.{then}")


def _always(seen: Seen) -> bool:
    return True


def _not_all_confirmed(seen: Seen) -> bool:
    return bool(unconfirmed(seen.facts.confirmed, seen.local))


def _meeting_day_has_come(seen: Seen) -> bool:
    return bool(seen.facts.meeting_on and can_be_held(seen.facts.meeting_on, seen.today))


def _check_is_open(seen: Seen) -> bool:
    return seen.facts.check_asked_on is not None


WAYS: Final[tuple[tuple[Move, str, str, Callable[[Seen], bool]], ...]] = (
    (moves.ARRANGE, "Arrange the meeting", "arrange", _always),
    (moves.CONFIRM, "Confirm date and venue", "confirm", _not_all_confirmed),
    (moves.HOLD, "Record the meeting", "hold", _meeting_day_has_come),
    (moves.AGREE_NEXT, "Agree the next meeting", "agree_next", lambda seen: not seen.facts.next_agreed),
    (moves.AGREE_NEXT, "Change the next meeting", "agree_next", lambda seen: seen.facts.next_agreed),
    (moves.RECORD_SDQ, "Record an SDQ score", "sdq", _always),
    (moves.ASK_CHECK, "Ask for a check", "ask_for_check", lambda seen: not _check_is_open(seen)),
    (moves.ANSWER_CHECK, "Answer the check", "answer_check", _check_is_open),
    (moves.SUBMIT, "Submit the plan", "submit", _always),
    (moves.PASS, "Review the plan", "review", _always),
    (moves.RECORD_SAVED, "Record where it is saved", "save", _always),
    (moves.SEND_COPIES, "Send the copies", "copies", lambda seen: not seen.facts.copies_sent_on),
    (moves.DECIDE_SHARING, "Decide on sharing", "share", _always),
    (moves.CASE_NOTE, "Record the case note", "case_note", lambda seen: not seen.facts.case_note_on),
    (moves.CLOSE, "Close the plan", "close", _always),
    (moves.REARRANGE, "Move the meeting", "rearrange", _always),
    (moves.CANCEL, "Cancel the meeting", "cancel", _always),
    (moves.END_EARLY, "End the plan early", "end_early", _always),
)
"""A page for each move, and when it is of use beyond what the move itself allows. Writing is done from the sections,
and asking for resubmission on the page of the review."""


def ways(seen: Seen, band: Band) -> list[Way]:
    """What else the reader may do now, but for what the band says."""
    plan = seen.plan.pk
    found = [
        Way(text, reverse(page, args=[plan])) for move, text, page, useful in WAYS if seen.may(move) and useful(seen)
    ]
    if seen.stage in {Stage.PASSED, Stage.FILED} and Part.VIRTUAL_SCHOOL_ADMINISTRATOR in seen.parts:
        found.append(Way("Get the package", reverse("package", args=[plan])))
    return [way for way in found if way.href != band.href]
