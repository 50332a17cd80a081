"""Pre PEP: what the protocol asks for before the meeting (P1 to P5)."""

from collections.abc import Iterable, Mapping
from datetime import date

from epep.form.parts import Part
from epep.protocol.days import step
from epep.protocol.local import LocalRules
from epep.protocol.stages import Unwritten


def confirm_by(meeting_on: date, local: LocalRules) -> date:
    """P1: the last day to confirm date and venue to school, carer and Virtual School, each.

    "At least 10 days before": calendar days unless the authority says otherwise. Later is late, never refused.
    """
    return step(meeting_on, local.meeting.confirm_before, local.extra_days, back=True)


def unconfirmed(confirmed: Mapping[str, date], local: LocalRules) -> tuple[str, ...]:
    """The parties (P1's three, or the authority's own) who have not been told date and venue yet."""
    return tuple(party for party in local.parties if party not in confirmed)


def social_care_due(meeting_on: date) -> date:
    """P2: the social care section is provided at the meeting, so it is wanted by the meeting day."""
    return meeting_on


def prepared_by(meeting_on: date, local: LocalRules) -> date:
    """P3: progress, attendance and the review of previous targets are written before the meeting."""
    return step(meeting_on, local.meeting.prepared_before, local.extra_days, back=True)


def whose_words(unwritten: Unwritten, held: Iterable[Part], author: Part) -> Part:
    """P4: views come from the person themselves; where nobody holds that part, the author collects them."""
    owner = author if unwritten.owner is Part.AUTHOR else unwritten.owner
    return owner if owner in held or owner is author else author


def sdq_due(last_on: Mapping[Part, date], today: date, local: LocalRules) -> tuple[Part, ...]:
    """P5: whose SDQ is due, because the last one is missing or older than a year (a setting, in months)."""
    return tuple(who for who in local.sdq.informants if who not in last_on or sdq_expires(last_on[who], local) < today)


def sdq_expires(completed_on: date, local: LocalRules) -> date:
    """The last day on which an SDQ completed on `completed_on` still counts as recent."""
    months = completed_on.month - 1 + local.sdq.every_months
    year, month = completed_on.year + months // 12, months % 12 + 1
    day = completed_on.day
    while True:
        try:
            return date(year, month, day)
        except ValueError:  # 29 February, or the 31st of a shorter month
            day -= 1
