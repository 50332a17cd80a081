"""What the worker notes of its sending, reminders, and the administrator's Try again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from epep.actions._notices import SEND, defer, write
from epep.actions.outcomes import Missing
from epep.form.answers import one_line
from epep.form.parts import Part
from epep.record.facts import day_of
from epep.record.history import Event
from epep.record.notices import Notice
from epep.record.people import Person, authorities_of
from epep.record.plans import Plan


@transaction.atomic
def remind(*, kind: str, person: Person, plan: Plan, once: str, about: Mapping[str, Any], now: datetime) -> bool:
    """One reminder, written once for each `once`. Says whether it was new."""
    return write(kind, person, plan=plan, once=once, about=about, now=now) is not None


def sent(*, notice_id: int, now: datetime) -> None:
    """The mail server took the notice."""
    Notice.objects.filter(pk=notice_id, sent_at=None).update(sent_at=now, last_error="", given_up_at=None)


@transaction.atomic
def not_sent(*, notice_id: int, error: str, final: bool, now: datetime) -> Notice:
    """The notice could not be sent. `final` ends the tries until the administrator presses Try again."""
    notice = Notice.objects.select_for_update().get(pk=notice_id)
    notice.tries, notice.last_error = notice.tries + 1, one_line(error)[:500]
    notice.given_up_at = now if final else None
    notice.save(update_fields=["tries", "last_error", "given_up_at"])
    return notice


@transaction.atomic
def send_again(*, notice_id: int, by: Person, now: datetime) -> Notice:
    """Try once more to send a notice. For the administrator of its authority; else `Missing`."""
    mine = authorities_of(by, Part.VIRTUAL_SCHOOL_ADMINISTRATOR, day_of(now)).values_list("pk", flat=True)
    notice = Notice.objects.select_for_update().filter(pk=notice_id, authority_id_then__in=list(mine)).first()
    if notice is None:
        raise Missing
    if notice.sent_at is None:
        notice.given_up_at = None
        notice.save(update_fields=["given_up_at"])
        defer(SEND, notice_id=notice.pk)
        Event.objects.create(
            at=now,
            verb="send_again",
            by_id_then=by.pk,
            by_name=by.name,
            as_part=Part.VIRTUAL_SCHOOL_ADMINISTRATOR,
            authority_id_then=notice.authority_id_then,
            plan_id_then=notice.plan_id_then,
            says="asked for a notice to be sent again",
            details={"notice": notice.pk},
        )
    return notice
