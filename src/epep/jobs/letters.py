"""The words of every notice: one row of `LETTERS` a kind. A kind is the name of a move of the protocol, or a reminder.

No letter names a young person or carries a number of theirs: it says what happened and links to a page behind sign-in.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse

from epep.adapters.ports import Message
from epep.form import dates
from epep.form.parts import Part
from epep.protocol.duties import What
from epep.record.facts import rules_of
from epep.record.meetings import Meeting
from epep.record.notices import Notice
from epep.record.people import Authority, TeamMember

DUE_SOON, OVERDUE = "due_soon", "overdue"


@dataclass(frozen=True)
class Letter:
    """One kind's words. They may use {meeting} and {instead_of}, moments of meetings, and {duty} and {due}.

    `goes_to` is the name of the page behind the link.
    """

    subject: str
    says: str
    asks: str
    goes_to: str = "plan"


LETTERS = {
    "arrange": Letter(
        "A PEP meeting is arranged",
        "A PEP meeting is arranged for {meeting}.",
        "Sign in to see whose it is, where it is, and what you are asked to prepare:",
    ),
    "confirm": Letter(
        "Please note the date and place of a PEP meeting",
        "The date and place of a PEP meeting are confirmed with you. It is on {meeting}.",
        "Sign in to see whose it is and where you meet:",
    ),
    "rearrange": Letter(
        "A PEP meeting has moved to another date",
        "The PEP meeting of {instead_of} will not take place then. It is now on {meeting}.",
        "Sign in to see why, whose it is and where you meet:",
    ),
    "cancel": Letter(
        "A PEP meeting is cancelled",
        "The PEP meeting of {meeting} will not take place. You will hear from us when there is a new date.",
        "Sign in to see why, and whose it is:",
    ),
    "hold": Letter(
        "A PEP meeting has been recorded",
        "A PEP meeting was recorded. The plan can now be finished and submitted.",
        "Sign in to see what is still needed:",
    ),
    "ask_for_check": Letter(
        "You are asked to check a PEP",
        "Somebody would like you to look over a PEP before it is submitted.",
        "Sign in to read it and to answer:",
        "answer_check",
    ),
    "answer_check": Letter(
        "Your PEP has been checked",
        "The adviser has looked over your PEP and has answered you.",
        "Sign in to see the answer, section by section:",
    ),
    "submit": Letter(
        "A PEP has been submitted",
        "A PEP has been submitted and now waits for quality assurance.",
        "Sign in to read it:",
    ),
    "ask_for_resubmission": Letter(
        "A PEP needs to be submitted again",
        "The adviser has read a PEP and asks for some changes. Nothing that was written is lost.",
        "Sign in to see what is asked for, section by section:",
    ),
    "pass_for_saving": Letter(
        "A PEP is ready for saving",
        "A PEP has passed quality assurance and is ready for you to save.",
        "Sign in to save it:",
        "save",
    ),
    "record_saved": Letter(
        "A PEP has been saved",
        "A PEP has been saved everywhere it needs to be. The next steps are yours: sharing it, and the case note.",
        "Sign in to take them:",
    ),
    "send_copies": Letter(
        "A copy of a PEP is ready for you",
        "A PEP has passed quality assurance, and a copy of it is ready for you.",
        "Sign in to read it:",
    ),
    "decide_sharing": Letter(
        "A PEP has been shared with you",
        "The social worker has shared a PEP with you.",
        "Sign in to read it:",
    ),
    "end_early": Letter(
        "A PEP has ended early",
        "A PEP that you take part in has ended early. You need to do nothing more for it.",
        "Sign in to see why:",
    ),
    DUE_SOON: Letter(
        "Due on {due}: {duty}",
        "A reminder: you need to {duty} by {due}.",
        "Sign in to do it:",
    ),
    OVERDUE: Letter(
        "Late: {duty}",
        "You were asked to {duty} by {due}, and it has not been done yet. It can still be done.",
        "Sign in to do it, or to see what is missing:",
    ),
}

OWN = {
    "arrange": Letter(
        "Your meeting about learning and work",
        "There is a meeting for you, about school, college or work. It is on {meeting}.",
        "Sign in to see where it is and who comes. You can say what you think before it, too:",
    ),
    "confirm": Letter(
        "Your meeting is going ahead",
        "Your meeting about school, college or work is on {meeting}.",
        "Sign in to see where it is and who comes:",
    ),
    "rearrange": Letter(
        "Your meeting has a new date",
        "Your meeting is not on {instead_of} any more. It is now on {meeting}.",
        "Sign in to see why, and where it is:",
    ),
    "cancel": Letter(
        "Your meeting is cancelled",
        "Your meeting on {meeting} will not happen. We will tell you when there is a new date.",
        "Sign in to see why:",
    ),
    "end_early": Letter(
        "Your plan has ended early",
        "Your plan for learning and work has ended early. You need to do nothing.",
        "Sign in to see why:",
    ),
    DUE_SOON: Letter(
        "Say what you think by {due}",
        "Your meeting is coming up. If you want to, say what you think before it.",
        "Sign in to start. It takes about five minutes:",
    ),
    OVERDUE: Letter(
        "You can still say what you think",
        "You have not said yet what you think about school, college or work. You still can, if you want to.",
        "Sign in to start. It takes about five minutes:",
    ),
}
"""The letters that a young person gets about their own plan, in words for them."""

DUTIES = {
    What.ARRANGE: "arrange a PEP meeting",
    What.CONFIRM: "confirm the date and place of a PEP meeting",
    What.WRITE: "write your part of a PEP",
    What.SDQ: "record an SDQ score for a PEP",
    What.HOLD: "hold a PEP meeting and record it",
    What.CHECK: "check a PEP",
    What.NEXT: "agree the next PEP meeting",
    What.SUBMIT: "submit a PEP",
    What.REVIEW: "quality assure a PEP",
    What.SAVE: "save a PEP",
    What.COPIES: "send the copies of a PEP",
    What.SHARE: "decide who a PEP is shared with",
    What.CASE_NOTE: "record the case note of a PEP",
    What.CLOSE: "close a PEP",
}

BODY = """\
Hello,

