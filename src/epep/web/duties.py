"""The words of every duty: what it asks, what helps, one button, and where that leads. One table for all pages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.urls import reverse

from epep.form.model import Form
from epep.form.model import load as load_form
from epep.form.parts import Part
from epep.protocol.days import Period
from epep.protocol.duties import Duty, What
from epep.protocol.local import LocalRules
from epep.record.duties import DutyRow
from epep.record.facts import rules_of
from epep.record.meetings import Meeting
from epep.record.plans import Plan
from epep.web import words

ORDER: Final = tuple(What)
CARERS: Final = frozenset({Part.CARER, Part.KEY_WORKER})


@dataclass(frozen=True)
class About:
    """The plan that a duty is about.

    `young_person` is what they like to be called, `meeting` the one that stands, `returned` says whether the plan was
    given back to be submitted again.
    """

    plan: Plan
    young_person: str
    form: Form
    local: LocalRules
    now: datetime
    meeting: Meeting | None = None
    returned: bool = False

    @property
    def today(self) -> date:
        """The day, in London."""
        return words.london_day(self.now)

    @property
    def meeting_at(self) -> str:
        """ "Thursday 3 December 2026 at 3:30pm", or nothing."""
        return moment(self.meeting.starts_at) if self.meeting else ""


@dataclass(frozen=True)
class Asked:
    """One duty in words.

    title    what it asks of the reader, as a verb: "Arrange Kai’s meeting"
    owes     the same as others wait for it: "A date for Kai’s meeting"
    act      the same without a name, inside a sentence: "arrange the meeting"
    why      what helps: what exactly, with whom, when
    button   one or two words; href where it leads, and the title too
    due      the day; late whether it has gone by
    """

    title: str
    owes: str
    act: str
    why: str
    button: str
    href: str
    due: date
    late: bool


@dataclass(frozen=True)
class _Wording:
    """A row of the table. Texts may use what `asked` puts into them: {whose}, {things} and so on."""

    title: str
    owes: str
    act: str
    why: str
    button: str
    page: str


TABLE: Final = {
    What.ARRANGE: _Wording(
        "Arrange {whose} meeting", "A date for {whose} meeting", "arrange the meeting",
        "{wanted}", "Arrange", "arrange",
    ),
    What.CONFIRM: _Wording(
        "Confirm date and venue of {whose} meeting", "Confirming {whose} meeting: {things}", "confirm date and venue",
        "{meeting}, {venue}. Still to tell: {things}.", "Confirm", "confirm",
    ),
    What.WRITE: _Wording(
        "Write your part of {whose} plan", "{whose} plan: {things}", "write {many}",
        "{sections}", "Write", "section",
    ),
    What.SDQ: _Wording(
        "Record {whose} SDQ scores", "{whose} SDQ scores", "record the SDQ scores",
        "Still to come: {both}. Scores only, never the questions.", "Record", "sdq",
    ),
    What.HOLD: _Wording(
        "Record {whose} meeting", "The record of {whose} meeting", "record the meeting",
        "It was arranged for {meeting}. Say who was there, who chaired, and when you meet next.", "Record", "hold",
    ),
    What.CHECK: _Wording(
        "Look at {whose} plan before it is submitted", "A check of {whose} plan", "check the plan",
        "The author asked you to. Your comments go back to them, section by section.", "Check", "answer_check",
    ),
    What.NEXT: _Wording(
        "Agree {whose} next meeting", "The date of {whose} next meeting", "agree the next meeting",
        "Date, time and venue, or why there is none. The plan cannot be submitted without it.", "Agree", "agree_next",
    ),
    What.SUBMIT: _Wording(
        "Submit {whose} plan", "Submitting {whose} plan", "submit the plan",
        "{within} after the meeting. Once it is submitted, it cannot be changed.", "Submit", "submit",
    ),
    What.REVIEW: _Wording(
        "Review {whose} plan", "The quality check of {whose} plan", "check the quality of the plan",
        "Pass it for saving, or ask for resubmission and say why.", "Review", "review",
    ),
    What.SAVE: _Wording(
        "Save {whose} plan in {both}", "Saving {whose} plan in {both}", "save the plan in {both}",
        "It passed the quality check. The package and the case note are ready.", "Save", "save",
    ),
    What.COPIES: _Wording(
        "Send the copies of {whose} plan", "The copies of {whose} plan", "send the copies",
        "To: {things}.", "Send", "copies",
    ),
    What.SHARE: _Wording(
        "Decide who gets {whose} plan", "The decision who gets {whose} plan", "decide who the plan is shared with",
        "Person by person: {both}. In full, with sections left out, or not, with a reason.", "Decide", "share",
    ),
    What.CASE_NOTE: _Wording(
        "Record {whose} case note", "{whose} case note", "record the case note",
        "The plan is saved. The words are ready to copy.", "Record", "case_note",
    ),
    What.CLOSE: _Wording(
        "Close {whose} plan", "Closing {whose} plan", "close the plan",
        "Everything is done.", "Close", "close",
    ),
}  # fmt: skip

MEETING_TO_COME: Final = _Wording(
    "Get ready for {whose} meeting", "{whose} meeting", "hold the meeting",
    "{meeting}, {venue}. On the day, you record it here.", "See the plan", "plan",
)  # fmt: skip
AGAIN: Final = _Wording(
    "Put {whose} plan right and submit it again", "{whose} plan, submitted again", "submit the plan again",
    "The education adviser asked for changes. Their comments stand with each section.", "Submit again", "submit",
)  # fmt: skip
OWN_VIEWS: Final = _Wording(
    "Say what you think", "{whose} own views", "give their views",
    "A few questions before your meeting. Answer as many or as few as you like.", "Start", "section",
)  # fmt: skip
CARERS_VIEWS: Final = _Wording(
    "Say how {who} is doing at home", "{whose} plan: {things}", "give their views",
    "A few questions before the meeting. Answer as many or as few as you like.", "Start", "section",
)  # fmt: skip
NO_DATE_WANTED: Final = "Choose the date, the time and the venue. Everyone in the plan is told."
DATE_WANTED: Final = "At the last meeting you agreed {wanted}. Keep that, or choose another date."


def asked(duty: Duty, about: About) -> Asked:
    """One duty in words, for a plan."""
    row = _wording(duty, about)
    names = things(duty, about)
    agreed = about.plan.wanted_at
    found = {
        "who": about.young_person,
        "whose": f"{about.young_person}’s",
        "things": ", ".join(names),
        "both": listed(names),
        "many": words.count(len(names), "section") if len(names) > 1 else listed(names),
        "sections": _sections(duty, about, names),
        "meeting": about.meeting_at,
        "venue": about.meeting.venue if about.meeting else "",
        "wanted": DATE_WANTED.format(wanted=_where_and_when(agreed, about)) if agreed else NO_DATE_WANTED,
        "within": str(_within(about)).capitalize(),
    }
    title, owes, act, why = (text.format(**found) for text in (row.title, row.owes, row.act, row.why))
    return Asked(title, owes, act, why, row.button, _href(row.page, duty, about), duty.due, duty.due < about.today)


def asked_of(row: DutyRow, meeting: Meeting | None, now: datetime, *, returned: bool = False) -> Asked:
    """A row of the duties in words; `meeting` is the one that stands on its plan. Asks nothing of the database."""
    plan, young_person = row.plan, row.plan.young_person
    form, local = load_form(plan.form_name, plan.form_version), rules_of(young_person.authority.slug)
    return asked(row.duty, About(plan, young_person.known_as, form, local, now, meeting, returned))


def _wording(duty: Duty, about: About) -> _Wording:
    if duty.what is What.HOLD and about.today < duty.due:
        return MEETING_TO_COME
    if duty.what is What.SUBMIT and about.returned:
        return AGAIN
    if duty.what is What.WRITE and duty.part is Part.YOUNG_PERSON:
        return OWN_VIEWS
    return CARERS_VIEWS if duty.what is What.WRITE and duty.part in CARERS else TABLE[duty.what]


def _sections(duty: Duty, about: About, names: list[str]) -> str:
    """Several sections by name; one alone with what its form says about it."""
    if len(names) > 1:
        return f"{words.count(len(names), 'section')}: {', '.join(names)}."
    said = next((section.about for section in about.form.sections if section.key in duty.about), "")
    return f"{listed(names)}. {said}".strip()


def _href(page: str, duty: Duty, about: About) -> str:
    if page == "section":
        return reverse(page, args=[about.plan.pk, duty.about[0]])
    return reverse(page, args=[about.plan.pk])


def _where_and_when(agreed: datetime, about: About) -> str:
    venue = about.plan.wanted_venue
    return moment(agreed) + (f", {venue}" if venue else "")


def _within(about: About) -> Period:
    return about.local.submission.submit_within


def things(duty: Duty, about: About) -> list[str]:
    """What a duty is about, in words: sections, parties, informants, destinations or recipients."""
    local = about.local
    labels: dict[What, Callable[[], dict[str, str]]] = {
        What.CONFIRM: lambda: {party.key: party.label for party in local.meeting.confirm_with},
        What.WRITE: lambda: {section.key: section.title for section in about.form.sections},
        What.SDQ: lambda: {part: f"the {part.words}’s" for part in local.sdq.informants},
        What.SAVE: lambda: {place.key: place.label for place in local.filing.destinations},
    }
    if duty.what is What.COPIES:
        return [copy.label for copy in local.copies.to]
    if duty.what is What.SHARE:
        return [part.words for part in local.sharing.decide_for]
    known = labels.get(duty.what, dict[str, str])()
    return [known.get(key, key.replace("_", " ")) for key in duty.about]


def listed(names: list[str]) -> str:
    """Names as a sentence lists them: "Progress, Attendance and Social care"."""
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def moment(at: datetime) -> str:
    """ "Thursday 3 December 2026 at 3:30pm"."""
    return f"{words.day(at)} at {words.time(at)}"


def in_order(duties: list[Duty]) -> list[Duty]:
    """Duties by day, and on one day in the order of the protocol: write before submit."""
    return sorted(duties, key=lambda duty: (duty.due, ORDER.index(duty.what), duty.part))


def by_when(due: date, now: datetime, *, short: bool = False) -> str:
    """When something is due, inside a sentence: "today", "by Thursday 3 December 2026", or "2 days late".

    `short` writes the day as rows of a table do: "by 3 Dec".
    """
    today = words.london_day(now)
    if due < today:
        return words.days_late(due, now)
    return "today" if due == today else f"by {words.short_day(due) if short else words.day(due)}"