{says}

{asks}
{link}

{virtual_school}

We leave names out of our e-mails to keep young people's information safe.
Please do not reply to this e-mail: nobody reads the answers.
"""


def letter_of(notice: Notice, now: datetime) -> Message:
    """The mail of one notice. KeyError for a kind without words; its recipient must have an address."""
    letter = (_is_own(notice) and OWN.get(notice.kind)) or LETTERS[notice.kind]
    words = _words(notice)
    body = BODY.format(
        says=letter.says.format(**words),
        asks=letter.asks,
        link=settings.ADDRESS + reverse(letter.goes_to, args=[notice.plan_id_then]),
        virtual_school=rules_of(Authority.objects.get(pk=notice.authority_id_then or 0).slug).virtual_school,
    )
    return Message(
        to=notice.recipient.email or "",
        subject=letter.subject.format(**words),
        body=body,
        key=f"notice-{notice.pk}-{notice.made_at:%Y%m%d%H%M%S}",
        at=now,
    )


def _is_own(notice: Notice) -> bool:
    """Whether the mail goes to the young person whose plan it is about."""
    own = TeamMember.objects.filter(part=Part.YOUNG_PERSON, young_person__plans=notice.plan_id_then or 0)
    return own.filter(person=notice.recipient).exists()


def _words(notice: Notice) -> dict[str, str]:
    """What a letter may say of this notice: days and duties, never who or where."""
    about = notice.about
    words = {
        name: dates.moment(Meeting.objects.get(pk=about[name]).starts_at)
        for name in ("meeting", "instead_of")
        if name in about
    }
    if "duty" in about:
        words |= {"duty": DUTIES[What(about["duty"])], "due": dates.day(date.fromisoformat(about["due"]))}
    return words
